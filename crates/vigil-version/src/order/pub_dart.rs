//! Dart package versions (the `pub_semver` package): semantic versions whose build metadata counts.
//!
//! A version without build metadata sorts before one with it; build identifiers compare one by one, numbers
//! before words, the shorter list first.

use super::semver::{Identifier, Semver, identifiers};

// Derived order compares the fields in turn; no build sorts first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pub {
    version: Semver,
    build: Option<Vec<Identifier>>,
}

impl Pub {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (version, build) = Semver::with_build(text)?;
        Ok(Self { version, build: build.map(identifiers).transpose()? })
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["1.0.0-pre"],
            &["1.0.0-pre+build"],
            &["1.0.0", "v1.0.0"],
            &["1.0.0+9"],
            &["1.0.0+900"],
            &["1.0.0+1z"],
            &["1.0.0+a"],
            &["1.0.0+a.1"],
            &["1.0.1"],
        ];
        climb(Scheme::Pub, steps);
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(Scheme::Pub, &["1.0.0+", "1.0.0+a..b", "1.0a"]);
    }
}
