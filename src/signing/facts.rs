//! What new facts do to the texts that are live with the old ones: the sentences they change, the texts they take off the
//! site, and the keys that must not go.
//!
//! Invariant: nobody signs facts without having been told each live sentence that they change.

use crate::base::name::Region;
use crate::desk::Desk;
use crate::diagnostic::refusal::Refusal;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::facts::Facts;
use crate::gate::{Cleared, ClearedFacts, Folder};
use crate::pipeline::{self, Ground};
use crate::project::Project;

/// Returns what the new facts of a region change for its readers, one thing a line: sentences, and texts that are left out
/// from now on. A fact that a live text uses may not go.
pub fn changes(
    region: &Region,
    desk: &Desk,
    project: &Project,
    ground: &Ground,
) -> Result<Vec<String>, Refusal> {
    let Some((_, new)) = desk.facts.get(region) else { return Ok(Vec::new()) };
    // What is live depends on the region, and this may be another one than that of the settings.
    let mut ground = ground.clone();
    ground.config.region = region.clone();
    let judged = pipeline::judge(project, &ground, &mut Diagnostics::new());
    changes_to(judged.cleared.iter(), (region, judged.facts.as_ref()), new)
}

/// The same for texts that are live with the facts of a region, where both are known already.
pub fn changes_to<'a>(
    live: impl Iterator<Item = &'a Cleared>,
    (region, old): (&Region, Option<&ClearedFacts>),
    new: &Facts,
) -> Result<Vec<String>, Refusal> {
    let old = old.map(ClearedFacts::facts);
    let mut dropped = Diagnostics::new();
    let mut changed = Vec::new();
    for cleared in live {
        let article = cleared.article();
        if new.leave_out.contains(article.id()) {
            let folder = Folder::Article(article.lang().clone(), article.id().clone());
            changed.push(format!("takes {} off the site of the region {region}", folder.path()));
        } else if let Some(old) = old {
            look(cleared, old, new, &mut changed, &mut dropped);
        }
    }
    if dropped.is_empty() {
        return Ok(changed);
    }
    Err(Refusal::content(
        "facts that live texts use would be gone",
        "keep each of them, with `unknown = true` if nobody can confirm it any more",
    )
    .because(dropped.into_sorted()))
}

fn look(cleared: &Cleared, old: &Facts, new: &Facts, changed: &mut Vec<String>, dropped: &mut Diagnostics) {
    let article = cleared.article();
    let source = article.source();
    for (key, range) in &article.outline().facts {
        let Some(fact) = new.facts.get(key) else {
            dropped.push(
                Diagnostic::error(Code::MissingFact, format!("the fact `{key}` is used here"))
                    .at(source.span(range.clone()), "")
                    .help("keep the fact, or have this text changed first"),
            );
            continue;
        };
        let text = |facts: Option<&str>| facts.unwrap_or("(?)").to_owned();
        let before = text(old.facts.get(key).and_then(|fact| fact.text(article.lang())));
        let after = text(fact.text(article.lang()));
        if before != after {
            let (line, _) = source.position(range.start);
            let sentence = &source.text()[source.line_range(line - 1)];
            let placeholder = format!("{{{key}}}");
            changed.push(format!(
                "changes {}:{line}\n  |- {}\n  |+ {}",
                source.path(),
                sentence.replace(&placeholder, &before).trim(),
                sentence.replace(&placeholder, &after).trim(),
            ));
        }
    }
}
