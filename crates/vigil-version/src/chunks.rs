//! Runs of digits compared as numbers of any length.

use std::cmp::Ordering;

/// A whole number of any length, without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Number(String);

impl Number {
    /// Takes a run of ASCII digits; an empty run is zero.
    pub(crate) fn of(digits: &str) -> Self {
        Self(digits.trim_start_matches('0').to_owned())
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The longest start of `text` whose characters fit.
pub(crate) fn take_while(text: &str, fits: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !fits(c)).unwrap_or(text.len()))
}
