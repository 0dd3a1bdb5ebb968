//! RPM versions: `[epoch:]version[-release]`, compared as rpm's `rpmvercmp` does (rpm-version(7)).
//!
//! A part is cut into runs of digits and runs of letters; every other character (also outside ASCII) only
//! separates. Digits compare as numbers and outrank letters; more runs outrank fewer; `~` sorts before the
//! end, `^` after the end and before any further run. A missing epoch is zero, a missing release sorts first.

use crate::number::{Number, cut, digits};

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rpm {
    epoch: Number,
    version: Vec<Run>,
    release: Vec<Run>,
}

// Derived order; every sequence ends with `End`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Run {
    Tilde,
    End,
    Caret,
    Letters(Box<str>),
    Number(Number),
}

impl Rpm {
    #[expect(clippy::unnecessary_wraps, reason = "rpm itself compares any text")]
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (epoch, rest) = digits(text);
        let (epoch, rest) = match rest.strip_prefix(':') {
            Some(rest) => (Number::read(epoch), rest),
            None => (Number::ZERO, text),
        };
        let (version, release) = rest.rsplit_once('-').unwrap_or((rest, ""));
        Ok(Self { epoch, version: runs(version), release: runs(release) })
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let (run, after) = cut(rest, |byte| same_kind(first, byte));
        if first.is_ascii_digit() {
            runs.push(Run::Number(Number::read(run)));
        } else if first.is_ascii_alphabetic() {
            runs.push(Run::Letters(run.into()));
        } else {
            runs.extend(run.bytes().filter_map(mark));
        }
        rest = after;
    }
    runs.push(Run::End);
    runs
}

fn same_kind(first: u8, byte: u8) -> bool {
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_alphabetic());
    kind(first) == kind(byte)
}

fn mark(byte: u8) -> Option<Run> {
    match byte {
        b'~' => Some(Run::Tilde),
        b'^' => Some(Run::Caret),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::climb;

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["xyz.4"],
            &["1.0~rc1~git123"],
            &["1.0~rc1"],
            &["1.0~rc1^git1"],
            &["1.0", "0:1.0", "1_0", "1.00", "1.\u{3b1}0"],
            &["1.0-1"],
            &["1.0-1.el7"],
            &["1.0-1.0.1"],
            &["1.0-123"],
            &["1.0^git1~pre"],
            &["1.0^git1"],
            &["1.0^20160101"],
            &["1.0a"],
            &["1.0.1"],
            &["1.1"],
            &["1:0.1"],
        ];
        climb(Scheme::Rpm, steps);
    }
}
