//! Sorts the record into texts, versions, notes and signatures, by names alone.
//!
//! Invariant: every file of the record is either in a dossier or told as stray.

use super::standing::Folder;
use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::{File, Project};
use crate::trust::words::Role;

/// A file and its place.
pub(super) type Filed<'a> = (&'a SourcePath, &'a File);

/// What lies in the record for one text.
#[derive(Debug)]
pub(super) struct Dossier<'a> {
    /// The text's folder.
    pub folder: Folder,
    /// Its versions, sorted by number.
    pub versions: Vec<(u32, Bundle<'a>)>,
    /// The withdrawals, sorted by path.
    pub withdrawals: Vec<Paper<'a>>,
}

/// What lies in the folder of one version.
#[derive(Debug, Default)]
pub(super) struct Bundle<'a> {
    /// The text and its pictures, sorted by name.
    pub files: Vec<(&'a str, Filed<'a>)>,
    /// The notes, sorted by path.
    pub papers: Vec<Paper<'a>>,
}

impl<'a> Bundle<'a> {
    /// Returns the file of this name.
    pub(super) fn file(&self, name: &str) -> Option<Filed<'a>> {
        let at = self.files.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        self.files.get(at).map(|(_, filed)| *filed)
    }
}

/// A note's file and its signature's.
#[derive(Debug)]
pub(super) struct Paper<'a> {
    /// The file of the note; a signature without one has none.
    pub note: Option<Filed<'a>>,
    /// The file of the signature.
    pub signature: Option<Filed<'a>>,
    /// What the name says.
    pub name: PaperName,
}

impl<'a> Paper<'a> {
    /// Returns the place to point at.
    pub(super) fn path(&self) -> Option<&'a SourcePath> {
        self.note.or(self.signature).map(|(path, _)| path)
    }
}

/// What the name of a note's file says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PaperName {
    /// `<role>.<reviewer>.note`
    Approval(Role, ReviewerId),
    /// `withdrawn.<number>.<reviewer>.note`
    Withdrawal(u32, ReviewerId),
}

impl PaperName {
    /// Returns the reviewer.
    pub(super) fn reviewer(&self) -> &ReviewerId {
        match self {
            Self::Approval(_, reviewer) | Self::Withdrawal(_, reviewer) => reviewer,
        }
    }

    fn approval(stem: &str) -> Option<Self> {
        let (role, reviewer) = stem.split_once('.')?;
        Some(Self::Approval(Role::parse(role)?, ReviewerId::parse(reviewer)?))
    }

    /// Reads the name of a withdrawal's note or signature.
    pub(super) fn of(file: &str) -> Option<Self> {
        Self::withdrawal(stem(file)?)
    }

    fn withdrawal(stem: &str) -> Option<Self> {
        let (count, reviewer) = stem.strip_prefix("withdrawn.")?.split_once('.')?;
        Some(Self::Withdrawal(number(count)?, ReviewerId::parse(reviewer)?))
    }
}

/// Reads a number from 1 without leading zeros, as folders of versions are named.
fn number(text: &str) -> Option<u32> {
    let plain = (1..=9).contains(&text.len())
        && !text.starts_with('0')
        && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Gathers the dossiers of the record, sorted by folder; what belongs nowhere is pushed.
pub(super) fn gather<'a>(project: &'a Project, found: &mut Diagnostics) -> Vec<Dossier<'a>> {
    let mut dossiers: Vec<Dossier<'a>> = Vec::new();
    let mut last = None;
    for (path, file) in project.under("record") {
        let mut parts = path.parts().skip(1);
        let (place, name) = (parts.next(), parts.next());
        // Files of one folder stand together, so that a folder is named once.
        if last != Some((place, name)) {
            let folder = place.zip(name).and_then(|(place, name)| Folder::parse(place, name));
            if let Some(folder) = folder {
                last = Some((place, name));
                dossiers.push(Dossier { folder, versions: Vec::new(), withdrawals: Vec::new() });
            }
        }
        let dossier = dossiers.last_mut().filter(|_| last == Some((place, name)));
        let rest: Vec<&str> = parts.take(3).collect();
        if dossier.and_then(|dossier| dossier.put(&rest, (path, file))).is_none() {
            found.push(stray(path));
        }
    }
    for dossier in &mut dossiers {
        dossier.versions.sort_unstable_by_key(|(number, _)| *number);
    }
    dossiers.sort_by(|one, other| one.folder.cmp(&other.folder));
    dossiers
}

