//! The days on which texts must be read again, as a calendar that people and teams can subscribe to: iCalendar (RFC 5545).
//!
//! The events name texts and nobody: a calendar is copied to phones and servers that nobody here keeps.
//!
//! Invariant: the same overview gives the same bytes, every line of which has at most 75 octets and ends in CR LF.

use std::fmt::Write as _;

use super::{Overview, State, Text};
use crate::base::day::Day;
use crate::base::name::SiteId;
use crate::diagnostic::Tongue;
use crate::gate::Verdict;

/// How every calendar of ours begins, by which a file is known as one: RFC 5545, 3.4 and 3.7.
pub const HEAD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vetted//due//EN\r\n";

/// The most octets of a line without its end (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// A calendar, and how many events it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The file.
    pub text: String,
    /// The events: one for each text that has a day.
    pub events: usize,
}

impl Overview {
    /// Writes an event of one whole day for each text that falls due, however far ahead, on its own last day; facts that are
    /// due before the texts that show them have an event of their own. `None` where no text has a day: a calendar has at
    /// least one event (RFC 5545, 3.6).
    ///
    /// The events of a later day take the place of the earlier ones: their names stay, and their sequence grows.
    pub fn calendar(&self, site: &SiteId, tongue: Tongue) -> Option<Calendar> {
        let mut due: Vec<(Day, &Text)> =
            self.texts.iter().filter_map(|text| Some((text.own_due?, text))).collect();
        due.sort_by_key(|(day, text)| (*day, &text.folder));
        if due.is_empty() {
            return None;
        }
        let mut out = HEAD.to_owned();
        line(&mut out, "CALSCALE", "GREGORIAN");
        // What Apple, Google and Microsoft read for the calendar's name; RFC 7986, 5.1 has since made it `NAME`.
        let name = escaped(&tongue.phrase(&format!("texts of {site} to read again")));
        line(&mut out, "NAME", &name);
        line(&mut out, "X-WR-CALNAME", &name);
        for (day, text) in &due {
            self.event(&mut out, (*day, text), site, tongue);
        }
        line(&mut out, "END", "VCALENDAR");
        Some(Calendar { text: out, events: due.len() })
    }

    fn event(&self, out: &mut String, (day, text): (Day, &Text), site: &SiteId, tongue: Tongue) {
        let name = text.folder.name();
        // Nobody reads Markdown in a calendar.
        let words = |english: &str| escaped(&tongue.phrase(english).replace('`', ""));
        let title = words(&format!("read `{name}` again"));
        let off_the_site = text.state == State::Judged(Verdict::Expired);
        let then = if off_the_site {
            words(&format!("off the site since then: read it again and sign it with `vetted approve {name}`"))
        } else {
            words(&format!(
                "overdue from the next day on: read it again and sign it with `vetted approve {name}`"
            ))
        };
        line(out, "BEGIN", "VEVENT");
        line(out, "UID", &format!("{}@{site}", name.replace('/', ".")));
        line(out, "DTSTAMP", &format!("{}T000000Z", self.as_of.compact()));
        line(out, "SEQUENCE", &Day::FIRST.days_to(self.as_of).to_string());
        line(out, "DTSTART;VALUE=DATE", &day.compact());
        line(out, "SUMMARY", &title);
        line(out, "DESCRIPTION", &then);
        line(out, "TRANSP", "TRANSPARENT");
        line(out, "BEGIN", "VALARM");
        line(out, "ACTION", "DISPLAY");
        line(out, "DESCRIPTION", &title);
        line(out, "TRIGGER", "-P30D");
        line(out, "END", "VALARM");
        line(out, "END", "VEVENT");
    }
}

/// Writes a text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
    out
}

