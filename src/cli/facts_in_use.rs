//! What new facts do to the texts that are live: the sentences they change, and the keys that must not go.

use super::failure::Failure;
use crate::base::name::Region;
use crate::desk::Desk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::facts::Facts;
use crate::gate::{Cleared, ClearedFacts, Judged};

/// Returns the live sentences that the new facts of a region change, one a line; a fact that a live text uses may not go.
pub(super) fn changes(region: &Region, desk: &Desk, judged: &Judged) -> Result<Vec<String>, Failure> {
    let Some((_, new)) = desk.facts.get(region) else { return Ok(Vec::new()) };
    let Some(old) = judged.facts.as_ref().map(ClearedFacts::facts).filter(|old| old.region == *region) else {
        return Ok(Vec::new());
    };
    let mut dropped = Diagnostics::new();
    let mut changed = Vec::new();
    for cleared in judged.cleared.iter().filter(|cleared| !new.leave_out.contains(cleared.article().id())) {
        look(cleared, old, new, &mut changed, &mut dropped);
    }
    if dropped.is_empty() {
        return Ok(changed);
    }
    Err(Failure::content(
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
        let text = |facts: Option<&str>| facts.unwrap_or("(unknown)").to_owned();
        let before = text(old.facts.get(key).and_then(|fact| fact.text(article.lang())));
        let after = text(fact.text(article.lang()));
        if before != after {
            let (line, _) = source.position(range.start);
            let sentence = &source.text()[source.line_range(line - 1)];
            let placeholder = format!("{{{key}}}");
            changed.push(format!(
                "changes {}:{line}\n  - {}\n  + {}",
                source.path(),
                sentence.replace(&placeholder, &before).trim(),
                sentence.replace(&placeholder, &after).trim(),
            ));
        }
    }
}
