//! R package versions (R's `package_version`): numbers between dots or hyphens, which count alike.
//!
//! Numbers compare one by one; a version that goes on is the later one: `1.0 < 1.0.0 < 1.0-1`.

use crate::number::{Number, dotted};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cran(Vec<Number>);

impl Cran {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        dotted(&text.replace('-', ".")).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        climb(
            Scheme::Cran,
            &[
                &["0.9"],
                &["0.75"],
                &["1"],
                &["1.0"],
                &["1.0-0", "1.0.0", "01.00.0"],
                &["1.0-1"],
                &["1.1"],
                &["1.10"],
            ],
        );
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(Scheme::Cran, &["1.a", "1..2", "-1", "1_2"]);
    }
}
