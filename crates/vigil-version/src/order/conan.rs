//! Conan versions, by Conan 2's `Version`: dotted items, `-pre-release`, `+build`.
//!
//! Zeros at the end do not count. A version with a pre-release sorts before the same one without; without a
//! build before one with. Pre-release and build are read the same way as the version itself.
//! Conan compares a number with a mixed item (`10` with `1a`) as text, which goes in a circle with the order of
//! numbers (`2 < 10 < 1a < 2`); here a mixed item compares by its runs of digits and other characters.

use crate::number::{Number, digits, is_digits};

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Conan {
    items: Vec<Item>,
    pre: Pre,
    build: Option<Vec<Item>>,
}

// Derived order: a pre-release sorts before the release.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pre {
    Release(Vec<Item>),
    None,
}

/// The runs of one item: `rc10` is a text and a number.
type Item = Vec<Run>;

// Derived order: numbers before texts, as their characters stand in ASCII.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Run {
    Number(Number),
    Text(Box<str>),
}

impl Conan {
    #[expect(clippy::unnecessary_wraps, reason = "Conan itself accepts any text")]
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (text, build) = match text.split_once('+') {
            Some((text, build)) => (text, Some(items(build))),
            None => (text, None),
        };
        let (core, pre) = match text.split_once('-') {
            Some((core, pre)) => (core, Pre::Release(items(pre))),
            None => (text, Pre::None),
        };
        Ok(Self { items: items(core), pre, build })
    }
}

fn items(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = text.split(['.', '-']).map(runs).collect();
    while items.last().is_some_and(|item| *item == [Run::Number(Number::ZERO)]) {
        items.pop();
    }
    items
}

fn runs(item: &str) -> Item {
    let mut runs = Vec::new();
    let mut rest = item;
    while !rest.is_empty() {
        let (run, after) = match digits(rest) {
            ("", _) => rest.split_at(rest.find(|next: char| next.is_ascii_digit()).unwrap_or(rest.len())),
            found => found,
        };
        runs.push(if is_digits(run) { Run::Number(Number::read(run)) } else { Run::Text(run.into()) });
        rest = after;
    }
    runs
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::climb;

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["1.0.0-"],
            &["1.0-alpha.3+b1"],
            &["1.0-alpha.3+b2"],
            &["1.0-alpha.22"],
            &["1.0-pre1", "1-pre1.0", "1.0.0-pre1"],
            &["1", "1.0", "1.0.0.0"],
            &["1+b1", "1.0+b1.0"],
            &["1.1"],
            &["1.1+b.3"],
            &["1.1+b.22"],
            &["1.1.1.abc"],
            &["1.1.1.abz"],
            &["1.1a"],
            &["1.20"],
            &["a.b.c"],
            &["b.c"],
        ];
        climb(Scheme::Conan, steps);
    }
}
