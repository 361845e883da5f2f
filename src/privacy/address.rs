//! Addresses in pages, as browsers read them (WHATWG URL, 4.4).
//!
//! Invariant: what a browser would take for another host or another scheme is never taken for a file of the site.

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A file of the site, or a place in the page.
    Beside,
    /// A file of the site, but only where the site stands at the root of its host.
    FromRoot,
    /// Another host.
    Elsewhere(Web),
    /// Anything with another scheme, in small letters: `tel`, `javascript`.
    Scheme(String),
}

/// An address of the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Web {
    /// Whether it is encrypted.
    pub(super) is_secure: bool,
    /// The host, in small letters, without user and port.
    pub(super) host: String,
    /// The names in its query.
    pub(super) names: Vec<String>,
}

/// The most of an address that is looked into: browsers refuse longer ones.
const LONGEST: usize = 2 << 20;

impl Address {
    pub(super) fn read(text: &str) -> Self {
        let text = text.trim_matches(|letter: char| letter <= ' ');
        let text: String =
            text.chars().take(LONGEST).filter(|letter| !matches!(letter, '\t' | '\n' | '\r')).collect();
        let slash = |letter: char| matches!(letter, '/' | '\\');
        if let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
            let scheme = scheme.to_ascii_lowercase();
            return match scheme.as_str() {
                // A browser adds the slashes that are missing.
                "http" | "https" => {
                    Self::Elsewhere(Web::read(rest.trim_start_matches(slash), scheme == "https"))
                }
                _ => Self::Scheme(scheme),
            };
        }
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(first), Some(second)) if slash(first) && slash(second) => {
                Self::Elsewhere(Web::read(text.trim_start_matches(slash), true))
            }
            (Some(first), _) if slash(first) => Self::FromRoot,
            _ => Self::Beside,
        }
    }
}

impl Web {
    fn read(rest: &str, is_secure: bool) -> Self {
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let host =
            host.split_once(':').map_or(host, |(host, _)| host).trim_end_matches('.').to_ascii_lowercase();
        let query =
            path.split('#').next().and_then(|path| path.split_once('?')).map_or("", |(_, query)| query);
        let names = query.split(['&', ';']).map(|pair| pair.split('=').next().unwrap_or_default());
        Self { is_secure, host, names: names.take(100).map(str::to_ascii_lowercase).collect() }
    }

    /// Whether it leads to an onion service.
    pub(super) fn is_onion(&self) -> bool {
        self.host.ends_with(".onion")
    }

    /// Returns the name in its query by which somebody follows readers.
    pub(super) fn tracker(&self) -> Option<&str> {
        let follows = |name: &&String| TRACKERS.contains(&name.as_str()) || name.starts_with("utm_");
        self.names.iter().find(follows).map(String::as_str)
    }
}

/// Names in queries by which others follow readers, beside `utm_…`.
const TRACKERS: [&str; 21] = [
    "fbclid",
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "yclid",
    "ysclid",
    "_openstat",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "vero_id",
    "srsltid",
    "_hsenc",
];

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Returns the addresses of a `srcset` (WHATWG HTML, 4.8.4.2.1).
pub(super) fn of_set(set: &str) -> impl Iterator<Item = &str> {
    // An address goes on to the next space; a comma at its end parts it from the next one.
    let words = set.split(|letter: char| letter.is_ascii_whitespace()).filter(|word| !word.is_empty());
    words.map(|word| word.trim_matches(',')).filter(|word| !word.is_empty() && !is_descriptor(word))
}

/// `2x`, `640w`.
fn is_descriptor(word: &str) -> bool {
    let number = word.strip_suffix(['x', 'w', 'h']);
    number.is_some_and(|number| number.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        for beside in ["a.html", "../b.html#c", "#d", "", "?q", "a/b:c", "./x:y"] {
            assert_eq!(Address::read(beside), Address::Beside, "{beside}");
        }
        for root in ["/a", "\\a", " /"] {
            assert_eq!(Address::read(root), Address::FromRoot, "{root}");
        }
        for elsewhere in [
            "//a.b",
            "/\\a.b",
            "\\\\a.b",
            "https:a.b",
            "HtTpS://a.b/",
            " \u{1}https:///a.b",
            "ht\ntps://u@A.b:8/?x",
        ] {
            let Address::Elsewhere(web) = Address::read(elsewhere) else { panic!("{elsewhere}") };
            assert_eq!(web.host, "a.b", "{elsewhere}");
        }
        for script in ["javascript:x", " JAVA\tscript:x", "\u{0}java\nscript\r:x"] {
            assert_eq!(Address::read(script), Address::Scheme("javascript".to_owned()), "{script:?}");
        }
    }

    #[test]
    fn a_set_gives_its_addresses() {
        let all: Vec<_> = of_set("a.png, //b.c/d.png 2x,\n e.png 640w").collect();
        assert_eq!(all, ["a.png", "//b.c/d.png", "e.png"]);
    }

    #[test]
    fn those_who_follow_are_known_by_their_names() {
        let tracker = |text: &str| match Address::read(text) {
            Address::Elsewhere(web) => web.tracker().map(str::to_owned),
            _ => None,
        };
        assert_eq!(tracker("https://a.b/?x=1&UTM_source=2").as_deref(), Some("utm_source"));
        assert_eq!(tracker("https://a.b/?id=fbclid#?gclid=1"), None);
    }
}
