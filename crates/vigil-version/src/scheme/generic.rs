//! The order for NVD ranges, where a product's own order is not known. There is no authority; these are our rules:
//!
//! 1. Letter case, surrounding white space and a leading `v` do not count.
//! 2. The text falls into runs of digits and runs of letters; every other character parts them.
//! 3. Numbers compare as numbers; a missing number is zero, so `1.0` equals `1.0.0`.
//! 4. A word of a stage before release (`dev`, `snapshot`, `a`/`alpha`, `b`/`beta`, `m`/`milestone`, `pre`, `c`/`cr`/`rc`)
//!    sorts before the end. `a`, `b`, `c`, `m` count as stages only when a number follows and a separator stands before
//!    (`1.0-b2`), for without one they are fix letters (`1.0.2b`).
//! 5. Any other word sorts after the end: fix letters (`1.0.2zg`), patch words (`p1`, `patch`, `sp2`, `hotfix`, `update`), builds.
//!    Words of up to two letters compare by length first (`z` before `za`), all others by text.
//! 6. A number sorts after a word of a stage and before no end: `1.0.1` after `1.0`, `1.0rc1` before `1.0`.

use std::cmp::Ordering;

use crate::chunks::{Number, take_while};

#[derive(Clone, Debug)]
pub(crate) struct Generic(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A stage before release, by rank.
    Stage(u8),
    Number(Number),
    Word(String),
}

impl Generic {
    pub(crate) fn parse(text: &str) -> Self {
        let lower = text.trim().to_lowercase();
        let text = lower
            .strip_prefix('v')
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            .unwrap_or(&lower);
        let mut parts = Vec::new();
        let mut rest = text;
        let mut parted = true;
        while let Some(first) = rest.chars().next() {
            let (run, after) = if first.is_ascii_digit() {
                take_while(rest, |c| c.is_ascii_digit())
            } else if first.is_alphabetic() {
                take_while(rest, char::is_alphabetic)
            } else {
                parted = true;
                rest = &rest[first.len_utf8()..];
                continue;
            };
            parts.push(part(run, parted, after));
            parted = false;
            rest = after;
        }
        // Zeros at the end, and before a word, say nothing: `1.0` is `1.0.0`.
        while matches!(parts.last(), Some(Part::Number(number)) if number.is_zero()) {
            parts.pop();
        }
        Self(parts)
    }
}

fn part(run: &str, parted: bool, after: &str) -> Part {
    if run.starts_with(|c: char| c.is_ascii_digit()) {
        return Part::Number(Number::of(run));
    }
    let number_follows = after.trim_start_matches(['.', '-', '_']).starts_with(|c: char| c.is_ascii_digit());
    match run {
        "dev" | "snapshot" | "nightly" => Part::Stage(0),
        "alpha" => Part::Stage(1),
        "beta" => Part::Stage(2),
        "milestone" => Part::Stage(3),
        "pre" | "preview" => Part::Stage(4),
        "rc" | "cr" => Part::Stage(5),
        "a" if parted && number_follows => Part::Stage(1),
        "b" if parted && number_follows => Part::Stage(2),
        "m" if parted && number_follows => Part::Stage(3),
        "c" if parted && number_follows => Part::Stage(5),
        word => Part::Word(word.to_owned()),
    }
}

/// Stage before the end, the end equal to zero, a word after it, a number above zero after that.
fn weight(part: Option<&Part>) -> u8 {
    match part {
        Some(Part::Stage(_)) => 0,
        None => 1,
        Some(Part::Number(number)) if number.is_zero() => 1,
        Some(Part::Word(_)) => 2,
        Some(Part::Number(_)) => 3,
    }
}

fn compare(a: Option<&Part>, b: Option<&Part>) -> Ordering {
    weight(a).cmp(&weight(b)).then_with(|| match (a, b) {
        (Some(Part::Stage(a)), Some(Part::Stage(b))) => a.cmp(b),
        (Some(Part::Number(a)), Some(Part::Number(b))) => a.cmp(b),
        (Some(Part::Word(a)), Some(Part::Word(b))) => words(a, b),
        _ => Ordering::Equal,
    })
}

fn words(a: &str, b: &str) -> Ordering {
    let class = |word: &str| if word.len() <= 2 { word.len() } else { 3 };
    class(a).cmp(&class(b)).then_with(|| a.cmp(b))
}

impl Ord for Generic {
    fn cmp(&self, other: &Self) -> Ordering {
        (0..self.0.len().max(other.0.len()))
            .map(|at| compare(self.0.get(at), other.0.get(at)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl PartialOrd for Generic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Generic {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Generic {}

#[cfg(test)]
mod tests {
    use crate::scheme::{Scheme, ladder};

    #[test]
    fn order() {
        ladder::holds(
            Scheme::Generic,
            &[
                "1.0-dev",
                "1.0-alpha2",
                "1.0-a3",
                "1.0b1=1.0 b1",
                "1.0.0.1",
                "1.0.1",
                "1.0.2=v1.0.2=1.0.2.0",
                "1.0.2a",
                "1.0.2z",
                "1.0.2za",
                "1.0.2zg",
                "1.0.10",
                "1.2p1",
                "1.2p2",
                "1.2.1-rc1",
                "1.2.1",
                "1.2.1-patch2",
                "2",
            ],
        );
    }

    #[test]
    fn release_candidates_and_betas_come_before_their_release() {
        ladder::holds(
            Scheme::Generic,
            &["4.0.0-beta", "4.0.0-rc1", "4.0.0-rc2", "4.0.0", "4.0.0p1", "4.0.1"],
        );
        ladder::holds(Scheme::Generic, &["3.0-a1", "3.0-b2", "3.0-c1", "3.0"]);
    }
}
