//! Versions of no stated scheme, as NVD and vendor records hold them. No authority defines this order; these
//! are our own rules, chosen so that what a person would read as newer sorts later:
//!
//! 1. A text is cut into numbers and words; separators (`.`, `-`, `_`, `+`, `:`, `/`, brackets, spaces) have no
//!    weight of their own, so `7.0.8-12` equals `7.0.8.12`. Case does not count. Without a digit it is refused.
//! 2. Numbers compare as numbers. Zeros before a word or at the end do not count: `1.0` equals `1`.
//! 3. Evident words of a pre-release (`dev`, `snapshot`, `nightly`, `alpha`, `beta`, `milestone`, `ea`, `pre`,
//!    `preview`, `rc`, `cr`, `candidate`, a tilde) sort before the version without them; so do a single `a` or
//!    `b` between two numbers (`1.0b2`) and an `m` behind a separator and before a number (`6.0-M1`).
//! 4. Any other word sorts after it and before the next number: a letter fix (`1.0.2zg`), a patch (`7.4p1`,
//!    `1.0-sp2`, `1.8.0_u7`), a vendor's branch (`15.1X49-D100`). Words compare as text; `patch`, `pl` count as
//!    `p`, `update` as `u`, `rev`, `revision` as `r`, `servicepack` as `sp`, `hotfix` as `hf`.
//! 5. `final`, `ga`, `release`, `stable` do not count, nor does a leading `v`, `version`, `release`, `rel`,
//!    `firmware` or `fw`.
//! 6. A pattern (`1.x`, `1.*`) and a commit hash have no place in an order and are refused.

use crate::number::Number;

// Derived order: every sequence ends with `End`, so what stands above sorts before the bare version and what
// stands below sorts after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Element {
    Before(Stage),
    End,
    Word(Box<str>),
    Number(Number),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Tilde,
    Dev,
    Snapshot,
    Alpha,
    Beta,
    Milestone,
    Preview,
    Candidate,
}

/// Elements of a version, closed by `End`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Generic(Vec<Element>);

struct Token<'a> {
    text: &'a str,
    is_number: bool,
    separated: bool,
    tilde: bool,
}

impl Generic {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.to_lowercase();
        if is_commit_hash(&text) {
            return Err("it is a commit hash, which has no order");
        }
        let tokens = tokens(&text);
        if !tokens.iter().any(|token| token.is_number) {
            return Err("it holds no number");
        }
        if text.contains('*')
            || tokens.iter().enumerate().any(|(at, token)| is_pattern(token, tokens.get(at + 1)))
        {
            return Err("it is a pattern and not a version");
        }
        Ok(Self(elements(&tokens[front_words(&tokens)..])))
    }
}

