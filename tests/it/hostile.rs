//! Hostile Markdown: each of the inputs in `tests/hostile/` is reported or shown as words, and harmless even when signed.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use serde::Deserialize;
use vetted::diagnostic::{Diagnostics, Severity};
use vetted::{chat, config, desk, lint, privacy};

use crate::base::{Base, article, path};
use crate::repository::root;

#[derive(Deserialize)]
struct Table {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    name: String,
    cases: Vec<Case>,
}

/// An input: what is said of it, or what of it stands on the page.
#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    codes: BTreeSet<String>,
    shown: Option<String>,
    /// The field of the front matter that holds it; else it stands in the text.
    field: Option<String>,
}

impl Case {
    fn article(&self, id: &str) -> String {
        let plain = article(id, "it");
        let quoted = serde_json::to_string(&self.text).unwrap();
        match self.field.as_deref() {
            None => format!("{plain}\n{}\n", self.text),
            Some("title") => plain.replace("\"About it\"", &quoted),
            Some("summary") => plain.replace("\"What it is.\"", &quoted),
            Some("search_terms") => plain.replace("\"termit\"", &quoted),
            Some("source title") => plain.replace("\"A guideline\"", &quoted),
            Some("source org") => plain.replace("\"WHO\"", &quoted),
            Some(other) => panic!("no field {other}"),
        }
    }
}

/// All inputs, each with the id of the article it stands in.
fn cases() -> Vec<(String, Case)> {
    let text = fs::read_to_string(root().join("tests/hostile/markdown.toml")).unwrap();
    let table: Table = toml::from_str(&text).unwrap();
    assert!(table.groups.iter().all(|group| !group.name.is_empty() && !group.cases.is_empty()));
    let cases: Vec<_> = table.groups.into_iter().flat_map(|group| group.cases).collect();
    assert!(cases.len() >= 200, "{}", cases.len());
    cases.into_iter().enumerate().map(|(number, case)| (format!("h{number}"), case)).collect()
}

/// A knowledge base with each input as an article, on the desk or signed.
fn base(cases: &[(String, Case)], signed: bool) -> Base {
    let mut base = Base::new();
    base.put(
        "content/facts/here.toml",
        &String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap(),
    );
    for (id, case) in cases {
        let (text, place) = (case.article(id), format!("en/{id}"));
        if signed {
            base.freeze(&place, 1, &text);
            if text.contains("](hand.png") {
                base.put_picture(&format!("record/{place}/1/hand.png"), "x");
            }
            base.approve(&place, "veins", 1);
        } else {
            base.put(&format!("content/en/veins/{id}.md"), &text);
            base.put_picture("content/en/veins/hand.png", "x");
        }
    }
    base
}

