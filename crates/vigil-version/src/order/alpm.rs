//! Arch Linux versions: `[epoch:]version[-release]`, compared as pacman's `vercmp` does (vercmp(8)).
//!
//! A part is cut into runs of digits and runs of letters. A longer run of separators outranks a shorter one;
//! digits outrank letters; more runs outrank fewer, but letters directly behind the common part sort before
//! it (`1.0rc < 1.0 < 1.0.a`). Releases count only when both versions have one, as `vercmp` documents: `1.0`
//! equals both `1.0-1` and `1.0-2`, so this order is not transitive between versions with and without a
//! release. Separators at the end do not count, because `vercmp` itself goes in a circle over them.

use std::cmp::Ordering;

use crate::number::{Number, cut, digits};

#[derive(Clone, Debug)]
pub(crate) struct Alpm {
    epoch: Number,
    version: Vec<Run>,
    release: Option<Vec<Run>>,
}

// Derived order; every sequence ends with `End`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Run {
    Attached(Text),
    End,
    AttachedNumber(Number),
    Separated(usize, Piece),
}

type Text = Box<str>;

// Derived order: digits outrank letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Letters(Text),
    Number(Number),
}

impl Alpm {
    #[expect(clippy::unnecessary_wraps, reason = "vercmp itself compares any text")]
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (epoch, rest) = digits(text);
        let (epoch, rest) = match rest.strip_prefix(':') {
            Some(rest) => (Number::read(epoch), rest),
            None => (Number::ZERO, text),
        };
        let (version, release) = match rest.rsplit_once('-') {
            Some((version, release)) => (version, Some(runs(release))),
            None => (rest, None),
        };
        Ok(Self { epoch, version: runs(version), release })
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    loop {
        let (separators, after) = cut_separators(rest);
        let (number, behind) = digits(after);
        let (piece, behind) = if number.is_empty() {
            let (letters, behind) = cut(after, |byte| byte.is_ascii_alphabetic());
            (Piece::Letters(letters.into()), behind)
        } else {
            (Piece::Number(Number::read(number)), behind)
        };
        if after.is_empty() {
            runs.push(Run::End);
            return runs;
        }
        runs.push(match (separators, piece) {
            (0, Piece::Letters(letters)) => Run::Attached(letters),
            (0, Piece::Number(number)) => Run::AttachedNumber(number),
            (count, piece) => Run::Separated(count, piece),
        });
        rest = behind;
    }
}

fn cut_separators(text: &str) -> (usize, &str) {
    let end = text.bytes().position(|byte| byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    (end, &text[end..])
}

impl Ord for Alpm {
    fn cmp(&self, other: &Self) -> Ordering {
        let releases = match (&self.release, &other.release) {
            (Some(left), Some(right)) => left.cmp(right),
            _ => Ordering::Equal,
        };
        self.epoch.cmp(&other.epoch).then_with(|| self.version.cmp(&other.version)).then(releases)
    }
}

impl PartialOrd for Alpm {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Alpm {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Alpm {}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::climb;

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["1.0a-1"],
            &["1.0b"],
            &["1.0beta"],
            &["1.0pre"],
            &["1.0rc-2"],
            &["1.0", "0:1.0", "1.0-1"],
            &["1.0.a"],
            &["1.0.1-1"],
            &["1.0.1-2"],
            &["1.0.10"],
            &["1:0.1"],
        ];
        climb(Scheme::Alpm, steps);
    }
}
