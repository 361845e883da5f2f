//! `review`: the desk of a reviewer, in a browser on this machine; on a knowledge base, or on a pack from far away.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use super::args::Review;
use super::failure::Failure;
use super::{Outcome, say, today};
use crate::base::day::Day;
use crate::bundle::{self, Kind, Parcel};
use crate::diagnostic::Tongue;
use crate::disk::{self, Scope};
use crate::overview::SOON;
use crate::serve::{Base, Places, ReviewDesk, Reviewing};
use crate::signing;

/// The largest pack or bundle, in bytes of its text.
const LARGEST: u64 = 128 * 1024 * 1024;

/// Opens the desk until the person ends it, or packs what waits. `as_of` stops the clock.
pub(super) fn run(
    root: &Path,
    options: &Review,
    as_of: Option<Day>,
    tongue: Tongue,
) -> Result<Outcome, Failure> {
    if let Some(file) = &options.pack {
        return pack(root, options, file, as_of);
    }
    if let Some(key) = &options.key {
        // Whoever names a key wants to hear at once that it is none.
        signing::key::read(&disk::read_small(key, LARGEST)?, &key.display().to_string())?;
    }
    let base = match &options.file {
        Some(file) => opened(file, as_of)?,
        None => Base::Folder(root.to_owned()),
    };
    let reviewing = Reviewing::begin(ReviewDesk {
        base,
        address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), options.port),
        tongue,
        today: Box::new(move || as_of.or_else(|| today().ok())),
        reviewer: options.reviewer.clone(),
        keys: places(options),
    })?;
    say(&format!("{}\n", tongue.report(&format!("the review desk: {}", reviewing.address()))));
    say(&format!(
        "{}\n",
        tongue.report("open this address in a browser on this machine, and show it to nobody")
    ));
    say(&format!("{}\n", tongue.report("end it with Ctrl-C")));
    reviewing.run()?;
    Ok(Outcome::default())
}

/// Packs what waits for a reviewer far away.
fn pack(root: &Path, options: &Review, file: &Path, as_of: Option<Day>) -> Result<Outcome, Failure> {
    let day = as_of.map_or_else(today, Ok)?;
    let project = disk::read(root, Scope::Everything, day)?;
    super::with_ground(&project, |project, ground| {
        let parcel = bundle::pack(project, ground, options.reviewer.as_ref(), SOON)?;
        disk::replace_file(file, parcel.write().as_bytes())?;
        Ok(Outcome::said(format!(
            "packed into {}; whoever gets it runs `vetted review {}`",
            file.display(),
            file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        )))
    })
}

/// Opens a pack, with what was signed upon it before.
fn opened(file: &Path, as_of: Option<Day>) -> Result<Base, Failure> {
    let pack = Parcel::read(&disk::read_small(file, LARGEST)?)?;
    pack.must_be(Kind::Pack)?;
    let out = file.with_extension("signed.txt");
    let before = match out.symlink_metadata() {
        Ok(_) => {
            let before = Parcel::read(&disk::read_small(&out, LARGEST)?)?;
            before.must_be(Kind::Bundle)?;
            Some(before).filter(|before| before.site == pack.site)
        }
        Err(_) => None,
    };
    let site = pack.site.clone();
    let project = pack.open(as_of.map_or_else(today, Ok)?)?;
    Ok(Base::Pack { project, site, before, out })
}

/// Where keys usually lie: the one that was named; else our own folder, the home, and those of OpenSSH.
fn places(options: &Review) -> Places {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let own = std::env::var_os("XDG_CONFIG_HOME")
        .map_or_else(|| home.join(".config"), PathBuf::from)
        .join("vetted");
    if let Some(key) = &options.key {
        return Places { files: vec![key.clone()], new: own };
    }
    let mut files: Vec<PathBuf> = [&own, &home].into_iter().flat_map(|folder| keys_in(folder)).collect();
    files.extend(["id_ed25519", "id_ecdsa"].map(|name| home.join(".ssh").join(name)));
    files.retain(|file| file.is_file());
    Places { files, new: own }
}

/// The files of a folder that are called keys, sorted.
fn keys_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut keys: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "key"))
        .collect();
    keys.sort();
    keys
}
