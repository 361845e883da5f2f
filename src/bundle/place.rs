//! Where a file of a bundle goes, by its name alone.
//!
//! Invariant: a name that the record or the desk would not read has no place.

use crate::base::name::ReviewerId;
use crate::base::path::SourcePath;
use crate::gate::Folder;
use crate::trust::note::FileName;
use crate::trust::words::Role;

/// The place of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The text of a version, or a picture of it.
    Frozen(Folder, u32),
    /// The note of a reviewer on a version, or its signature.
    Approval(Folder, u32, ReviewerId),
    /// A withdrawal, or its signature.
    Withdrawal(Folder, u32, ReviewerId),
    /// What somebody asks to be changed in a working text.
    Remark(Folder, ReviewerId),
}

impl Place {
    /// Reads the place of a file.
    pub(super) fn of(path: &SourcePath) -> Option<Self> {
        let parts: Vec<&str> = path.parts().collect();
        match parts[..] {
            ["content", "remarks", place, text, name] => {
                let (count, reviewer) = name.strip_suffix(".toml")?.split_once('.')?;
                number(count)?;
                Some(Self::Remark(Folder::parse(place, text)?, ReviewerId::parse(reviewer)?))
            }
            ["record", place, text, name] => {
                let folder = Folder::parse(place, text)?;
                let (count, reviewer) = stem(name)?.strip_prefix("withdrawn.")?.split_once('.')?;
                let is_article = matches!(folder, Folder::Article(..));
                let place = Self::Withdrawal(folder, number(count)?, ReviewerId::parse(reviewer)?);
                is_article.then_some(place)
            }
            ["record", place, text, version, name] => {
                let (folder, version) = (Folder::parse(place, text)?, number(version)?);
                let Some(stem) = stem(name) else {
                    let is_picture = matches!(folder, Folder::Article(..)) && FileName::parse(name).is_some();
                    let is_frozen = name == folder.file_name() || is_picture;
                    return is_frozen.then_some(Self::Frozen(folder, version));
                };
                let (role, reviewer) = stem.split_once('.')?;
                Role::parse(role)?;
                Some(Self::Approval(folder, version, ReviewerId::parse(reviewer)?))
            }
            _ => None,
        }
    }
}

/// Whether a file is the signature of a note.
pub(super) fn is_signature(path: &SourcePath) -> bool {
    path.as_str().ends_with(".note.sig")
}

/// Returns the place of the note that a signature belongs to, or of the signature of a note.
pub(super) fn other_half(path: &SourcePath) -> Option<SourcePath> {
    match path.as_str().strip_suffix(".sig") {
        Some(note) => SourcePath::parse(note),
        None => SourcePath::parse(&format!("{path}.sig")),
    }
}

/// Returns the name of a note or signature without its endings.
fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".sig").unwrap_or(name).strip_suffix(".note")
}

/// Reads a number as folders of versions are named: from 1, at most nine digits.
pub(super) fn number(text: &str) -> Option<u32> {
    let plain = (1..=9).contains(&text.len())
        && !text.starts_with('0')
        && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_record_and_desk_read_has_a_place() {
        for path in [
            "record/en/rest/2/article.md",
            "record/en/rest/2/step-1.png",
            "record/en/rest/2/medical.dr-ada.note",
            "record/en/rest/2/medical.dr-ada.note.sig",
            "record/en/rest/withdrawn.1.dr-ada.note",
            "record/facts/ru-spb/3/facts.toml",
            "content/remarks/en/rest/1.dr-ada.toml",
            "content/remarks/facts/ru-spb/1.dr-ada.toml",
        ] {
            assert!(Place::of(&SourcePath::parse(path).unwrap()).is_some(), "{path}");
        }
        for path in [
            "record/README.md",
            "record/en/rest/02/article.md",
            "record/en/rest/1000000000/article.md",
            "record/en/rest/2/medical.note",
            "record/en/rest/2/doctor.dr-ada.note",
            "record/en/rest/2/more/step.png",
            "record/en/index/1/article.md",
            "record/facts/ru-spb/3/step.png",
            "record/facts/ru-spb/withdrawn.1.dr-ada.note",
            "content/remarks/en/rest/1.toml",
            "content/remarks/en/rest/0.dr-ada.toml",
            "content/remarks/en/1.dr-ada.toml",
            "content/en/rest/rest.md",
        ] {
            assert!(Place::of(&SourcePath::parse(path).unwrap()).is_none(), "{path}");
        }
    }
}
