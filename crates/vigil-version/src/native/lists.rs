//! Conan's ranges, and the lists of versions in the advisories of nginx and OpenSSL.

use super::{Alternative, Read};
use crate::vers::{Constraint, Sign};

/// Conan 2: `||` is "or", white space is "and"; `~1.2` and `^1.2` end before the pre-releases of the next version, which
/// Conan writes `2-`. A `-` behind a version only asks for pre-releases and does not move the bound.
pub(super) fn read_conan(text: &str) -> Read {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    // Options such as `include_prerelease` stand behind a comma.
    let text = text.split(',').next().unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let one = |it: &str| Ok(Alternative::same(conan_all(it)?));
    text.split("||").map(one).collect()
}

fn conan_all(text: &str) -> Result<Vec<Constraint>, String> {
    let mut found = Vec::new();
    for part in text.split_whitespace() {
        let signs = [">=", "<=", ">", "<", "=", "~", "^"];
        let sign = signs.into_iter().find(|it| part.starts_with(it)).unwrap_or("");
        let version = part[sign.len()..].trim_end_matches('-');
        if matches!(version, "*" | "") {
            found.push(Constraint::new(Sign::GreaterOrEqual, "0.0.0"));
            continue;
        }
        match sign {
            "~" => found.extend(conan_between(version, tilde_place(version))?),
            "^" => found.extend(conan_between(version, caret_place(version))?),
            _ => found.push(Constraint::new(Sign::read(sign), version)),
        }
    }
    Ok(found)
}

/// `~1` fixes the first number, everything longer the first two.
fn tilde_place(version: &str) -> usize {
    usize::from(version.contains('.'))
}

/// `^` fixes everything up to the first number that is not zero.
fn caret_place(version: &str) -> usize {
    let parts: Vec<&str> = version.split('.').collect();
    parts.iter().position(|it| *it != "0").unwrap_or(parts.len() - 1)
}

fn conan_between(version: &str, place: usize) -> Result<[Constraint; 2], String> {
    let parts: Vec<&str> = version.split('.').take(place + 1).collect();
    let last = parts.last().copied().unwrap_or_default();
    let digits: String = last.chars().take_while(char::is_ascii_digit).collect();
    let number: u64 = digits.parse().map_err(|_| format!("`{last}` in `{version}` is not a number"))?;
    let mut end: Vec<String> = parts.iter().map(|it| (*it).to_owned()).collect();
    end.pop();
    end.push(number.saturating_add(1).to_string());
    Ok([
        Constraint::new(Sign::GreaterOrEqual, version),
        Constraint::new(Sign::Less, format!("{}-", end.join("."))),
    ])
}

/// nginx: `1.5.0+` is this and every later version of its branch; even second numbers are stable branches, which end at
/// the next number; odd ones are the main line, which has no end. `0.7.52-0.8.39` holds both its ends.
pub(super) fn read_nginx(text: &str) -> Read {
    if text.trim() == "all" {
        return Ok(vec![Alternative::default()]);
    }
    items(text).map(|it| Ok(Alternative::same(nginx_one(it)?))).collect()
}

fn nginx_one(item: &str) -> Result<Vec<Constraint>, String> {
    if let Some(from) = item.strip_suffix('+') {
        let mut found = vec![Constraint::new(Sign::GreaterOrEqual, from)];
        let numbers: Vec<u64> = from.split('.').map_while(|it| it.parse().ok()).collect();
        let &[major, minor, ..] = numbers.as_slice() else {
            return Err(format!("`{item}` has fewer than two numbers"));
        };
        if minor % 2 == 0 {
            found.push(Constraint::new(Sign::Less, format!("{major}.{}.0", minor.saturating_add(1))));
        }
        return Ok(found);
    }
    Ok(match item.split_once('-') {
        Some((from, to)) => vec![
            Constraint::new(Sign::GreaterOrEqual, from.trim()),
            Constraint::new(Sign::LessOrEqual, to.trim()),
        ],
        None => vec![Constraint::new(Sign::Equal, item)],
    })
}

/// OpenSSL: single versions with commas between.
pub(super) fn read_openssl(text: &str) -> Read {
    items(text).map(|it| Ok(Alternative::same(vec![Constraint::new(Sign::Equal, it)]))).collect()
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty())
}
