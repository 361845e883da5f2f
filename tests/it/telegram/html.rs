//! Telegram's HTML.

use super::{Reading, Shown};

/// Reads a message with `parse_mode=HTML`.
pub fn parse(text: &str) -> Result<Shown, String> {
    let mut reading = Reading::default();
    // The tag that each open entity began with, and its address.
    let mut tags: Vec<(String, Option<String>)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '&' {
            let (character, length) = entity(rest)?;
            reading.push(character);
            rest = &rest[length..];
        } else if first == '<' {
            let end = rest.find('>').ok_or("unclosed tag")?;
            let tag = &rest[1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                let (open, url) = tags.pop().ok_or("unexpected end tag")?;
                if name.trim_end() != open {
                    return Err(format!("unmatched end tag, expected </{open}>, found </{name}>"));
                }
                let kind = reading.innermost().unwrap().to_owned();
                // `<code>` within `<pre>` names a language, and is no entity of its own.
                reading.close(&kind, url);
            } else {
                let (name, kind, url) = start(tag)?;
                reading.open(kind);
                tags.push((name, url));
            }
        } else {
            reading.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    match tags.pop() {
        Some((name, _)) => Err(format!("can't find end tag corresponding to start tag {name}")),
        None => reading.finish(),
    }
}

/// Reads a start tag: its name, what it makes, and its address.
fn start(tag: &str) -> Result<(String, &'static str, Option<String>), String> {
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let attribute = |wanted: &str| {
        let rest = attributes.trim().strip_prefix(wanted)?.strip_prefix("=\"")?;
        rest.strip_suffix('"').filter(|value| !value.contains('"'))
    };
    let kind = match name {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "code" => "code",
        "pre" => "pre",
        "tg-spoiler" => "spoiler",
        "span" if attribute("class") == Some("tg-spoiler") => "spoiler",
        "blockquote" if attributes == "expandable" => "expandable_blockquote",
        "blockquote" => "blockquote",
        "a" => "text_link",
        _ => return Err(format!("unsupported start tag {name:?}")),
    };
    let allowed = matches!(name, "a" | "span") || attributes.is_empty() || attributes == "expandable";
    if !allowed {
        return Err(format!("attributes of {name:?}: {attributes:?}"));
    }
    let url = match name {
        "a" => Some(unescaped(attribute("href").ok_or("a link without an address")?)?),
        _ => None,
    };
    Ok((name.to_owned(), kind, url))
}

fn unescaped(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (character, length) = if first == '&' { entity(rest)? } else { (first, first.len_utf8()) };
        out.push(character);
        rest = &rest[length..];
    }
    Ok(out)
}

/// Reads an entity; what is none is an ampersand.
fn entity(text: &str) -> Result<(char, usize), String> {
    for (name, character) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
        if text.starts_with(name) {
            return Ok((character, name.len()));
        }
    }
    let Some(number) = text.strip_prefix("&#") else { return Ok(('&', 1)) };
    let Some((number, _)) = number.split_once(';') else { return Ok(('&', 1)) };
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    match code.map(char::from_u32) {
        Ok(Some(character)) => Ok((character, number.len() + 3)),
        Ok(None) => Err("a surrogate is no character".to_owned()),
        Err(_) => Ok(('&', 1)),
    }
}
