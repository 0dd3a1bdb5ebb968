//! Python's version specifiers (PEP 440, "Version specifiers"): a comma is "and".
//!
//! `<2.0` leaves out the pre-releases of 2.0, unless it names one itself. `>2.0` leaves out post-releases in Python; no
//! bound can say so, and here they are inside.

use super::{Alternative, Read};
use crate::vers::{Constraint, Sign};

pub(super) fn read(text: &str) -> Read {
    let mut found = Alternative::default();
    for part in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        found.extend(specifier(part)?);
    }
    Ok(vec![found])
}

fn specifier(part: &str) -> Result<Alternative, String> {
    if part == "*" {
        return Ok(Alternative::default());
    }
    let signs = ["===", "~=", "==", "!=", "<=", ">=", "<", ">"];
    let sign = signs.into_iter().find(|it| part.starts_with(it)).unwrap_or("");
    let version = part[sign.len()..].trim();
    if version.is_empty() {
        return Err(format!("a version is missing after `{sign}`"));
    }
    if let Some(stem) = version.strip_suffix(".*") {
        return wild(sign, stem);
    }
    let same = |sign| Ok(Alternative::same(vec![Constraint::new(sign, version)]));
    match sign {
        "~=" => compatible(version),
        "<" if is_final(version) => Ok(Alternative {
            exact: vec![Constraint::new(Sign::Less, format!("{version}.dev0"))],
            plain: vec![Constraint::new(Sign::Less, version)],
        }),
        _ => same(Sign::read(sign)),
    }
}

/// A version of numbers alone: it is no pre-, post- or development release.
fn is_final(version: &str) -> bool {
    version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// `==1.4.*`: from the first development release of 1.4 to that of 1.5.
fn wild(sign: &str, stem: &str) -> Result<Alternative, String> {
    let (from, to) = (format!("{stem}.dev0"), format!("{}.dev0", next(stem)?));
    match sign {
        "==" | "" => Ok(Alternative::same(vec![
            Constraint::new(Sign::GreaterOrEqual, from),
            Constraint::new(Sign::Less, to),
        ])),
        _ => Err(format!("`.*` cannot stand behind `{sign}`; it can behind `==`")),
    }
}

/// `~=1.4.5` is `>=1.4.5, ==1.4.*`.
fn compatible(version: &str) -> Result<Alternative, String> {
    let numbers = version.split(|it: char| it.is_ascii_alphabetic() || it == '+').next().unwrap_or_default();
    let (stem, _) = numbers
        .trim_end_matches('.')
        .rsplit_once('.')
        .ok_or_else(|| format!("`~={version}` needs at least two numbers"))?;
    let from = Constraint::new(Sign::GreaterOrEqual, version);
    let end = next(stem)?;
    Ok(Alternative {
        exact: vec![from.clone(), Constraint::new(Sign::Less, format!("{end}.dev0"))],
        plain: vec![from, Constraint::new(Sign::Less, end)],
    })
}

/// The same numbers with the last one higher by one.
fn next(stem: &str) -> Result<String, String> {
    let (front, last) = stem.rsplit_once('.').map_or(("", stem), |(front, last)| (front, last));
    let last: u64 = last.parse().map_err(|_| format!("`{last}` in `{stem}` is not a number"))?;
    let dot = if front.is_empty() { "" } else { "." };
    Ok(format!("{front}{dot}{}", last.saturating_add(1)))
}
