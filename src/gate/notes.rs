//! Checks one note by itself: what it says, where it lies, who signed it, with which key, and when.
//!
//! All checks that can be made are made, so that `why` names every one that failed.
//!
//! Invariant: a note that stands was signed, for this site and this place, by a reviewer who may speak here.

use std::fmt;

use super::Inquiry;
use super::dossier::{Paper, PaperName};
use super::standing::{Folder, NoteStanding};
use crate::base::digest::Digest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::project::File;
use crate::source::Source;
use crate::trust::namespace;
use crate::trust::note::{Approval, Header, Note, Statement, Subject, Withdrawal};
use crate::trust::reviewers::Reviewer;
use crate::trust::signature::{Broken, Signature};

/// What holds a note that would count, if its person did not count in another role.
pub(super) const SPARE: &str = "this person counts in another role already";

/// A note and what the checks made of it.
#[derive(Debug)]
pub(super) struct Checked<'a> {
    /// Its files.
    pub paper: &'a Paper<'a>,
    /// Its text and what that says, where it can be read.
    pub read: Option<(&'a Source, Note)>,
    /// Who signed it, where they are known.
    pub reviewer: Option<&'a Reviewer>,
    /// Whether its own bytes are not what was written: nobody can tell what it says.
    pub damaged: bool,
    /// Whether every check of the note by itself was passed: it stands even where the text was damaged later.
    pub stands: bool,
    /// Whether it counts for its version, in the end.
    pub counts: bool,
    /// The checks that failed.
    pub faults: Vec<Diagnostic>,
    /// What keeps it from counting without being a fault.
    pub held: Vec<String>,
}

impl Checked<'_> {
    /// Returns a standing approval.
    pub(super) fn approval(&self) -> Option<(&Note, &Approval)> {
        match &self.read {
            Some((_, note @ Note { statement: Statement::Approve(approval), .. })) if self.stands => {
                Some((note, approval))
            }
            _ => None,
        }
    }

    /// Returns a standing withdrawal.
    pub(super) fn withdrawal(&self) -> Option<(&Note, &Withdrawal)> {
        match &self.read {
            Some((_, note @ Note { statement: Statement::Withdraw(withdrawal), .. })) if self.stands => {
                Some((note, withdrawal))
            }
            _ => None,
        }
    }

    /// Returns the digest of the note's bytes, by which an approval lifts it.
    pub(super) fn digest(&self) -> Option<Digest> {
        self.paper.note.map(|(_, file)| file.digest())
    }

    /// Returns whether its reviewer only shows how the program works.
    pub(super) fn is_demonstration(&self) -> bool {
        self.reviewer.is_some_and(|reviewer| reviewer.demonstration)
    }

    /// Adds a fault at a line of the note.
    pub(super) fn fault(&mut self, code: Code, header: Header, message: impl Into<String>) {
        if let Some((source, _)) = &self.read {
            self.faults.push(Diagnostic::error(code, message).at(header.span(source), ""));
        }
    }

    /// Returns what `why` tells.
    pub(super) fn standing(self) -> Option<NoteStanding> {
        let note = self.read.as_ref().map(|(_, note)| note);
        let (scope, reach) = match note.map(|note| &note.statement) {
            Some(Statement::Approve(approval)) => (Some(approval.scope), None),
            Some(Statement::Withdraw(withdrawal)) => (None, Some(withdrawal.reach)),
            None => (None, None),
        };
        Some(NoteStanding {
            path: self.paper.path()?.clone(),
            reviewer: note.map(|note| note.reviewer.clone()),
            role: note.map(|note| note.role),
            reviewed: note.map(|note| note.reviewed),
            scope,
            reach,
            counts: self.counts,
            spare: self.held.iter().any(|held| held == SPARE),
            faults: self.faults,
            held: self.held,
        })
    }
}

/// Checks the note of `paper`, which lies in `folder`: in that of `version`, or beside the versions as a withdrawal.
pub(super) fn check<'a>(
    inquiry: &Inquiry<'a>,
    folder: &Folder,
    version: Option<u32>,
    paper: &'a Paper<'a>,
) -> Checked<'a> {
    let mut found = Diagnostics::new();
    let reviewer = inquiry.trust.reviewers.get(paper.name.reviewer());
    let read = read(paper, &mut found);
    let mut damaged = read.is_none();
    if let Some((source, note)) = &read {
        let mut check = Check { inquiry, paper, source, note, found: &mut found };
        check.place(folder, version);
        check.day();
        match reviewer {
            Some(reviewer) => check.entitlement(reviewer),
            None => check.unknown_reviewer(),
        }
        damaged = check.signature(reviewer) == Bytes::Damaged;
    }
    let stands = read.is_some() && found.is_empty();
    let faults = found.into_sorted();
    Checked { paper, read, reviewer, damaged, stands, counts: false, faults, held: Vec::new() }
}

