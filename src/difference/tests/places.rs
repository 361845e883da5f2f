//! Settings, places, pictures, tables of facts: what is not a sentence of the text.

use super::*;
use crate::base::name::Region;

fn told(difference: &Difference) -> Vec<String> {
    let changed = difference.passages.iter().filter(|passage| passage.change != Change::Same);
    let tell = |passage: &Passage| {
        let kinds: Vec<_> = passage.marks.iter().map(|mark| format!("{:?}", mark.kind)).collect();
        let name = passage.place.name.as_deref().unwrap_or_default();
        let (old, new) = (passage.before(), passage.after());
        format!("{:?} {:?} {name}: {old} → {new} {}", passage.change, passage.place.kind, kinds.join(" "))
    };
    changed.map(tell).collect()
}

fn source(name: &str, text: &str) -> Source {
    Source::new(SourcePath::parse(name).unwrap(), text.to_owned())
}

fn languages() -> [Lang; 2] {
    ["en", "ru"].map(|lang| Lang::parse(lang).unwrap())
}

#[test]
fn settings_that_steer_who_meets_the_text_are_marked() {
    let body = "> [!CAUTION]\n> **Call, if:**\n> - blue lips";
    let old = article_with(
        "urgency = \"emergency\"\nask_first = [\"Does the chest rise?\"]\nescalate_to = [\"ambulance\", \"doctor\"]\nsearch_terms = [\"od\"]\n",
        body,
    );
    let new = article_with(
        "urgency = \"routine\"\nask_first = [\"Does the chest not rise?\"]\nescalate_to = [\"doctor\"]\nsearch_terms = [\"od\", \"odd\"]\n",
        body,
    );
    assert_eq!(
        told(&between(&old, &new)),
        [
            "Changed Setting urgency: emergency → routine Setting",
            "Changed Setting escalate_to: ambulance, doctor → doctor Setting",
            "Changed Finding search_terms: od → od, odd ",
            "Changed Question : Does the chest rise? → Does the chest not rise? Negation",
        ]
    );
}

#[test]
fn settings_of_a_snippet_are_told_by_its_name() {
    let settings = |sequence: u32, sensitivity: &str, casual: &str| {
        format!(
            "urgency = \"routine\"\n[snippets.a]\n{sensitivity}\nopenings = {{ casual = \"{casual}\" }}\n\
             blanks.when = {{ label = \"when we come\", kind = \"time\" }}\n\
             [[snippets.a.sequence]]\nafter_s = {sequence}\nsection = \"a\"\n"
        )
    };
    let body = "## A {#a .snippet}\n\nWait until {when}. [^who]";
    let old = article_with(&settings(120, "channels = [\"dm\"]", "Hey, do this now."), body);
    let new = article_with(
        &settings(1200, "sensitivity = \"private\"\ninvite = \"Write to me.\"", "Hey, do this."),
        body,
    );
    assert_eq!(
        told(&between(&old, &new)),
        [
            "Changed Setting a.sensitivity: open → private Setting",
            "Removed Setting a.channels: dm →  Setting",
            "Changed Setting a.sequence: 120 s: a → 1200 s: a Setting",
            "Added Invite a:  → Write to me. ",
            "Changed Opening a.casual: Hey, do this now. → Hey, do this. Urgency",
        ]
    );
}

#[test]
fn places_are_told_in_a_readers_terms() {
    let body = "## One {#one}\n\n1. First thing\n2. Second thing\n\n### Two\n\n| a | b |\n|---|---|\n| c | d |\n\n\
                > [!CAUTION]\n> **Call, if:**\n> - blue lips\n\n## Three\n\nLast. [^who]";
    let difference = diff(body, &body.replace("Second thing", "Second big thing").replace("| d |", "| dd |"));
    let places: Vec<_> =
        difference.passages.iter().filter(|passage| passage.place.kind > Kind::Blank).collect();
    let told: Vec<_> = places
        .iter()
        .map(|passage| {
            let Place { kind, card, path, number, .. } = &passage.place;
            format!("{kind:?} {} {} {}", card.unwrap_or("-"), path.join("/"), number.unwrap_or_default())
        })
        .collect();
    assert_eq!(
        told,
        [
            "Heading -  0",
            "Step - One 1",
            "Step - One 2",
            "Heading - One 0",
            "Cell - One/Two 1",
            "Cell - One/Two 2",
            "Cell - One/Two 3",
            "Cell - One/Two 4",
            "Paragraph emergency One/Two 0",
            "RedFlag emergency One/Two 1",
            "Heading -  0",
            "Paragraph - Three 0",
        ]
    );
    let step = serde_json::to_value(places[2]).unwrap();
    assert_eq!((&step["change"], &step["place"]["kind"]), (&"changed".into(), &"step".into()));
    assert_eq!(step["runs"][1]["fate"], "added");
    assert_eq!(step["runs"][1]["text"], "big ");
}