fn is_commit_hash(text: &str) -> bool {
    (text.len() == 40 || text.len() == 64)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Says whether a token is the `x` of `1.x`.
fn is_pattern(token: &Token, next: Option<&Token>) -> bool {
    token.text == "x" && token.separated && next.is_none_or(|next| next.separated)
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token> = Vec::new();
    let (mut separated, mut tilde) = (false, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = Kind::of(first);
        let end = rest.find(|next| Kind::of(next) != kind).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if kind == Kind::Separator {
            (separated, tilde) = (true, run.contains('~'));
        } else {
            tokens.push(Token { text: run, is_number: kind == Kind::Digit, separated, tilde });
            (separated, tilde) = (false, false);
        }
    }
    tokens
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Digit,
    Letter,
    Separator,
}

impl Kind {
    fn of(character: char) -> Self {
        if character.is_ascii_digit() {
            Self::Digit
        } else if character.is_alphabetic() {
            Self::Letter
        } else {
            Self::Separator
        }
    }
}

/// Counts the words in front of the first number when all of them are mere announcements.
fn front_words(tokens: &[Token]) -> usize {
    let front = tokens.iter().take_while(|token| !token.is_number).count();
    let announces =
        |token: &Token| matches!(token.text, "v" | "ver" | "version" | "release" | "rel" | "firmware" | "fw");
    if tokens[..front].iter().all(announces) { front } else { 0 }
}

fn elements(tokens: &[Token]) -> Vec<Element> {
    let mut elements = Vec::with_capacity(tokens.len() + 1);
    for (at, token) in tokens.iter().enumerate() {
        let number_before = at > 0 && tokens[at - 1].is_number && !token.separated;
        let number_after = tokens.get(at + 1).is_some_and(|next| next.is_number && !next.separated);
        let Some(element) = element(token, number_before, number_after) else { continue };
        let marks_itself = matches!(element, Element::Before(_));
        if !matches!(element, Element::Number(_)) || token.tilde {
            drop_zeros(&mut elements);
        }
        if token.tilde && !marks_itself {
            elements.push(Element::Before(Stage::Tilde));
        }
        elements.push(element);
    }
    drop_zeros(&mut elements);
    elements.push(Element::End);
    elements
}

fn drop_zeros(elements: &mut Vec<Element>) {
    while matches!(elements.last(), Some(Element::Number(number)) if number.is_zero()) {
        elements.pop();
    }
}

fn element(token: &Token, number_before: bool, number_after: bool) -> Option<Element> {
    if token.is_number {
        return Some(Element::Number(Number::read(token.text)));
    }
    let word = match token.text {
        "final" | "ga" | "release" | "stable" => return None,
        "dev" | "devel" => return Some(Element::Before(Stage::Dev)),
        "snapshot" | "nightly" => return Some(Element::Before(Stage::Snapshot)),
        "alpha" => return Some(Element::Before(Stage::Alpha)),
        "beta" => return Some(Element::Before(Stage::Beta)),
        "milestone" => return Some(Element::Before(Stage::Milestone)),
        "ea" | "pre" | "preview" | "prerelease" => return Some(Element::Before(Stage::Preview)),
        "rc" | "cr" | "candidate" => return Some(Element::Before(Stage::Candidate)),
        "a" if number_before && number_after => return Some(Element::Before(Stage::Alpha)),
        "b" if number_before && number_after => return Some(Element::Before(Stage::Beta)),
        "m" if token.separated && number_after => return Some(Element::Before(Stage::Milestone)),
        "patch" | "pl" | "patchlevel" => "p",
        "update" | "upd" => "u",
        "rev" | "revision" => "r",
        "servicepack" => "sp",
        "hotfix" => "hf",
        other => other,
    };
    Some(Element::Word(word.into()))
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn fixes_sort_after_and_pre_releases_before_their_version() {
        let steps: &[&[&str]] = &[
            &["0.9.8zh"],
            &["1.0~1"],
            &["1.0-dev"],
            &["1.0-SNAPSHOT"],
            &["1.0a1", "1.0-alpha1", "1.0~alpha.1", "1.0.0-alpha-1"],
            &["1.0-beta"],
            &["1.0b2", "1.0_beta2"],
            &["1.0-M1", "1.0.0.M1", "1.0 milestone 1"],
            &["1.0-pre2"],
            &["1.0-rc1", "1.0.0rc1", "1.0 RC 1", "1.0~rc1", "1.0-cr1"],
            &["1", "1.0", "v1.0.0", "Version 1.0", "1.0-final", "1.0.GA", "001.000"],
            &["1.0a", "1.0.0a"],
            &["1.0z"],
            &["1.0zg"],
            &["1.0.1"],
            &["1.0.2-beta1"],
            &["1.0.2"],
            &["1.0.2zg"],
            &["1.0.3"],
            &["1.10"],
            &["20240101123456789012345678901234567890"],
        ];
        climb(Scheme::Generic, steps);
    }

    #[test]
    fn versions_as_vendors_write_them() {
        climb(Scheme::Generic, &[&["7.4"], &["7.4p1", "7.4-p1", "7.4_patch1"], &["7.4p2"], &["7.5"]]);
        climb(Scheme::Generic, &[&["4.2.8"], &["4.2.8p2"], &["4.2.8p15"], &["4.2.9"]]);
        climb(Scheme::Generic, &[&["9.11.3"], &["9.11.3-S1"], &["9.11.4-rc1"], &["9.11.4"]]);
        climb(
            Scheme::Generic,
            &[&["1.8.0"], &["1.8.0:update7", "1.8.0-u7"], &["1.8.0 Update 201"], &["1.8.1"]],
        );
        climb(Scheme::Generic, &[&["12.2(33)SXI3"], &["12.2(33)SXI4"], &["12.2(34)"], &["12.3"]]);
        climb(Scheme::Generic, &[&["15.1R7"], &["15.1X49-D100"], &["15.1X49-D110"], &["15.1X53"]]);
        climb(Scheme::Generic, &[&["2.8.123"], &["2.8.123e"], &["2.8.124"]]);
        climb(
            Scheme::Generic,
            &[&["1.2.3"], &["1.2.3+dfsg"], &["1.2.3+1", "1.2.3_1", "1.2.3.1"], &["1.2.4"]],
        );
        climb(Scheme::Generic, &[&["7.0.8-11"], &["7.0.8-12", "7.0.8.12"], &["7.0.9-0", "7.0.9"]]);
        climb(Scheme::Generic, &[&["r39p0"], &["r40p0"], &["r40p1"]]);
        climb(Scheme::Generic, &[&["FW 2.1"], &["firmware v2.2"]]);
    }

    #[test]
    fn what_has_no_place_in_an_order_is_refused() {
        refuse(
            Scheme::Generic,
            &[
                "n/a",
                "unspecified",
                "-",
                "*",
                "1.x",
                "1.2.x",
                "1.*",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            ],
        );
    }
}