#[test]
fn what_is_hostile_is_reported() {
    let cases = cases();
    let project = base(&cases, false).project();
    let mut found = Diagnostics::new();
    let config = config::read(&project, &mut found).unwrap();
    let desk = desk::read(&project, &config, &mut found);
    lint::check(&project, &config.languages, &desk, &mut found);
    chat::check::check(&project, &config, &desk, &mut found);
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in found.iter().filter(|finding| finding.severity == Severity::Error) {
        let file = finding.labels[0].place.path().file_name().trim_end_matches(".md").to_owned();
        said.entry(file).or_default().insert(finding.code.as_str().to_owned());
    }
    let mut wrong = Vec::new();
    for (id, case) in &cases {
        let said = said.remove(id).unwrap_or_default();
        assert!(case.codes.is_empty() || case.shown.is_none(), "{:?} is reported and shown", case.text);
        if said != case.codes {
            wrong.push(format!("{:?} gives {said:?}", case.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(said.is_empty(), "{said:?}");
}

/// A page as a browser's tokenizer sees it.
#[derive(Default)]
struct Page {
    elements: RefCell<BTreeSet<String>>,
    attributes: RefCell<BTreeSet<String>>,
    addresses: RefCell<Vec<(String, String)>>,
    words: RefCell<String>,
    /// Styles and scripts, word for word.
    raw: RefCell<String>,
    is_raw: Cell<bool>,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(words) if self.is_raw.get() => self.raw.borrow_mut().push_str(&words),
            Token::CharacterTokens(words) => self.words.borrow_mut().push_str(&words),
            Token::CommentToken(words) => panic!("a comment: {words}"),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                for attribute in &tag.attrs {
                    let (of, value) = (attribute.name.local.to_string(), attribute.value.to_string());
                    if ["href", "src"].contains(&&*of) {
                        self.addresses.borrow_mut().push((name.clone(), value));
                    }
                    self.attributes.borrow_mut().insert(format!("{name} {of}"));
                }
                let raw = match (tag.kind == TagKind::StartTag, &*name) {
                    (true, "style") => Some(RawKind::Rawtext),
                    (true, "script") => Some(RawKind::ScriptData),
                    _ => None,
                };
                self.is_raw.set(raw.is_some());
                self.elements.borrow_mut().insert(name.clone());
                return match raw {
                    Some(raw) => TokenSinkResult::RawData(raw),
                    None if name == "title" && tag.kind == TagKind::StartTag => {
                        TokenSinkResult::RawData(RawKind::Rcdata)
                    }
                    None => TokenSinkResult::Continue,
                };
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn read(html: &[u8]) -> Page {
    let tokenizer = Tokenizer::new(Page::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(std::str::from_utf8(html).unwrap().into());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink
}

/// What an article may add to a page: elements, and attributes of elements.
const MAY_ADD: &str = "a b blockquote br code del div em figure h2 h3 h4 hr img li ol p pre s section span strong sup table tbody td th \
    thead tr ul aside dl dt dd";
const MAY_HAVE: [&str; 14] = [
    "class", "id", "href", "rel", "src", "alt", "width", "height", "lang", "dir", "start", "tabindex",
    "role", "scope",
];

/// Tells what stands on a page and may not.
fn faults(page: &Page, plain: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for element in page.elements.borrow().difference(&plain.elements.borrow()) {
        if !MAY_ADD.split_whitespace().any(|known| known == element) {
            wrong.push(format!("an element `{element}`"));
        }
    }
    for attribute in page.attributes.borrow().difference(&plain.attributes.borrow()) {
        let name = attribute.split(' ').nth(1).unwrap();
        if !MAY_HAVE.contains(&name) && !name.starts_with("aria-") {
            wrong.push(format!("an attribute `{attribute}`"));
        }
    }
    for (element, address) in
        page.addresses.borrow().iter().filter(|one| !plain.addresses.borrow().contains(one))
    {
        let scheme = address.split(['/', '?', '#']).next().unwrap().split_once(':').map(|(scheme, _)| scheme);
        let fine = match (&**element, scheme) {
            ("a", Some("https" | "tel")) => true,
            ("a" | "img" | "link", None) => !address.starts_with(['/', '\\']),
            _ => false,
        };
        if !fine {
            wrong.push(format!("`{element}` leads to `{address}`"));
        }
    }
    if *page.raw.borrow() != *plain.raw.borrow() {
        wrong.push("another style or script".to_owned());
    }
    wrong
}

#[test]
fn what_is_hostile_is_harmless_even_when_it_is_signed() {
    let cases = cases();
    let mut base = base(&cases, true);
    base.freeze("en/plain", 1, &article("plain", "it"));
    base.approve("en/plain", "veins", 1);
    let site = base.site();
    let plain = read(&site["en/plain.html"]);
    let (mut pages, mut wrong) = (0, Vec::new());
    for (id, case) in &cases {
        let name = format!("en/{id}.html");
        let Some(html) = site.get(&name) else {
            assert!(!case.codes.is_empty(), "{:?} has no page", case.text);
            continue;
        };
        assert!(case.codes.is_empty(), "{:?} is reported, and signed it has a page all the same", case.text);
        pages += 1;
        let page = read(html);
        wrong.extend(faults(&page, &plain).into_iter().map(|fault| format!("{:?}: {fault}", case.text)));
        if let Some(shown) = &case.shown
            && !page.words.borrow().contains(shown.as_str())
        {
            wrong.push(format!("{:?} does not show {shown:?}", case.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pages >= 55, "{pages}");
    // Lists, indexes, feeds and the console hold the same words.
    let mut found = Diagnostics::new();
    for (name, bytes) in &site {
        privacy::check(&path(name), bytes, &mut found);
    }
    assert!(found.is_empty(), "{:#?}", found.into_sorted());
    for (name, bytes) in site.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".json")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!name.ends_with(".xml") || !text.contains("<script"), "{name}");
        assert!(
            !name.ends_with(".json") || serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
            "{name}"
        );
    }
}
