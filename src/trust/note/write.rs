//! Writes a note in the one form there is.
//!
//! Invariant: the output is LF-terminated lines without trailing spaces, in the order of [`Header`].

use std::fmt::{self, Write as _};

use super::{Approval, Header, Lift, Note, Pin, Statement, Subject, Withdrawal};
use crate::base::digest::Digest;
use crate::trust::words::Kind;

/// The word for what is empty.
const EMPTY: &str = "-";

/// A version and the digest of its text, as `previous` and `translation-of` write them.
struct Pinned<'a>(u32, &'a Digest);

impl fmt::Display for Pinned<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} sha256:{}", self.0, self.1)
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.lang, Pinned(self.version, &self.digest))
    }
}

impl fmt::Display for Lift {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {} sha256:{}", self.lang, self.number, self.reviewer, self.digest)
    }
}

/// Returns the text of `note`.
pub(super) fn note(note: &Note) -> String {
    let mut out = Lines::default();
    out.line(Header::Grammar, 1);
    out.line(Header::Site, &note.site);
    let kind = match &note.statement {
        Statement::Approve(approval) => approval.subject.kind(),
        Statement::Withdraw(_) => Kind::Withdrawal,
    };
    out.line(Header::Kind, kind);
    out.subject(&note.statement);
    out.line(Header::Version, note.version);
    out.line(Header::Role, note.role);
    out.line(Header::Reviewer, &note.reviewer);
    match &note.statement {
        Statement::Approve(approval) => out.approval(note, approval),
        Statement::Withdraw(withdrawal) => out.withdrawal(note, withdrawal),
    }
    out.0
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, header: Header, value: impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "# {}: {value}", header.as_str());
    }

    fn optional(&mut self, header: Header, value: Option<impl fmt::Display>) {
        match value {
            Some(value) => self.line(header, value),
            None => self.line(header, EMPTY),
        }
    }

    fn subject(&mut self, statement: &Statement) {
        let (name, language, topic) = match statement {
            Statement::Withdraw(Withdrawal { article, .. })
            | Statement::Approve(Approval { subject: Subject::Article(article), .. }) => {
                (article.id.as_str(), article.lang.as_str(), article.topic.as_str())
            }
            Statement::Approve(Approval { subject: Subject::Lexicon(lang), .. }) => {
                (lang.as_str(), lang.as_str(), EMPTY)
            }
            Statement::Approve(Approval {
                subject: Subject::Facts(region) | Subject::Services(region),
                ..
            }) => (region.as_str(), EMPTY, EMPTY),
        };
        self.line(Header::Article, name);
        self.line(Header::Language, language);
        self.line(Header::Topic, topic);
    }

    fn approval(&mut self, note: &Note, approval: &Approval) {
        self.line(Header::Decision, "approve");
        self.line(Header::Scope, approval.scope);
        self.line(Header::Reviewed, note.reviewed);
        self.line(Header::ReviewBy, approval.review_by);
        let previous = approval.previous.as_ref().map(|(version, digest)| Pinned(*version, digest));
        self.optional(Header::Previous, previous);
        self.optional(Header::TranslationOf, approval.translation_of.as_ref());
        let lifts: Vec<String> = approval.lifts.iter().map(Lift::to_string).collect();
        self.optional(Header::Lifts, (!lifts.is_empty()).then(|| lifts.join("; ")));
        self.line(Header::Declaration, note.declaration.as_str());
        self.digest(approval.subject.file_name(), &approval.text);
        for (name, digest) in &approval.pictures {
            self.digest(name.as_str(), digest);
        }
    }

    fn withdrawal(&mut self, note: &Note, withdrawal: &Withdrawal) {
        self.line(Header::Decision, "withdraw");
        self.line(Header::Scope, withdrawal.reach);
        self.line(Header::Reviewed, note.reviewed);
        for header in [Header::ReviewBy, Header::Previous, Header::TranslationOf, Header::Lifts] {
            self.line(header, EMPTY);
        }
        self.line(Header::Declaration, note.declaration.as_str());
        self.line(Header::Reason, withdrawal.reason);
        self.optional(Header::Instead, withdrawal.instead.as_ref());
    }

    /// A line as `sha256sum --tag` writes it.
    fn digest(&mut self, name: &str, digest: &Digest) {
        let _ = writeln!(self.0, "SHA256 ({name}) = {digest}");
    }
}
