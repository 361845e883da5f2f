//! Midnight is an event: what is due is due from then on, and pages that were left open hear of it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use vetted::base::day::Day;
use vetted::diagnostic::Tongue;
use vetted::serve::{Asked, Base, Places, ReviewDesk, Reviewing, Serving, Today};

use crate::base::day;
use crate::serve::{base, listen, on_disk};
use crate::socket::{event, get, until};

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// The last day on which the text is not due, and the day after it.
const EVENING: &str = "2027-11-20";
const MORNING: &str = "2027-11-21";

/// A clock that is set by hand.
fn clock(first: &str) -> (Arc<Mutex<Day>>, Today) {
    let clock = Arc::new(Mutex::new(day(first)));
    let today = Arc::clone(&clock);
    (clock, Box::new(move || today.lock().ok().map(|day| *day)))
}

const PAGE: &str = "/en/rest.html";

/// Whether the page says that it is due, and not only a copy that somebody keeps.
fn is_due(address: SocketAddr) -> bool {
    let page = get(address, PAGE).body;
    page.contains("A new check of this text has been due since")
}

#[test]
fn at_midnight_a_page_that_is_open_hears_that_its_text_is_due() {
    let folder = on_disk(&base());
    let (clock, today) = clock(EVENING);
    let asked = Asked { root: folder.path().to_owned(), address: ANY_PORT, tongue: Tongue::English, today };
    let serving = Serving::begin(asked).unwrap();
    let address = serving.address();
    std::thread::spawn(|| serving.run());
    assert!(!is_due(address));
    let mut open = listen(address, PAGE);
    *clock.lock().unwrap() = day(MORNING);
    assert_eq!(event(&mut open), "page");
    assert!(is_due(address));
    // A clock that is put right goes back as well.
    *clock.lock().unwrap() = day(EVENING);
    assert_eq!(event(&mut open), "page");
    assert!(!is_due(address));
}

#[test]
fn at_midnight_the_desk_has_the_new_day() {
    let folder = on_disk(&base());
    let (clock, today) = clock(EVENING);
    let reviewing = Reviewing::begin(ReviewDesk {
        base: Base::Folder(folder.path().to_owned()),
        address: ANY_PORT,
        tongue: Tongue::English,
        today,
        reviewer: None,
        keys: Places::default(),
    })
    .unwrap();
    let whole = reviewing.address();
    let (address, path) = whole.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let (address, home) = (address.parse().unwrap(), format!("/{path}"));
    std::thread::spawn(|| reviewing.run());
    let before = get(address, &home).body;
    assert!(before.contains(&format!("as of {EVENING}")), "{before}");
    *clock.lock().unwrap() = day(MORNING);
    let after = until(address, &home, |page| page.body.contains(&format!("as of {MORNING}"))).body;
    assert!(after.contains("en/rest") && after != before, "{after}");
}
