//! A thousand articles: what is saved is on its page at once, and the desk answers at once.
//!
//! By hand, with an optimised program, both are measured in milliseconds; here it is only made sure that no cost grows with
//! the square of anything, in a program that is not optimised and on a machine that has other things to do.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::{Duration, Instant};

use vetted::diagnostic::Tongue;
use vetted::serve::{Asked, Base, Places, ReviewDesk, Reviewing, Serving};

use crate::base::day;
use crate::socket::{get, until};

#[path = "../../benches/corpus/mod.rs"]
mod corpus;

const ARTICLES: usize = 1_000;
/// Some twenty times what it takes here.
const GENEROUS: Duration = Duration::from_secs(8);
const TRIES: usize = 5;
const ANY_PORT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// Writes the corpus, and every text of its record to the desk as well; gives the paths of the working texts.
fn write(root: &Path) -> Vec<String> {
    let files = corpus::corpus(ARTICLES);
    let mut desk = Vec::new();
    for (path, bytes) in &files {
        let mut places = vec![path.clone()];
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["record", "facts", region, _, "facts.toml"] => {
                places.push(format!("content/facts/{region}.toml"));
            }
            ["record", lang, id, number, "article.md"] => {
                let note = format!("record/{lang}/{id}/{number}/editor.ed-eve.note");
                let (_, note) = files.iter().find(|(path, _)| *path == note).unwrap();
                let note = String::from_utf8_lossy(note);
                let topic = note.lines().find_map(|line| line.strip_prefix("# topic: ")).unwrap();
                places.push(format!("content/{lang}/{topic}/{id}.md"));
                desk.push(places[1].clone());
            }
            _ => {}
        }
        for place in places {
            let place = root.join(place);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, bytes).unwrap();
        }
    }
    desk
}

/// The middle one of several times.
fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[test]
fn with_a_thousand_articles_what_is_saved_is_on_its_page_and_the_desk_answers() {
    let folder = tempfile::tempdir().unwrap();
    let desk = write(folder.path());
    assert_eq!(desk.len(), ARTICLES);
    let root = folder.path().to_owned();
    let today = || Box::new(|| Some(day(corpus::DAY)));

    let asked = Asked { root: root.clone(), address: ANY_PORT, tongue: Tongue::English, today: today() };
    let serving = Serving::begin(asked).unwrap();
    let address = serving.address();
    std::thread::spawn(|| serving.run());
    let file = &desk[0];
    let parts: Vec<&str> = file.split('/').collect();
    let page = format!("/_draft/{}/{}.html", parts[1], parts[3].trim_end_matches(".md"));
    let text = fs::read_to_string(root.join(file)).unwrap();
    assert_eq!(get(address, &page).status(), 200);
    let saved = (0..TRIES).map(|number| {
        let word = format!("savedword{number}");
        let begun = Instant::now();
        fs::write(root.join(file), format!("{text}\n{word}\n")).unwrap();
        until(address, &page, |page| page.body.contains(&word));
        begun.elapsed()
    });
    let saved = middle(saved.collect());
    assert!(saved < GENEROUS, "{saved:?}");

    let asked = ReviewDesk {
        base: Base::Folder(root),
        address: ANY_PORT,
        tongue: Tongue::English,
        today: today(),
        reviewer: None,
        keys: Places::default(),
    };
    let reviewing = Reviewing::begin(asked).unwrap();
    let whole = reviewing.address();
    let (address, path) = whole.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let address = address.parse().unwrap();
    std::thread::spawn(|| reviewing.run());
    let name = format!("text/{}/{}", parts[1], parts[3].trim_end_matches(".md"));
    for (place, words) in [("", "what waits"), (name.as_str(), "savedword"), ("overview", "overview")] {
        let answered = (0..TRIES).map(|_| {
            let begun = Instant::now();
            let page = get(address, &format!("/{path}{place}"));
            assert!(page.status() == 200 && page.body.contains(words), "{place}: {}", page.head);
            begun.elapsed()
        });
        let answered = middle(answered.collect());
        assert!(answered < GENEROUS, "{place}: {answered:?}");
    }
}
