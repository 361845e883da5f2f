//! Facts, services and search words, entry by entry.
//!
//! Invariant: what is printed of an entry, or steers where it is printed, has a line of its own under the entry's name.

use super::place::{Kind, Place};
use super::sentence::{Line, Look, Sentence, What};
use crate::base::name::ArticleId;
use crate::base::wording::Wording;
use crate::facts::{Fact, Facts};
use crate::lexicon::{Lexicon, Term};
use crate::services::{Hours, Known, Notice, Service, Services, Weekday};

/// What stands for a value that nobody could confirm.
const UNKNOWN: &str = "unknown";

#[derive(Default)]
struct Sheet(Vec<Sentence>);

impl Sheet {
    fn add(&mut self, kind: Kind, name: &str, value: &str, what: What) {
        let mut line = Line::default();
        line.push(value, what, Look::default());
        if !value.is_empty() {
            line.whole(&Place::named(kind, name, self.0.len()), &mut self.0);
        }
    }

    fn words(&mut self, kind: Kind, name: &str, value: &str) {
        self.add(kind, name, value, What::Words);
    }

    fn wording(&mut self, kind: Kind, name: &str, wording: &Wording) {
        match wording {
            Wording::Same(words) => self.words(kind, name, words),
            Wording::ByLang(texts) => {
                texts.iter().for_each(|(lang, words)| self.words(kind, &format!("{name}.{lang}"), words));
            }
        }
    }

    fn known<T>(&mut self, name: &str, value: Option<&Known<T>>, add: impl FnOnce(&mut Self, &str, &T)) {
        match value {
            Some(Known::Yes(value)) => add(self, name, value),
            Some(Known::No) => self.words(Kind::Service, name, UNKNOWN),
            None => {}
        }
    }
}

/// Returns the facts of a region.
pub(super) fn facts(facts: &Facts) -> Vec<Sentence> {
    let mut sheet = Sheet::default();
    let left: Vec<&str> = facts.leave_out.iter().map(ArticleId::as_str).collect();
    sheet.words(Kind::Setting, "leave_out", &left.join(", "));
    facts.facts.iter().for_each(|(key, fact)| sheet.fact(key.as_str(), fact));
    sheet.0
}

impl Sheet {
    fn fact(&mut self, key: &str, fact: &Fact) {
        match &fact.wording {
            Some(wording) => self.wording(Kind::Fact, key, wording),
            None => self.words(Kind::Fact, key, UNKNOWN),
        }
        let kind = crate::facts::FactKind::WORDS.get(fact.kind as usize).copied().unwrap_or_default();
        self.words(Kind::Setting, &format!("{key}.kind"), kind);
        self.words(Kind::Fact, &format!("{key}.country"), fact.country.as_deref().unwrap_or_default());
        self.words(Kind::Check, &format!("{key}.source"), &fact.source);
        let checked = fact.checked.map_or_else(String::new, |day| day.to_string());
        self.words(Kind::Check, &format!("{key}.checked"), &checked);
    }

    fn service(&mut self, service: &Service) {
        let id = service.id.as_str();
        let of = |field: &str| format!("{id}.{field}");
        self.wording(Kind::Service, &of("name"), &service.name);
        let kinds: Vec<&str> = service.kinds.iter().map(|kind| kind.as_str()).collect();
        self.words(Kind::Setting, &of("kinds"), &kinds.join(", "));
        let wordings = [
            ("gives", &service.gives),
            ("bring", &service.bring),
            ("terms", &service.terms),
            ("area", &service.area),
            ("address", &service.address),
        ];
        for (field, value) in wordings {
            self.known(&of(field), value.as_ref(), |sheet, name, words| {
                sheet.wording(Kind::Service, name, words);
            });
        }
        self.known(&of("phone"), service.phone.as_ref(), |sheet, name, phone| {
            sheet.add(Kind::Service, name, &format!("<tel:{phone}>"), What::Target);
        });
        self.known(&of("web"), service.web.as_ref(), |sheet, name, web| {
            sheet.add(Kind::Service, name, &format!("<{web}>"), What::Target);
        });
        self.known(&of("hours"), service.hours.as_ref(), Self::hours);
        let appointment = if service.by_appointment { "true" } else { "false" };
        self.words(Kind::Setting, &of("by_appointment"), appointment);
        self.known(&of("stops"), service.stops.as_ref(), |sheet, name, stops| {
            for (number, stop) in (1..).zip(stops) {
                let name = format!("{name}.{number}");
                sheet.wording(Kind::Service, &format!("{name}.place"), &stop.place);
                sheet.known(&format!("{name}.hours"), Some(&stop.hours), Self::hours);
            }
        });
        self.words(Kind::Check, &of("checked"), &service.checked.to_string());
        self.words(Kind::Check, &of("source"), &service.source);
    }

    /// What every page says: no less is signed with the directory than its services.
    fn notice(&mut self, notice: &Notice) {
        let of = |field: &str| format!("notices.{}.{field}", notice.id);
        self.wording(Kind::Service, &of("text"), &notice.text);
        self.words(Kind::Setting, &of("until"), &notice.until.to_string());
        self.words(Kind::Check, &of("source"), &notice.source);
    }

    fn hours(&mut self, name: &str, hours: &Hours) {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        for day in Weekday::ALL {
            let spans =
                hours.on(day).iter().map(|span| format!("{}–{}", clock(span.from), clock(span.to % 1440)));
            self.words(
                Kind::Service,
                &format!("{name}.{}", day.as_str()),
                &spans.collect::<Vec<_>>().join(", "),
            );
        }
    }

    fn term(&mut self, term: &Term) {
        let kind = crate::lexicon::TermKind::WORDS.get(term.kind as usize).copied().unwrap_or_default();
        self.words(Kind::Check, &format!("{}.kind", term.term), kind);
        let urgent = if term.emergency { "emergency" } else { "" };
        self.words(Kind::Setting, &format!("{}.emergency", term.term), urgent);
        let mut line = Line::default();
        for (meaning, _) in &term.means {
            let section = meaning.section.as_ref().map_or_else(String::new, |section| format!(".{section}"));
            line.push(&format!("<{}{section}>", meaning.article), What::Target, Look::default());
            line.push(" ", What::Words, Look::default());
        }
        line.whole(&Place::named(Kind::Term, &*term.term, self.0.len()), &mut self.0);
    }
}

/// Returns the directory of a region.
pub(super) fn services(services: &Services) -> Vec<Sentence> {
    let mut sheet = Sheet::default();
    sheet.words(Kind::Setting, "example", if services.example { "true" } else { "false" });
    sheet.wording(Kind::Service, "city", &services.city);
    sheet.words(Kind::Setting, "country", &services.country);
    sheet.words(Kind::Setting, "time_zone", &services.time_zone);
    services.services.iter().for_each(|service| sheet.service(service));
    services.notices.iter().for_each(|notice| sheet.notice(notice));
    sheet.0
}

/// Returns the search words of a language.
pub(super) fn lexicon(lexicon: &Lexicon) -> Vec<Sentence> {
    let mut sheet = Sheet::default();
    lexicon.terms.iter().for_each(|term| sheet.term(term));
    sheet.0
}
