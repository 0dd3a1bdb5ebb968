//! Semantic Versioning 2.0.0 (semver.org, section 11), read leniently: a leading `v` or `=`, one or two parts.
//!
//! Parts are numbers of any length. Build metadata (`+...`) does not count. A pre-release sorts before its release;
//! its parts compare as numbers when both are numbers, numbers before words, fewer parts before more.
//! Go's pseudo-versions (`v0.0.0-20200101000000-abcdef`) are pre-releases and need nothing of their own.

use std::cmp::Ordering;

use crate::chunks::Number;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Semver {
    numbers: Vec<Number>,
    pre: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(Number),
    Word(String),
}

impl Semver {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().trim_start_matches(['v', 'V', '=']).trim();
        let text = text.split('+').next().unwrap_or(text);
        let (numbers, pre) = text.split_once('-').map_or((text, ""), |(numbers, pre)| (numbers, pre));
        let numbers: Vec<Number> = numbers.split('.').map(number).collect::<Result<_, _>>()?;
        let pre = if pre.is_empty() { Vec::new() } else { pre.split('.').map(part).collect() };
        Ok(Self { numbers, pre })
    }
}

fn number(text: &str) -> Result<Number, String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{text}` is not a number"));
    }
    Ok(Number::of(text))
}

fn part(text: &str) -> Part {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Part::Number(Number::of(text))
    } else {
        Part::Word(text.to_owned())
    }
}

impl Ord for Semver {
    fn cmp(&self, other: &Self) -> Ordering {
        let zero = Number::default();
        let parts = self.numbers.len().max(other.numbers.len());
        let at = |version: &Self, index: usize| version.numbers.get(index).unwrap_or(&zero).clone();
        (0..parts)
            .map(|index| at(self, index).cmp(&at(other, index)))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| match (self.pre.is_empty(), other.pre.is_empty()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                (false, false) => self.pre.cmp(&other.pre),
            })
    }
}

impl PartialOrd for Semver {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::{Scheme, ladder};

    #[test]
    fn order() {
        ladder::holds(
            Scheme::Semver,
            &[
                "0.0.0-20200101000000-abcdef",
                "0.0.1",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0=v1.0.0=1.0=1.0.0+build",
                "1.0.1",
                "1.10.0",
                "2.0.0",
                "99999999999999999999999.0.0",
            ],
        );
    }
}
