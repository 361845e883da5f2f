//! Reads the settings of snippets: `[snippets.<section>]` and what stands below.
//!
//! Invariant: rules within the settings are checked here; what depends on the text is checked by who has read it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::read::words;
use super::table::{NAME_SHAPE, Reader, Table, Value};
use super::{Blank, BlankKind, Channel, Frame, Sensitivity, SnippetSettings, Step};
use crate::article::{shown, ticked};
use crate::base::name::{BlankName, SectionId};
use crate::diagnostic::{Code, did_you_mean};

/// The longest invite or opening, in characters.
const LONGEST_OPENING: usize = 300;
/// The longest label of a blank, in characters.
const LONGEST_LABEL: usize = 80;
/// The latest follow-up, in seconds: a week.
const LATEST_STEP: i64 = 7 * 24 * 60 * 60;

/// The settings of one snippet, and where its parts stand.
#[derive(Debug, Default)]
pub(in crate::article) struct SnippetDraft {
    /// The settings.
    pub(in crate::article) settings: SnippetSettings,
    /// The place of its name.
    pub(in crate::article) range: Range<usize>,
    /// The places of the blanks' names.
    pub(in crate::article) blanks: BTreeMap<BlankName, Range<usize>>,
    /// The places of the sections named in the sequence, in its order.
    pub(in crate::article) steps: Vec<Range<usize>>,
}

/// Reads `[snippets.…]`.
pub(super) fn read_snippets(reader: &mut Reader, table: &Table) -> BTreeMap<SectionId, SnippetDraft> {
    let mut snippets = BTreeMap::new();
    for (name, range, value) in reader.named(table) {
        let Some(section) = SectionId::parse(name) else {
            reader.wrong(&range, "this is not the id of a section".to_owned(), NAME_SHAPE);
            continue;
        };
        let snippet = reader.table(&value).map(|table| read_snippet(reader, table)).unwrap_or_default();
        snippets.insert(section, SnippetDraft { range, ..snippet });
    }
    snippets
}

fn read_snippet(reader: &mut Reader, mut table: Table) -> SnippetDraft {
    let table = &mut table;
    let mut draft = SnippetDraft::default();
    let sensitivity = reader.optional(table, "sensitivity");
    let sensitivity =
        sensitivity.and_then(|value| reader.word(&value, Sensitivity::WORDS, Sensitivity::parse));
    draft.settings.sensitivity = sensitivity.unwrap_or_default();
    let invite = reader.optional(table, "invite");
    let channels = reader.optional(table, "channels");
    draft.settings.channels = words(reader, channels.clone(), Channel::WORDS, Channel::parse);
    check_privacy(reader, table, &draft.settings, invite.as_ref(), channels.as_ref());
    draft.settings.invite = invite.and_then(|value| reader.line(&value, LONGEST_OPENING));
    if let Some(openings) = reader.optional(table, "openings").and_then(|value| reader.table(&value)) {
        draft.settings.openings = read_openings(reader, &openings);
    }
    if let Some(blanks) = reader.optional(table, "blanks").and_then(|value| reader.table(&value)) {
        read_blanks(reader, &blanks, &mut draft);
    }
    let sequence = reader.optional(table, "sequence");
    let steps = reader.list(sequence, read_step);
    check_order(reader, &steps);
    draft.steps = steps.iter().map(|(_, _, section)| section.clone()).collect();
    draft.settings.sequence = steps.into_iter().map(|(step, _, _)| step).collect();
    reader.close(table);
    draft
}

/// A private snippet has an invite in its place and is never shown to a group; an open one needs no invite.
fn check_privacy(
    reader: &mut Reader,
    table: &Table,
    settings: &SnippetSettings,
    invite: Option<&Value>,
    channels: Option<&Value>,
) {
    let private = settings.sensitivity == Sensitivity::Private;
    match invite {
        None if private => {
            let message = "a private snippet has no `invite`".to_owned();
            let help = "add an `invite` that moves the talk to a private chat and reveals nothing";
            reader.fault(Code::SnippetSettings, &table.range, message, help);
        }
        Some(value) if !private => {
            let message = "an open snippet has an `invite`".to_owned();
            let help = "delete it, or write `sensitivity = \"private\"`";
            reader.fault(Code::SnippetSettings, &value.range, message, help);
        }
        _ => {}
    }
    if let Some(value) = channels.filter(|_| private && settings.channels.contains(&Channel::Group)) {
        let message = "a private snippet may not be sent to a group".to_owned();
        reader.fault(Code::SnippetSettings, &value.range, message, "delete `group`");
    }
}

fn read_openings(reader: &mut Reader, table: &Table) -> BTreeMap<Frame, String> {
    let mut openings = BTreeMap::new();
    for (name, range, value) in reader.named(table) {
        let Some(frame) = Frame::parse(name) else {
            let near = did_you_mean(name, Frame::WORDS.iter().copied());
            let help = near.unwrap_or_else(|| format!("use one of {}", ticked(Frame::WORDS)));
            reader.fault(Code::UnknownKey, &range, format!("unknown voice `{}`", shown(name)), help);
            continue;
        };
        openings.extend(reader.line(&value, LONGEST_OPENING).map(|opening| (frame, opening)));
    }
    openings
}

fn read_blanks(reader: &mut Reader, table: &Table, draft: &mut SnippetDraft) {
    for (name, range, value) in reader.named(table) {
        let Some(blank_name) = BlankName::parse(name) else {
            let help = "use lower-case letters, digits and `_`, a letter first, at most 64";
            reader.wrong(&range, "this is not a name for a blank".to_owned(), help);
            continue;
        };
        draft.blanks.insert(blank_name.clone(), range);
        let Some(mut blank) = reader.table(&value) else { continue };
        let label = reader.required(&mut blank, "label").and_then(|value| reader.line(&value, LONGEST_LABEL));
        let kind = reader.required(&mut blank, "kind");
        let kind = kind.and_then(|value| reader.word(&value, BlankKind::WORDS, BlankKind::parse));
        reader.close(&blank);
        if let (Some(label), Some(kind)) = (label, kind) {
            draft.settings.blanks.insert(blank_name, Blank { label, kind });
        }
    }
}

/// Reads a step, with the places of its time and of its section.
fn read_step(reader: &mut Reader, item: &Value) -> Option<(Step, Range<usize>, Range<usize>)> {
    let mut table = reader.table(item)?;
    let after = reader.required(&mut table, "after_s");
    let section = reader.required(&mut table, "section");
    reader.close(&table);
    let (after, section) = (after?, section?);
    let seconds = reader.number(&after, 1, LATEST_STEP);
    let id = reader.name(&section, SectionId::parse, "the id of a section", NAME_SHAPE)?;
    let after_s = u32::try_from(seconds?).ok()?;
    Some((Step { after_s, section: id }, after.range, section.range))
}

fn check_order(reader: &mut Reader, steps: &[(Step, Range<usize>, Range<usize>)]) {
    for pair in steps.windows(2) {
        let [(before, ..), (after, range, _)] = pair else { continue };
        if after.after_s <= before.after_s {
            let message =
                format!("{} s is not later than {} s, the step before", after.after_s, before.after_s);
            let help = "put the steps in the order of time";
            reader.fault(Code::SnippetSettings, range, message, help);
        }
    }
}
