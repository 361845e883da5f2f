//! The list of pages for search engines, with the day of the last review; nothing that was withdrawn is in it.

use std::collections::BTreeMap;

use super::{Made, Press};
use crate::base::day::Day;
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::render::sitemap::{self, SitemapPage, Version};

/// The most addresses in one file: sitemaps.org allows 50,000 and fifty megabytes, which their twins reach sooner.
const MOST: usize = 20_000;

/// A page that search engines may know.
pub(super) struct Listed {
    lang: Lang,
    path: String,
    reviewed: Option<Day>,
}

impl Listed {
    pub(super) fn new(lang: &Lang, path: &str, reviewed: Option<Day>) -> Self {
        Self { lang: lang.clone(), path: path.to_owned(), reviewed }
    }

    /// What the page has in common with its twins: its name below the folder of its language.
    fn name(&self) -> &str {
        self.path.split_once('/').map_or(&*self.path, |(_, name)| name)
    }
}

/// Makes the list of the pages that the others have listed; of a very large site, a list of lists.
pub(super) fn emit(press: &Press<'_>, listed: &[Listed]) -> Made {
    let mut made = Made::default();
    let pages = pages(press, listed);
    let lists = in_parts(&pages);
    if let [only] = lists[..] {
        made.file(press, OutPath::parse("sitemap.xml"), sitemap::write(only).into_bytes());
        return made;
    }
    let mut addresses = Vec::new();
    for (list, number) in lists.into_iter().zip(1..) {
        let name = format!("sitemap-{number}.xml");
        made.file(press, OutPath::parse(&name), sitemap::write(list).into_bytes());
        addresses.push(format!("{}{name}", press.config.base_url));
    }
    made.file(press, OutPath::parse("sitemap.xml"), sitemap::write_lists(&addresses).into_bytes());
    made
}

fn pages(press: &Press<'_>, listed: &[Listed]) -> Vec<SitemapPage> {
    let mut by_name: BTreeMap<&str, Vec<&Listed>> = BTreeMap::new();
    for page in listed {
        by_name.entry(page.name()).or_default().push(page);
    }
    let place = |lang: &Lang| press.config.languages.iter().position(|known| known == lang);
    let address = |path: &str| format!("{}{path}", press.config.base_url);
    let pages = by_name.into_iter().map(|(name, mut versions)| {
        versions.sort_by_key(|page| place(&page.lang));
        let of_default = versions.first().filter(|page| place(&page.lang) == Some(0));
        SitemapPage {
            // The way in lets everybody choose a language.
            default: of_default.map(|page| address(if name == "index.html" { "" } else { &page.path })),
            versions: versions
                .iter()
                .map(|page| Version {
                    lang: page.lang.to_string(),
                    href: address(&page.path),
                    reviewed: page.reviewed,
                })
                .collect(),
        }
    });
    pages.collect()
}

/// Divides pages among files, each with all its languages; there is always one file.
fn in_parts(pages: &[SitemapPage]) -> Vec<&[SitemapPage]> {
    let mut parts = Vec::new();
    let (mut begin, mut count) = (0, 0);
    for (at, page) in pages.iter().enumerate() {
        if count > 0 && count + page.versions.len() > MOST {
            parts.push(&pages[begin..at]);
            (begin, count) = (at, 0);
        }
        count += page.versions.len();
    }
    parts.push(&pages[begin..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(count: usize, languages: usize) -> Vec<SitemapPage> {
        let version = Version { lang: "en".to_owned(), href: String::new(), reviewed: None };
        vec![SitemapPage { versions: vec![version; languages], default: None }; count]
    }

    #[test]
    fn a_file_is_never_too_long_and_a_page_stays_with_its_twins() {
        let lengths = |count, languages| -> Vec<usize> {
            in_parts(&pages(count, languages)).iter().map(|part| part.len()).collect()
        };
        assert_eq!(lengths(0, 2), [0]);
        assert_eq!(lengths(10_000, 2), [10_000]);
        assert_eq!(lengths(10_001, 2), [10_000, 1]);
        assert_eq!(lengths(20_000, 3), [6_666, 6_666, 6_666, 2]);
    }
}
