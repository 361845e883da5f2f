//! `init`: a new, empty knowledge base that builds at once.

use std::path::Path;

use super::Outcome;
use super::failure::Failure;
use crate::base::name::SiteId;
use crate::base::path::SourcePath;
use crate::disk;
use crate::trust::allowed_signers;
use crate::trust::reviewers::Reviewers;

/// Makes the files of an empty knowledge base in `dir`; nothing that stands there is overwritten.
pub(super) fn run(dir: &Path, site: &str) -> Result<Outcome, Failure> {
    let site = SiteId::parse(site).ok_or_else(|| {
        Failure::usage(
            format!("`{site}` cannot be the name of a site"),
            "write a host name in small letters, like help.example",
        )
    })?;
    let filled = |template: &str| template.replace("{site}", site.as_str()).into_bytes();
    let signers = allowed_signers::generate(&Reviewers::default(), &site).into_bytes();
    let files = [
        ("vetted.toml", filled(include_str!("templates/vetted.toml"))),
        ("trust/policy.toml", filled(include_str!("templates/policy.toml"))),
        ("trust/reviewers.toml", filled(include_str!("templates/reviewers.toml"))),
        ("trust/revoked", filled(include_str!("templates/revoked"))),
        ("trust/allowed_signers", signers),
        // Git keeps no empty folder.
        ("record/.gitkeep", Vec::new()),
        ("content/facts/my-region.toml", filled(include_str!("templates/facts.toml"))),
        (".gitattributes", filled(include_str!("../../.gitattributes"))),
        (".gitignore", b"/public\n/.public.vetted-*\n*.key\n".to_vec()),
    ];
    let files: Vec<(SourcePath, Vec<u8>)> =
        files.into_iter().filter_map(|(path, bytes)| Some((SourcePath::parse(path)?, bytes))).collect();
    disk::write_new_files(dir, &files).map_err(Failure::from)?;
    Ok(Outcome::said(format!(
        "made a knowledge base in {dir}\n\
         next: set the name and the languages in {dir}/vetted.toml,\n\
         \u{20}     begin a text with `vetted -C {dir} new en/veins/vein-care`,\n\
         \u{20}     make a reviewer's key with `vetted key new dr-ada --file ~/dr-ada.key`",
        dir = dir.display()
    )))
}
