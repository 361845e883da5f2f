//! What the pages must be, tried on hand-made articles.

mod dom;
mod sample;

/// Writes every sample page to `target/sample`, to be looked at: `cargo test --lib look_at -- --ignored`.
#[test]
#[ignore = "only for the eye"]
#[expect(clippy::disallowed_methods, reason = "these pages are for the eye")]
fn look_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/sample");
    for (path, page) in sample::pages() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, page).unwrap();
    }
}
