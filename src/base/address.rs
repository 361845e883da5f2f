//! Addresses of the web that settings and the directory of services may name.
//!
//! Invariant: an `Address` needs no escape in HTML, a header or a shell.

use super::name::is_onion;

/// An address of the web in its plainest form: scheme, host, port, path, query (RFC 3986); no user, no fragment, ASCII only.
pub struct Address<'a> {
    text: &'a str,
    secure: bool,
    host: &'a str,
    path: &'a str,
}

impl<'a> Address<'a> {
    /// Reads an `https` or `http` address; anything that would need an escape in HTML, a header or a shell is `None`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (secure, rest) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("http://")?),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let valid = text.len() <= 2_000
            && host.split('.').all(is_label)
            && port.parse::<u16>().is_ok_and(|port| port > 0)
            && path.bytes().all(is_plain);
        valid.then_some(Self { text, secure, host, path })
    }

    /// Returns whether it is an `https` address.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Returns whether it leads to an onion service.
    pub fn is_onion(&self) -> bool {
        is_onion(self.host)
    }

    /// Returns the host, in small letters.
    pub fn host(&self) -> &'a str {
        self.host
    }

    /// Returns the address of a folder, with `/` at its end; one with a query names none.
    pub fn folder(&self) -> Option<String> {
        let end = if self.path.ends_with('/') { "" } else { "/" };
        (!self.path.contains('?')).then(|| format!("{}{end}", self.text))
    }

    /// Returns the address of a page, with a `/` where it names the host alone.
    pub fn page(&self) -> String {
        let end = if self.path.is_empty() { "/" } else { "" };
        format!("{}{end}", self.text)
    }
}

/// Returns whether a browser that knows the Tor network would look for this address there, and any other would ask the whole net
/// for it: such an address is printed to be copied, never linked (RFC 7686, 2).
pub fn is_within_tor(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().trim_end_matches('.');
    let end = host.len().checked_sub(".onion".len()).and_then(|at| host.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(".onion"))
}

/// Letters, digits and inner hyphens.
fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// What may stand in a path or a query without an escape, but for quotes, brackets and `&`.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~%/?=+,:@!*".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::is_within_tor;

    #[test]
    fn what_only_tor_can_find_is_known_by_its_ending() {
        for within in ["http://a.onion", "https://B.A.ONION:80/c", "https://a.onion./", "a.onion?b#c"] {
            assert!(is_within_tor(within), "{within}");
        }
        for without in ["https://a.b/c.onion", "https://onion/", "https://a.onion.b", "https://дом.рф", ""]
        {
            assert!(!is_within_tor(without), "{without}");
        }
    }
}
