//! Reads the settings of snippets: `[snippets.<section>]` and what stands below.
//!
//! Invariant: rules within the settings are checked here; what depends on the text is checked by who has read it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::read::all;
use super::sorts::{Distinct, Invite, Label, NAME_SHAPE, Opening, Seconds, named};
use super::{Blank, BlankKind, Channel, Frame, Sensitivity, SnippetSettings, Step};
use crate::base::name::{BlankName, SectionId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::toml_file::{Placed, Read, Table, Value};

/// The settings of one snippet, and where its parts stand.
#[derive(Debug, Default)]
pub(in crate::article) struct SnippetDraft {
    /// The settings.
    pub(in crate::article) settings: SnippetSettings,
    /// The place of its name.
    pub(in crate::article) range: Range<usize>,
    /// The place of its invite.
    pub(in crate::article) invite: Range<usize>,
    /// The places of the blanks' names.
    pub(in crate::article) blanks: BTreeMap<BlankName, Range<usize>>,
    /// The places of the sections named in the sequence, in its order.
    pub(in crate::article) steps: Vec<Range<usize>>,
}

/// Reads `[snippets.…]`.
pub(super) fn read_snippets(table: Table<'_>, found: &mut Diagnostics) -> BTreeMap<SectionId, SnippetDraft> {
    let mut snippets = BTreeMap::new();
    for (name, value) in table.into_entries() {
        let section = named(name, SectionId::WHAT, SectionId::parse, NAME_SHAPE, found);
        let table = value.read::<Table<'_>>(found);
        if let Some(section) = section {
            let snippet = table.map(|table| read_snippet(table.value, found)).unwrap_or_default();
            snippets.insert(section.value, SnippetDraft { range: section.span.range(), ..snippet });
        }
    }
    snippets
}

fn read_snippet(mut table: Table<'_>, found: &mut Diagnostics) -> SnippetDraft {
    let mut draft = SnippetDraft::default();
    let (stated, invited) = (table.key_span("sensitivity").is_some(), table.key_span("invite"));
    let sensitivity = table.take_optional::<Sensitivity>("sensitivity", found);
    let invite = table.take_optional::<Invite>("invite", found);
    let channels = table.take_optional::<Distinct<Channel>>("channels", found);
    let openings = table.take_optional::<Table<'_>>("openings", found);
    let blanks = table.take_optional::<Table<'_>>("blanks", found);
    let sequence = table.take_optional::<Vec<Placed<Value<'_>>>>("sequence", found);
    let private = sensitivity.as_ref().is_some_and(|sensitivity| sensitivity.value == Sensitivity::Private);
    if sensitivity.is_some() || !stated {
        check_privacy(private, &table, invited.as_ref(), channels.as_ref(), found);
    }
    table.finish(found);
    draft.settings.sensitivity = if private { Sensitivity::Private } else { Sensitivity::Open };
    draft.invite = invite.as_ref().map(|invite| invite.span.range()).unwrap_or_default();
    draft.settings.invite = invite.map(|invite| invite.value.0);
    draft.settings.channels = channels.map_or_else(Vec::new, |channels| all(channels.value.0));
    draft.settings.openings = openings.map(|table| read_openings(table.value, found)).unwrap_or_default();
    if let Some(blanks) = blanks {
        read_blanks(blanks.value, &mut draft, found);
    }
    let entries = sequence.map_or_else(Vec::new, |sequence| sequence.value);
    let steps: Vec<_> = entries.into_iter().filter_map(|entry| read_step(entry.value, found)).collect();
    check_order(&steps, found);
    draft.steps = steps.iter().map(|(_, section)| section.span.range()).collect();
    let step = |(after, section): (Placed<Seconds>, Placed<SectionId>)| Step {
        after_s: after.value.0,
        section: section.value,
    };
    draft.settings.sequence = steps.into_iter().map(step).collect();
    draft
}

fn unfit(at: &Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::SnippetSettings, message).at(at, "")
}

/// A private snippet has an invite in its place and is never shown to a group; an open one needs no invite.
fn check_privacy(
    private: bool,
    table: &Table<'_>,
    invited: Option<&Span>,
    channels: Option<&Placed<Distinct<Channel>>>,
    found: &mut Diagnostics,
) {
    match invited {
        None if private => {
            let help = "add an `invite` that moves the talk to a private chat and reveals nothing";
            found.push(unfit(table.span(), "a private snippet has no `invite`").help(help));
        }
        Some(place) if !private => {
            let help = "delete it, or write `sensitivity = \"private\"`";
            found.push(unfit(place, "an open snippet has an `invite`").help(help));
        }
        _ => {}
    }
    let channels = channels.iter().flat_map(|channels| &channels.value.0);
    if let Some(group) = channels.into_iter().find(|channel| private && channel.value == Channel::Group) {
        found.push(unfit(&group.span, "a private snippet may not be sent to a group").help("delete `group`"));
    }
}

fn read_openings(mut table: Table<'_>, found: &mut Diagnostics) -> BTreeMap<Frame, String> {
    let mut openings = BTreeMap::new();
    for word in Frame::WORDS {
        let opening = table.take_optional::<Opening>(word, found);
        openings.extend(Frame::parse(word).zip(opening.map(|opening| opening.value.0)));
    }
    table.finish(found);
    openings
}

fn read_blanks(table: Table<'_>, draft: &mut SnippetDraft, found: &mut Diagnostics) {
    for (name, value) in table.into_entries() {
        let help = "use small letters, digits and `_`, a letter first, at most 64";
        let name = named(name, "a name for a blank such as `when`", BlankName::parse, help, found);
        let blank = value.read::<Table<'_>>(found).and_then(|table| read_blank(table.value, found));
        if let Some(Placed { value: name, span }) = name {
            draft.blanks.insert(name.clone(), span.range());
            draft.settings.blanks.extend(blank.map(|blank| (name, blank)));
        }
    }
}

fn read_blank(mut table: Table<'_>, found: &mut Diagnostics) -> Option<Blank> {
    let label = table.take::<Label>("label", found);
    let kind = table.take::<BlankKind>("kind", found);
    table.finish(found);
    Some(Blank { label: label?.value.0, kind: kind?.value })
}

fn read_step(value: Value<'_>, found: &mut Diagnostics) -> Option<(Placed<Seconds>, Placed<SectionId>)> {
    let mut table = value.read::<Table<'_>>(found)?.value;
    let after = table.take::<Seconds>("after_s", found);
    let section = table.take::<SectionId>("section", found);
    table.finish(found);
    after.zip(section)
}

fn check_order(steps: &[(Placed<Seconds>, Placed<SectionId>)], found: &mut Diagnostics) {
    for pair in steps.windows(2) {
        let [(before, _), (after, _)] = pair else { continue };
        let (sooner, later) = (before.value.0, after.value.0);
        if later <= sooner {
            let message = format!("{later} s is not later than {sooner} s, the step before");
            found.push(unfit(&after.span, message).help("put the steps in the order of time"));
        }
    }
}