/// Says that a file belongs nowhere.
pub(super) fn stray(path: &SourcePath) -> Diagnostic {
    Diagnostic::error(Code::FileStray, "nothing of this name belongs into the record")
        .at(path, "")
        .note("in a version's folder lie the text, the pictures it uses, and notes with their signatures")
        .help("take it out; whatever is signed stays as it is")
}

impl<'a> Dossier<'a> {
    /// Puts a file in its place; `None` where there is none for it.
    fn put(&mut self, rest: &[&'a str], filed: Filed<'a>) -> Option<()> {
        match *rest {
            [name] if matches!(self.folder, Folder::Article(..)) => {
                let paper = PaperName::of(name)?;
                place(&mut self.withdrawals, paper, filed);
            }
            [version, name] => {
                let bundle = self.bundle(number(version)?);
                match stem(name) {
                    Some(stem) => place(&mut bundle.papers, PaperName::approval(stem)?, filed),
                    None => bundle.files.push((name, filed)),
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// Returns the bundle of a version; its files come one after the other.
    fn bundle(&mut self, number: u32) -> &mut Bundle<'a> {
        if self.versions.last().is_none_or(|(last, _)| *last != number) {
            self.versions.push((number, Bundle::default()));
        }
        let last = self.versions.len() - 1;
        &mut self.versions[last].1
    }
}

/// Returns the name of a note or signature without its endings; other files have none.
fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".sig").unwrap_or(name).strip_suffix(".note")
}

/// Adds a note or a signature to its other half; in the order of paths the note comes first.
fn place<'a>(papers: &mut Vec<Paper<'a>>, name: PaperName, filed: Filed<'a>) {
    let is_signature = filed.0.as_str().strip_suffix(".sig").is_some();
    if let Some(paper) = papers.last_mut().filter(|paper| paper.name == name && is_signature) {
        paper.signature = Some(filed);
        return;
    }
    let (note, signature) = if is_signature { (None, Some(filed)) } else { (Some(filed), None) };
    papers.push(Paper { note, signature, name });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::day::Day;

    fn project(paths: &[&str]) -> Project {
        let files = paths.iter().map(|path| {
            let path = SourcePath::parse(path).unwrap();
            (path.clone(), File::new(&path, b"x".to_vec()))
        });
        Project::new(files.collect(), Diagnostics::new(), Day::new(2026, 1, 1).unwrap())
    }

    #[test]
    fn every_file_is_sorted_or_stray() {
        let project = project(&[
            "record/en/a/1/article.md",
            "record/en/a/1/medical.dr-ada.note",
            "record/en/a/1/medical.dr-ada.note.sig",
            "record/en/a/1/editor.ed.note.sig",
            "record/en/a/10/article.md",
            "record/en/a/withdrawn.1.dr-ada.note",
            "record/en/a/withdrawn.1.dr-ada.note.sig",
            "record/en/a-b/2/article.md",
            "record/facts/ru-spb/3/facts.toml",
            "record/README.md",
            "record/en/note.txt",
            "record/en/a/01/article.md",
            "record/en/a/1/doctor.dr-ada.note",
            "record/en/a/1/more/step.png",
            "record/facts/ru-spb/withdrawn.1.dr-ada.note",
            "record/EN/a/1/article.md",
        ]);
        let mut found = Diagnostics::new();
        let dossiers = gather(&project, &mut found);
        let folders: Vec<_> = dossiers.iter().map(|dossier| dossier.folder.path()).collect();
        assert_eq!(folders, ["record/en/a", "record/en/a-b", "record/facts/ru-spb"]);
        let first = &dossiers[0];
        assert_eq!(first.versions.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 10]);
        let papers = &first.versions[0].1.papers;
        assert_eq!(papers.len(), 2);
        assert!(papers[0].note.is_none() && papers[0].signature.is_some());
        assert!(papers[1].note.is_some() && papers[1].signature.is_some());
        assert_eq!(first.withdrawals.len(), 1);
        let strays: Vec<_> =
            found.into_sorted().iter().map(|found| found.labels[0].place.path().to_string()).collect();
        assert_eq!(
            strays,
            [
                "record/EN/a/1/article.md",
                "record/README.md",
                "record/en/a/01/article.md",
                "record/en/a/1/doctor.dr-ada.note",
                "record/en/a/1/more/step.png",
                "record/en/note.txt",
                "record/facts/ru-spb/withdrawn.1.dr-ada.note",
            ]
        );
    }
}
