//! The index as HTML: entries under their letters, on as many pages as keep each one small.
//!
//! A large site has hundreds of thousands of entries, and each is written once.

use std::fmt::Write as _;

use tera::Value;

use super::escape::escape;

/// A place that an entry leads to.
#[derive(Clone, Debug)]
pub struct IndexPlace<'a> {
    /// The address, relative to the index.
    pub href: String,
    /// The title of the text.
    pub title: &'a str,
    /// Whether the title stands beside the words where this is their only place: a heading alone does not say what it is about.
    pub is_titled: bool,
}

/// A page of the index.
#[derive(Clone, Debug)]
pub struct IndexPage {
    /// The entries.
    pub entries: Value,
    /// The letters they stand under.
    pub letters: Vec<char>,
    /// The words of the first entry.
    pub first: String,
    /// The words of the last entry.
    pub last: String,
}

/// Writes an index, from the first entry to the last.
#[derive(Debug)]
pub struct IndexWriter {
    /// The size of a page, in bytes, after which another is begun.
    enough: usize,
    done: Vec<IndexPage>,
    out: String,
    letters: Vec<char>,
    first: String,
    last: String,
}

impl IndexWriter {
    /// Begins an index whose pages are little longer than `enough` bytes.
    pub fn new(enough: usize) -> Self {
        let (done, letters) = (Vec::new(), Vec::new());
        Self { enough, done, out: String::new(), letters, first: String::new(), last: String::new() }
    }

    /// Writes an entry: its words, and at least one place. One with more places than a page holds goes on on the next.
    pub fn entry(&mut self, letter: char, words: &str, places: &[IndexPlace<'_>]) {
        self.begin(letter, words);
        if let [only] = places {
            self.anchor(&only.href, words);
            if only.is_titled {
                self.out.push_str(" <small>");
                escape(&mut self.out, only.title);
                self.out.push_str("</small>");
            }
        } else {
            self.head(words);
            for (at, place) in places.iter().enumerate() {
                if at > 0 && self.out.len() >= self.enough {
                    self.out.push_str("</ul>\n</li>\n");
                    self.begin(letter, words);
                    self.head(words);
                }
                self.out.push_str("<li>");
                self.anchor(&place.href, place.title);
                self.out.push_str("</li>\n");
            }
            self.out.push_str("</ul>\n");
        }
        self.out.push_str("</li>\n");
    }

    /// Begins an entry: on a new page where this one is full, under its letter where that is a new one.
    fn begin(&mut self, letter: char, words: &str) {
        if self.out.len() >= self.enough {
            self.close();
        }
        if self.out.is_empty() {
            words.clone_into(&mut self.first);
        }
        words.clone_into(&mut self.last);
        if self.letters.last() != Some(&letter) {
            self.out.push_str(if self.letters.is_empty() { "" } else { "</ul>\n" });
            let _ = write!(self.out, "<h2 id=\"{}\">", letter_id(letter));
            escape(&mut self.out, letter.encode_utf8(&mut [0; 4]));
            self.out.push_str("</h2>\n<ul class=\"index\">\n");
            self.letters.push(letter);
        }
        self.out.push_str("<li>");
    }

    fn head(&mut self, words: &str) {
        escape(&mut self.out, words);
        self.out.push_str("\n<ul>\n");
    }

    fn anchor(&mut self, href: &str, words: &str) {
        self.out.push_str("<a href=\"");
        escape(&mut self.out, href);
        self.out.push_str("\">");
        escape(&mut self.out, words);
        self.out.push_str("</a>");
    }

    fn close(&mut self) {
        self.out.push_str("</ul>\n");
        self.done.push(IndexPage {
            entries: Value::safe_string(&self.out),
            letters: std::mem::take(&mut self.letters),
            first: std::mem::take(&mut self.first),
            last: std::mem::take(&mut self.last),
        });
        self.out.clear();
    }

    /// Returns the pages; none where there is no entry.
    pub fn finish(mut self) -> Vec<IndexPage> {
        if !self.out.is_empty() {
            self.close();
        }
        self.done
    }
}

/// Returns the id of a letter's heading: `letter_410` is `А`, by its number in Unicode.
pub fn letter_id(letter: char) -> String {
    format!("letter_{:x}", u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(enough: usize) -> Vec<(String, String)> {
        let place =
            |id: &str, is_titled| IndexPlace { href: format!("{id}.html"), title: "T & t", is_titled };
        let mut writer = IndexWriter::new(enough);
        writer.entry('A', "abscess <i>", &[place("a", false)]);
        writer.entry('A', "arm", &[place("a", true)]);
        writer.entry('B', "blood", &["b", "c"].map(|id| place(id, false)));
        let shown = |page: IndexPage| {
            let letters: String = page.letters.iter().collect();
            (format!("{letters}: {} – {}", page.first, page.last), page.entries.to_string())
        };
        writer.finish().into_iter().map(shown).collect()
    }

    #[test]
    fn an_entry_leads_to_one_text_or_to_each_of_several() {
        let a = "<h2 id=\"letter_41\">A</h2>\n<ul class=\"index\">\n<li><a href=\"a.html\">abscess &lt;i&gt;</a></li>\n\
                 <li><a href=\"a.html\">arm</a> <small>T &amp; t</small></li>\n</ul>\n";
        let b = "<h2 id=\"letter_42\">B</h2>\n<ul class=\"index\">\n<li>blood\n<ul>\n<li><a href=\"b.html\">T &amp; t</a></li>\n\
                 <li><a href=\"c.html\">T &amp; t</a></li>\n</ul>\n</li>\n</ul>\n";
        assert_eq!(written(usize::MAX), [("AB: abscess <i> – blood".to_owned(), format!("{a}{b}"))]);
        assert!(IndexWriter::new(1).finish().is_empty());
    }

    #[test]
    fn a_full_page_is_followed_by_another_even_within_an_entry() {
        let pages = written(1);
        let heads: Vec<&str> = pages.iter().map(|(head, _)| head.as_str()).collect();
        assert_eq!(
            heads,
            ["A: abscess <i> – abscess <i>", "A: arm – arm", "B: blood – blood", "B: blood – blood"]
        );
        for (head, html) in &pages {
            assert!(html.starts_with("<h2 id=\"letter_4"), "{head}: {html}");
            for element in ["ul", "li"] {
                let count = |mark: &str| html.matches(mark).count();
                assert_eq!(
                    count(&format!("<{element}>")) + count(&format!("<{element} ")),
                    count(&format!("</{element}>")),
                    "{head}: {html}"
                );
            }
        }
        let all: String = pages.iter().map(|(_, html)| html.as_str()).collect();
        assert_eq!(["a.html", "b.html", "c.html"].map(|href| all.matches(href).count()), [2, 1, 1]);
    }
}
