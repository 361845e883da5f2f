//! What a Telegram bot's message says to Telegram: parsers of its two grammars, written from its documentation for these
//! tests and apart from whatever writes the messages.
//!
//! A parser gives the text and its entities, or says why Telegram would refuse the message.

pub mod html;
pub mod mdv2;

use serde_json::Value;

/// A stretch of formatted text, in UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entity {
    pub kind: String,
    pub url: Option<String>,
    pub offset: usize,
    pub length: usize,
}

/// What Telegram would show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    pub entities: Vec<Entity>,
}

/// A message while it is read.
#[derive(Default)]
struct Reading {
    text: String,
    units: usize,
    open: Vec<Entity>,
    entities: Vec<Entity>,
}

impl Reading {
    fn push(&mut self, character: char) {
        self.text.push(character);
        self.units += character.len_utf16();
    }

    fn open(&mut self, kind: &str) {
        self.open.push(Entity { kind: kind.to_owned(), url: None, offset: self.units, length: 0 });
    }

    /// Closes the innermost entity, under the name and with the address that it turns out to have.
    fn close(&mut self, kind: &str, url: Option<String>) {
        let mut entity = self.open.pop().unwrap();
        kind.clone_into(&mut entity.kind);
        entity.url = url;
        entity.length = self.units - entity.offset;
        self.entities.push(entity);
    }

    fn innermost(&self) -> Option<&str> {
        self.open.last().map(|entity| entity.kind.as_str())
    }

    fn has(&self, kind: &str) -> bool {
        self.open.iter().any(|entity| entity.kind == kind)
    }

    fn finish(self) -> Result<Shown, String> {
        shown(&self.text, self.entities)
    }
}

/// Does to a message what Telegram does: spaces at both ends go, empty entities go, entities stand in order.
fn shown(text: &str, entities: Vec<Entity>) -> Result<Shown, String> {
    let before = text[..text.len() - text.trim_start().len()].encode_utf16().count();
    let text = text.trim().to_owned();
    let length = text.encode_utf16().count();
    if length == 0 {
        return Err("message text is empty".to_owned());
    }
    if length > 4096 {
        return Err("message is too long".to_owned());
    }
    let moved = entities.into_iter().map(|entity| {
        let start = entity.offset.saturating_sub(before).min(length);
        let end = (entity.offset + entity.length).saturating_sub(before).min(length);
        Entity { offset: start, length: end - start, ..entity }
    });
    let shown = Shown { text, entities: moved.filter(|entity| entity.length > 0).collect() };
    if shown.entities.len() > 100 {
        return Err(format!("{} entities", shown.entities.len()));
    }
    nested(&shown.entities)?;
    Ok(shown)
}

/// Entities contain each other or are apart; literal words contain nothing and are in nothing but quotes; quotes are not in
/// quotes and links not in links.
fn nested(entities: &[Entity]) -> Result<(), String> {
    let literal = |entity: &Entity| ["code", "pre"].contains(&entity.kind.as_str());
    let quote = |entity: &Entity| entity.kind.ends_with("blockquote");
    for (place, one) in entities.iter().enumerate() {
        for other in &entities[place + 1..] {
            let ((a, b), (c, d)) =
                ((one.offset, one.offset + one.length), (other.offset, other.offset + other.length));
            if b <= c || d <= a {
                continue;
            }
            let contained = a <= c && d <= b || c <= a && b <= d;
            let literal_in_style = literal(one) && !quote(other) || literal(other) && !quote(one);
            let twice = one.kind == other.kind || quote(one) && quote(other);
            if !contained || twice || literal_in_style {
                return Err(format!("{one:?} and {other:?} cannot overlap"));
            }
        }
    }
    Ok(())
}

/// Returns the entities of a message as JSON has them.
pub fn of_json(entities: &Value) -> Vec<Entity> {
    let of_one = |entity: &Value| Entity {
        kind: entity["type"].as_str().unwrap().to_owned(),
        url: entity["url"].as_str().map(str::to_owned),
        offset: usize::try_from(entity["offset"].as_u64().unwrap()).unwrap(),
        length: usize::try_from(entity["length"].as_u64().unwrap()).unwrap(),
    };
    entities.as_array().unwrap().iter().map(of_one).collect()
}

/// Returns entities as they look: in order, and neighbours that look the same as one.
pub fn as_seen(mut entities: Vec<Entity>) -> Vec<Entity> {
    entities.sort();
    let mut seen: Vec<Entity> = Vec::new();
    for entity in entities {
        match seen.last_mut() {
            Some(last)
                if last.kind == entity.kind
                    && last.url == entity.url
                    && last.offset + last.length == entity.offset
                    && !last.kind.ends_with("blockquote") =>
            {
                last.length += entity.length;
            }
            _ => seen.push(entity),
        }
    }
    seen
}
