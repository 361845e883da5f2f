use super::*;
use crate::base::path::SourcePath;
use crate::diagnostic::Place;

/// A directory that is right.
const WHOLE: &str = r#"
city = { en = "Novoberezhsk", ru = "Новобережск" }
country = "KZ"
time_zone = "Asia/Almaty"

[services.night-bus]
name = { en = "The night bus", ru = "Ночной автобус" }
kinds = ["naloxone", "mobile-unit", "needle-exchange"]
gives = { en = "Sterile needles.", ru = "Стерильные иглы." }
bring = { unknown = true }
area = "Station"
phone = " +7 (700) 000-01 "
checked = 2026-11-20
source = "asked the driver"

[[services.night-bus.stops]]
place = { en = "Station Square", ru = "Вокзальная площадь" }
hours = { mon-fri = "18:00-20:00" }

[[services.night-bus.stops]]
place = { en = "Harbour Gate", ru = "Портовые ворота" }
hours = { fri-sun = ["20:30-22:30", "23:00-01:00"] }

[services.clinic]
name = { en = "Clinic", ru = "Клиника" }
kinds = ["art"]
address = "20 Long Street"
web = "https://clinic.kz/art"
hours = { mon-wed = ["08:30-12:00", "13:00-16:00"], sat = "10:00-11:00" }
by_appointment = true
checked = 2026-05-20
source = "its page"
"#;

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).unwrap()
}

/// Reads a directory, and tells what is wrong with it as `line:column message`.
fn parse(text: &str) -> (Option<Services>, String) {
    let path = SourcePath::parse("content/services/here.toml").unwrap();
    let source = Source::new(path, text.to_owned());
    let mut found = Diagnostics::new();
    let region = Region::parse("here").unwrap();
    let services = Services::parse(&source, &region, &[lang("en"), lang("ru")], &mut found);
    assert_eq!(services.is_none(), found.has_errors());
    let told = found.into_sorted().into_iter().map(|fault| {
        let Place::Text(span) = &fault.labels[0].place else { panic!() };
        let (line, column) = span.position();
        format!("{line}:{column} {}\n", fault.message)
    });
    (services, told.collect())
}

/// What is told of the whole directory with one stretch of it changed.
fn with(from: &str, to: &str) -> String {
    assert_eq!(WHOLE.matches(from).count(), 1, "{from}");
    parse(&WHOLE.replace(from, to)).1
}

#[test]
fn a_directory_is_read() {
    let (services, told) = parse(WHOLE);
    assert_eq!(told, "");
    let services = services.unwrap();
    assert_eq!((services.country.as_str(), services.time_zone.as_str()), ("KZ", "Asia/Almaty"));
    assert_eq!(services.city.text(&lang("ru")), Some("Новобережск"));
    assert!(!services.example && services.speaks(&lang("ru")) && !services.speaks(&lang("de")));
    let [bus, clinic] = &services.services[..] else { panic!("{services:?}") };
    assert_eq!(bus.id.as_str(), "night-bus");
    assert_eq!(bus.kinds, [Kind::NeedleExchange, Kind::Naloxone, Kind::MobileUnit]);
    assert_eq!((&bus.bring, &bus.terms), (&Some(Known::No), &None));
    assert_eq!(bus.phone, Some(Known::Yes("+7 (700) 000-01".to_owned())));
    assert_eq!(&WHOLE[bus.range.clone()], "[services.night-bus]");
    let [station, harbour] = bus.known_stops() else { panic!("{bus:?}") };
    assert_eq!(station.place.text(&lang("en")), Some("Station Square"));
    let harbour = harbour.hours.yes().unwrap();
    assert_eq!(harbour.on(Weekday::Thursday), []);
    let spans: Vec<_> = harbour.on(Weekday::Sunday).iter().map(|span| (span.from, span.to)).collect();
    assert_eq!(spans, [(1230, 1350), (1380, 1500)]);
    assert_eq!(clinic.web, Some(Known::Yes("https://clinic.kz/art".to_owned())));
    assert!(clinic.by_appointment && clinic.stops.is_none());
    assert_eq!(clinic.hours.as_ref().unwrap().yes().unwrap().on(Weekday::Monday).len(), 2);
}

#[test]
fn a_bus_is_under_way_from_its_first_stop_to_its_last() {
    let services = parse(WHOLE).0.unwrap();
    let Some(Known::Yes(open)) = services.services[0].open() else { panic!() };
    assert_eq!(open.on(Weekday::Monday), [Opening { from: 1080, to: 1200 }]);
    assert_eq!(open.on(Weekday::Friday), [Opening { from: 1080, to: 1500 }]);
    assert!(open.is_late());
    let Some(Known::Yes(open)) = services.services[1].open() else { panic!() };
    assert!(!open.is_late());
    let unsure = WHOLE.replace("hours = { mon-fri = \"18:00-20:00\" }", "hours = { unknown = true }");
    assert_eq!(parse(&unsure).0.unwrap().services[0].open(), Some(Known::No));
}

