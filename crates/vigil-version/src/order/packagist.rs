//! Packagist versions, by PHP's `version_compare`, to which Composer hands them.
//!
//! A text is cut at `.`, `-`, `_`, `+` and at every change between digits and other characters. Then
//! `(other words) < dev < alpha = a < beta = b < rc < (end) < number < pl = p`, where only the beginning of a
//! word counts and case does, except in `RC`. `#` and a leading `v` do not count. More numbers outrank fewer:
//! `1.0 < 1.0.0`. Composer normalises some texts first (`-BETA`, `-stable`); the published order does not.

use crate::number::{Number, digits};

/// Parts of a version, closed by `End`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Packagist(Vec<Part>);

// Derived order. PHP gives all unknown words the same place, so they hold no text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    OtherWord,
    Dev,
    Alpha,
    Beta,
    Candidate,
    End,
    Number(Number),
    Patch,
}

impl Packagist {
    #[expect(clippy::unnecessary_wraps, reason = "branch names (`dev-main`) are versions too")]
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let mut parts: Vec<Part> = text.split(['.', '-', '_', '+']).flat_map(runs).filter_map(part).collect();
        parts.push(Part::End);
        Ok(Self(parts))
    }
}

/// Cuts at every change between digits and other characters.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (run, after) = match digits(rest) {
            ("", _) => rest.split_at(rest.find(|next: char| next.is_ascii_digit()).unwrap_or(rest.len())),
            found => found,
        };
        runs.push(run);
        rest = after;
    }
    runs
}

fn part(run: &str) -> Option<Part> {
    if run.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Part::Number(Number::read(run)));
    }
    if run.starts_with('#') {
        return None;
    }
    let known = [
        ("dev", Part::Dev),
        ("a", Part::Alpha),
        ("b", Part::Beta),
        ("RC", Part::Candidate),
        ("rc", Part::Candidate),
        ("p", Part::Patch),
    ];
    Some(
        known.into_iter().find(|(start, _)| run.starts_with(start)).map_or(Part::OtherWord, |(_, part)| part),
    )
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::climb;

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["dev-main"],
            &["1.0-foo", "1.0-stable"],
            &["1.0-dev"],
            &["1.0a1", "1.0-alpha1", "1.0.alpha.1"],
            &["1.0b1", "v1.0-beta1"],
            &["1.0RC1", "1.0-rc.1"],
            &["1.0", "v1.0", "1.0.#"],
            &["1.0.0"],
            &["1.0.1"],
            &["1.0pl1", "1.0-p1", "1.0-patch1"],
            &["1.1"],
        ];
        climb(Scheme::Packagist, steps);
    }
}
