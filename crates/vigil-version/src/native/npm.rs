//! npm's ranges (node-semver, "Ranges") and Cargo's, which differ in what a bare version means.
//!
//! `||` is "or", white space is "and"; `1.2.x`, `~1.2`, `^1.2` and `1.0 - 2.3` are short forms. The end of a short form is
//! the first pre-release of the next version (`<2.0.0-0`), so that `2.0.0-beta` is outside, as in node-semver.

use super::{Alternative, Read};
use crate::vers::{Constraint, Sign};

/// A version of which the last numbers may be left out or written `x`.
struct Partial {
    numbers: Vec<u64>,
    /// One was written `x` or `*` instead of left out.
    wild: bool,
    pre: Option<String>,
}

pub(super) fn read(text: &str) -> Read {
    text.split("||").map(|it| alternative(it, "", char::is_whitespace)).collect()
}

/// Cargo's requirements: a comma is "and", a bare version means `^`.
pub(super) fn read_cargo(text: &str) -> Read {
    Ok(vec![alternative(text, "^", |it| it == ',')?])
}

fn alternative(text: &str, bare: &str, separator: fn(char) -> bool) -> Result<Alternative, String> {
    let mut found = Alternative::default();
    if let Some((from, to)) = text.split_once(" - ") {
        found.extend(comparison(">=", &partial(from)?));
        found.extend(comparison("<=", &partial(to)?));
        return Ok(found);
    }
    for (sign, version) in comparators(text, separator)? {
        let sign = if sign.is_empty() { bare } else { sign };
        found.extend(comparison(sign, &partial(version)?));
    }
    Ok(found)
}

/// Splits `>= 1.0 <2` into signs and versions; white space may stand behind a sign.
fn comparators(text: &str, separator: fn(char) -> bool) -> Result<Vec<(&str, &str)>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(|it: char| it.is_whitespace() || separator(it));
    while !rest.is_empty() {
        let signs = ["~>", ">=", "<=", ">", "<", "=", "~", "^"];
        let sign = signs.into_iter().find(|it| rest.starts_with(it)).unwrap_or("");
        rest = rest[sign.len()..].trim_start();
        let end = rest.find(|it: char| it.is_whitespace() || separator(it) || "<>~^".contains(it));
        let (version, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if version.is_empty() {
            return Err(format!("a version is missing after `{sign}`"));
        }
        found.push((sign, version));
        rest = behind.trim_start_matches(|it: char| it.is_whitespace() || separator(it));
    }
    Ok(found)
}

fn partial(text: &str) -> Result<Partial, String> {
    let text = text.trim().trim_start_matches(['=', 'v', 'V', ' ']);
    let text = text.split('+').next().unwrap_or_default();
    let (core, pre) = match text.split_once('-') {
        Some((core, pre)) => (core, Some(pre.to_owned())),
        None => (text, None),
    };
    let mut found = Partial { numbers: Vec::new(), wild: false, pre };
    for part in core.split('.').filter(|_| !core.is_empty()) {
        if matches!(part, "x" | "X" | "*") {
            found.wild = true;
            break;
        }
        found.numbers.push(part.parse().map_err(|_| format!("`{part}` in `{text}` is not a number"))?);
    }
    if found.numbers.len() > 3 {
        return Err(format!("`{text}` has more than three numbers"));
    }
    Ok(found)
}

impl Partial {
    fn is_full(&self) -> bool {
        self.numbers.len() == 3
    }

    /// The version itself, missing numbers as zero.
    fn floor(&self) -> String {
        let number = |at: usize| self.numbers.get(at).copied().unwrap_or(0);
        let pre = self.pre.as_ref().filter(|_| self.is_full()).map(|it| format!("-{it}")).unwrap_or_default();
        format!("{}.{}.{}{pre}", number(0), number(1), number(2))
    }

    /// The version at which the number at `place` is one higher and all behind it zero.
    fn next(&self, place: usize) -> String {
        let number = |at: usize| self.numbers.get(at).copied().unwrap_or(0);
        let raised = |at: usize| match at.cmp(&place) {
            std::cmp::Ordering::Less => number(at),
            std::cmp::Ordering::Equal => number(at).saturating_add(1),
            std::cmp::Ordering::Greater => 0,
        };
        format!("{}.{}.{}", raised(0), raised(1), raised(2))
    }

    /// The place that `^` holds fixed: the first number that is not zero, else the last one given.
    fn caret(&self) -> usize {
        let first = self.numbers.iter().position(|it| *it != 0);
        first.unwrap_or_else(|| self.numbers.len().saturating_sub(1))
    }
}

fn comparison(sign: &str, of: &Partial) -> Alternative {
    if of.numbers.is_empty() {
        return nothing_given(sign);
    }
    let last = of.numbers.len() - 1;
    match sign {
        "~" | "~>" => between(of, last.min(1)),
        "^" => between(of, of.caret()),
        "" | "=" if of.is_full() => one(Sign::Equal, of.floor()),
        "" | "=" => between(of, last),
        ">=" if of.wild => Alternative { exact: vec![at_least(of)], ..between(of, last) },
        ">=" => one(Sign::GreaterOrEqual, of.floor()),
        "<" if of.is_full() => one(Sign::Less, of.floor()),
        "<" => split(Sign::Less, format!("{}-0", of.floor()), Sign::Less, of.floor()),
        ">" if of.is_full() => one(Sign::Greater, of.floor()),
        ">" => split(Sign::GreaterOrEqual, of.next(last), Sign::Greater, of.floor()),
        _ if of.is_full() => one(Sign::LessOrEqual, of.floor()),
        _ => split(Sign::Less, format!("{}-0", of.next(last)), Sign::LessOrEqual, of.floor()),
    }
}

/// `*` is every version; `>*` and `<*` are none.
fn nothing_given(sign: &str) -> Alternative {
    match sign {
        "<" | ">" => one(Sign::Less, "0.0.0-0".to_owned()),
        _ => Alternative::default(),
    }
}

fn at_least(of: &Partial) -> Constraint {
    Constraint::new(Sign::GreaterOrEqual, of.floor())
}

/// From the version to the next one at `place`.
fn between(of: &Partial, place: usize) -> Alternative {
    let end = of.next(place);
    Alternative {
        exact: vec![at_least(of), Constraint::new(Sign::Less, format!("{end}-0"))],
        plain: vec![at_least(of), Constraint::new(Sign::Less, end)],
    }
}

fn one(sign: Sign, version: String) -> Alternative {
    Alternative::same(vec![Constraint::new(sign, version)])
}

fn split(exact: Sign, version: String, plain: Sign, plain_version: String) -> Alternative {
    Alternative {
        exact: vec![Constraint::new(exact, version)],
        plain: vec![Constraint::new(plain, plain_version)],
    }
}
