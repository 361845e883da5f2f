//! Messages that are too long for one part, cut where a reader minds it least (field guide 3.5).
//!
//! Lines are kept whole where they fit; then a line is cut behind a sentence, else behind a word, else between two letters.
//! Lengths are upper bounds, so that a part is never longer than its format allows.
//!
//! Invariant: time grows with the length of the message alone; every word is in exactly one part; headings stay with what
//! they head.

use super::message::{Gap, Line, Mark, Run};
use super::seams::{self, Place};

/// The most formatting entities that Telegram keeps of one message (field guide 3.3).
pub const MOST_ENTITIES: usize = 100;

/// How a format counts, and how much it takes.
#[derive(Clone, Copy)]
pub(super) struct Measure {
    /// The most units of a part.
    pub(super) most: usize,
    /// The most units that a character takes.
    pub(super) unit: fn(char) -> usize,
    /// The most units of the markup around a run.
    pub(super) run: fn(&Run) -> usize,
    /// The most units that a list or a quote takes beside words, marks and line ends.
    pub(super) tags: usize,
}

/// What something takes of a part: units, and formatting entities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cost {
    units: usize,
    entities: usize,
}

impl Cost {
    fn and(self, other: Self) -> Self {
        Self { units: self.units + other.units, entities: self.entities + other.entities }
    }

    fn fits(self, room: Self) -> bool {
        self.units <= room.units && self.entities <= room.entities
    }

    fn left_of(self, room: Self) -> Self {
        Self {
            units: room.units.saturating_sub(self.units),
            entities: room.entities.saturating_sub(self.entities),
        }
    }
}

/// The most units that a line with "(1234/1234)" takes.
pub(super) const COUNTER: usize = 16;

impl Measure {
    fn run(&self, run: &Run) -> Cost {
        let units = run.words.chars().map(self.unit).sum::<usize>();
        self.markup(run).and(Cost { units, entities: 0 })
    }

    fn markup(&self, run: &Run) -> Cost {
        Cost { units: (self.run)(run), entities: run.entities() }
    }

    /// What a line takes beside its words.
    fn frame(&self, line: &Line) -> Cost {
        let mark = match line.mark {
            Mark::None => 0,
            Mark::Number(number) => number.checked_ilog10().map_or(1, |digits| digits as usize + 1) + 2,
            Mark::Alarm | Mark::Bullet | Mark::Continued => 3,
        };
        // A quote has a sign at both ends or before every line, and is an entity.
        let quote = if line.quote.is_some() { 4 } else { 0 };
        let tags = if line.quote.is_some() || line.mark != Mark::None { self.tags } else { 0 };
        let gap = if line.gap == Gap::Line { 1 } else { 2 };
        Cost {
            units: gap + mark + 3 * line.depth + quote + tags,
            entities: usize::from(line.quote.is_some()),
        }
    }

    fn line(&self, line: &Line) -> Cost {
        line.runs.iter().fold(self.frame(line), |cost, run| cost.and(self.run(run)))
    }
}

/// Divides lines into parts, none of which is empty; where there are several, each begins with its number, "(2/3)".
pub(super) fn split(lines: Vec<Line>, measure: &Measure) -> Vec<Vec<Line>> {
    let cost = lines.iter().fold(Cost::default(), |cost, line| cost.and(measure.line(line)));
    // The first line needs no line end before it.
    let first = lines.first().map_or(0, |line| if line.gap == Gap::Line { 1 } else { 2 });
    let room = Cost { units: measure.most, entities: MOST_ENTITIES };
    if (Cost { units: cost.units - first, ..cost }).fits(room) {
        return if lines.is_empty() { Vec::new() } else { vec![lines] };
    }
    let room = Cost { units: measure.most.saturating_sub(COUNTER), ..room };
    let mut filling = Filling { measure, room, used: Cost::default(), part: Vec::new(), parts: Vec::new() };
    lines.into_iter().for_each(|line| filling.take(line));
    filling.end_part();
    numbered(filling.parts)
}

fn numbered(mut parts: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let count = parts.len();
    for (part, number) in parts.iter_mut().zip(1..).filter(|_| count > 1) {
        if let Some(first) = part.first_mut() {
            first.gap = Gap::Line;
        }
        part.insert(0, Line { gap: Gap::Line, ..Line::new(vec![Run::new(format!("({number}/{count})"))]) });
    }
    parts
}

/// Parts that are being filled.
struct Filling<'m> {
    measure: &'m Measure,
    room: Cost,
    used: Cost,
    part: Vec<Line>,
    parts: Vec<Vec<Line>>,
}

