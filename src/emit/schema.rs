//! The JSON Schema of the snippets, made from the types that write them.

use schemars::generate::SchemaSettings;

use super::snippet::{Entry, SnippetFile};

/// Returns the schema (JSON Schema 2020-12) as a file.
pub(super) fn json() -> Vec<u8> {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<SnippetFile<Entry>>();
    let mut bytes = serde_json::to_vec_pretty(&schema).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
