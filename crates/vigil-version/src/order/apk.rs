//! Alpine versions: `number{.number}{letter}{_suffix{number}}{~hash}{-rN}` (apk-package(5)).
//!
//! Numbers compare as numbers, except that behind a dot a leading zero makes both compare as text (`1.05 <
//! 1.1`); more numbers outrank fewer. Suffixes: `alpha < beta < pre < rc < (none) < cvs < svn < git < hg < p`.
//! The hash has no order and does not count; a missing revision is `-r0`.
//! Texts outside the grammar occur. They sort by the part that fits, before the version that is only that
//! part; what stands behind it counts as text, but not when a revision stands there or should.

use crate::number::{Number, cut, digits};

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Apk {
    first: Option<Number>,
    rest: Vec<Component>,
    letter: Option<u8>,
    suffixes: Vec<Suffix>,
    revision: Number,
    tail: Tail,
}

// Derived order: a leading zero is below every digit, so texts with one sort before plain numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Component {
    LeadingZero(Box<str>),
    Plain(Number),
}

// Derived order; every sequence ends with `None`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Suffix {
    Alpha(Number),
    Beta(Number),
    Pre(Number),
    Candidate(Number),
    None,
    Cvs(Number),
    Svn(Number),
    Git(Number),
    Hg(Number),
    Patch(Number),
}

// Derived order: what does not fit the grammar sorts before what does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tail {
    Unfit(Box<str>),
    Fit,
}

type Make = fn(Number) -> Suffix;

const SUFFIXES: [(&str, Make); 9] = [
    ("_alpha", Suffix::Alpha),
    ("_beta", Suffix::Beta),
    ("_pre", Suffix::Pre),
    ("_rc", Suffix::Candidate),
    ("_cvs", Suffix::Cvs),
    ("_svn", Suffix::Svn),
    ("_git", Suffix::Git),
    ("_hg", Suffix::Hg),
    ("_p", Suffix::Patch),
];

impl Apk {
    #[expect(clippy::unnecessary_wraps, reason = "apk itself compares texts outside its grammar")]
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (first, text) = digits(text);
        let first = (!first.is_empty()).then(|| Number::read(first));
        let (rest, text) = components(text);
        let letter = text.bytes().next().filter(u8::is_ascii_lowercase);
        let text = &text[usize::from(letter.is_some())..];
        let (suffixes, text) = suffixes(text);
        let text = without_hash(text);
        let (revision, tail) = revision(text);
        Ok(Self { first, rest, letter, suffixes, revision, tail })
    }
}

fn components(text: &str) -> (Vec<Component>, &str) {
    let mut components = Vec::new();
    let mut rest = text;
    while let Some((number, after)) =
        rest.strip_prefix('.').map(digits).filter(|(number, _)| !number.is_empty())
    {
        components.push(if number.starts_with('0') {
            Component::LeadingZero(number.into())
        } else {
            Component::Plain(Number::read(number))
        });
        rest = after;
    }
    (components, rest)
}

fn suffixes(text: &str) -> (Vec<Suffix>, &str) {
    let mut suffixes = Vec::new();
    let mut rest = text;
    while let Some((make, after)) =
        SUFFIXES.iter().find_map(|(word, make)| rest.strip_prefix(word).map(|after| (make, after)))
    {
        let (number, after) = digits(after);
        suffixes.push(make(Number::read(number)));
        rest = after;
    }
    suffixes.push(Suffix::None);
    (suffixes, rest)
}

fn without_hash(text: &str) -> &str {
    let Some(hash) = text.strip_prefix('~') else { return text };
    let (hash, rest) = cut(hash, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if hash.is_empty() { text } else { rest }
}

fn revision(text: &str) -> (Number, Tail) {
    if let Some(revision) = text.strip_prefix("-r") {
        let (number, rest) = digits(revision);
        let tail = if rest.is_empty() { Tail::Fit } else { Tail::Unfit("".into()) };
        return (Number::read(number), tail);
    }
    let tail = match text.bytes().next() {
        None => Tail::Fit,
        Some(b'-') => Tail::Unfit("".into()),
        Some(_) => Tail::Unfit(text.into()),
    };
    (Number::ZERO, tail)
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::climb;

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["0.9.8d"],
            &["1"],
            &["1.0_alpha"],
            &["1.0_alpha2-r3"],
            &["1.0_beta"],
            &["1.0_pre20240101123456789012"],
            &["1.0_rc1"],
            &["1.0-r-1"],
            &["1.0", "1.0-r0", "1.0-r", "1.0~abc123"],
            &["1.0-r1"],
            &["1.0_cvs1"],
            &["1.0_git1"],
            &["1.0_p1"],
            &["1.0_p10"],
            &["1.0b"],
            &["1.0.1"],
            &["1.05"],
            &["1.1"],
            &["1.10"],
            &["2.12r-r4"],
            &["2.12r-r5"],
        ];
        climb(Scheme::Apk, steps);
    }
}
