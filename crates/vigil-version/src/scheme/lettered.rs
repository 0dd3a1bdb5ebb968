//! Dotted numbers with an optional letter suffix: `1.0.2 < 1.0.2a < 1.0.2z < 1.0.2za < 1.0.2zg < 1.1.0`.
//!
//! OpenSSL before 3 and some suppliers of embedded software name fixes this way. A lenient semantic-version reader takes
//! the letter for a pre-release and sorts the fix *before* the version that it fixes. After `z` OpenSSL goes on with
//! `za`, so suffixes compare by length first. `-pre1`, `-alpha1`, `-beta1` sort before their release, as in OpenSSL's own
//! release notes; other words after a hyphen (`-fips`) are build variants and do not count.

use std::cmp::Ordering;

use crate::chunks::{Number, take_while};

#[derive(Clone, Debug)]
pub(crate) struct Lettered {
    numbers: Vec<Number>,
    suffix: String,
    /// Stage and number of a pre-release.
    pre: Option<(u8, Number)>,
}

impl PartialEq for Lettered {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Lettered {}

impl Lettered {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().to_ascii_lowercase();
        let (main, tail) = text.split_once('-').map_or((text.as_str(), ""), |(main, tail)| (main, tail));
        let (numbers, suffix) = take_while(main, |c| c.is_ascii_digit() || c == '.');
        if !suffix.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(format!("`{suffix}` is not a letter suffix"));
        }
        let numbers: Vec<&str> = numbers.split('.').collect();
        if numbers.iter().any(|part| part.is_empty()) {
            return Err("a number is missing between dots".to_owned());
        }
        Ok(Self {
            numbers: numbers.into_iter().map(Number::of).collect(),
            suffix: suffix.to_owned(),
            pre: stage(tail),
        })
    }
}

fn stage(tail: &str) -> Option<(u8, Number)> {
    let stages = [("dev", 0), ("alpha", 1), ("beta", 2), ("pre", 3), ("rc", 4)];
    let (word, rank) = stages.into_iter().find(|(word, _)| tail.starts_with(word))?;
    let (digits, _) = take_while(&tail[word.len()..], |c| c.is_ascii_digit());
    Some((rank, Number::of(digits)))
}

impl Ord for Lettered {
    fn cmp(&self, other: &Self) -> Ordering {
        let zero = Number::default();
        let parts = self.numbers.len().max(other.numbers.len());
        let numbers = (0..parts)
            .map(|at| self.numbers.get(at).unwrap_or(&zero).cmp(other.numbers.get(at).unwrap_or(&zero)));
        let pre = || match (&self.pre, &other.pre) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) => a.cmp(b),
        };
        let suffix =
            || self.suffix.len().cmp(&other.suffix.len()).then_with(|| self.suffix.cmp(&other.suffix));
        numbers
            .into_iter()
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
            .then_with(suffix)
            .then_with(pre)
    }
}

impl PartialOrd for Lettered {
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
            Scheme::Lettered,
            &[
                "0.9.8",
                "0.9.8zh",
                "1.0.0-beta1",
                "1.0.0-beta2",
                "1.0.0",
                "1.0.0a",
                "1.0.2=1.0.2-fips",
                "1.0.2a",
                "1.0.2z",
                "1.0.2za",
                "1.0.2zg",
                "1.1.0-pre1",
                "1.1.0=1.1",
                "2.8.122",
                "2.8.123",
                "2.8.123e",
                "2.8.123f",
                "2.8.124",
                "2.9",
            ],
        );
    }
}
