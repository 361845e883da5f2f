//! Every word of the model is used by some snippet of the starter in each language, or is named here with the reason.

use std::collections::BTreeSet;
use std::path::Path;

use vetted::article::Article;
use vetted::article::front::{
    Audience, BlankKind, Channel, Delivery, Escalation, Frame, Need, Sensitivity, SnippetSettings, Urgency,
};
use vetted::base::lang::Lang;
use vetted::base::path::SourcePath;
use vetted::diagnostic::Diagnostics;
use vetted::source::Source;

use crate::determinism::tree;
use crate::repository::root;

/// What no snippet of the starter is about, and why not.
const UNUSED: &[(&str, &str, &str)] = &[];

/// The words that the snippets of one article use.
fn words(article: &Article) -> BTreeSet<(&'static str, &'static str)> {
    let front = article.front();
    let mut used = BTreeSet::from([("need", front.need.as_str()), ("urgency", front.urgency.as_str())]);
    used.extend(front.audience.iter().map(|audience| ("audience", audience.as_str())));
    used.extend(front.delivery.iter().map(|delivery| ("delivery", delivery.as_str())));
    used.extend(front.escalate_to.iter().map(|whom| ("escalate_to", whom.as_str())));
    for snippet in article.outline().snippets() {
        let usual = SnippetSettings::default();
        let settings = front.snippets.get(&snippet.section).map_or(&usual, |settings| &**settings);
        used.insert(("sensitivity", settings.sensitivity.as_str()));
        used.extend(settings.channels.iter().map(|channel| ("channel", channel.as_str())));
        used.extend(settings.openings.keys().map(|frame| ("frame", frame.as_str())));
        used.extend(settings.blanks.values().map(|blank| ("blank", blank.kind.as_str())));
    }
    used
}

/// The words that all snippets of a language use together.
fn used_in(lang: &str) -> BTreeSet<(&'static str, &'static str)> {
    let folder = Path::new("content").join(lang);
    let texts = tree(&root().join(&folder)).into_iter().filter(|(path, _)| path.ends_with(".md"));
    let lang = Lang::parse(lang).unwrap();
    let articles = texts.map(|(path, bytes)| {
        let path = SourcePath::parse(&format!("content/{lang}/{path}")).unwrap();
        let source = Source::new(path, String::from_utf8(bytes).unwrap());
        let mut found = Diagnostics::new();
        Article::parse(&source, &lang, &mut found).unwrap_or_else(|| panic!("{found:?}"))
    });
    articles
        .filter(|article| article.outline().snippets().next().is_some())
        .flat_map(|article| words(&article))
        .collect()
}

#[test]
fn every_word_of_the_model_is_used_in_each_language_or_is_named_as_unused() {
    let model = [
        ("need", Need::WORDS),
        ("urgency", Urgency::WORDS),
        ("audience", Audience::WORDS),
        ("delivery", Delivery::WORDS),
        ("escalate_to", Escalation::WORDS),
        ("sensitivity", Sensitivity::WORDS),
        ("channel", Channel::WORDS),
        ("frame", Frame::WORDS),
        ("blank", BlankKind::WORDS),
    ];
    let model: Vec<_> =
        model.iter().flat_map(|(kind, words)| words.iter().map(|word| (*kind, *word))).collect();
    let excused: BTreeSet<_> = UNUSED.iter().map(|(kind, word, _)| (*kind, *word)).collect();
    for lang in ["en", "ru"] {
        let used = used_in(lang);
        let unused: BTreeSet<_> = model.iter().copied().filter(|word| !used.contains(word)).collect();
        assert_eq!(unused, excused, "{lang}: what is unused must be named with a reason, and only that");
    }
}
