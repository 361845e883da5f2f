//! What is drawn: numbers and ages.

use super::*;
use crate::overview::chart::{Bar, Grid};
use crate::trust::words::Scope;

#[test]
fn the_day_of_the_last_whole_reading_is_that_of_the_notes_that_count() {
    let note = |reviewed: &str, scope: Scope, counts: bool| NoteStanding {
        path: SourcePath::parse("record/ru/a/1/medical.dr-ada.note").unwrap(),
        reviewer: ReviewerId::parse("dr-ada"),
        role: Some(Role::Medical),
        reviewed: Some(day(reviewed)),
        scope: Some(scope),
        reach: None,
        counts,
        spare: false,
        faults: Vec::new(),
        held: Vec::new(),
    };
    let reviewed = |states: &[(u32, VersionState)], notes: &[Vec<NoteStanding>]| {
        let base = live().judged("ru/a", Verdict::Live, states).but(|standing| {
            for (version, notes) in standing.versions.iter_mut().zip(notes) {
                version.notes.clone_from(notes);
            }
        });
        base.overview().texts.iter().find(|text| text.folder.name() == "ru/a").unwrap().reviewed
    };
    let live_one = [(1, VersionState::Live)];
    let full = note("2026-03-01", Scope::Full, true);
    assert_eq!(reviewed(&live_one, &[vec![]]), None);
    assert_eq!(reviewed(&live_one, &[vec![note("2026-03-01", Scope::Full, false)]]), None);
    assert_eq!(reviewed(&live_one, &[vec![note("2026-03-01", Scope::Changes, true)]]), None);
    let both = vec![full.clone(), note("2026-02-01", Scope::Correction, true)];
    assert_eq!(reviewed(&live_one, &[both]), Some(day("2026-03-01")));
    // What waits is not what readers see; what was changed since was read as a whole before.
    let three =
        [(3, VersionState::Waiting(Vec::new())), (2, VersionState::Live), (1, VersionState::Replaced)];
    let waiting = vec![note("2026-09-01", Scope::Full, true)];
    let changed = vec![note("2026-06-01", Scope::Changes, true)];
    assert_eq!(reviewed(&three, &[waiting, changed, vec![full]]), Some(day("2026-03-01")));
}

#[test]
fn everything_that_can_be_drawn_is_counted_once() {
    let base = live().desk("overdose", "en/b", "Words.").desk("veins", "ru/a", "Other words.");
    let base = base.judged("facts/here", Verdict::Live, &[(1, VersionState::Live)]);
    let mut overview = base.overview();
    assert_eq!(overview.texts.len(), 4);
    let rows = |grid: &Grid| -> Vec<(String, Vec<usize>)> {
        grid.rows.iter().map(|row| (row.label.clone(), row.counts.clone())).collect()
    };
    let charts = overview.charts();
    assert_eq!(charts.topics.states, ["live", "never signed"]);
    assert_eq!(rows(&charts.topics), [("overdose".to_owned(), vec![0, 1]), ("veins".to_owned(), vec![2, 0])]);
    assert_eq!(rows(&charts.languages), [("en".to_owned(), vec![1, 1]), ("ru".to_owned(), vec![1, 0])]);
    let counts =
        |bars: &[Bar]| -> Vec<(&str, usize)> { bars.iter().map(|bar| (bar.label, bar.count)).collect() };
    assert_eq!(counts(&charts.roles), [("medical", 2), ("editor", 2), ("legal", 0), ("service", 0)]);

    // On 2027-01-01: the last day of each bar, and the first of the next.
    let ages = [
        ("2027-01-02", "under 3 months"),
        ("2026-10-02", "under 3 months"),
        ("2026-10-01", "3 to 6 months"),
        ("2026-07-02", "3 to 6 months"),
        ("2026-07-01", "6 to 12 months"),
        ("2026-01-02", "6 to 12 months"),
        ("2026-01-01", "over 12 months"),
    ];
    for (reviewed, label) in ages {
        overview.texts[0].reviewed = Some(day(reviewed));
        let bars = overview.charts().reviewed;
        let held: Vec<&str> = bars.iter().filter(|bar| bar.count > 0).map(|bar| bar.label).collect();
        assert_eq!(held, [label, "never"], "{reviewed}");
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<usize>(), 3, "a text that is not live has no age");
    }
    let ahead = [
        ("2026-12-31", "overdue"),
        ("2027-01-01", "within 30 days"),
        ("2027-01-31", "within 30 days"),
        ("2027-02-01", "within 90 days"),
        ("2027-04-01", "within 90 days"),
        ("2027-04-02", "later"),
    ];
    for text in &mut overview.texts {
        text.due = None;
    }
    for (due, label) in ahead {
        overview.texts[0].due = Some(day(due));
        let bars = overview.charts().due;
        assert_eq!(bars.len(), 4);
        let held: Vec<_> = counts(&bars).into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(held, [(label, 1)], "{due}");
    }
}
