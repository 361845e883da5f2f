//! One line of `allowed_signers`: `principal options key comment`.
//!
//! Invariant: what is accepted means the same to `ssh-keygen -Y verify`.

use std::collections::BTreeSet;

use super::Grant;
use crate::base::day::Day;
use crate::base::name::{ReviewerId, SiteId};
use crate::trust::key::PublicKey;
use crate::trust::words::Role;

/// Reads a line, or says what is wrong with it.
pub(super) fn entry(line: &str) -> Result<(ReviewerId, PublicKey, Grant), String> {
    let (principal, rest) = line.split_once(' ').ok_or("a line is `reviewer options key`")?;
    let id = ReviewerId::parse(principal)
        .ok_or_else(|| format!("`{principal}` is not one reviewer's id; lists and patterns are not read"))?;
    let (options, key) = options(rest)?;
    let grant = grant(&options)?;
    let (key, comment) = PublicKey::parse(key)?;
    if comment.chars().any(char::is_control) {
        return Err("the comment holds a character that cannot be seen".to_owned());
    }
    Ok((id, key, grant))
}

/// An option: its name, and its value where it has one.
type Opt<'a> = (&'a str, Option<&'a str>);

/// Cuts `a="…",b="…",c key` into the options and the rest.
fn options(text: &str) -> Result<(Vec<Opt<'_>>, &str), String> {
    let mut options = Vec::new();
    let mut rest = text;
    // A line without options goes on with its key.
    if rest.starts_with("ssh-") || rest.starts_with("ecdsa-") || rest.starts_with("sk-") {
        return Ok((options, rest));
    }
    loop {
        let end = rest.find(['=', ',', ' ']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let (value, behind) = match behind.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, behind) =
                    quoted.split_once('"').ok_or_else(|| format!("the value of `{name}` has no end"))?;
                (Some(value), behind)
            }
            None => (None, behind),
        };
        options.push((name, value));
        match behind.split_at_checked(1) {
            Some((",", more)) => rest = more,
            Some((" ", key)) => return Ok((options, key)),
            _ => return Err(format!("behind the option `{name}` a comma or the key must stand")),
        }
    }
}

fn grant(options: &[Opt<'_>]) -> Result<Grant, String> {
    let mut names = BTreeSet::new();
    let (mut namespaces, mut valid_after, mut valid_before) = (None, None, None);
    for (name, value) in options {
        if !names.insert(name) {
            return Err(format!("the option `{name}` is given twice"));
        }
        match (*name, *value) {
            ("namespaces", Some(list)) => namespaces = Some(spaces(list)?),
            ("valid-after", Some(date)) => valid_after = Some(day(date)?),
            ("valid-before", Some(date)) => valid_before = Some(day(date)?),
            _ => return Err(format!("the option `{name}` is not read here")),
        }
    }
    let namespaces = namespaces.ok_or("without `namespaces=\"…\"` this key would be good for any purpose")?;
    Ok(Grant { namespaces, valid_after, valid_before })
}

fn spaces(list: &str) -> Result<BTreeSet<String>, String> {
    let mut spaces = BTreeSet::new();
    for name in list.split(',') {
        let known = name
            .split_once('.')
            .is_some_and(|(role, site)| Role::parse(role).is_some() && SiteId::parse(site).is_some());
        if !known {
            return Err(format!(
                "`{name}` is not a namespace such as `medical.starter.example`; patterns are not read"
            ));
        }
        if !spaces.insert(name.to_owned()) {
            return Err(format!("the namespace `{name}` is given twice"));
        }
    }
    Ok(spaces)
}

/// Reads `YYYYMMDDZ`.
fn day(text: &str) -> Result<Day, String> {
    let digits = text.strip_suffix('Z').ok_or_else(|| {
        format!("`{text}` is another moment in every time zone; a day ends with `Z`: `20260131Z`")
    })?;
    let parts = (digits.is_ascii() && digits.len() == 8)
        .then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]));
    parts
        .and_then(|text| Day::parse(&text))
        .ok_or_else(|| format!("`{text}` is not a day such as `20260131Z`"))
}
