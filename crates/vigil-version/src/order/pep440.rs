//! Python versions: PEP 440 (packaging.python.org, "Version specifiers"), ordered as `packaging` does.
//!
//! `1.dev1 < 1.a1 < 1.b1 < 1.rc1 < 1 < 1+local < 1.post1`, an epoch `1!` outranks everything, trailing zeros
//! of the release do not count, spellings (`alpha`, `c`, `rev`, `-1`) are normalised.
//! Texts outside PEP 440 exist in old records. They sort before every PEP 440 version and among themselves as
//! setuptools sorted them ("legacy versions" of `packaging` before release 22): `trunk < 0.1`.

use crate::number::{Number, cut, digits, is_digits, trim_zeros};

// Derived order: legacy texts sort before all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pep440 {
    Legacy(Vec<Box<str>>),
    Modern(Modern),
}

// Derived order compares the fields in turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Modern {
    epoch: Number,
    release: Vec<Number>,
    pre: Pre,
    post: Option<Number>,
    dev: Dev,
    local: Option<Vec<Local>>,
}

// Derived order: a development release without another stage comes first, a final release last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pre {
    OnlyDev,
    Stage(Stage, Number),
    Final,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Alpha,
    Beta,
    Candidate,
}

// Derived order: a development release sorts before what it develops.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dev {
    Number(Number),
    Not,
}

// Derived order: words before numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Local {
    Word(Box<str>),
    Number(Number),
}

const PRE: [(&str, Stage); 8] = [
    ("alpha", Stage::Alpha),
    ("a", Stage::Alpha),
    ("beta", Stage::Beta),
    ("b", Stage::Beta),
    ("preview", Stage::Candidate),
    ("pre", Stage::Candidate),
    ("rc", Stage::Candidate),
    ("c", Stage::Candidate),
];
const POST: [(&str, ()); 3] = [("post", ()), ("rev", ()), ("r", ())];
const DEV: [(&str, ()); 1] = [("dev", ())];

impl Pep440 {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.to_ascii_lowercase();
        if let Some(modern) = modern(&text) {
            return Ok(Self::Modern(modern));
        }
        if !text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            return Err("it holds neither a letter nor a digit");
        }
        Ok(Self::Legacy(legacy(&text)))
    }
}

fn modern(text: &str) -> Option<Modern> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let (text, local) = match text.split_once('+') {
        Some((text, local)) => (text, Some(local_parts(local)?)),
        None => (text, None),
    };
    let (epoch, text) = match text.split_once('!') {
        Some((epoch, text)) => (is_digits(epoch).then(|| Number::read(epoch))?, text),
        None => (Number::ZERO, text),
    };
    let (release, text) = release(text)?;
    let (pre, text) = suffix(text, &PRE).map_or((None, text), |(pre, rest)| (Some(pre), rest));
    let (post, text) = post(text);
    let (dev, text) = suffix(text, &DEV).map_or((None, text), |(dev, rest)| (Some(dev.1), rest));
    if !text.is_empty() {
        return None;
    }
    let pre = match pre {
        Some((stage, number)) => Pre::Stage(stage, number),
        None if post.is_none() && dev.is_some() => Pre::OnlyDev,
        None => Pre::Final,
    };
    Some(Modern { epoch, release, pre, post, dev: dev.map_or(Dev::Not, Dev::Number), local })
}

/// Reads `1.2.3`; a dot without a number behind it belongs to what follows.
fn release(text: &str) -> Option<(Vec<Number>, &str)> {
    let (first, mut rest) = digits(text);
    if first.is_empty() {
        return None;
    }
    let mut release = vec![Number::read(first)];
    while let Some((number, after)) =
        rest.strip_prefix('.').map(digits).filter(|(number, _)| !number.is_empty())
    {
        release.push(Number::read(number));
        rest = after;
    }
    trim_zeros(&mut release);
    Some((release, rest))
}