#[test]
fn a_picture_is_its_bytes() {
    let article = article("Look: ![a vein](vein.png)");
    let pictures = |bytes: &[u8]| BTreeMap::from([("vein.png".to_owned(), Digest::of(bytes))]);
    let (old, new) = (pictures(b"one"), pictures(b"other"));
    let edition = |pictures| Edition { article: &article, pictures };
    assert!(articles(edition(&old), edition(&old)).is_empty());
    assert_eq!(kinds(&articles(edition(&old), edition(&new))), [MarkKind::Picture]);
}

#[test]
fn what_moved_is_shown_once_with_both_places() {
    let old = "Wash your hands. Look at the arm.\n\n## Later\n\nThank you for reading this page.";
    let new = "Look at the arm.\n\n## Later\n\nWash your hands. Thank you for reading this page.";
    let difference = diff(old, new);
    let counts = difference.counts();
    assert_eq!((counts.moved, counts.added, counts.removed, counts.changed, counts.marked), (1, 0, 0, 0, 0));
    let moved = difference.passages.iter().find(|passage| passage.change == Change::Moved).unwrap();
    assert_eq!((moved.place.path.len(), moved.from.as_ref().unwrap().path.len()), (1, 0));
}

#[test]
fn unchanged_stretches_can_be_folded() {
    let body = |word: &str| format!("A b.\n\nC d.\n\nE f.\n\n{word}\n\nG h.\n\nI j.\n\nK l.");
    let difference = diff(&body("Old word here."), &body("New word here."));
    let at = difference.passages.iter().position(|passage| passage.change == Change::Changed).unwrap();
    let end = difference.passages.len();
    assert_eq!(difference.folds(1), [0..at - 1, at + 2..end]);
    assert_eq!(difference.folds(2), [0..at - 2, at + 3..end]);
    assert_eq!(difference.folds(3).last(), Some(&(0..at - 3)));
    assert_eq!(diff("A.", "A.").folds(2).len(), 1);
}

#[test]
fn facts_are_compared_by_their_keys() {
    let read = |text: &str| {
        let source = source("content/facts/x.toml", text);
        Facts::parse(&source, &Region::parse("x").unwrap(), &languages(), &mut Diagnostics::new()).unwrap()
    };
    let old = "[contacts.ambulance]\nkind = \"phone\"\ntext = \"103\"\ncountry = \"RU\"\nsource = \"city\"\nchecked = 2026-01-01\n\
               [clinical.dose]\nkind = \"number\"\ntext = { en = \"0.4 mg\", ru = \"0,4 мг\" }\nsource = \"WHO\"\nchecked = 2026-01-01\n";
    let new = old.replace("103", "130").replace("en = \"0.4 mg\"", "en = \"4 mg\"").replacen(
        "2026-01-01",
        "2026-11-01",
        1,
    );
    let new = new + "[a.b]\nkind = \"text\"\ntext = \"c\"\nsource = \"d\"\nchecked = 2026-01-01\n";
    assert_eq!(
        told(&facts(&read(old), &read(&new))),
        [
            "Added Fact a.b:  → c Fact",
            "Added Check a.b.checked:  → 2026-01-01 ",
            "Added Setting a.b.kind:  → text Setting",
            "Added Check a.b.source:  → d ",
            "Changed Fact clinical.dose.en: 0.4 mg → 4 mg Number Fact",
            "Changed Fact contacts.ambulance: 103 → 130 Number Phone Fact",
            "Changed Check contacts.ambulance.checked: 2026-01-01 → 2026-11-01 ",
        ]
    );
}

