//! Semantic versioning 2.0.0 (semver.org, clause 11), as npm, crates.io, Go, Hex and Swift use it.
//!
//! Numbers compare as numbers; a pre-release sorts before its release; pre-release identifiers compare one
//! by one, numbers before words; build metadata after `+` (also Go's `+incompatible`) is ignored.
//! Beyond the standard: a leading `v` (Go), fewer or more than three numbers (records hold `0`, `1.2` and
//! `1.2.3.4`), where missing numbers are zero. A letter directly after a number (`1.0.2k`) is refused: lenient
//! parsers read it as a pre-release and sort the fix before the version that it fixes.

use crate::number::{Number, dotted, is_digits, trim_zeros};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Semver {
    pub(super) numbers: Vec<Number>,
    pub(super) stage: Stage,
}

// Derived order: a pre-release sorts before the release.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    PreRelease(Vec<Identifier>),
    Release,
}

// Derived order: numbers before words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identifier {
    Number(Number),
    Word(Box<str>),
}

impl Semver {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        Ok(Self::with_build(text)?.0)
    }

    /// Reads a version and returns its build metadata beside it.
    pub(super) fn with_build(text: &str) -> Result<(Self, Option<&str>), &'static str> {
        let text = text.strip_prefix('=').unwrap_or(text).trim_start();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let (text, build) = match text.split_once('+') {
            Some((text, build)) => (text, Some(build)),
            None => (text, None),
        };
        let (core, pre) = match text.split_once('-') {
            Some((core, pre)) => (core, Some(pre)),
            None => (text, None),
        };
        let mut numbers = dotted(core)?;
        trim_zeros(&mut numbers);
        let stage = match pre {
            Some(pre) => Stage::PreRelease(identifiers(pre)?),
            None => Stage::Release,
        };
        Ok((Self { numbers, stage }, build))
    }
}

/// Reads dot-separated identifiers.
pub(super) fn identifiers(text: &str) -> Result<Vec<Identifier>, &'static str> {
    text.split('.').map(identifier).collect()
}

fn identifier(text: &str) -> Result<Identifier, &'static str> {
    if text.is_empty() {
        return Err("an identifier after `-` or `+` is empty");
    }
    if is_digits(text) {
        return Ok(Identifier::Number(Number::read(text)));
    }
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Ok(Identifier::Word(text.into()));
    }
    Err("an identifier may only hold letters, digits and `-`")
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["0.0.0-0"],
            &["0", "0.0.0", "v0.0.0"],
            // A Go pseudo-version sorts by its time stamp, before the next tag.
            &["v0.0.1-0.20190101000000-abcdefabcdef"],
            &["v0.0.1-0.20200101000000-000000000000"],
            &["v0.0.1"],
            &["1.0.0-alpha"],
            &["1.0.0-alpha.1"],
            &["1.0.0-alpha.beta"],
            &["1.0.0-beta"],
            &["1.0.0-beta.2"],
            &["1.0.0-beta.11"],
            &["1.0.0-rc.1"],
            &["1", "1.0", "1.0.0", "1.0.0+build.7"],
            &["1.0.0.1"],
            &["v2.0.0", "v2.0.0+incompatible"],
            &["2.0.18446744073709551616"],
            &["10.0.0"],
        ];
        climb(Scheme::Semver, steps);
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(
            Scheme::Semver,
            &[
                "1.0.2k",
                "1..2",
                "1.",
                "1.0.0-",
                "1.0.0-a..b",
                "1.0.0-a_b",
                "one",
                "1.x",
                "-1",
                "1.0.0-\u{e9}",
            ],
        );
    }
}
