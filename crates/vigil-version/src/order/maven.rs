//! Maven versions, by the "Version Order Specification" of the Maven POM reference (`ComparableVersion`).
//!
//! A text is cut at dots, hyphens and every change between digits and letters (which counts as a hyphen);
//! an empty token is zero. Null values (`0`, `final`, `ga`, `release`) before a hyphen or at the end do not
//! count. Tokens then compare one by one: `.word < -word < -number < .number`, and among words
//! `alpha < beta < milestone < rc = cr < snapshot < (none) < sp < other words`; the shorter version is filled
//! with nulls. `a`, `b`, `m` directly before a number stand for `alpha`, `beta`, `milestone`. Case does not count.
//!
//! This order has a circle, which is Maven's own: `2.9.0 < 2.9.0-1 < 2.9.0.RC1 < 2.9.0`. The published
//! comparisons hold all three, so it is kept as it is.

use std::cmp::Ordering;

use crate::number::{Number, digits};

#[derive(Clone, Debug)]
pub(crate) struct Maven(Vec<Token>);

// Derived order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Token {
    DotWord(Word),
    HyphenWord(Word),
    HyphenNumber(Number),
    DotNumber(Number),
}

// Derived order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Alpha,
    Beta,
    Milestone,
    Candidate,
    Snapshot,
    None,
    ServicePack,
    Other(Box<str>),
}

impl Maven {
    #[expect(clippy::unnecessary_wraps, reason = "Maven itself compares any text")]
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.to_lowercase();
        let mut tokens = Vec::new();
        // The first token has no separator; it counts as a dotted one.
        let mut hyphen = false;
        let mut rest = text.as_str();
        loop {
            let (text, after) = next(rest);
            let followed_by_digit = after.starts_with(|next: char| next.is_ascii_digit());
            if hyphen {
                drop_nulls(&mut tokens);
            }
            tokens.push(token(text, hyphen, followed_by_digit));
            if after.is_empty() {
                break;
            }
            hyphen = !after.starts_with('.');
            rest = after.strip_prefix(['.', '-']).unwrap_or(after);
        }
        drop_nulls(&mut tokens);
        Ok(Self(tokens))
    }
}

/// Takes the next run of digits or of other characters; empty at a separator.
fn next(text: &str) -> (&str, &str) {
    let (number, rest) = digits(text);
    if !number.is_empty() {
        return (number, rest);
    }
    let ends = |next: char| next == '.' || next == '-' || next.is_ascii_digit();
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn token(text: &str, hyphen: bool, followed_by_digit: bool) -> Token {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = Number::read(text);
        return if hyphen { Token::HyphenNumber(number) } else { Token::DotNumber(number) };
    }
    let word = match text {
        "alpha" => Word::Alpha,
        "beta" => Word::Beta,
        "milestone" => Word::Milestone,
        "a" if followed_by_digit => Word::Alpha,
        "b" if followed_by_digit => Word::Beta,
        "m" if followed_by_digit => Word::Milestone,
        "rc" | "cr" => Word::Candidate,
        "snapshot" => Word::Snapshot,
        "final" | "ga" | "release" => Word::None,
        "sp" => Word::ServicePack,
        other => Word::Other(other.into()),
    };
    if hyphen { Token::HyphenWord(word) } else { Token::DotWord(word) }
}

fn drop_nulls(tokens: &mut Vec<Token>) {
    let is_null = |token: &Token| match token {
        Token::HyphenNumber(number) | Token::DotNumber(number) => number.is_zero(),
        Token::HyphenWord(word) | Token::DotWord(word) => *word == Word::None,
    };
    while tokens.last().is_some_and(is_null) {
        tokens.pop();
    }
}

impl Token {
    /// Compares with the null that fills up a shorter version.
    fn against_null(&self) -> Ordering {
        match self {
            Self::DotWord(word) | Self::HyphenWord(word) => word.cmp(&Word::None),
            // Here the null is an empty word, and words sort before numbers.
            Self::HyphenNumber(_) => Ordering::Greater,
            Self::DotNumber(number) => number.cmp(&Number::ZERO),
        }
    }
}

impl Ord for Maven {
    fn cmp(&self, other: &Self) -> Ordering {
        let tokens = self.0.len().max(other.0.len());
        let compare = |at: usize| match (self.0.get(at), other.0.get(at)) {
            (Some(left), Some(right)) => left.cmp(right),
            (Some(left), None) => left.against_null(),
            (None, Some(right)) => right.against_null().reverse(),
            (None, None) => Ordering::Equal,
        };
        (0..tokens).map(compare).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Maven {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Maven {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Maven {}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::climb;

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["1-alpha-SNAPSHOT"],
            &["1-alpha"],
            &["1-a1", "1.0a1", "1-alpha-1"],
            &["1-beta-2", "1b2"],
            &["1-m3", "1.0.0-MILESTONE3"],
            &["1-rc", "1cr"],
            &["1-SNAPSHOT"],
            &["1", "1.0", "1.0.0-final", "1.GA", "1-", "1.", "1.RELEASE"],
            &["1-sp"],
            &["1-pom"],
            &["1-1-SNAPSHOT"],
            &["1-1"],
            &["1-1.1"],
            &["1.0.1"],
            &["1.1"],
            &["12345678901234567890.1H.5-beta"],
        ];
        climb(Scheme::Maven, steps);
    }
}
