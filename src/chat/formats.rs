//! A message in every format: what each makes of the lines that all share, and how much it takes.
//!
//! Invariant: no part is empty, or longer than its format allows.

use schemars::JsonSchema;
use serde::Serialize;

use super::message::{Line, Link, Run, Style, pictures_spelled_out};
use super::sms::{self, Encoding};
use super::split::{Measure, split};
use super::telegram_entities::{self, Entity};
use super::{Message, Voice};
use super::{bbcode, plain, sent, telegram_app, telegram_html, telegram_mdv2, whatsapp};

/// The most UTF-16 code units of a message in Telegram, and so of a part in every format that has no tighter limit
/// (field guide 3.3 and 3.5). Telegram counts the text without markup; the other formats count it as it is written.
pub const TELEGRAM_UNITS: usize = 4096;

/// The most bytes that Signal sends without putting the rest into an attachment (field guide 3.3).
const SIGNAL_BYTES: usize = 2000;

/// The most segments of one text message: where it is longer, gateways and phones refuse it or make a picture message of it.
const SMS_SEGMENTS: usize = 10;

/// The message in each format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Formats {
    /// Text that needs no markup.
    pub plain: Format,
    /// To paste into Telegram by hand.
    pub telegram_app: Format,
    /// For a Telegram bot, with `parse_mode=HTML`.
    pub telegram_html: Format,
    /// For a Telegram bot, with `parse_mode=MarkdownV2`.
    pub telegram_mdv2: Format,
    /// For a Telegram bot, with `entities`: nothing has to be escaped.
    pub telegram_entities: Format,
    /// To paste into WhatsApp.
    pub whatsapp: Format,
    /// To paste into Signal.
    pub signal: Format,
    /// A text message.
    pub sms: Format,
    /// For forums.
    pub bbcode: Format,
}

impl Formats {
    /// Returns every format with its name in the JSON.
    pub fn all(&self) -> [(&'static str, &Format); 9] {
        [
            ("plain", &self.plain),
            ("telegram_app", &self.telegram_app),
            ("telegram_html", &self.telegram_html),
            ("telegram_mdv2", &self.telegram_mdv2),
            ("telegram_entities", &self.telegram_entities),
            ("whatsapp", &self.whatsapp),
            ("signal", &self.signal),
            ("sms", &self.sms),
            ("bbcode", &self.bbcode),
        ]
    }
}

/// The message in one format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Format {
    /// What to send, in this order.
    pub parts: Vec<Part>,
}

/// One message to send, and its length in the units that messengers count in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Part {
    /// The text, with the markup of the format.
    pub text: String,
    /// Its length in Unicode code points.
    pub chars: usize,
    /// Its length in UTF-16 code units.
    pub utf16: usize,
    /// Its length in bytes of UTF-8.
    pub bytes: usize,
    /// Of a text message, how many segments a phone sends it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<usize>,
    /// Of a text message, how its characters travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Of `telegram_entities`, where the formatting stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<Entity>>,
}

impl Part {
    fn new(text: String) -> Self {
        let (chars, utf16, bytes) = (text.chars().count(), text.encode_utf16().count(), text.len());
        Self { text, chars, utf16, bytes, segments: None, encoding: None, entities: None }
    }

    fn of_sms(text: String) -> Self {
        let (encoding, segments) = sms::segments(&text);
        Self { segments: Some(segments), encoding: Some(encoding), ..Self::new(text) }
    }

    fn of_entities((text, entities): (String, Vec<Entity>)) -> Self {
        Self { entities: Some(entities), ..Self::new(text) }
    }
}

/// Makes a message in every format.
pub fn write(message: &Message<'_>, voice: &Voice<'_>) -> Formats {
    of_lines(&sent::lines(message, voice))
}

/// Makes every format of the lines that all share.
pub(super) fn of_lines(lines: &[Line]) -> Formats {
    let plain = plain::prepared(lines.to_vec());
    let bot = pictures_spelled_out(telegram_app::without_commands_in(lines.to_vec()));
    let bot = split(bot, &BOT);
    let (short, encoding) = sms::prepared(plain.clone());
    Formats {
        telegram_app: format(&split(telegram_app::prepared(lines.to_vec()), &APP), telegram_app::write),
        telegram_html: format(&bot, telegram_html::write),
        telegram_mdv2: format(&bot, telegram_mdv2::write),
        telegram_entities: Format {
            parts: bot.iter().map(|part| Part::of_entities(telegram_entities::write(part))).collect(),
        },
        whatsapp: format(&split(whatsapp::prepared(lines.to_vec()), &APP), whatsapp::write),
        signal: format(&split(plain.clone(), &SIGNAL), plain::write),
        sms: Format {
            parts: split(short, &sms(encoding)).iter().map(|part| Part::of_sms(plain::write(part))).collect(),
        },
        plain: format(&split(plain, &PLAIN), plain::write),
        bbcode: format(&split(bbcode::prepared(lines.to_vec()), &BBCODE), bbcode::write),
    }
}

fn format(parts: &[Vec<Line>], write: fn(&[Line]) -> String) -> Format {
    Format { parts: parts.iter().map(|part| Part::new(write(part))).collect() }
}

/// Plain text has no markup of its own.
const PLAIN: Measure = Measure { most: TELEGRAM_UNITS, unit: char::len_utf16, run: |_| 0, tags: 0 };

/// Bots are counted by the text that is left of their markup.
const BOT: Measure = PLAIN;

const SIGNAL: Measure = Measure { most: SIGNAL_BYTES, unit: char::len_utf8, run: |_| 0, tags: 0 };

const APP: Measure = Measure {
    unit: |character| match character {
        '(' | ')' | '[' | ']' | '*' | '_' | '~' | '|' | '`' | '>' => BROKEN,
        other => other.len_utf16(),
    },
    run: signs,
    ..PLAIN
};

const BBCODE: Measure = Measure {
    unit: |character| match character {
        '[' | ']' => BROKEN,
        other => other.len_utf16(),
    },
    run: tags,
    tags: "[list][*][/list][quote]".len(),
    ..PLAIN
};

/// What a character takes that may be percent-encoded or get a joiner.
const BROKEN: usize = "%28".len();

/// The signs around a run, each with a joiner.
fn signs(run: &Run) -> usize {
    run.style.count() * 2 * if run.style.has(Style::PRE) { 4 } else { 3 }
}

fn tags(run: &Run) -> usize {
    let link = match &run.link {
        Some(Link::Page(address)) => "[url=][/url]".len() + 3 * address.len(),
        Some(Link::Picture(_)) | None => 0,
    };
    run.style.count() * "[code][/code]".len() + link
}

/// Each segment but the last may lose a unit to a character that cannot be cut.
fn sms(encoding: Encoding) -> Measure {
    let (_, each) = encoding.segment();
    let unit = match encoding {
        Encoding::Gsm7 => |character| Encoding::Gsm7.units(character),
        Encoding::Ucs2 => |character| Encoding::Ucs2.units(character),
    };
    Measure { most: SMS_SEGMENTS * (each - 1), unit, ..PLAIN }
}
