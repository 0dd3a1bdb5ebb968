//! Versions as people write them in records and advisories: `< 1.2`, `1.0 - 1.4`, `1.2 and earlier`, `vers:all/*`.
//!
//! What is not read here is never guessed: the statement is then one that cannot be checked.

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// Every version.
    All,
    /// That there are versions, but not which.
    Unspecified,
    /// These; one that holds is enough.
    Spans(Vec<Span>),
}

/// Versions between two ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// The lower end with whether it belongs to the span.
    pub(crate) from: Option<(String, bool)>,
    /// The upper end with whether it belongs to the span.
    pub(crate) to: Option<(String, bool)>,
}

impl Span {
    /// A single version.
    pub(crate) fn one(version: &str) -> Self {
        let end = Some((version.to_owned(), true));
        Self { from: end.clone(), to: end }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    /// Between alternatives or parts.
    Separator,
    Word(String),
    Version(String),
}

/// Longer texts are stories, not versions.
const LONGEST: usize = 400;
const ALL: [&str; 6] = ["*", "all", "all versions", "any", "all version", "any version"];
const UNSPECIFIED: [&str; 9] =
    ["", "n/a", "-", "unspecified", "unknown", "not specified", "na", "see references", "see advisory"];
/// Words that carry no meaning beside a version.
const NOISE: [&str; 9] = ["version", "versions", "ver", "ver.", "all", "release", "releases", "the", "any"];
const BEFORE: [&str; 8] = ["prior", "before", "earlier", "older", "lower", "below", "less", "previous"];
const AFTER: [&str; 7] = ["later", "newer", "above", "higher", "onwards", "greater", "up"];
const THROUGH: [&str; 5] = ["through", "thru", "to", "until", "-"];

/// Words that begin an update behind a version.
const UPDATES: [&str; 8] = ["update", "upd", "sp", "patch", "hotfix", "build", "rev", "revision"];

/// Reads a text; `None` if it says something that is not understood.
pub(crate) fn read(text: &str) -> Option<Words> {
    let text = text.trim().to_lowercase();
    if text.len() > LONGEST {
        return None;
    }
    let text = match text.strip_prefix("vers:").map(|rest| rest.split_once('/')) {
        Some(Some((_, rest))) => rest.to_owned(),
        Some(None) => return None,
        None => text,
    };
    if ALL.contains(&text.as_str()) {
        return Some(Words::All);
    }
    if UNSPECIFIED.contains(&text.as_str()) {
        return Some(Words::Unspecified);
    }
    let tokens = tokens(&text)?;
    spans(&tokens).filter(|spans| !spans.is_empty()).map(Words::Spans)
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for (place, piece) in text.split_whitespace().enumerate() {
        let mut rest = piece;
        while !rest.is_empty() {
            let (token, length) = match rest.as_bytes() {
                [b'<', b'=', ..] => (Token::AtMost, 2),
                [b'>', b'=', ..] => (Token::AtLeast, 2),
                [b'=', b'=', ..] => (Token::Equal, 2),
                [b'!', ..] => return None,
                [b'<', ..] => (Token::Less, 1),
                [b'>', ..] => (Token::More, 1),
                [b'=', ..] => (Token::Equal, 1),
                [b',' | b'|' | b';' | b'&', ..] => (Token::Separator, 1),
                _ if rest.starts_with('≤') => (Token::AtMost, '≤'.len_utf8()),
                _ if rest.starts_with('≥') => (Token::AtLeast, '≥'.len_utf8()),
                _ if rest.starts_with('–') => (Token::Word("-".to_owned()), '–'.len_utf8()),
                _ => {
                    let end = rest.find(['<', '>', '=', ',', '|', ';', '&', '≤', '≥', '!']);
                    let end = end.unwrap_or(rest.len());
                    (word(&rest[..end]), end)
                }
            };
            tokens.push(token);
            rest = &rest[length..];
        }
        if place > 60 {
            return None;
        }
    }
    Some(tokens)
}

/// A word with a digit in it is a version, a few words are separators.
fn word(text: &str) -> Token {
    let text = text.trim_end_matches(':');
    let bare = text.strip_prefix("v.").or_else(|| text.strip_prefix('v')).unwrap_or(text);
    match text {
        "or" | "and" => Token::Word(text.to_owned()),
        _ if bare.starts_with(|c: char| c.is_ascii_digit()) => Token::Version(bare.to_owned()),
        _ if text.contains(|c: char| c.is_ascii_digit()) => Token::Version(text.to_owned()),
        _ => Token::Word(text.to_owned()),
    }
}

/// Reads tokens from the front.
struct Cursor<'t> {
    tokens: &'t [Token],
}

impl<'t> Cursor<'t> {
    fn word(&self) -> Option<&'t str> {
        match self.tokens.first() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Takes a word if it is one of `words`.
    fn takes(&mut self, words: &[&str]) -> bool {
        let is_it = self.word().is_some_and(|word| words.contains(&word));
        if is_it {
            self.tokens = &self.tokens[1..];
        }
        is_it
    }

    /// Takes a version, with the noise before it.
    fn version(&mut self) -> Option<String> {
        let mut ahead = Self { tokens: self.tokens };
        while ahead.takes(&NOISE) {}
        let Some(Token::Version(version)) = ahead.tokens.first() else { return None };
        self.tokens = &ahead.tokens[1..];
        let mut whole = version.clone();
        while let Some((update, taken)) = self.update() {
            whole = format!("{whole} {update}");
            self.tokens = &self.tokens[taken..];
        }
        Some(whole)
    }

