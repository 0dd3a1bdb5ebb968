//! Gentoo versions, by the Package Manager Specification (chapter 3.3, "Version comparison").
//!
//! `number{.number}{letter}{_suffix{number}}{-rN}`. The first number compares as a number; a later one with a
//! leading zero on either side compares as text without its zeros at the end; more numbers outrank fewer.
//! Suffixes: `alpha < beta < pre < rc < (none) < p`. A missing revision is `-r0`.

use crate::number::{Number, digits};

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Gentoo {
    first: Number,
    rest: Vec<Component>,
    letter: Option<u8>,
    suffixes: Vec<Suffix>,
    revision: Number,
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
    Patch(Number),
}

type Make = fn(Number) -> Suffix;

const SUFFIXES: [(&str, Make); 5] = [
    ("_alpha", Suffix::Alpha),
    ("_beta", Suffix::Beta),
    ("_pre", Suffix::Pre),
    ("_rc", Suffix::Candidate),
    ("_p", Suffix::Patch),
];

impl Gentoo {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (first, text) = digits(text);
        if first.is_empty() {
            return Err("it does not begin with a number");
        }
        let (rest, text) = components(text);
        let letter = text.bytes().next().filter(u8::is_ascii_lowercase);
        let text = &text[usize::from(letter.is_some())..];
        let (suffixes, text) = suffixes(text);
        let revision = revision(text)?;
        Ok(Self { first: Number::read(first), rest, letter, suffixes, revision })
    }
}

fn components(text: &str) -> (Vec<Component>, &str) {
    let mut components = Vec::new();
    let mut rest = text;
    while let Some((number, after)) =
        rest.strip_prefix('.').map(digits).filter(|(number, _)| !number.is_empty())
    {
        components.push(if number.starts_with('0') {
            Component::LeadingZero(number.trim_end_matches('0').into())
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

fn revision(text: &str) -> Result<Number, &'static str> {
    if text.is_empty() {
        return Ok(Number::ZERO);
    }
    match text.strip_prefix("-r").map(digits) {
        Some((number, "")) if !number.is_empty() => Ok(Number::read(number)),
        _ => Err("behind the numbers only a letter, suffixes and a revision `-rN` may follow"),
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["1_alpha"],
            &["1_alpha2_p1"],
            &["1_rc3"],
            &["1", "1-r0"],
            &["1-r1"],
            &["1_p"],
            &["1b"],
            &["1.0"],
            &["1.0_p2"],
            &["1.0b"],
            &["1.0.0"],
            &["1.001", "1.0010"],
            &["1.0010000000001"],
            &["1.01"],
            &["1.1"],
            &["1.10"],
            &["999999999999999999999999999998"],
        ];
        climb(Scheme::Gentoo, steps);
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(Scheme::Gentoo, &["a", "1.", "1_foo", "1-1", "1-r", "1bc", "1-r1-r2"]);
    }
}
