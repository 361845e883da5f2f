//! The shapes of identifiers that sources are known by, and of web addresses.
//!
//! Invariant: nothing here looks anything up; a shape that passes can be written into a page or a message as it is.

use crate::base::name::is_onion;

/// The longest web address, in bytes.
const LONGEST_ADDRESS: usize = 2000;

/// Returns why `address` is not a web address that may stand in a text, or nothing where it is one: `https`, or `http`
/// to an onion service, whose address is its key.
pub(in crate::article) fn web_fault(address: &str) -> Option<&'static str> {
    let (secure, rest) = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return Some("it does not begin with `https://`"),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, port) = rest[..end].split_once(':').unwrap_or((&rest[..end], "443"));
    if address.len() > LONGEST_ADDRESS {
        Some("it is too long")
    } else if address.chars().any(|character| !is_address_character(character)) {
        Some("it holds a space or another character that must be written as `%XX`")
    } else if host.contains('@') {
        Some("it holds a user name")
    } else if !is_host(host) || port.is_empty() || port.bytes().any(|digit| !digit.is_ascii_digit()) {
        Some("its host is not a full name of Latin letters, digits, hyphens and dots")
    } else if imitates(host) {
        Some("its host is written in letters that its ending does not have, as one that imitates another")
    } else if is_number(host) {
        Some("its host is a number, which tells readers nothing")
    } else if !secure && !is_onion(host) {
        Some("it is not encrypted: it begins with `http://`")
    } else {
        None
    }
}

/// RFC 3986 characters, and letters and digits of all scripts, which browsers encode themselves.
fn is_address_character(character: char) -> bool {
    character.is_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(character)
}

fn is_host(host: &str) -> bool {
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// Whether a label in other letters (RFC 3492) stands before an ending in Latin ones: so are names made that look like others.
fn imitates(host: &str) -> bool {
    let foreign = |label: &str| label.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("xn--"));
    host.split('.').any(foreign) && !host.rsplit('.').next().is_some_and(foreign)
}

/// Whether browsers read a host as the address of a machine (WHATWG URL, 3.5).
fn is_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x") || last.starts_with("0X")
}

/// Returns whether the words of a link read as the address of another host than the one it leads to.
pub(in crate::article) fn names_another_host(words: &str, address: &str) -> bool {
    let own = bare_host(address);
    let named = |word: &str| {
        let alone = word == words.trim() && is_host(word) && !is_number(word);
        (word.contains("://") || word.starts_with("www.") || alone).then(|| bare_host(word))
    };
    let fits = |said: &str| own == said || own.strip_suffix(said).is_some_and(|rest| rest.ends_with('.'));
    words.split_whitespace().filter_map(named).any(|said| !fits(&said))
}

/// The host of an address in small letters, without scheme, user, port and `www.`.
fn bare_host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host).to_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).trim_end_matches(['.', ',', ')']).to_owned()
}

/// Returns whether the words of a link are a number, and another one than it calls: the last seven digits are compared, for
/// a number is written with its country or without.
pub(in crate::article) fn names_another_number(words: &str, number: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (said, called) = (digits(words), digits(number));
    let compared = said.len().min(7);
    compared > 1
        && !words.chars().any(char::is_alphabetic)
        && !said.get(said.len() - compared..).is_some_and(|end| called.ends_with(end))
}

/// Returns whether `text` is a DOI without a resolver (ISO 26324): `10.7759/cureus.61144`.
pub(super) fn is_doi(text: &str) -> bool {
    let Some((registrant, name)) = text.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let registrant_fits = (4..=9).contains(&registrant.len())
        && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let name_fits = (1..=200).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>`{}".contains(&byte));
    registrant_fits && name_fits
}

/// Returns whether `text` is an ISBN of 10 or 13 digits, perhaps with hyphens or spaces, and its check digit is right
/// (ISO 2108).
pub(super) fn is_isbn(text: &str) -> bool {
    let mut digits = Vec::new();
    for character in text.chars().filter(|character| !matches!(character, '-' | ' ')) {
        match character.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if character == 'X' && digits.len() == 9 => digits.push(10),
            None => return false,
        }
    }
    let weighted = |weight: fn(usize) -> usize| -> usize {
        digits.iter().enumerate().map(|(place, digit)| *digit as usize * weight(place)).sum()
    };
    match digits.len() {
        10 => weighted(|place| 10 - place) % 11 == 0,
        13 => !digits.contains(&10) && weighted(|place| if place % 2 == 0 { 1 } else { 3 }) % 10 == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encrypted_and_plain() {
        let onion = format!("http://{}.onion/a", "a2".repeat(28));
        for fine in
            ["https://who.int", "https://a.b:8443/c?d=e#f", "https://ru.wikipedia.org/wiki/Налоксон", &onion]
        {
            assert_eq!(web_fault(fine), None, "{fine}");
        }
        for wrong in [
            "http://who.int",
            "//who.int",
            "https://",
            "https://localhost",
            "https://a b.c",
            "https://a.b/\"",
            "https://u@a.b",
            "https://who\u{2024}int.org",
            "https://wно.int",
            "javascript:alert(1)",
            "https://a.b/\u{202E}",
            "https://-a.b",
            "https://a.b:x",
            "http://short.onion",
            "https://a.b/{c.d}",
            "https://a.b\\c",
            "https://xn--80ak6aa92e.com",
            "https://who.xn--int-8cd.org/a",
            "https://192.168.0.1/",
            "https://1.2.0x7f",
        ] {
            assert!(web_fault(wrong).is_some(), "{wrong}");
        }
        assert!(web_fault(&format!("https://a.b/{}", "c".repeat(2000))).is_some());
        assert_eq!(web_fault("https://xn--h1aax.xn--p1ai/"), None, "all of it is in one alphabet");
    }

    #[test]
    fn words_that_read_as_an_address_or_a_number_are_the_one_they_lead_to() {
        let to = "https://www.who.int/a?b";
        for fine in ["WHO", "who.int", "https://www.who.int", "a text (www.who.int)", "v1.2 of it", "3.5"] {
            assert!(!names_another_host(fine, to), "{fine}");
        }
        for lie in [
            "cdc.gov",
            "https://who.int.example",
            "at http://cdc.gov/x",
            "www.cdc.gov",
            "https://who.int@a.b",
        ] {
            assert!(names_another_host(lie, to), "{lie}");
        }
        for fine in ["call", "8 (812) 123-45-67", "+7 812 123-45-67", "123-45-67", "24 hours: 1"] {
            assert!(!names_another_number(fine, "+78121234567"), "{fine}");
        }
        assert!(
            names_another_number("112", "103") && names_another_number("+7 812 123-45-68", "+78121234567")
        );
    }

    #[test]
    fn identifiers_have_their_shape_and_check_digit() {
        assert!(is_doi("10.7759/cureus.61144"));
        for wrong in
            ["https://doi.org/10.7759/c", "10.7759", "10.77/a b", "10.7759/", "11.7759/a", "10.7759/a\"b"]
        {
            assert!(!is_doi(wrong), "{wrong}");
        }
        for fine in ["978-92-4-154881-6", "9789241548816", "0-306-40615-2", "080442957X"] {
            assert!(is_isbn(fine), "{fine}");
        }
        for wrong in ["978-92-4-154881-7", "0-306-40615-3", "978", "", "X080442957", "978-92-4-15488X-6"] {
            assert!(!is_isbn(wrong), "{wrong}");
        }
    }
}
