//! A finished page as a browser's tokenizer sees it, and what may stand in one.
//!
//! Invariant: the lists here are of what may stand, so that whatever is new must be allowed first.

use std::cell::RefCell;

use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// The elements of a page; a form, a frame or a drawing is not among them.
const ELEMENTS: &str = "a article aside bdi body br caption code dd del details div dl dt em figcaption figure footer h1 h2 \
    h3 h4 h5 h6 head header hr html img li link main meta nav ol p pre q s script section small span strong style sub summary \
    sup table tbody td th thead time title tr ul blockquote b i";

/// The elements that have no end.
const EMPTY: [&str; 5] = ["br", "hr", "img", "link", "meta"];

/// The attributes of a page, beside those that begin with `aria-`.
const ATTRIBUTES: &str = "alt charset class colspan content data-due datetime dir height hidden href hreflang http-equiv id lang media \
    name open property rel reversed role rowspan scope src start tabindex title translate type value width";

/// The attributes that lead somewhere or load something.
const ADDRESSES: [&str; 2] = ["href", "src"];

/// The classes of what stands on a page beside the words of its text.
const ADDED: [&str; 2] = ["added", "blank"];

/// The one script of an article's page, with its comments.
const SCRIPT: &str = include_str!("../../themes/default/assets/page.js");

/// What a page says.
#[derive(Default)]
pub struct Page {
    /// The elements that are open, and whether what they say is added.
    open: RefCell<Vec<(String, bool)>>,
    heading: RefCell<String>,
    title: RefCell<String>,
    words: RefCell<String>,
    script: RefCell<String>,
}

impl Page {
    /// Reads a page; what may not stand there is a panic.
    pub fn read(html: &str) -> Self {
        let tokenizer =
            Tokenizer::new(Self::default(), TokenizerOpts { exact_errors: true, ..Default::default() });
        let queue = BufferQueue::default();
        queue.push_back(html.into());
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        assert!(tokenizer.sink.open.borrow().is_empty(), "open at the end: {:?}", tokenizer.sink.open);
        let known = SCRIPT.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//"));
        let script = tokenizer.sink.script.borrow();
        // A page that is tried by its words alone has none.
        assert!(script.is_empty() || *script == known.collect::<String>(), "a script of somebody else's");
        drop(script);
        tokenizer.sink
    }

    /// Returns the words of the main heading.
    pub fn heading(&self) -> String {
        self.heading.borrow().clone()
    }

    /// Returns what the browser's tab says.
    pub fn title(&self) -> String {
        self.title.borrow().clone()
    }

    /// Returns the words of its body, those that stand for pictures too, without what is added to them.
    pub fn words(&self) -> String {
        self.words.borrow().clone()
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        assert!(ELEMENTS.split_whitespace().any(|known| known == name), "an element `{name}`");
        if tag.kind != StartTag {
            let open = self.open.borrow_mut().pop();
            assert_eq!(open.map(|(open, _)| open).as_deref(), Some(name), "closed, and not open");
            return TokenSinkResult::Continue;
        }
        let mut added = self.open.borrow().last().is_some_and(|(_, added)| *added);
        for attribute in &tag.attrs {
            attribute_may_stand(name, &attribute.name.local, &attribute.value);
            added |= &*attribute.name.local == "class"
                && attribute.value.split(' ').any(|class| ADDED.contains(&class));
            if &*attribute.name.local == "alt" && !added {
                self.words.borrow_mut().push_str(&attribute.value);
            }
        }
        if !EMPTY.contains(&name) {
            self.open.borrow_mut().push((name.to_owned(), added));
        }
        match name {
            "style" => TokenSinkResult::RawData(Rawtext),
            "script" => {
                assert!(tag.attrs.is_empty(), "a script with attributes");
                TokenSinkResult::RawData(ScriptData)
            }
            "title" => TokenSinkResult::RawData(Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

fn attribute_may_stand(element: &str, name: &str, value: &str) {
    let known = name.starts_with("aria-") || ATTRIBUTES.split_whitespace().any(|known| known == name);
    assert!(known, "an attribute `{name}` of `{element}`");
    if ADDRESSES.contains(&name) {
        address_may_stand(element, value);
    }
}

/// An address is one of this site, of the web, of a telephone, or of nothing; pictures are from this site.
fn address_may_stand(element: &str, address: &str) {
    // As a browser reads it (WHATWG URL, 4.4): without spaces around, without tabs and line feeds in it.
    let read: String = address.trim_matches(|end: char| end <= ' ').replace(['\t', '\n', '\r'], "");
    let scheme = read.split(['/', '?', '#']).next().and_then(|first| first.split_once(':'));
    let scheme = scheme.map(|(scheme, _)| scheme.to_ascii_lowercase());
    let fine = match (element, scheme.as_deref()) {
        ("link", Some("data")) => read == "data:,",
        // The page for lost addresses alone, which names the feed by the base URL.
        ("link", Some("https")) => read.starts_with("https://fuzz.example/feed."),
        ("a", Some("https" | "http" | "tel")) | (_, None) => {
            !read.starts_with("//") && !read.starts_with('\\')
        }
        _ => false,
    };
    assert!(fine, "an address `{address}` in `{element}`");
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(words) => match self.open.borrow().last() {
                Some((element, _)) if element == "script" => self.script.borrow_mut().push_str(&words),
                Some((element, _)) if element == "title" => self.title.borrow_mut().push_str(&words),
                Some((element, _)) if element == "h1" => self.heading.borrow_mut().push_str(&words),
                Some((_, false)) => self.words.borrow_mut().push_str(&words),
                Some((_, true)) | None => {}
            },
            Token::DoctypeToken(doctype) => assert_eq!(doctype.name.as_deref(), Some("html")),
            Token::CommentToken(words) => panic!("a comment: {words}"),
            Token::NullCharacterToken => panic!("a NUL"),
            Token::ParseError(fault) => panic!("{fault}"),
            Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}
