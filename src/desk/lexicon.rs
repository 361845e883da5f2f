//! Do the words that people search by lead to texts that are there?

use super::between::{ids, missing_article};
use super::near::Near;
use super::{Desk, WorkingText};
use crate::base::name::SectionId;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Looks for every text that a term means, in the language of the lexicon.
pub(super) fn look(desk: &Desk, near: &mut Near, found: &mut Diagnostics) {
    for (lang, (source, lexicon)) in &desk.lexicons {
        near.begin_file();
        for (meaning, range) in lexicon.terms.iter().flat_map(|term| &term.means) {
            let place = source.span(range.clone());
            match (desk.articles.get(&(lang.clone(), meaning.article.clone())), &meaning.section) {
                (None, _) => {
                    let nearest = near.to(meaning.article.as_str(), ids(desk, lang));
                    found.push(missing_article(place, lang, &meaning.article, nearest));
                }
                (Some(text), Some(section)) if snippets(text).all(|known| known != section) => {
                    found.push(no_snippet(place, text, section, near));
                }
                (Some(_), _) => {}
            }
        }
    }
}

fn snippets(text: &WorkingText) -> impl Iterator<Item = &SectionId> {
    text.outline().sections.iter().filter(|section| section.snippet).filter_map(|section| section.id.as_ref())
}

fn no_snippet(place: Span, text: &WorkingText, section: &SectionId, near: &mut Near) -> Diagnostic {
    let mut fault = Diagnostic::error(Code::BrokenAnchor, format!("the article has no snippet `{section}`"))
        .at(place, "")
        .at(&text.path, "the article")
        .help("name a section whose heading says `.snippet`, or the article alone");
    fault.notes.extend(near.to(section.as_str(), snippets(text).map(SectionId::as_str)));
    fault
}
