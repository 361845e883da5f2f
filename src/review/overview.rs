//! How everything stands, as charts and lists: what `vetted status` and `vetted due` tell.
//!
//! Invariant: every number of a chart stands beside it as a number.

use serde::Serialize;

use super::Room;
use super::paper::{Frame, Paper};
use crate::diagnostic::refusal::Refusal;
use crate::overview::chart::{Bar, Grid};
use crate::overview::words::when;
use crate::overview::{State, Text};

/// How wide a chart is, in units of its own.
const WIDTH: usize = 1000;

/// The page.
#[derive(Debug, Serialize)]
struct Page {
    day: String,
    count: usize,
    grids: Vec<Drawn>,
    rows: Vec<Bars>,
    due: Vec<Due>,
    texts: Vec<Line>,
    has_calendar: bool,
}

/// A grid: for each label a row of states.
#[derive(Debug, Serialize)]
struct Drawn {
    title: &'static str,
    label: &'static str,
    states: Vec<StateWord>,
    rows: Vec<Stacked>,
}

/// A state, and the class that gives it its colour.
#[derive(Debug, Serialize)]
struct StateWord {
    word: &'static str,
    class: String,
}

/// A row of a grid.
#[derive(Debug, Serialize)]
struct Stacked {
    label: String,
    counts: Vec<usize>,
    total: usize,
    pieces: Vec<Piece>,
}

/// A piece of a row, in units of the chart.
#[derive(Debug, Serialize)]
struct Piece {
    class: String,
    at: usize,
    width: usize,
}

/// Bars under one title.
#[derive(Debug, Serialize)]
struct Bars {
    title: &'static str,
    bars: Vec<Single>,
}

/// A bar.
#[derive(Debug, Serialize)]
struct Single {
    label: &'static str,
    count: usize,
    width: usize,
}

/// A text that is due.
#[derive(Debug, Serialize)]
struct Due {
    name: String,
    title: String,
    language: Option<String>,
    day: String,
    when: String,
    overdue: bool,
}

/// A text in the list of all.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    title: String,
    language: Option<String>,
    topic: Option<String>,
    state: &'static str,
    live: Option<u32>,
    due: Option<String>,
    desk: &'static str,
}

impl Paper {
    /// Makes the page.
    pub fn overview(&self, room: &Room<'_>, frame: &Frame<'_>) -> Result<String, Refusal> {
        let charts = room.overview.charts();
        let page = Page {
            day: room.overview.as_of.to_string(),
            count: room.overview.texts.len(),
            grids: vec![
                drawn(("by topic", "topic"), &charts.topics),
                drawn(("by language", "language"), &charts.languages),
            ],
            rows: vec![
                bars("waits for", &charts.roles),
                bars("last read whole", &charts.reviewed),
                bars("to be read again", &charts.due),
            ],
            due: room.overview.due().into_iter().filter_map(|text| due(room, text)).collect(),
            texts: room.overview.texts.iter().map(|text| line(room, text)).collect(),
            has_calendar: room.overview.texts.iter().any(|text| text.due.is_some()),
        };
        self.page("overview.html", (frame, room.seat), &page)
    }
}

fn drawn((title, label): (&'static str, &'static str), grid: &Grid) -> Drawn {
    let most = grid.rows.iter().map(|row| row.counts.iter().sum()).max().unwrap_or(0);
    let states = grid.states.iter().map(|state| StateWord { word: state, class: class(state) });
    let rows = grid.rows.iter().map(|row| {
        let mut at = 0;
        let pieces = row.counts.iter().zip(&grid.states).map(|(count, state)| {
            let piece = Piece { class: class(state), at, width: share(*count, most) };
            at += piece.width;
            piece
        });
        let pieces = pieces.collect();
        Stacked {
            label: row.label.clone(),
            total: row.counts.iter().sum(),
            counts: row.counts.clone(),
            pieces,
        }
    });
    Drawn { title, label, states: states.collect(), rows: rows.collect() }
}

fn bars(title: &'static str, bars: &[Bar]) -> Bars {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    let single = |bar: &Bar| Single { label: bar.label, count: bar.count, width: share(bar.count, most) };
    Bars { title, bars: bars.iter().map(single).collect() }
}

/// How much of the width a count takes.
fn share(count: usize, most: usize) -> usize {
    (count * WIDTH).checked_div(most).unwrap_or(0)
}

fn class(state: &str) -> String {
    format!("s-{}", state.replace(' ', "-"))
}

fn due(room: &Room<'_>, text: &Text) -> Option<Due> {
    let (day, today) = (text.due?, room.overview.as_of);
    Some(Due {
        name: text.folder.name(),
        title: room.title(&text.folder),
        language: text.folder.lang().map(ToString::to_string),
        day: day.to_string(),
        when: when(today, day),
        overdue: day < today,
    })
}

fn line(room: &Room<'_>, text: &Text) -> Line {
    Line {
        name: text.folder.name(),
        title: room.title(&text.folder),
        language: text.folder.lang().map(ToString::to_string),
        topic: text.topic.as_ref().map(ToString::to_string),
        state: State::as_str(text.state),
        live: text.live,
        due: text.due.map(|due| due.to_string()),
        desk: text.working.as_str(),
    }
}
