//! Dotted numbers with letters behind them, as OpenSSL 1.x named its fixes: `1.0.2` < `1.0.2a` < `1.0.2zg`.
//!
//! Some suppliers name hot fixes this way (`2.8.123` < `2.8.123e` < `2.8.124`). Letters are compared as text,
//! so `z` < `za` < `zg`, in lower case; missing numbers are zero. `-dev`, `-alphaN`, `-betaN`, `-preN` and
//! `-rcN` sort before the release. A `-fips` mark, which `openssl version` prints, does not count.

use crate::number::{Number, cut, digits, dotted, trim_zeros};

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lettered {
    numbers: Vec<Number>,
    // Pre-releases of a lettered release do not exist, so the letters may come first.
    letters: Box<str>,
    stage: Stage,
}

// Derived order: earliest stage first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Dev(Number),
    Alpha(Number),
    Beta(Number),
    Pre(Number),
    Candidate(Number),
    Release,
}

impl Lettered {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.to_ascii_lowercase();
        let text = text.strip_prefix('v').unwrap_or(&text);
        let text = text.strip_suffix("-fips").unwrap_or(text);
        let (core, stage) = match text.split_once('-') {
            Some((core, word)) => (core, stage(word)?),
            None => (text, Stage::Release),
        };
        let (front, letters) = cut(core, |byte| byte == b'.' || byte.is_ascii_digit());
        if !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err("behind the numbers only letters may follow");
        }
        let mut numbers = dotted(front)?;
        trim_zeros(&mut numbers);
        Ok(Self { numbers, letters: letters.into(), stage })
    }
}

fn stage(text: &str) -> Result<Stage, &'static str> {
    let (word, rest) = cut(text, |byte| byte.is_ascii_lowercase());
    let (number, rest) = digits(rest);
    if !rest.is_empty() {
        return Err("the text after `-` is not a stage and a number");
    }
    let number = Number::read(number);
    match word {
        "dev" => Ok(Stage::Dev(number)),
        "alpha" => Ok(Stage::Alpha(number)),
        "beta" => Ok(Stage::Beta(number)),
        "pre" => Ok(Stage::Pre(number)),
        "rc" => Ok(Stage::Candidate(number)),
        _ => Err("the text after `-` is none of dev, alpha, beta, pre, rc, fips"),
    }
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["0.9.8zh"],
            &["1.0.0-beta3"],
            &["1.0.0-beta5"],
            &["1", "1.0.0"],
            &["1.0.2"],
            &["1.0.2a"],
            &["1.0.2k", "1.0.2k-fips", "1.0.2K"],
            &["1.0.2z"],
            &["1.0.2za"],
            &["1.0.2zg"],
            &["1.0.3"],
            &["2.8.122"],
            &["2.8.123"],
            &["2.8.123e"],
            &["2.8.123f"],
            &["2.8.124"],
            &["2.9"],
            &["3.0.0-alpha17"],
            &["3.0.0"],
        ];
        climb(Scheme::Lettered, steps);
    }

    #[test]
    fn texts_that_break_the_rules_are_refused() {
        refuse(Scheme::Lettered, &["1.0.2a1", "1.0.", "a", "1.0-1", "1.0-hotfix", "1.0_a", "1.\u{e9}"]);
    }
}