/// Reads the note's file.
fn read<'a>(paper: &'a Paper<'a>, found: &mut Diagnostics) -> Option<(&'a Source, Note)> {
    match (paper.note, paper.signature) {
        (Some((_, File::Text(source))), _) => Some((source, Note::parse(source, found)?)),
        (Some((path, File::Binary(_))), _) => {
            found.push(Diagnostic::error(Code::NoteSyntax, "this note is not text").at(path, ""));
            None
        }
        (None, Some((path, _))) => {
            let fault = Diagnostic::error(Code::NoteIncomplete, "this signature lies here without its note");
            found.push(fault.at(path, "").help("put the note beside it, or take the signature out"));
            None
        }
        (None, None) => None,
    }
}

/// Whether a note and its signature belong together, byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bytes {
    Whole,
    Damaged,
}

/// One note under check.
struct Check<'c, 'a> {
    inquiry: &'c Inquiry<'a>,
    paper: &'c Paper<'a>,
    source: &'c Source,
    note: &'c Note,
    found: &'c mut Diagnostics,
}

impl Check<'_, '_> {
    fn refuse(&mut self, code: Code, header: Header, message: impl Into<String>) {
        self.found.push(Diagnostic::error(code, message).at(header.span(self.source), ""));
    }

    /// Refuses a line that is not what the place says.
    fn differs(&mut self, header: Header, says: impl fmt::Display, lies: impl fmt::Display) {
        let name = header.as_str();
        let message = format!("the note is for {name} `{says}`, and lies where {name} is `{lies}`");
        self.found.push(
            Diagnostic::error(Code::NoteMismatch, message)
                .at(header.span(self.source), "")
                .help("a note counts only where it was made for: take it away, and sign here anew"),
        );
    }

    /// Header and path must agree, or a good note could be laid before another text.
    fn place(&mut self, folder: &Folder, version: Option<u32>) {
        let note = self.note;
        if note.site != *self.inquiry.site {
            self.differs(Header::Site, &note.site, self.inquiry.site);
        }
        if note.reviewer != *self.paper.name.reviewer() {
            self.differs(Header::Reviewer, &note.reviewer, self.paper.name.reviewer());
        }
        if let PaperName::Approval(role, _) = &self.paper.name
            && note.role != *role
        {
            self.differs(Header::Role, note.role, role);
        }
        if let Some(version) = version
            && note.version != version
        {
            self.differs(Header::Version, note.version, version);
        }
        match (&note.statement, version) {
            (Statement::Approve(approval), Some(_)) => self.subject(folder, &approval.subject),
            (Statement::Withdraw(withdrawal), None) => {
                self.subject(folder, &Subject::Article(withdrawal.article.clone()));
            }
            (Statement::Approve(_), None) => {
                self.refuse(
                    Code::NoteMismatch,
                    Header::Kind,
                    "this approves, and lies where withdrawals lie",
                );
            }
            (Statement::Withdraw(_), Some(_)) => {
                self.refuse(Code::NoteMismatch, Header::Kind, "this withdraws, and lies where approvals lie");
            }
        }
    }

    fn subject(&mut self, folder: &Folder, subject: &Subject) {
        match (folder, subject) {
            (Folder::Article(lang, id), Subject::Article(article)) => {
                if article.id != *id {
                    self.differs(Header::Article, &article.id, id);
                }
                if article.lang != *lang {
                    self.differs(Header::Language, &article.lang, lang);
                }
            }
            (Folder::Facts(here), Subject::Facts(region))
            | (Folder::Services(here), Subject::Services(region)) => {
                if region != here {
                    self.differs(Header::Article, region, here);
                }
            }
            (Folder::Lexicon(here), Subject::Lexicon(lang)) => {
                if lang != here {
                    self.differs(Header::Article, lang, here);
                }
            }
            _ => self.differs(Header::Kind, subject.kind(), folder.kind()),
        }
    }

    /// A review that lies ahead was not made. One day is the width of the time zones. A withdrawal is never held up.
    fn day(&mut self) {
        let withdraws = matches!(self.note.statement, Statement::Withdraw(_));
        if !withdraws && self.note.reviewed > self.inquiry.project.as_of().plus_days(1) {
            let message = format!(
                "the review is dated {}, and today is {}",
                self.note.reviewed,
                self.inquiry.project.as_of()
            );
            self.refuse(Code::NoteTooEarly, Header::Reviewed, message);
        }
    }

    fn unknown_reviewer(&mut self) {
        let id = self.paper.name.reviewer();
        let known = self.inquiry.trust.reviewers.iter().map(|reviewer| reviewer.id.as_str());
        let near = crate::diagnostic::did_you_mean(id.as_str(), known);
        let mut fault =
            Diagnostic::error(Code::NotEntitled, format!("`{id}` is not a reviewer of this site"))
                .at(Header::Reviewer.span(self.source), "");
        fault.help = near;
        self.found.push(fault);
    }