#[test]
fn an_entry_is_believed_for_half_a_year() {
    let services = parse(WHOLE).0.unwrap();
    let stale = |day: &str| {
        let day = Day::parse(day).unwrap();
        services.services.iter().map(|service| service.is_stale(day)).collect::<Vec<_>>()
    };
    assert_eq!(stale("2026-11-20"), [false, false]);
    assert_eq!(stale("2026-11-21"), [false, true]);
}

/// What is told of hours in place of those of the clinic, without the line.
fn hours(text: &str) -> Vec<String> {
    let from = "{ mon-wed = [\"08:30-12:00\", \"13:00-16:00\"], sat = \"10:00-11:00\" }";
    let told = with(from, text);
    told.lines().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
}

#[test]
fn hours_may_end_after_midnight_fill_days_and_touch() {
    for right in [
        "{ mon-sun = \"00:00-24:00\" }",
        "{ sat-mon = [\"20:00-00:00\", \"00:00-02:00\"] }",
        "{ mon-fri = \"22:00-10:00\", sat = [] , sun = \"22:00-23:59\" }",
        "{ sun = \"22:00-10:00\", mon = \"10:00-12:00\" }",
        "{ mon-sun = \"10:00-09:59\" }",
        "{ unknown = true }",
        "{ mon = { } }",
    ] {
        let told = hours(right);
        let expected: &[&str] = match right {
            closed if closed.contains("[]") => &["there are no hours in the brackets"],
            table if table.contains("{ }") => &["`mon` must be a list"],
            _ => &[],
        };
        assert_eq!(told, expected, "{right}");
    }
}

#[test]
fn impossible_hours_are_told() {
    for (wrong, message) in [
        ("{}", "no day has hours here"),
        ("\"9-5\"", "`hours` must be a table"),
        ("{ unknown = false }", "what is known stands here itself"),
        ("{ unknown = true, mon = \"10:00-11:00\" }", "the key `mon` is not known here"),
        (
            "{ monday = \"10:00-11:00\" }",
            "`monday` is not a day such as `mon`, or days in a row such as `mon-fri`",
        ),
        (
            "{ mon-mon = \"10:00-11:00\" }",
            "`mon-mon` is not a day such as `mon`, or days in a row such as `mon-fri`",
        ),
        ("{ mon = \"\" }", "there is nothing between the quotes"),
        ("{ mon = \"10:00\" }", "`10:00` is not hours such as `09:00-18:00`"),
        ("{ mon = \"9:00-18:00\" }", "`9:00-18:00` is not hours such as `09:00-18:00`"),
        ("{ mon = \"10:60-18:00\" }", "`10:60-18:00` is not hours such as `09:00-18:00`"),
        ("{ mon = \"10:00-24:01\" }", "`10:00-24:01` is not hours such as `09:00-18:00`"),
        ("{ mon = \"24:00-02:00\" }", "`24:00-02:00` is not hours such as `09:00-18:00`"),
        ("{ mon = \"10:00-1８:00\" }", "`10:00-1８:00` is not hours such as `09:00-18:00`"),
        ("{ mon = \"00:00-00:00\" }", "these hours end when they begin"),
        ("{ mon = 10 }", "`mon` must be a list"),
    ] {
        assert_eq!(hours(wrong), [message], "{wrong}");
    }
    let many: Vec<String> = (10..23).map(|hour| format!("\"{hour}:00-{hour}:30\"")).collect();
    assert_eq!(hours(&format!("{{ mon = [{}] }}", many.join(", "))), ["no day has 13 spans of hours"]);
}

#[test]
fn a_service_can_be_found_and_is_open_some_time() {
    let address = "address = \"20 Long Street\"\nweb = \"https://clinic.kz/art\"\n";
    assert_eq!(with(address, ""), "24:1 nothing says where this service can be found\n");
    assert_eq!(with(address, "phone = { unknown = true }\n"), "");
    let clinic = WHOLE.replace("by_appointment = true\n", "");
    let begin = clinic.rfind("hours =").unwrap();
    let end = begin + clinic[begin..].find('\n').unwrap() + 1;
    let never = clinic[..begin].to_owned() + &clinic[end..];
    assert_eq!(parse(&never).1, "24:1 nothing says when this service is open\n");
    assert_eq!(
        with("kinds = [\"art\"]", "kinds = [\"art\", \"mobile-unit\"]"),
        "29:1 a mobile unit has its hours at each of its stops\n"
    );
    for (stops, told) in [
        ("", "24:1 nothing says where this mobile unit stops\n"),
        ("stops = []\n", "29:9 there are no stops in the brackets\n"),
        ("stops = { unknown = true }\n", ""),
    ] {
        let van = never.replace("kinds = [\"art\"]", "kinds = [\"mobile-unit\"]");
        let van = van.replace("checked = 2026-05-20", &format!("{stops}checked = 2026-05-20"));
        assert_eq!(parse(&van).1, told, "{stops}");
    }
    assert_eq!(
        with("\"mobile-unit\", ", "").lines().collect::<Vec<_>>(),
        ["16:22 only a mobile unit has stops"]
    );
}

