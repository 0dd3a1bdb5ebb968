//! RubyGems versions, by `Gem::Version`.
//!
//! A version is a list of numbers and words (cut at dots and at every change between digits and letters; a
//! hyphen stands for `.pre.`). Zeros before the first word and at the end do not count, a missing part is
//! zero, and a word sorts before every number: any version with a word is a pre-release.

use std::cmp::Ordering;

use crate::number::{Number, cut, digits, is_digits};

#[derive(Clone, Debug)]
pub(crate) struct Gem(Vec<Segment>);

// Derived order: words before numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Word(Box<str>),
    Number(Number),
}

const ZERO: Segment = Segment::Number(Number::ZERO);

impl Gem {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-') {
            return Err("it may only hold letters, digits, dots and hyphens");
        }
        let text = text
            .strip_prefix('v')
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            .unwrap_or(text);
        if !text.starts_with(|first: char| first.is_ascii_digit()) {
            return Err("it does not begin with a number");
        }
        let text = text.replace('-', ".pre.");
        let mut segments = Vec::new();
        for part in text.split('.').filter(|part| !part.is_empty()) {
            push_runs(&mut segments, part);
        }
        let front = segments.iter().position(is_word).unwrap_or(segments.len());
        let mut behind = segments.split_off(front);
        trim(&mut segments);
        trim(&mut behind);
        segments.append(&mut behind);
        Ok(Self(segments))
    }
}

fn push_runs(segments: &mut Vec<Segment>, part: &str) {
    let mut rest = part;
    while !rest.is_empty() {
        let (run, after) = match digits(rest) {
            ("", _) => cut(rest, |byte| byte.is_ascii_alphabetic()),
            found => found,
        };
        segments.push(if is_digits(run) {
            Segment::Number(Number::read(run))
        } else {
            Segment::Word(run.into())
        });
        rest = after;
    }
}

fn is_word(segment: &Segment) -> bool {
    matches!(segment, Segment::Word(_))
}

fn trim(segments: &mut Vec<Segment>) {
    while segments.last() == Some(&ZERO) {
        segments.pop();
    }
}

impl Ord for Gem {
    fn cmp(&self, other: &Self) -> Ordering {
        let parts = self.0.len().max(other.0.len());
        let at = |gem: &Self, at: usize| gem.0.get(at).cloned().unwrap_or(ZERO);
        (0..parts)
            .map(|part| at(self, part).cmp(&at(other, part)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Gem {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Gem {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Gem {}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["0.9"],
            &["1.0.a9", "1.a.9"],
            &["1.0.a10", "1.0.a.10"],
            &["1.0.b1"],
            &["1.0.beta"],
            &["1.0.0-x"],
            &["1.0.rc2", "1.0.0.rc.2"],
            &["1", "1.0.0", "1."],
            &["1.0.0.1"],
            &["1.0.1"],
            &["1.10"],
        ];
        climb(Scheme::Gem, steps);
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(Scheme::Gem, &["1.0_1", "beta", "1 2", ".1", "1+2"]);
    }
}
