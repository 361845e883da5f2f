//! Every link, followed: from the root of a server and from a folder of one; and from home everything is near.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use vetted::base::day::Day;
use vetted::disk::{self, Scope};
use vetted::pipeline;
use vetted::site::InMemory;

use crate::base::files;
use crate::contract;

type Site = BTreeMap<String, Vec<u8>>;

/// Where the site is laid down, each as a browser would see it.
const MOUNTS: [&str; 3] =
    ["https://somewhere.test/", "https://somewhere.test/a/b/", "file:///media/a stick/site/"];

/// The starter, built in memory, once for all tests.
static STARTER: LazyLock<Site> = LazyLock::new(|| {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = disk::read(root, Scope::Record, Day::parse("2026-11-22").unwrap()).unwrap();
    files(pipeline::build(&project, None, &InMemory))
});

/// The starter, and the address at which it says it stands.
pub fn starter() -> (&'static Site, &'static str) {
    (&STARTER, "https://starter.example/")
}

/// What a page leads to, and the places in it that others may lead to.
#[derive(Default)]
struct Page {
    links: RefCell<Vec<String>>,
    ids: RefCell<BTreeSet<String>>,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        let attribute = |name: &str| {
            tag.attrs.iter().find(|one| &*one.name.local == name).map(|one| one.value.to_string())
        };
        self.links.borrow_mut().extend(["href", "src"].into_iter().filter_map(attribute));
        if attribute("http-equiv").as_deref() == Some("refresh") {
            let content = attribute("content").unwrap();
            self.links.borrow_mut().push(content.split_once("url=").unwrap().1.to_owned());
        }
        self.ids.borrow_mut().extend(attribute("id"));
        if tag.kind == TagKind::StartTag && &*tag.name == "style" {
            return TokenSinkResult::RawData(RawKind::Rawtext);
        }
        TokenSinkResult::Continue
    }
}

fn read(bytes: &[u8]) -> Page {
    let tokenizer = Tokenizer::new(Page::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(std::str::from_utf8(bytes).unwrap()));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink
}

fn pages(site: &Site) -> BTreeMap<&str, Page> {
    let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), read(bytes))).collect()
}

/// Where a browser goes from the page at `path` of a site that lies at `mount`: a file of the site and a place in it, or an
/// address elsewhere.
fn follow(mount: &str, path: &str, href: &str) -> Result<(String, String), String> {
    let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
    if file.contains(':') {
        return Err(file.to_owned());
    }
    assert!(!file.starts_with(['/', '\\', '?']), "{path}: `{href}` works at one place only");
    if file.is_empty() {
        return Ok((path.to_owned(), fragment.to_owned()));
    }
    let depth = mount.split_once("//").unwrap().1.trim_end_matches('/');
    let here = format!("{depth}/{path}");
    let mut stack: Vec<&str> = here.rsplit_once('/').unwrap().0.split('/').collect();
    for part in file.split('/') {
        match part {
            ".." => assert!(stack.pop().is_some(), "{path}: `{href}`"),
            "." => {}
            part => stack.push(part),
        }
    }
    assert!(!file.ends_with('/'), "{path}: `{href}` is a folder, which a stick shows as a list of files");
    let reached = stack.join("/");
    let inside = reached.strip_prefix(depth).and_then(|rest| rest.strip_prefix('/'));
    let inside = inside.unwrap_or_else(|| panic!("{path}: `{href}` leads out of the site"));
    Ok((inside.to_owned(), fragment.to_owned()))
}

/// Follows every link of every page from every mount.
fn every_link_of(site: &Site, base_url: &str) {
    let pages = pages(site);
    assert!(pages.len() > 40);
    let mut followed = 0;
    for mount in MOUNTS {
        for (path, page) in pages.iter().filter(|(path, _)| **path != "404.html") {
            for href in page.links.borrow().iter() {
                match follow(mount, path, href) {
                    Ok((file, fragment)) => {
                        followed += 1;
                        assert!(site.contains_key(&file), "{path} leads to `{href}`, which is not there");
                        let there = pages.get(file.as_str());
                        assert!(
                            fragment.is_empty()
                                || there.is_some_and(|page| page.ids.borrow().contains(&fragment)),
                            "{path} leads to `{href}`, where no such place is"
                        );
                    }
                    Err(elsewhere) => {
                        let known =
                            ["https:", "tel:", "data:"].iter().any(|kind| elsewhere.starts_with(kind));
                        assert!(known && !elsewhere.starts_with(base_url), "{path} leads to `{href}`");
                    }
                }
            }
        }
    }
    assert!(followed > 1_000, "{followed}");
    let lost = &pages["404.html"];
    for href in lost.links.borrow().iter().filter(|href| href.starts_with(base_url)) {
        assert!(site.contains_key(&href[base_url.len()..]), "404.html leads to `{href}`");
    }
    assert!(lost.links.borrow().iter().any(|href| href.starts_with(base_url)));
}

#[test]
fn every_link_of_every_page_leads_somewhere_from_wherever_the_site_lies() {
    let (site, base_url) = starter();
    every_link_of(site, base_url);
    every_link_of(&contract::site(), "https://test.example/");
}

