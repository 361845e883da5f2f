//! The one way from a text into HTML.
//!
//! Invariant: what comes out is text, in an element's content and in a quoted attribute alike.

/// Appends `text` to `out`, with the five characters that HTML could read as its own escaped.
pub(super) fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match from.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &from[1..];
    }
    out.push_str(rest);
}

/// Appends `text` to `out` as XML: escaped, without the characters that XML 1.0 cannot hold (its production 2).
pub(super) fn escape_xml(out: &mut String, text: &str) {
    let is_forbidden =
        |one: char| one < ' ' && !matches!(one, '\t' | '\n' | '\r') || matches!(one, '\u{FFFE}' | '\u{FFFF}');
    text.split(is_forbidden).for_each(|part| escape(out, part));
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_xml};

    #[test]
    fn nothing_is_left_that_html_could_read_as_its_own() {
        let mut out = String::new();
        escape(&mut out, "<б a=\"1\" b='2'> & &amp;");
        assert_eq!(out, "&lt;б a=&quot;1&quot; b=&#39;2&#39;&gt; &amp; &amp;amp;");
    }

    #[test]
    fn xml_holds_no_character_that_ends_it() {
        let mut out = String::new();
        escape_xml(&mut out, "a\u{0}\u{8}<b>\u{FFFF}\tc");
        assert_eq!(out, "a&lt;b&gt;\tc");
    }
}
