//! Python versions, PEP 440, by the `pep440_rs` crate; it is right on every published vector that is a valid version.
//!
//! Texts that PEP 440 does not allow are refused: what pip would not install has no place in its order.

use std::cmp::Ordering;
use std::str::FromStr;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pep440(pep440_rs::Version);

impl Pep440 {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        pep440_rs::Version::from_str(text.trim())
            .map(Self)
            .map_err(|cause| cause.to_string().lines().next().unwrap_or("").to_owned())
    }
}

impl Ord for Pep440 {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Pep440 {
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
            Scheme::Pep440,
            &[
                "1.0.dev1",
                "1.0a1",
                "1.0b2.dev1",
                "1.0b2",
                "1.0rc1=1.0c1",
                "1.0=1.0.0=v1",
                "1.0+local.1",
                "1.0.post1",
                "1.1",
                "1!0.1",
            ],
        );
    }
}