    /// An update behind a version, which belongs to it: `12.1 SP2`, `5.0 Update 3`; with the tokens it takes.
    fn update(&self) -> Option<(String, usize)> {
        match self.tokens {
            [Token::Version(update), ..] if !update.starts_with(|c: char| c.is_ascii_digit()) => {
                Some((update.clone(), 1))
            }
            [Token::Word(word), Token::Version(number), ..] if UPDATES.contains(&word.as_str()) => {
                Some((format!("{word} {number}"), 2))
            }
            _ => None,
        }
    }

    /// Takes `and earlier`, `or prior versions` and the like, if `words` has the middle one.
    fn tail(&mut self, words: &[&str]) -> bool {
        let mut ahead = Self { tokens: self.tokens };
        let joined = ahead.takes(&["and", "or"]);
        while ahead.takes(&["all"]) {}
        if !(ahead.takes(words)
            && (joined || ahead.tokens.first().is_none_or(|t| !matches!(t, Token::Version(_)))))
        {
            return false;
        }
        while ahead.takes(&NOISE) {}
        self.tokens = ahead.tokens;
        true
    }
}

fn spans(tokens: &[Token]) -> Option<Vec<Span>> {
    let mut cursor = Cursor { tokens };
    let mut spans: Vec<Span> = Vec::new();
    // A lower end waits for the upper one that may follow.
    let mut open: Option<(String, bool)> = None;
    while let Some(token) = cursor.tokens.first() {
        let mut upper = None;
        match token {
            Token::Separator => cursor.tokens = &cursor.tokens[1..],
            Token::Less | Token::AtMost | Token::More | Token::AtLeast | Token::Equal => {
                let sign = token.clone();
                cursor.tokens = &cursor.tokens[1..];
                let version = cursor.version()?;
                match sign {
                    Token::Less => upper = Some((version, false)),
                    Token::AtMost => upper = Some((version, true)),
                    Token::Equal => spans.push(Span::one(&version)),
                    more => begin(&mut spans, &mut open, (version, more == Token::AtLeast)),
                }
            }
            Token::Word(_) => match phrase(&mut cursor)? {
                Phrase::Upper(version, inclusive) => upper = Some((version, inclusive)),
                Phrase::Lower(version) => begin(&mut spans, &mut open, (version, true)),
                Phrase::Nothing => {}
            },
            Token::Version(_) => {
                let version = cursor.version()?;
                if open.is_some() {
                    return None;
                }
                match behind(&mut cursor) {
                    Behind::Nothing => spans.push(Span::one(&version)),
                    Behind::Earlier => upper = Some((version, true)),
                    Behind::Later => begin(&mut spans, &mut open, (version, true)),
                    Behind::Until(to, inclusive) => {
                        spans.push(Span { from: Some((version, true)), to: Some((to, inclusive)) });
                    }
                }
                // Two versions side by side are one that is written with a space: it is not known where it ends.
                if matches!(cursor.tokens.first(), Some(Token::Version(_))) {
                    return None;
                }
            }
        }
        if let Some(to) = upper {
            spans.push(Span { from: open.take(), to: Some(to) });
            if matches!(cursor.tokens.first(), Some(Token::Version(_))) {
                return None;
            }
        }
    }
    spans.extend(open.map(|from| Span { from: Some(from), to: None }));
    Some(spans)
}

/// Begins a span; one that was open has no upper end.
fn begin(spans: &mut Vec<Span>, open: &mut Option<(String, bool)>, from: (String, bool)) {
    if let Some(before) = open.replace(from) {
        spans.push(Span { from: Some(before), to: None });
    }
}

enum Phrase {
    Upper(String, bool),
    Lower(String),
    Nothing,
}

/// A phrase that begins with a word: `prior to 1.2`, `up to and including 1.2`, `from 1.0`.
fn phrase(cursor: &mut Cursor<'_>) -> Option<Phrase> {
    if cursor.takes(&NOISE) || cursor.takes(&["and", "or"]) {
        return Some(Phrase::Nothing);
    }
    if cursor.takes(&BEFORE) {
        let _ = cursor.takes(&["to", "than"]);
        return Some(Phrase::Upper(cursor.version()?, false));
    }
    if cursor.takes(&["up"]) {
        let _ = cursor.takes(&["to"]);
        let included = !cursor.takes(&["but"]);
        if cursor.takes(&["and", "not"]) && !cursor.takes(&["including", "inclusive"]) {
            return None;
        }
        return Some(Phrase::Upper(cursor.version()?, included));
    }
    if cursor.takes(&["from", "since", "starting", "between"]) {
        let _ = cursor.takes(&["with", "from"]);
        let from = cursor.version()?;
        if cursor.takes(&["and"]) {
            // `from 1.0 and later` has no upper end; `between 1.0 and 2.0` may hold its ends or not.
            return cursor.takes(&AFTER).then_some(Phrase::Lower(from));
        }
        return Some(Phrase::Lower(from));
    }
    if cursor.takes(&THROUGH) {
        return Some(Phrase::Upper(cursor.version()?, true));
    }
    None
}

enum Behind {
    Nothing,
    Earlier,
    Later,
    Until(String, bool),
}

/// What stands behind a version.
fn behind(cursor: &mut Cursor<'_>) -> Behind {
    if cursor.tail(&BEFORE) {
        return Behind::Earlier;
    }
    if cursor.tail(&AFTER) {
        return Behind::Later;
    }
    let mut ahead = Cursor { tokens: cursor.tokens };
    let inclusive = if ahead.takes(&BEFORE) {
        let _ = ahead.takes(&["to", "than"]);
        false
    } else if ahead.takes(&THROUGH) {
        !ahead.takes(&BEFORE)
    } else {
        return Behind::Nothing;
    };
    match ahead.version() {
        Some(to) => {
            cursor.tokens = ahead.tokens;
            Behind::Until(to, inclusive)
        }
        None => Behind::Nothing,
    }
}

#[cfg(test)]
mod tests;
