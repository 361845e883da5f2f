//! The names of all findings, which `explain`, the JSON and the tests know them by.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Which kind of finding: a stable kebab-case name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// Returns the stable name.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $name,)* } }
        }
    };
}

codes! {
    // Files and texts.
    /// A file could not be read.
    FileUnreadable = "file-unreadable",
    /// A file or folder has a name that is not plain ASCII.
    FileName = "file-name",
    /// A symbolic link, a device, or a folder where a file should be.
    FileKind = "file-kind",
    /// A file is larger than its kind may be.
    FileTooLarge = "file-too-large",
    /// A file that must be there is not.
    FileMissing = "file-missing",
    /// A file stands where nothing of its kind belongs.
    FileStray = "file-stray",
    /// A text is not UTF-8.
    TextNotUtf8 = "text-not-utf8",
    /// A text holds a byte order mark, a control, bidi or zero-width character.
    TextCharacter = "text-character",
    /// A text is not in Unicode normalisation form C.
    TextNotNfc = "text-not-nfc",
    // TOML.
    /// A text is not TOML.
    TomlSyntax = "toml-syntax",
    /// A key is not known here.
    UnknownKey = "unknown-key",
    /// A key that must be there is not.
    MissingKey = "missing-key",
    /// A value has the wrong type or is not one of those allowed.
    WrongValue = "wrong-value",
    // Articles.
    /// The front matter does not begin or end as it should.
    FrontMatter = "front-matter",
    /// Path and front matter disagree.
    PathMismatch = "path-mismatch",
    /// An id or a name is refused.
    ReservedName = "reserved-name",
    /// Two texts claim one id, alias or address.
    DuplicateName = "duplicate-name",
    /// Raw HTML in a text.
    RawHtml = "raw-html",
    /// A heading has an attribute or class that is not known.
    HeadingAttribute = "heading-attribute",
    /// Headings skip a level, or two sections share an id.
    HeadingStructure = "heading-structure",
    /// A quote that begins with `[!` and is no known alert.
    UnknownAlert = "unknown-alert",
    /// A card that breaks the rules for cards.
    CardStructure = "card-structure",
    /// A footnote or source key that is not defined.
    UndefinedFootnote = "undefined-footnote",
    /// A source or footnote that is never cited.
    UnusedSource = "unused-source",
    /// Markdown outside the part that articles may use.
    UnsupportedMarkdown = "unsupported-markdown",
    /// A text is nested deeper or holds more than a text may.
    TooMuch = "too-much",
    /// A `{…}` that is neither a fact nor a blank.
    UnknownPlaceholder = "unknown-placeholder",
    /// A fact that the region does not have.
    MissingFact = "missing-fact",
    /// A link that leads nowhere, or whose address is not allowed.
    BrokenLink = "broken-link",
    /// A link to a section that is not there.
    BrokenAnchor = "broken-anchor",
    /// A picture that is not there or breaks the rules for pictures.
    BrokenPicture = "broken-picture",
    /// A picture without words for those who do not see it.
    MissingAltText = "missing-alt-text",
    /// The settings of a snippet do not fit its section.
    SnippetSettings = "snippet-settings",
    /// A snippet makes no message that can be sent as it stands.
    SnippetMessage = "snippet-message",
    /// Words that the word list of the language asks to avoid.
    Wording = "wording",
    // Trust.
    /// A note breaks the strict grammar of notes.
    NoteSyntax = "note-syntax",
    /// A note's header disagrees with the place it stands in.
    NoteMismatch = "note-mismatch",
    /// A signature is not in the one form that is accepted.
    SignatureSyntax = "signature-syntax",
    /// A signature does not belong to its note, role, site or reviewer.
    SignatureInvalid = "signature-invalid",
    /// A note whose signature is missing, or the other way round.
    NoteIncomplete = "note-incomplete",
    /// A reviewer who is not known, or may not speak in this role, topic or language.
    NotEntitled = "not-entitled",
    /// A key outside its window, or revoked.
    KeyNotValid = "key-not-valid",
    /// A note from the future.
    NoteTooEarly = "note-too-early",
    /// A file of a version differs from what was signed.
    VersionChanged = "version-changed",
    /// A version lists, lacks or has other files than its notes say.
    VersionFiles = "version-files",
    /// A translation is pinned to a text that is not in the record.
    PinMismatch = "pin-mismatch",
    /// A signed text cannot be used as it stands.
    VersionUnusable = "version-unusable",
    /// `allowed_signers` cannot be read or is not what `reviewers.toml` says.
    AllowedSigners = "allowed-signers",
    /// A fault in `reviewers.toml`.
    Reviewers = "reviewers",
    /// A fault in `policy.toml`.
    Policy = "policy",
    /// A fault in the list of revoked keys.
    Revoked = "revoked",
    /// Demonstration reviewers and real ones in one site.
    DemonstrationMixed = "demonstration-mixed",
    // Settings, theme.
    /// A fault in `vetted.toml`.
    Settings = "settings",
    /// A template that cannot be read or rendered.
    Template = "template",
    /// A label that a language of the site lacks.
    MissingLabel = "missing-label",
    /// Two pages of the site would stand in one place.
    AddressTaken = "address-taken",
    // Finished sites, ours and those of others.
    /// A page asks for more than itself and its pictures, or sends something.
    PrivacyRequest = "privacy-request",
    /// A page has no policy that forbids what is not in it, or one with holes.
    PrivacyPolicy = "privacy-policy",
    /// A page leaves something behind, or tells others who reads it.
    PrivacyTrace = "privacy-trace",
    /// Something of a page is lost to readers without scripts, without a network, or with the safest browser.
    PrivacyReach = "privacy-reach",
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
