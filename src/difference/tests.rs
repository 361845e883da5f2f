//! What the difference promises, on the corpus of edits and on texts that nobody would write.

mod corpus;
mod hostile;
mod places;
mod promises;

use super::*;
use crate::base::lang::Lang;
use crate::base::path::SourcePath;
use crate::diagnostic::Diagnostics;
use crate::source::Source;

/// Reads an article with this text below its settings.
fn article(body: &str) -> Article {
    article_with("urgency = \"routine\"\n", body)
}

fn article_with(settings: &str, body: &str) -> Article {
    let front = "id = \"a\"\ntitle = \"Title\"\nsummary = \"Summary.\"\nneed = \"information\"\naudience = [\"client\"]\n";
    let source = "[[sources]]\nkey = \"who\"\ntitle = \"Guide\"\norg = \"WHO\"\nyear = 2020\n";
    let text = format!("+++\n{front}{settings}{source}+++\n\n{body}\n");
    let source = Source::new(SourcePath::parse("content/en/topic/a.md").unwrap(), text);
    let mut found = Diagnostics::new();
    let article = Article::parse(&source, &Lang::parse("en").unwrap(), &mut found);
    article.unwrap_or_else(|| panic!("{body}: {found:?}"))
}

fn between(old: &Article, new: &Article) -> Difference {
    let pictures = BTreeMap::new();
    articles(Edition { article: old, pictures: &pictures }, Edition { article: new, pictures: &pictures })
}

fn diff(old: &str, new: &str) -> Difference {
    between(&article(old), &article(new))
}

fn kinds(difference: &Difference) -> Vec<MarkKind> {
    let marks = difference.passages.iter().flat_map(|passage| &passage.marks);
    marks.map(|mark| mark.kind).collect()
}