#[test]
fn services_and_search_words_are_compared_by_their_names() {
    let read = |text: &str| {
        let source = source("content/services/x.toml", text);
        let region = Region::parse("x").unwrap();
        Services::parse(&source, &region, &languages(), &mut Diagnostics::new()).unwrap()
    };
    let old = "city = \"C\"\ncountry = \"KZ\"\ntime_zone = \"Asia/Almaty\"\n[services.clinic]\nname = \"Clinic\"\nkinds = [\"art\"]\n\
               phone = \"+7 700 000\"\nhours = { mon = \"08:00-12:00\" }\nchecked = 2026-05-20\nsource = \"page\"\n";
    let new = old.replace("700 000", "700 001").replace("12:00", "21:00").replace("05-20", "06-20");
    assert_eq!(
        told(&services(&read(old), &read(&new))),
        [
            "Changed Check clinic.checked: 2026-05-20 → 2026-06-20 ",
            "Changed Service clinic.hours.mon: 08:00–12:00 → 08:00–21:00 Number",
            "Changed Service clinic.phone: <tel:+7 700 000> → <tel:+7 700 001> Link",
        ]
    );
    let notice = |text: &str, day: &str| {
        format!("{old}[notices.mark]\ntext = \"{text}\"\nuntil = {day}\nsource = \"law\"\n")
    };
    let before = read(&notice("Masks on.", "2026-12-31"));
    assert_eq!(
        told(&services(&before, &read(&notice("No masks.", "2027-06-30")))),
        [
            "Changed Service notices.mark.text: Masks on. → No masks. Negation",
            "Changed Setting notices.mark.until: 2026-12-31 → 2027-06-30 Setting",
        ]
    );
    assert_eq!(services(&read(old), &before).counts().added, 3, "what every page says does not come unseen");
    let lexicon = |text: &str| {
        let source = source("content/lexicon/en.toml", text);
        Lexicon::parse(&source, &languages()[0], &mut Diagnostics::new()).unwrap()
    };
    let term = |means: &str, emergency: bool| {
        format!(
            "[[terms]]\nterm = \"od\"\nkind = \"slang\"\nmeans = [\"{means}\"]\nemergency = {emergency}\n"
        )
    };
    assert_eq!(
        told(&lexicons(&lexicon(&term("overdose-now.steps", true)), &lexicon(&term("naloxone", false)))),
        [
            "Changed Term od: <overdose-now.steps> → <naloxone> Link",
            "Removed Setting od.emergency: emergency →  Setting",
        ]
    );
}

#[test]
fn each_number_is_told_with_the_one_that_took_its_place() {
    for (old, new, expected) in [
        ("Wait 1 to 2 minutes.", "Wait 2 to 3 minutes.", vec!["1 → 2", "2 → 3"]),
        ("Give 0.4–0.8 mg.", "Give 0.8–1.2 mg.", vec!["0.4 → 0.8", "0.8 → 1.2"]),
        ("2 вдоха каждые 5 секунд.", "5 вдохов каждые 2 секунды.", vec!["2 → 5", "5 → 2"]),
        ("Call 103, then 112.", "Call 112, then 911.", vec!["103 → 112", "112 → 911"]),
        ("Wait 3 minutes.", "Wait 30 minutes.", vec!["3 → 30"]),
        // What came or went moves the others on, and none of them is another.
        ("Days 1, 2, 3, 4, 5.", "Days 2, 3, 4, 5, 6.", vec!["1 → 6"]),
        ("Wait 1, 2 or 3 days.", "Wait 2 or 3 days.", vec!["1 → "]),
    ] {
        let difference = diff(old, new);
        let cut = |words: &str, range: Option<&Range<usize>>| {
            range.map_or_else(String::new, |range| words[range.clone()].to_owned())
        };
        let told: Vec<_> = difference
            .passages
            .iter()
            .flat_map(|passage| {
                let numbers = passage
                    .marks
                    .iter()
                    .filter(|mark| matches!(mark.kind, MarkKind::Number | MarkKind::Phone));
                numbers.map(|mark| {
                    format!(
                        "{} → {}",
                        cut(&passage.before(), mark.old.as_ref()),
                        cut(&passage.after(), mark.new.as_ref())
                    )
                })
            })
            .collect();
        assert_eq!(told, expected, "{old}");
    }
}