#[test]
fn every_fault_is_told_in_one_run() {
    let (services, told) = parse(
        r#"
example = "yes"
city = { en = "" }
country = "Kazakhstan"
time_zone = "Moscow"
citty = "x"

[services.Bus]
name = { en = "A **bus**", ru = "Автобус\u202E" }
kinds = ["naloxon", "art", "art"]
gives = ""
terms = "one\ntwo"
phone = "call us"
web = "http://clinic.kz"
hours = { mon = "10:00-09:00" }
checked = "yesterday"

[services.b]
kinds = []
open = "always"
"#,
    );
    assert!(services.is_none());
    assert_eq!(
        told,
        "2:11 `example` must be `true` or `false`
3:8 there are no words for the language `ru`
3:15 there are no words between the quotes
4:11 `Kazakhstan` is not a country in two capital letters, such as `KZ`
5:13 `Moscow` is not a time zone such as `Asia/Almaty`
6:1 the key `citty` is not known here
8:1 the key `source` is missing
8:11 `Bus` is not a name for a service: small letters, digits and single hyphens, a letter first
9:15 `**` is markup, and `name` is plain text
9:33 `name` holds U+202E RIGHT-TO-LEFT OVERRIDE
10:10 `naloxon` is not one of the words known here
10:28 `art` is named twice
11:9 there are no words between the quotes
12:9 `terms` must be a single line
13:9 `call us` is not a phone number: 2 to 15 digits, with spaces, `-`, pairs of brackets and a `+` at the beginning
14:7 `http://clinic.kz` is not the address of a page, such as `https://help.example/`
16:11 `checked` must be a date like 2026-11-20
18:1 nothing says when this service is open
18:1 nothing says where this service can be found
18:1 the key `checked` is missing
18:1 the key `name` is missing
18:1 the key `source` is missing
19:9 nothing says what this service is for
20:1 the key `open` is not known here
"
    );
}

#[test]
fn a_directory_without_services_is_none() {
    let head = &WHOLE[..WHOLE.find("[services").unwrap()];
    assert_eq!(parse(head).1, "1:1 the key `services` is missing\n");
    assert_eq!(parse(&format!("{head}[services]\n")).1, "6:1 there is no service in this directory\n");
}

#[test]
fn texts_have_an_end() {
    let name = "name = { en = \"Clinic\", ru = \"Клиника\" }";
    let long = format!("name = \"{}\"", "я".repeat(121));
    assert_eq!(with(name, &long), "25:8 `name` has 121 characters, and 120 are the most\n");
    let long = format!("{name}\ngives = \"{}\"", "я".repeat(601));
    assert_eq!(with(name, &long), "26:9 `gives` has 601 characters, and 600 are the most\n");
}

#[test]
fn no_example_can_be_dialled_or_visited() {
    let example = |text: &str| parse(&format!("example = true{text}")).1;
    assert_eq!(
        example(WHOLE),
        "12:9 the number of an example could be dialled\n\
         28:7 the address of an example could be visited\n"
    );
    let safe = WHOLE.replace(" +7 (700) 000-01 ", "+0 700 000-01").replace("clinic.kz", "clinic.example");
    assert_eq!(example(&safe), "");
    assert!(parse(&format!("example = true{safe}")).0.unwrap().example);
    for near in ["https://clinic.example.kz/", "https://example/", "https://clinicexample/"] {
        let near = safe.replace("https://clinic.example/art", near);
        assert_eq!(example(&near), "28:7 the address of an example could be visited\n", "{near}");
    }
}

#[test]
fn time_zones_have_the_form_of_their_database() {
    for (zone, fits) in [
        ("UTC", true),
        ("Europe/London", true),
        ("America/Argentina/Buenos_Aires", true),
        ("Etc/GMT+5", true),
        ("Europe", false),
        ("Europe/", false),
        ("Europe/Saint Petersburg", false),
        ("Europa/Moscow", false),
        ("GMT+3", false),
    ] {
        assert_eq!(with("Asia/Almaty", zone).is_empty(), fits, "{zone}");
    }
}

