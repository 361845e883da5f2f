//! Any bytes as a directory of services: what is open can be told in every language, and an example dials nobody.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vetted::base::name::Region;
use vetted::diagnostic::Diagnostics;
use vetted::services::{Hours, Known, Services, Weekday};
use vetted_fuzz::{lang, source, told};

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = source("content/services/here.toml", bytes) else { return };
    let region = Region::parse("here").expect("a region");
    let languages = [lang("en"), lang("ru")];
    let read = |languages: &[_]| {
        let mut found = Diagnostics::new();
        let services = Services::parse(&source, &region, languages, &mut found);
        assert_eq!(services.is_none(), found.has_errors());
        if !languages.is_empty() {
            told(found);
        }
        services
    };
    let (strict, lenient) = (read(&languages), read(&[]));
    assert!(strict.is_none() || lenient.is_some(), "fewer languages ask for more");
    let Some(services) = strict else { return };
    assert!(languages.iter().all(|lang| services.speaks(lang)));
    for service in &services.services {
        assert!(source.text().is_char_boundary(service.range.start));
        assert!(!service.kinds.is_empty() && service.kinds.is_sorted());
        assert!(service.open().is_none() == (service.hours.is_none() && service.stops.is_none()));
        let stops = service.known_stops().iter().filter_map(|stop| stop.hours.yes());
        stops.chain(service.hours.iter().filter_map(Known::yes)).for_each(apart);
        let number = service.phone.as_ref().and_then(Known::yes);
        assert!(!services.example || number.is_none_or(|number| number.starts_with("+0")), "{number:?}");
    }
});

/// Spans are possible, and no two of a week overlap, the last and the first neither.
fn apart(hours: &Hours) {
    let mut spans = Vec::new();
    for (day, midnight) in Weekday::ALL.into_iter().zip((0_u32..).step_by(1440)) {
        for opening in hours.on(day) {
            let (from, to) = (u32::from(opening.from), u32::from(opening.to));
            assert!(from < 1440 && from < to && to <= from + 1440, "{opening:?}");
            spans.push((midnight + from, midnight + to));
        }
    }
    spans.sort_unstable();
    assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{spans:?}");
    let week = spans.first().zip(spans.last());
    assert!(week.is_none_or(|(first, last)| last.1 <= first.0 + 7 * 1440), "{spans:?}");
}
