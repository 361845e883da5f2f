//! `withdraw`: takes a text off the site, by one reviewer's word.

use std::path::Path;

use super::Outcome;
use super::args::{Reason as Typed, Withdraw, lang_and_id};
use super::failure::Failure;
use super::signer;
use crate::diagnostic::Tongue;
use crate::pipeline::Ground;
use crate::project::Project;
use crate::signing::{self, Withdrawing};
use crate::trust::words::{Reach, Reason};

/// Signs a withdrawal and writes it.
pub(super) fn run(
    root: &Path,
    options: &Withdraw,
    tongue: Tongue,
    project: &Project,
    ground: &Ground,
) -> Result<Outcome, Failure> {
    let (lang, id) = lang_and_id(&options.subject).ok_or_else(|| {
        Failure::usage(
            format!("`{}` names no text", options.subject),
            "write LANG/ID, such as en/overdose-now",
        )
    })?;
    let asked = Withdrawing {
        lang,
        id,
        reach: if options.this_language { Reach::ThisLanguage } else { Reach::EveryLanguage },
        reason: reason(options.reason),
        instead: options.instead.clone(),
    };
    // Nobody is asked for a passphrase in vain.
    signing::is_withdrawable(&asked, project, ground)?;
    let hand = signer::hand(&options.signer, tongue, ground)?;
    let signed = signing::withdraw(&asked, &hand, project, ground)?;
    signer::write(root, &signed)
}

fn reason(typed: Typed) -> Reason {
    match typed {
        Typed::Error => Reason::Error,
        Typed::GuidanceChanged => Reason::GuidanceChanged,
        Typed::Law => Reason::Law,
        Typed::Other => Reason::Other,
    }
}
