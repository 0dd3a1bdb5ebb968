//! Haskell package versions (Package Versioning Policy): dotted numbers.
//!
//! Numbers compare one by one; a version that goes on is the later one: `1.0 < 1.0.0`.

use crate::number::{Number, dotted};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hackage(Vec<Number>);

impl Hackage {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        dotted(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        climb(
            Scheme::Hackage,
            &[&["0"], &["0.11.3.0"], &["1"], &["1.0"], &["1.0.0"], &["1.0.1"], &["1.10"], &["2.0"]],
        );
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(Scheme::Hackage, &["1.a", "1..2", "1-2", "v1"]);
    }
}
