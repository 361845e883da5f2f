//! What workers will paste into chats, in every form: read from the very file that programs get.
//!
//! Invariant: a text that a reviewer sees here is, byte for byte, the one that is copied.

use serde::Serialize;
use serde_json::Value;

use crate::base::lang::Lang;
use crate::base::name::ArticleId;
use crate::base::path::OutPath;
use crate::emit::Edition;

/// The forms, and what people call them.
const FORMS: [(&str, &str); 9] = [
    ("plain", "plain text"),
    ("telegram_app", "Telegram, pasted by hand"),
    ("whatsapp", "WhatsApp"),
    ("signal", "Signal"),
    ("sms", "text message"),
    ("bbcode", "forum (BBCode)"),
    ("telegram_html", "Telegram bot, HTML"),
    ("telegram_mdv2", "Telegram bot, MarkdownV2"),
    ("telegram_entities", "Telegram bot, entities"),
];

/// A message, and the same behind other openings.
#[derive(Debug, Serialize)]
pub(super) struct Chat {
    title: String,
    voices: Vec<Voice>,
}

/// A message in one voice.
#[derive(Debug, Serialize)]
struct Voice {
    id: String,
    frame: Option<String>,
    private: bool,
    invite: Option<String>,
    channels: Vec<&'static str>,
    forms: Vec<Form>,
}

/// A message in one form.
#[derive(Debug, Serialize)]
struct Form {
    name: &'static str,
    parts: Vec<Part>,
}

/// What is sent at once.
#[derive(Debug, Serialize)]
struct Part {
    text: String,
    chars: u64,
    segments: Option<u64>,
}

/// Returns the messages of an article, each in all of its voices.
pub(super) fn of(edition: &Edition, lang: &Lang, id: &ArticleId) -> Vec<Chat> {
    let path = OutPath::parse(&format!("snippets/{lang}/{id}.json"));
    let file = path.and_then(|path| edition.file(&path).ok().flatten());
    let read = file.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let snippets = read.as_ref().and_then(|file| file["snippets"].as_array());
    let mut chats: Vec<Chat> = Vec::new();
    for snippet in snippets.into_iter().flatten() {
        let voice = voice(snippet);
        match chats.last_mut() {
            // Variants stand behind the message whose core they share.
            Some(last) if voice.frame.is_some() => last.voices.push(voice),
            _ => {
                chats.push(Chat { title: words(&snippet["title"]).unwrap_or_default(), voices: vec![voice] });
            }
        }
    }
    chats
}

fn words(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn voice(snippet: &Value) -> Voice {
    let fits = [("group", "group"), ("dm", "private chat"), ("phone", "phone"), ("sms", "text message")];
    let fits = fits.into_iter().filter(|(field, _)| snippet["channel_fit"][*field] == Value::Bool(true));
    Voice {
        id: words(&snippet["id"]).unwrap_or_default(),
        frame: words(&snippet["frame"]),
        private: snippet["sensitivity"] == "private",
        invite: words(&snippet["invite"]),
        channels: fits.map(|(_, channel)| channel).collect(),
        forms: FORMS.iter().map(|(field, name)| form(name, &snippet["formats"][*field])).collect(),
    }
}

fn form(name: &'static str, form: &Value) -> Form {
    let part = |part: &Value| Part {
        text: part["text"].as_str().unwrap_or_default().to_owned(),
        chars: part["chars"].as_u64().unwrap_or_default(),
        segments: part["segments"].as_u64(),
    };
    Form { name, parts: form["parts"].as_array().into_iter().flatten().map(part).collect() }
}
