//! Files by which nginx, Caddy and Apache are set up for the site: no logs, the headers of `_headers`, two cache profiles.
//!
//! What stands in them whatever the site is, are the texts in `deploy/`; a word between `@` is filled in.
//!
//! Invariant: the headers are those of the one table, and nothing in them is the reader's.

use super::headers::{Files, Header, Policies, Profile, table};
use super::{Made, Press};
use crate::base::path::OutPath;
use crate::config::Config;
use crate::site::Site;

/// The texts: where each goes in a profile, how headers are written there, and the text.
const SERVERS: [(&str, Dialect, &str); 3] = [
    ("nginx.conf", Dialect::Nginx, include_str!("deploy/nginx.conf")),
    ("Caddyfile", Dialect::Caddy, include_str!("deploy/Caddyfile")),
    ("apache.conf", Dialect::Apache, include_str!("deploy/apache.conf")),
];

/// What a person is to know, in the languages of the program.
const GUIDES: [(&str, &str); 2] =
    [("README.md", include_str!("deploy/README.md")), ("README.ru.md", include_str!("deploy/README.ru.md"))];

/// How a server writes headers.
#[derive(Clone, Copy)]
enum Dialect {
    Nginx,
    Caddy,
    Apache,
}

/// Makes the files.
pub(super) fn site(press: &Press<'_>, policies: &Policies) -> Site {
    let place = Place::of(press.config);
    let mut made = Made::default();
    for (name, text) in GUIDES {
        made.file(press, OutPath::parse(name), place.fill(text).into_bytes());
    }
    for profile in [Profile::Balanced, Profile::Strict] {
        for (name, dialect, text) in SERVERS {
            let text = place.fill(&with_headers(text, dialect, &place, (profile, policies)));
            let path = format!("{}/{name}", profile.as_str());
            made.file(press, OutPath::parse(&path), text.replace("@PROFILE@", profile.as_str()).into_bytes());
        }
    }
    let mut site = Site::new();
    for (path, content) in made.files {
        // No two of them have one name.
        let _ = site.insert(path, content);
    }
    site
}

/// Where the site stands.
struct Place<'a> {
    host: &'a str,
    /// The folder of the site on its host, with `/` at both ends.
    folder: &'a str,
    onion: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn of(config: &'a Config) -> Self {
        let rest = config.base_url.split_once("//").map_or(&*config.base_url, |(_, rest)| rest);
        let (host, folder) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let onion = config.onion.as_deref().and_then(|onion| onion.strip_prefix("http://"));
        // A server can name the same page there only where it has the same address.
        let onion = onion.and_then(|onion| onion.strip_suffix(folder)).filter(|_| !config.is_onion());
        Self { host: host.split_once(':').map_or(host, |(host, _)| host), folder, onion }
    }

    fn fill(&self, text: &str) -> String {
        let text = text.replace("@HOST@", self.host).replace("@FOLDER@", self.folder);
        text.replace("@ONION@", self.onion.unwrap_or("-"))
    }

    fn onion_location(&self, dialect: Dialect) -> Option<String> {
        let onion = self.onion?;
        Some(match dialect {
            Dialect::Nginx => format!("    add_header Onion-Location http://{onion}$request_uri always;\n"),
            Dialect::Caddy => format!("\theader Onion-Location \"http://{onion}{{uri}}\"\n"),
            Dialect::Apache => {
                format!("    Header always set Onion-Location \"expr=http://{onion}%{{REQUEST_URI}}\"\n")
            }
        })
    }
}

/// Writes the headers of the encrypted site and of the onion service where the text wants them.
fn with_headers(
    text: &str,
    dialect: Dialect,
    place: &Place<'_>,
    (profile, policies): (Profile, &Policies),
) -> String {
    let written = |is_onion| -> String {
        let headers = table(&policies.union(), profile, is_onion);
        headers.iter().map(|header| dialect.header(header, place.folder)).collect()
    };
    let open = written(false) + &place.onion_location(dialect).unwrap_or_default();
    text.replace("@HEADERS@\n", &open).replace("@ONION_HEADERS@\n", &written(true))
}

impl Dialect {
    fn header(self, header: &Header, folder: &str) -> String {
        let Header { files, name, value } = header;
        let pattern = files.pattern().map(|pattern| format!("^{}{pattern}", folder.replace('.', "\\.")));
        match (self, pattern) {
            (Self::Nginx, None) => format!("    add_header {name} \"{value}\" always;\n"),
            // What a `map` gives for an address that it does not know is empty, and an empty header is not sent.
            (Self::Nginx, Some(_)) if *files == Files::Snippets => {
                format!("    add_header {name} $site_origin always;\n")
            }
            (Self::Nginx, Some(pattern)) => {
                let kind = value.split(';').next().unwrap_or_default();
                format!("    location ~ \"{pattern}\" {{ types {{ }} default_type {kind}; }}\n")
            }
            (Self::Caddy, None) => format!("\theader {name} \"{value}\"\n"),
            (Self::Caddy, Some(pattern)) => {
                let matcher = format!("@{files:?}").to_ascii_lowercase();
                format!("\t{matcher} path_regexp {pattern}\n\theader {matcher} {name} \"{value}\"\n")
            }
            (Self::Apache, None) => format!("    Header always set {name} \"{value}\"\n"),
            (Self::Apache, Some(pattern)) if *name == "Content-Type" => {
                format!(
                    "    <LocationMatch \"{pattern}\">\n        ForceType \"{value}\"\n    </LocationMatch>\n"
                )
            }
            (Self::Apache, Some(pattern)) => {
                format!(
                    "    <LocationMatch \"{pattern}\">\n        Header always set {name} \"{value}\"\n    </LocationMatch>\n"
                )
            }
        }
    }
}