impl Filling<'_> {
    fn take(&mut self, line: Line) {
        let cost = self.measure.line(&line);
        let fits = self.used.and(cost).fits(self.room);
        if !fits && (cost.fits(self.room) || 2 * self.used.units > self.room.units) {
            self.flush();
        }
        if self.used.and(cost).fits(self.room) {
            self.put(line, cost);
        } else {
            self.take_in_pieces(&line);
        }
    }

    fn put(&mut self, line: Line, cost: Cost) {
        self.used = self.used.and(cost);
        self.part.push(line);
    }

    /// Ends the part. What heads the next line goes on with it, unless there is nothing else in the part.
    fn flush(&mut self) {
        let kept = self.part.iter().rposition(|line| !line.heads).map_or(self.part.len(), |last| last + 1);
        let carried = self.part.split_off(kept);
        self.end_part();
        for line in carried {
            let cost = self.measure.line(&line);
            self.put(line, cost);
        }
    }

    /// Ends the part, whatever it ends with.
    fn end_part(&mut self) {
        self.parts.extend(Some(std::mem::take(&mut self.part)).filter(|part| !part.is_empty()));
        self.used = Cost::default();
    }

    fn take_in_pieces(&mut self, line: &Line) {
        let frame = self.measure.frame(line);
        let whole = frame.left_of(self.room);
        if self.used.left_of(whole).units < whole.units / 4 || self.used.left_of(whole).entities == 0 {
            self.end_part();
        }
        let mut room = self.used.left_of(whole);
        let mut cutter = Cutter::new(line, self.measure);
        while let Some(piece) = cutter.next_piece(room) {
            let cost = self.measure.line(&piece);
            self.put(piece, cost);
            if !cutter.is_done() {
                self.end_part();
            }
            room = whole;
        }
    }
}

/// Cuts one line into pieces.
struct Cutter<'a> {
    line: &'a Line,
    places: Vec<Place>,
    sums: Vec<Sum>,
    /// How many places lie behind.
    done: usize,
    /// The run that the next piece begins in, and where that run begins in the line.
    run: (usize, usize),
}

/// What a line takes up to a place: of a run that goes on behind it the markup is in one sum and not in the other.
struct Sum {
    with: Cost,
    without: Cost,
}

impl<'a> Cutter<'a> {
    fn new(line: &'a Line, measure: &Measure) -> Self {
        let places = seams::places(line);
        let sums = sums(line, &places, measure);
        Self { line, places, sums, done: 0, run: (0, 0) }
    }

    fn is_done(&self) -> bool {
        self.done == self.places.len()
    }

    /// What the words between the last cut and a place take.
    fn cost(&self, to: usize) -> Cost {
        match self.done.checked_sub(1) {
            None => self.sums[to].with,
            Some(cut) => self.sums[cut].without.left_of(self.sums[to].with),
        }
    }

    /// Returns the next piece: as long as the room allows, and never nothing.
    fn next_piece(&mut self, room: Cost) -> Option<Line> {
        if self.is_done() {
            return None;
        }
        let mut best: [Option<usize>; 4] = [None; 4];
        let mut last = self.done;
        for place in self.done..self.places.len() {
            if !self.cost(place).fits(room) {
                break;
            }
            best[self.places[place].seam as usize] = Some(place);
            last = place;
        }
        let [torn, letter, word, sentence] = best;
        // A sentence that ends early would leave most of the room empty.
        let sentence = sentence.filter(|place| 4 * self.cost(*place).units >= room.units);
        let end = Some(last).filter(|last| last + 1 == self.places.len());
        let cut = end.or(sentence).or(word).or(letter).or(torn).unwrap_or(last);
        let from = self.done.checked_sub(1).map_or(0, |cut| self.places[cut].at);
        let is_first = self.done == 0;
        self.done = cut + 1;
        let runs = self.take_runs(from, self.places[cut].at);
        Some(match (is_first, self.line.mark) {
            (true, mark) => Line { mark, runs, ..*self.line },
            (false, Mark::None | Mark::Alarm) => {
                Line { gap: Gap::Line, mark: Mark::None, runs, ..*self.line }
            }
            (false, _) => Line { gap: Gap::Line, mark: Mark::Continued, runs, ..*self.line },
        })
    }

    /// Returns the words of a stretch, in bytes of the line, without the spaces around it.
    fn take_runs(&mut self, from: usize, to: usize) -> Vec<Run> {
        let mut runs = Vec::new();
        while let Some(run) = self.line.runs.get(self.run.0) {
            let start = self.run.1;
            let end = start + run.words.len();
            let words = &run.words[from.max(start) - start..to.min(end) - start];
            if !words.is_empty() {
                runs.push(Run { words: words.to_owned(), link: run.link.clone(), ..*run });
            }
            if end > to {
                break;
            }
            self.run = (self.run.0 + 1, end);
        }
        trimmed(runs)
    }
}

fn trimmed(mut runs: Vec<Run>) -> Vec<Run> {
    if let Some(first) = runs.first_mut() {
        first.words.drain(..first.words.len() - first.words.trim_start().len());
    }
    if let Some(last) = runs.last_mut() {
        last.words.truncate(last.words.trim_end().len());
    }
    runs.retain(|run| !run.words.is_empty());
    runs
}

fn sums(line: &Line, places: &[Place], measure: &Measure) -> Vec<Sum> {
    let mut sums = Vec::with_capacity(places.len());
    let mut runs = line.runs.iter();
    let (mut units, mut started, mut ended) = (0, Cost::default(), Cost::default());
    let mut letters = "".chars();
    let mut at = 0;
    for place in places {
        while at < place.at {
            if let Some(letter) = letters.next() {
                at += letter.len_utf8();
                units += (measure.unit)(letter);
                if letters.as_str().is_empty() {
                    ended = started;
                }
            } else {
                let Some(next) = runs.next() else { break };
                started = started.and(measure.markup(next));
                letters = next.words.chars();
            }
        }
        let words = Cost { units, entities: 0 };
        sums.push(Sum { with: words.and(started), without: words.and(ended) });
    }
    sums
}