/// Writes a line, folded between characters: what goes on begins with a space, which counts.
fn line(out: &mut String, name: &str, value: &str) {
    let whole = format!("{name}:{value}");
    let mut room = LONGEST_LINE;
    for character in whole.chars() {
        if character.len_utf8() > room {
            out.push_str("\r\n ");
            room = LONGEST_LINE - 1;
        }
        room -= character.len_utf8();
        let _ = out.write_char(character);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads content lines strictly: CR LF alone, 75 octets, unfolded; each as name, parameters and value (3.1).
    fn read(text: &str) -> Vec<(String, String, String)> {
        let body = text.strip_suffix("\r\n").unwrap();
        let mut lines: Vec<String> = Vec::new();
        for line in body.split("\r\n") {
            assert!(line.len() <= 75 && !line.is_empty(), "{line:?}");
            assert!(!line.contains(['\r', '\n']), "{line:?}");
            match line.strip_prefix(' ') {
                Some(more) => lines.last_mut().unwrap().push_str(more),
                None => lines.push(line.to_owned()),
            }
        }
        let parts = |line: String| {
            let (head, value) = line.split_once(':').unwrap();
            let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
            assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-'), "{name}");
            (name.to_owned(), parameters.to_owned(), value.to_owned())
        };
        lines.into_iter().map(parts).collect()
    }

    /// Undoes the escapes of a text; one that is none fails.
    fn plain(value: &str) -> String {
        let mut out = String::new();
        let mut rest = value.chars();
        while let Some(character) = rest.next() {
            out.push(match character {
                '\\' => match rest.next() {
                    Some('n' | 'N') => '\n',
                    Some(escaped @ ('\\' | ';' | ',')) => escaped,
                    other => panic!("{other:?} in {value}"),
                },
                bare => {
                    assert!(!matches!(bare, ';' | ','), "{value}");
                    bare
                }
            });
        }
        out
    }

    #[test]
    fn words_of_any_length_and_script_come_back_from_their_lines() {
        for words in ["", "a, b; c\\n \\ d\nnext", &"я".repeat(300), &"x".repeat(1000), &"a🫀б, ".repeat(60)]
        {
            for pad in 0..8 {
                let name = &"XXXXXXXX"[..=pad.min(7)];
                let mut out = String::new();
                line(&mut out, name, &escaped(words));
                let lines = read(&out);
                assert_eq!(lines.len(), 1);
                assert_eq!((lines[0].0.as_str(), plain(&lines[0].2).as_str()), (name, words));
            }
        }
    }

    #[test]
    fn a_line_is_as_long_as_it_may_be() {
        let mut out = String::new();
        line(&mut out, "X", &"y".repeat(73));
        assert_eq!(out, format!("X:{}\r\n", "y".repeat(73)));
        out.clear();
        line(&mut out, "X", &"y".repeat(73 + 74 + 1));
        assert_eq!(out, format!("X:{}\r\n {}\r\n y\r\n", "y".repeat(73), "y".repeat(74)));
    }

    fn overview(days: &[(&str, Option<&str>)]) -> Overview {
        use crate::gate::Folder;
        let day = |text: &str| Day::parse(text).unwrap();
        let texts = days.iter().map(|(name, due)| {
            let (place, name) = name.split_once('/').unwrap();
            let folder = Folder::parse(place, name).unwrap();
            Text { own_due: due.map(day), ..Text::new(folder, State::Judged(Verdict::Live), None) }
        });
        Overview { as_of: day("2026-11-22"), until: day("2026-12-22"), texts: texts.collect() }
    }

    fn site() -> SiteId {
        SiteId::parse("help.example").unwrap()
    }

    #[test]
    fn each_text_with_a_day_has_one_event_the_next_first() {
        let overview = overview(&[
            ("en/rest", Some("2027-05-01")),
            ("en/veins", None),
            ("ru/rest", Some("2026-11-01")),
            ("facts/here", Some("2027-05-01")),
        ]);
        let calendar = overview.calendar(&site(), Tongue::English).unwrap();
        assert_eq!(calendar.events, 3);
        assert!(calendar.text.starts_with(HEAD));
        let lines = read(&calendar.text);
        let all = |name: &str| -> Vec<String> {
            lines.iter().filter(|line| line.0 == name).map(|line| plain(&line.2)).collect()
        };
        assert_eq!(all("UID"), ["ru.rest@help.example", "en.rest@help.example", "facts.here@help.example"]);
        assert_eq!(all("DTSTART"), ["20261101", "20270501", "20270501"]);
        assert!(lines.iter().filter(|line| line.0 == "DTSTART").all(|line| line.1 == "VALUE=DATE"));
        assert_eq!(all("DTSTAMP"), ["20261122T000000Z"; 3]);
        assert_eq!(all("SEQUENCE"), ["9822"; 3]);
        assert_eq!(all("SUMMARY"), ["read ru/rest again", "read en/rest again", "read facts/here again"]);
        assert_eq!(all("TRIGGER"), ["-P30D"; 3]);
        let (mut open, mut depths) = (Vec::new(), Vec::new());
        for (name, _, value) in &lines {
            match name.as_str() {
                "BEGIN" => {
                    open.push(value.clone());
                    depths.push(open.join("/"));
                }
                "END" => assert_eq!(open.pop().as_ref(), Some(value)),
                _ => assert!(!open.is_empty(), "{name}"),
            }
        }
        assert_eq!(open, [""; 0]);
        let event = ["VCALENDAR/VEVENT", "VCALENDAR/VEVENT/VALARM"];
        assert_eq!(depths, [["VCALENDAR"].as_slice(), &event, &event, &event].concat());
        assert_eq!(overview.calendar(&site(), Tongue::English).unwrap(), calendar);
    }

    #[test]
    fn it_speaks_the_tongue_that_is_asked_for_and_there_is_none_of_nothing() {
        let russian =
            overview(&[("en/rest", Some("2027-05-01"))]).calendar(&site(), Tongue::Russian).unwrap();
        let lines = read(&russian.text);
        let words = lines.iter().filter(|line| ["NAME", "SUMMARY", "DESCRIPTION"].contains(&line.0.as_str()));
        assert!(
            words.clone().count() == 4 && words.into_iter().all(|line| line.2.contains('ч')),
            "{lines:#?}"
        );
        assert_eq!(overview(&[("en/rest", None)]).calendar(&site(), Tongue::English), None);
        assert_eq!(overview(&[]).calendar(&site(), Tongue::English), None);
    }
}
