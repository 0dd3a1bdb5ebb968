//! Ranges in brackets: `[1.0,2.0)`, `(,1.0]`, `[1.5]`, several of them with commas between, as Maven and NuGet write them.

use super::{Alternative, Read};
use crate::vers::{Constraint, Sign};

/// NuGet: a bare version is the lowest one allowed.
pub(super) fn read_nuget(text: &str) -> Read {
    read(text, Sign::GreaterOrEqual)
}

/// Maven: a bare version is a recommendation; what is recommended is that version.
pub(super) fn read_maven(text: &str) -> Read {
    read(text, Sign::Equal)
}

fn read(text: &str, bare: Sign) -> Read {
    let text = text.trim();
    if !text.starts_with(['[', '(']) {
        let one = text.to_owned();
        return if one.is_empty() {
            Err("it is empty".to_owned())
        } else {
            Ok(vec![Alternative::same(vec![Constraint::new(bare, one)])])
        };
    }
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find([']', ')']).ok_or("a bracket is not closed")?;
        found.push(Alternative::same(bracket(&rest[..=end])?));
        rest = rest[end + 1..].trim_start().trim_start_matches(',').trim_start();
        if !rest.is_empty() && !rest.starts_with(['[', '(']) {
            return Err(format!("`{rest}` does not begin with a bracket"));
        }
    }
    Ok(found)
}

fn bracket(text: &str) -> Result<Vec<Constraint>, String> {
    let inside = &text[1..text.len() - 1];
    let (opens, closes) = (text.starts_with('['), text.ends_with(']'));
    let Some((from, to)) = inside.split_once(',') else {
        let version = inside.trim();
        let exact = opens && closes && !version.is_empty();
        return if exact {
            Ok(vec![Constraint::new(Sign::Equal, version)])
        } else {
            Err(format!("`{text}` names one version and is not closed on both sides"))
        };
    };
    let low = (from.trim(), if opens { Sign::GreaterOrEqual } else { Sign::Greater });
    let high = (to.trim(), if closes { Sign::LessOrEqual } else { Sign::Less });
    let given = [low, high].into_iter().filter(|(version, _)| !version.is_empty());
    Ok(given.map(|(version, sign)| Constraint::new(sign, version)).collect())
}