/// Whether a place with these hours is open in a minute of the week, told minute by minute from the days.
fn is_open(hours: &Hours, minute: usize) -> bool {
    Weekday::ALL.into_iter().any(|day| {
        hours.on(day).iter().any(|opening| {
            let minutes = usize::from(opening.from)..usize::from(opening.to);
            minutes.into_iter().any(|own| (day as usize * 1440 + own) % 10080 == minute)
        })
    })
}

#[test]
fn the_spans_of_a_week_are_the_minutes_of_its_days() {
    for (text, spans) in [
        ("{ mon-sun = \"00:00-24:00\" }", &[(0, 10080)][..]),
        ("{ mon = \"10:00-12:00\", sun = \"22:00-02:00\" }", &[(600, 720), (9960, 10200)]),
        ("{ fri = \"20:00-24:00\", sat = [\"00:00-02:00\", \"02:00-03:00\"] }", &[(6960, 7380)]),
        ("{ sun = \"20:00-24:00\", mon = [\"00:00-02:00\", \"05:00-06:00\"] }", &[(300, 360), (9840, 10200)]),
        ("{ mon-sun = [\"08:00-20:00\", \"20:00-08:00\"] }", &[(480, 10560)]),
        ("{ mon-sun = \"10:00-09:59\" }", &[]),
    ] {
        let from = "{ mon-wed = [\"08:30-12:00\", \"13:00-16:00\"], sat = \"10:00-11:00\" }";
        let services = parse(&WHOLE.replace(from, text)).0.unwrap();
        let hours = services.services[1].hours.as_ref().unwrap().yes().unwrap();
        let week = hours.week();
        assert!(spans.is_empty() || week == spans, "{text}: {week:?}");
        for minute in 0..10080 {
            let within = week.iter().any(|(from, to)| {
                let since = (minute + 10080 - usize::from(*from)) % 10080;
                since < usize::from(to - from)
            });
            assert_eq!(within, is_open(hours, minute), "{text} at {minute}");
        }
    }
}

/// What is told of notices behind the directory.
fn notices(text: &str) -> Vec<String> {
    let told = parse(&format!("{WHOLE}\n{text}")).1;
    told.lines().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
}

#[test]
fn a_notice_is_shown_through_its_last_day() {
    let text =
        "[notices.mark]\ntext = { en = \"A mark\", ru = \"Метка\" }\nuntil = 2026-12-31\nsource = \"law\"\n";
    assert_eq!(notices(text), Vec::<String>::new());
    let services = parse(&format!("{WHOLE}\n{text}")).0.unwrap();
    let shown = |tag: &str, day: &str| {
        let (lang, day) = (lang(tag), Day::parse(day).unwrap());
        services.notices(&lang, day).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(shown("en", "2026-12-31"), ["A mark"]);
    assert_eq!(shown("ru", "2026-11-20"), ["Метка"]);
    assert_eq!(shown("en", "2027-01-01"), Vec::<String>::new());
    assert_eq!(shown("de", "2026-11-20"), Vec::<String>::new());
    assert!(!services.speaks(&lang("de")) && services.speaks(&lang("ru")), "its places are another matter");
}

#[test]
fn every_fault_of_a_notice_is_told() {
    let notice = |id: &str, text: &str, more: &str| format!("[notices.{id}]\ntext = {text}\n{more}\n");
    let whole = "until = 2026-12-31\nsource = \"law\"";
    for (text, told) in [
        (notice("a", "{ en = \"A mark\" }", whole), "there are no words for the language `ru`".to_owned()),
        (notice("a", "\" \"", whole), "there are no words between the quotes".to_owned()),
        (notice("a", "\"x\"", "source = \"law\""), "the key `until` is missing".to_owned()),
        (notice("a", "\"x\"", "until = 2026-12-31"), "the key `source` is missing".to_owned()),
        (
            notice("A", "\"x\"", whole),
            "`A` is not a name for a notice: small letters, digits and single hyphens, a letter first"
                .to_owned(),
        ),
        (
            notice("a", "\"x\"", &format!("{whole}\non = [\"sos\"]")),
            "the key `on` is not known here".to_owned(),
        ),
        (
            notice("a", &format!("\"{}\"", "x".repeat(601)), whole),
            "`text` has 601 characters, and 600 are the most".to_owned(),
        ),
        (notice("a", "\"x\"", whole) + &notice("b", "\"x\"", whole), "two notices say the same".to_owned()),
        (
            (0..5).map(|at| notice(&format!("n{at}"), &format!("\"{at}\""), whole)).collect(),
            "there are 5 notices, and 4 are the most".to_owned(),
        ),
    ] {
        assert_eq!(notices(&text), [told], "{text}");
    }
}