    /// May this reviewer speak in this role, topic and language? Facts and services have neither topic nor language. For a
    /// withdrawal the language does not matter: who may pull a text may pull it everywhere.
    fn entitlement(&mut self, reviewer: &Reviewer) {
        let note = self.note;
        if !reviewer.roles.contains(&note.role) {
            self.not_entitled(reviewer, Header::Role, &format!("the role `{}`", note.role));
        }
        if let Some(topic) = note.topic().filter(|topic| !reviewer.topics.covers(topic)) {
            self.not_entitled(reviewer, Header::Topic, &format!("the topic `{topic}`"));
        }
        let lang = match &note.statement {
            Statement::Approve(approval) => match &approval.subject {
                Subject::Article(article) => Some(&article.lang),
                Subject::Lexicon(lang) => Some(lang),
                Subject::Facts(_) | Subject::Services(_) => None,
            },
            Statement::Withdraw(_) => None,
        };
        if let Some(lang) = lang.filter(|lang| !reviewer.languages.covers(lang)) {
            self.not_entitled(reviewer, Header::Language, &format!("the language `{lang}`"));
        }
    }

    fn not_entitled(&mut self, reviewer: &Reviewer, header: Header, what: &str) {
        self.found.push(
            Diagnostic::error(Code::NotEntitled, format!("`{}` is not entitled to {what}", reviewer.id))
                .at(header.span(self.source), "signed here")
                .at(&reviewer.span, "entitled here"),
        );
    }

    fn signature(&mut self, reviewer: Option<&Reviewer>) -> Bytes {
        let Some((path, file)) = self.paper.signature else {
            let fault = Diagnostic::error(Code::NoteIncomplete, "the signature of this note is missing");
            self.found.push(fault.at(self.source.path(), "").help("put the `.note.sig` beside it"));
            return Bytes::Damaged;
        };
        let signature = match Signature::parse(file.bytes()) {
            Ok(signature) => signature,
            Err(reason) => {
                let fault = Diagnostic::error(Code::SignatureSyntax, reason).at(path, "");
                self.found.push(fault.help("take the signature from where it was made again, byte for byte"));
                return Bytes::Damaged;
            }
        };
        if let Some(reviewer) = reviewer {
            self.key(reviewer, &signature, Place::from(path));
        }
        let (words, space) = (self.source.text().as_bytes(), namespace(self.note.role, self.inquiry.site));
        let meant = signature.namespace();
        let (bytes, message) = match signature.verify(&space, words) {
            Ok(()) => return Bytes::Whole,
            // It may also be the name of what it was signed for that was damaged.
            Err(Broken::Namespace) if signature.verify(meant, words).is_ok() => {
                (Bytes::Whole, format!("this was signed for `{meant}`, not for `{space}`"))
            }
            Err(Broken::Namespace | Broken::Content) => {
                (Bytes::Damaged, "the signature does not belong to these words".to_owned())
            }
        };
        let fault = Diagnostic::error(Code::SignatureInvalid, message);
        let fault = fault.at(path, "").at(self.source.path(), "the note");
        self.found.push(match bytes {
            Bytes::Whole => fault,
            Bytes::Damaged => {
                fault.help("take both files anew from where the note was signed, byte for byte")
            }
        });
        bytes
    }

    /// Is it a key of this reviewer, not revoked, and in its window on the day of the review?
    fn key(&mut self, reviewer: &Reviewer, signature: &Signature, place: Place) {
        let trust = self.inquiry.trust;
        let (id, day) = (&reviewer.id, self.note.reviewed);
        if trust.revoked.contains(signature.key()) {
            let message = format!("the key that `{id}` signed with is revoked");
            self.found.push(Diagnostic::error(Code::KeyNotValid, message).at(place.clone(), ""));
        }
        match reviewer.keys.iter().find(|own| own.key == *signature.key()) {
            Some(own) if own.holds_on(day) => {}
            Some(own) => {
                let message = format!("the key of `{id}` was not valid on {day}");
                let fault = Diagnostic::error(Code::KeyNotValid, message);
                let fault = fault.at(Header::Reviewed.span(self.source), "reviewed on this day");
                self.found.push(fault.at(&own.span, "the key and its days"));
            }
            None => {
                let message = match trust.reviewers.owner(signature.key()) {
                    Some(owner) => format!("this was signed with the key of `{}`, not of `{id}`", owner.id),
                    None => format!("this was signed with a key that is not one of `{id}`"),
                };
                let fault = Diagnostic::error(Code::SignatureInvalid, message).at(place, "");
                self.found.push(fault.at(&reviewer.span, "the reviewer's keys stand here"));
            }
        }
    }
}
