//! RubyGems' requirements (`Gem::Requirement`): a comma is "and", `~>` fixes all numbers but the last.

use super::{Alternative, Read};
use crate::vers::{Constraint, Sign};

pub(super) fn read(text: &str) -> Read {
    let mut found = Alternative::default();
    for part in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        found.extend(requirement(part)?);
    }
    Ok(vec![found])
}

fn requirement(part: &str) -> Result<Alternative, String> {
    let signs = ["~>", "!=", ">=", "<=", "=", ">", "<"];
    let sign = signs.into_iter().find(|it| part.starts_with(it)).unwrap_or("");
    let version = part[sign.len()..].trim();
    if version.is_empty() {
        return Err(format!("a version is missing after `{sign}`"));
    }
    if sign != "~>" {
        return Ok(Alternative::same(vec![Constraint::new(Sign::read(sign), version)]));
    }
    let from = Constraint::new(Sign::GreaterOrEqual, version);
    let end = bump(version)?;
    // The smallest text behind the numbers: pre-releases of the end are outside, as `~>` compares releases.
    Ok(Alternative {
        exact: vec![from.clone(), Constraint::new(Sign::Less, format!("{end}.A"))],
        plain: vec![from, Constraint::new(Sign::Less, end)],
    })
}

/// `Gem::Version#bump`: the last number goes, the one before it is raised; `2` becomes `3`.
fn bump(version: &str) -> Result<String, String> {
    let digits = |it: &&str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers: Vec<&str> = version.split('.').take_while(digits).collect();
    if numbers.len() > 1 {
        numbers.pop();
    }
    let last = numbers.pop().ok_or_else(|| format!("`{version}` does not begin with a number"))?;
    let raised: u64 = last.parse().map_err(|_| format!("`{last}` is too large"))?;
    let raised = raised.saturating_add(1).to_string();
    numbers.push(&raised);
    Ok(numbers.join("."))
}