/// The addresses in an XML file, as Python's parser reads it: values of `href`, and the text of `loc`.
pub fn addresses(xml: &[u8]) -> Vec<String> {
    let script = "import sys, xml.etree.ElementTree as tree\n\
                  for element in tree.fromstring(sys.stdin.buffer.read()).iter():\n\
                  \x20   if 'href' in element.attrib: print(element.attrib['href'])\n\
                  \x20   if element.tag.endswith('}loc'): print(element.text)\n";
    let mut python = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(xml).unwrap();
    let done = python.wait_with_output().unwrap();
    assert!(done.status.success(), "not well-formed: {}", String::from_utf8_lossy(xml));
    String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn every_address_in_feeds_in_the_sitemap_and_in_plain_texts_leads_somewhere() {
    let made_up = contract::site();
    for (site, base_url) in [starter(), (&made_up, "https://test.example/")] {
        let pages = pages(site);
        let is_there = |from: &str, address: &str| {
            let rest = address.strip_prefix(base_url).unwrap_or_else(|| panic!("{from}: {address}"));
            let (file, fragment) = rest.split_once('#').unwrap_or((rest, ""));
            let file = if file.is_empty() { "index.html" } else { file };
            assert!(site.contains_key(file), "{from} leads to {address}");
            let there = || pages[file].ids.borrow().contains(fragment);
            assert!(fragment.is_empty() || there(), "{from} leads to {address}");
        };
        let mut plain = 0;
        for (path, bytes) in site {
            if path.ends_with(".xml") {
                let found = addresses(bytes);
                assert!(!found.is_empty(), "{path}");
                found.iter().for_each(|address| is_there(path, address));
            }
            if path.ends_with(".txt") {
                let text = std::str::from_utf8(bytes).unwrap();
                let words = text.split_whitespace().filter(|word| word.contains(base_url));
                for word in words {
                    let address =
                        word[word.find(base_url).unwrap()..].trim_end_matches(['.', ',', ';', ')', '»', '"']);
                    is_there(path, address);
                    plain += 1;
                }
            }
        }
        assert!(plain > 5);
    }
}

#[test]
fn the_sitemap_has_every_page_of_a_language_that_may_be_found() {
    let made_up = contract::site();
    for (site, base_url) in [starter(), (&made_up, "https://test.example/")] {
        let listed: BTreeSet<String> = addresses(&site["sitemap.xml"])
            .into_iter()
            .map(|address| address[base_url.len()..].to_owned())
            .filter(|path| !path.is_empty())
            .collect();
        let is_open = |path: &str| !String::from_utf8_lossy(&site[path]).contains("content=\"noindex\"");
        let pages = site.keys().filter(|path| path.ends_with(".html"));
        let pages = pages.filter(|path| ["en/", "ru/"].iter().any(|folder| path.starts_with(folder)));
        assert_eq!(listed, pages.filter(|path| is_open(path)).cloned().collect());
    }
}

/// How many steps it takes from the page at `start` to each file that links lead to.
fn steps(site: &Site, start: &str) -> BTreeMap<String, usize> {
    let pages = pages(site);
    let mut steps = BTreeMap::from([(start.to_owned(), 0)]);
    let mut queue = VecDeque::from([start.to_owned()]);
    while let Some(path) = queue.pop_front() {
        let Some(page) = pages.get(path.as_str()) else { continue };
        for href in page.links.borrow().iter() {
            let Ok((file, _)) = follow(MOUNTS[0], &path, href) else { continue };
            if !steps.contains_key(&file) {
                steps.insert(file.clone(), steps[&path] + 1);
                queue.push_back(file);
            }
        }
    }
    steps
}

/// Whether no link leads to a file, nor should: a redirect from a former id, the address that is said on the phone, and the
/// workers' console.
fn is_left_behind(site: &Site, path: &str) -> bool {
    let text = String::from_utf8_lossy(&site[path]);
    path == "sos.html" || path.ends_with("/answers.html") || text.contains("This text has moved")
}

#[test]
fn from_home_everything_is_near_and_nothing_is_forgotten() {
    let made_up = contract::site();
    for site in [starter().0, &made_up] {
        for lang in ["en", "ru"] {
            let steps = steps(site, &format!("{lang}/index.html"));
            let own =
                site.keys().filter(|path| path.starts_with(&format!("{lang}/")) && path.ends_with(".html"));
            for path in own.filter(|path| !is_left_behind(site, path)) {
                let far = steps.get(path);
                assert!(far.is_some_and(|steps| *steps <= 4), "{path} is {far:?} steps from home");
            }
        }
        let steps = steps(site, "index.html");
        let is_page = |path: &str| [".html", ".txt", ".xml"].iter().any(|end| path.ends_with(end));
        for path in site.keys().filter(|path| is_page(path) && *path != "404.html") {
            assert!(is_left_behind(site, path) || steps.contains_key(path), "nothing leads to {path}");
        }
    }
}

#[test]
fn a_link_that_works_at_one_place_only_is_found_out() {
    for href in ["/en/index.html", "../../../index.html", "../en/", "?q=1"] {
        let caught = std::panic::catch_unwind(|| follow(MOUNTS[1], "en/a.html", href));
        assert!(caught.is_err(), "{href}");
    }
    assert_eq!(follow(MOUNTS[2], "en/a.html", "../ru/b.html#c"), Ok(("ru/b.html".into(), "c".into())));
    assert_eq!(follow(MOUNTS[1], "a.html", "#c"), Ok(("a.html".into(), "c".into())));
}