/// Reads `[-_.]?word[-_.]?number?`; a missing number is zero, its separator may stand alone.
fn suffix<'a, T: Copy>(text: &'a str, words: &[(&str, T)]) -> Option<((T, Number), &'a str)> {
    let bare = without_separator(text);
    let (found, rest) =
        words.iter().find_map(|(word, value)| bare.strip_prefix(word).map(|rest| (*value, rest)))?;
    let (number, after) = digits(without_separator(rest));
    Some(((found, Number::read(number)), after))
}

fn without_separator(text: &str) -> &str {
    text.strip_prefix(['-', '_', '.']).unwrap_or(text)
}

/// Reads a post-release, also in its implicit form `1.0-1`.
fn post(text: &str) -> (Option<Number>, &str) {
    if let Some((number, rest)) = text.strip_prefix('-').map(digits).filter(|(number, _)| !number.is_empty())
    {
        return (Some(Number::read(number)), rest);
    }
    suffix(text, &POST).map_or((None, text), |(((), number), rest)| (Some(number), rest))
}

fn local_parts(text: &str) -> Option<Vec<Local>> {
    text.split(['-', '_', '.']).map(local_part).collect()
}

fn local_part(part: &str) -> Option<Local> {
    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    Some(if is_digits(part) { Local::Number(Number::read(part)) } else { Local::Word(part.into()) })
}

/// Splits as setuptools did: runs of digits (zero-filled), runs of letters, dots and dashes; every letter run
/// gets a `*` so that it sorts before numbers, and the end counts as `*final`.
fn legacy(text: &str) -> Vec<Box<str>> {
    let mut parts: Vec<Box<str>> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = legacy_part(rest);
        rest = after;
        let part = match part {
            "." => continue,
            "pre" | "preview" | "rc" => "c",
            "dev" => "@",
            part => part,
        };
        if is_digits(part) {
            parts.push(format!("{part:0>8}").into());
            continue;
        }
        let marked: Box<str> = if part == "-" { "*final-".into() } else { format!("*{part}").into() };
        push_word(&mut parts, marked);
    }
    push_word(&mut parts, "*final".into());
    parts
}

fn push_word(parts: &mut Vec<Box<str>>, word: Box<str>) {
    if *word < *"*final" {
        while parts.last().is_some_and(|last| &**last == "*final-") {
            parts.pop();
        }
    }
    while parts.last().is_some_and(|last| &**last == "00000000") {
        parts.pop();
    }
    parts.push(word);
}

fn legacy_part(text: &str) -> (&str, &str) {
    let (number, rest) = digits(text);
    if !number.is_empty() {
        return (number, rest);
    }
    let (word, rest) = cut(text, |byte| byte.is_ascii_lowercase());
    if !word.is_empty() {
        return (word, rest);
    }
    let end = text.chars().next().map_or(0, char::len_utf8);
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use crate::Scheme;
    use crate::ladder::{climb, refuse};

    #[test]
    fn order() {
        let steps: &[&[&str]] = &[
            &["trunk"],
            &["0.1-bulbasaur"],
            &["0.9-doduo"],
            &["1.dev0", "1.0.dev", "v1.0-DEV_0"],
            &["1.0a1.dev3"],
            &["1.0a1", "1.0.alpha-1"],
            &["1.0b2", "1.0beta2"],
            &["1.0rc1", "1.0c1", "1.0-preview1"],
            &["1", "1.0", "1.0.0"],
            &["1.0+abc"],
            &["1.0+1"],
            &["1.0+1.1"],
            &["1.0.post1.dev2"],
            &["1.0.post1", "1.0-1", "1.0.rev1", "1.0r1"],
            &["1.0.1"],
            &["20240101000000000000001"],
            &["1!0.1"],
        ];
        climb(Scheme::Pep440, steps);
    }

    #[test]
    fn a_text_without_letters_and_digits_is_refused() {
        refuse(Scheme::Pep440, &["-", "*", "...", "\u{e9}"]);
    }
}
