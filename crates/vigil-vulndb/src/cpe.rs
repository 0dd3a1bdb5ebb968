//! CPE 2.3 names: reading both bindings (NISTIR 7695) and the name relations (NISTIR 7696).

use std::fmt;

/// The attributes of a name in the order of the formatted string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// `a`, `o` or `h`.
    Part,
    /// Who makes it.
    Vendor,
    /// What it is.
    Product,
    /// Version.
    Version,
    /// Update, service pack, point release.
    Update,
    /// Edition; superseded by the four below.
    Edition,
    /// Language.
    Language,
    /// Edition of the software.
    SwEdition,
    /// What software it runs on.
    TargetSw,
    /// What hardware it runs on.
    TargetHw,
    /// Anything else.
    Other,
}

impl Attribute {
    /// All attributes in the order of the formatted string.
    pub const ALL: [Self; 11] = [
        Self::Part,
        Self::Vendor,
        Self::Product,
        Self::Version,
        Self::Update,
        Self::Edition,
        Self::Language,
        Self::SwEdition,
        Self::TargetSw,
        Self::TargetHw,
        Self::Other,
    ];

    /// The attribute's name in the specification.
    pub fn word(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Vendor => "vendor",
            Self::Product => "product",
            Self::Version => "version",
            Self::Update => "update",
            Self::Edition => "edition",
            Self::Language => "language",
            Self::SwEdition => "sw_edition",
            Self::TargetSw => "target_sw",
            Self::TargetHw => "target_hw",
            Self::Other => "other",
        }
    }
}

/// The value of one attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// `*`: any value.
    Any,
    /// `-`: not applicable.
    NotApplicable,
    /// A text, as tokens.
    Text(Vec<Token>),
}

/// One character of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// This character, in lower case.
    Char(char),
    /// `?`: at most one character at the ends, else one.
    One,
    /// `*`: any number of characters.
    Many,
}

impl Value {
    /// The value as people write it, without escapes: `*` for any, `-` for not applicable.
    pub fn plain(&self) -> String {
        match self {
            Self::Any => "*".to_owned(),
            Self::NotApplicable => "-".to_owned(),
            Self::Text(tokens) => tokens.iter().map(|token| token.plain()).collect(),
        }
    }

    /// Whether the value holds a wild card inside a text.
    pub fn has_wildcard(&self) -> bool {
        matches!(self, Self::Text(tokens) if tokens.iter().any(|t| !matches!(t, Token::Char(_))))
    }
}

impl Token {
    fn plain(self) -> char {
        match self {
            Self::Char(c) => c,
            Self::One => '?',
            Self::Many => '*',
        }
    }
}

/// A CPE name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpe([Value; 11]);

/// Why a text is no CPE name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CpeError {
    /// Neither `cpe:2.3:` nor `cpe:/`.
    #[error("it starts with neither `cpe:2.3:` nor `cpe:/`")]
    Prefix,
    /// Longer than any real name.
    #[error("it is longer than {0} characters")]
    Long(usize),
    /// Not eleven attributes.
    #[error("it has {0} attributes, a CPE 2.3 name has 11")]
    Count(usize),
    /// The part is none of `a`, `o`, `h`.
    #[error("its part `{0}` is none of a, o, h")]
    Part(String),
    /// A percent sign without two hex digits.
    #[error("`%` is not followed by two hex digits")]
    Percent,
}

/// The longest name that is read.
const LONGEST: usize = 2048;

impl Cpe {
    /// Reads a formatted string (`cpe:2.3:...`) or a URI (`cpe:/...`).
    pub fn parse(text: &str) -> Result<Self, CpeError> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(CpeError::Long(LONGEST));
        }
        let name = match (strip_prefix(text, "cpe:2.3:"), strip_prefix(text, "cpe:/")) {
            (Some(rest), _) => Self::from_formatted(rest)?,
            (None, Some(rest)) => Self::from_uri(rest)?,
            (None, None) => return Err(CpeError::Prefix),
        };
        match name.get(Attribute::Part) {
            Value::Any => Ok(name),
            part if ["a", "o", "h"].contains(&part.plain().as_str()) => Ok(name),
            part => Err(CpeError::Part(part.plain())),
        }
    }

    /// The name whose attributes are all open.
    pub fn open() -> Self {
        Self(std::array::from_fn(|_| Value::Any))
    }

    /// The value of an attribute.
    pub fn get(&self, attribute: Attribute) -> &Value {
        &self.0[attribute as usize]
    }

    /// The same name with another value for one attribute.
    #[must_use]
    pub fn with(mut self, attribute: Attribute, value: Value) -> Self {
        self.0[attribute as usize] = value;
        self
    }

    /// The key under which records of this vendor and product stand, if neither has a wild card.
    pub fn key(&self) -> Option<String> {
        let (vendor, product) = (self.get(Attribute::Vendor), self.get(Attribute::Product));
        let open = |value: &Value| value.has_wildcard() || !matches!(value, Value::Text(_));
        (!open(vendor) && !open(product)).then(|| key(&vendor.plain(), &product.plain()))
    }

    fn from_formatted(rest: &str) -> Result<Self, CpeError> {
        let parts = split_unescaped(rest);
        let count = parts.len();
        let values: Vec<Value> = parts.into_iter().map(formatted_value).collect();
        values.try_into().map(Self).map_err(|_| CpeError::Count(count))
    }

    fn from_uri(rest: &str) -> Result<Self, CpeError> {
        let parts: Vec<&str> = rest.split(':').collect();
        if parts.len() > 7 {
            return Err(CpeError::Count(parts.len()));
        }
        let Self(mut values) = Self::open();
        for (at, part) in parts.iter().enumerate() {
            values[at] = uri_value(part)?;
        }
        // NISTIR 7695, 6.1.2.1: a packed edition holds five attributes, each after a tilde.
        if let Some(packed) = parts.get(Attribute::Edition as usize).and_then(|p| p.strip_prefix('~')) {
            let pieces: Vec<&str> = packed.split('~').collect();
            if pieces.len() != 5 {
                return Err(CpeError::Count(pieces.len()));
            }
            let places = [
                Attribute::Edition,
                Attribute::SwEdition,
                Attribute::TargetSw,
                Attribute::TargetHw,
                Attribute::Other,
            ];
            for (piece, place) in pieces.into_iter().zip(places) {
                values[place as usize] = uri_value(piece)?;
            }
        }
        Ok(Self(values))
    }
}

/// The key under which records of a vendor and product stand; both without escapes.
pub fn key(vendor: &str, product: &str) -> String {
    let plain = |text: &str| text.to_lowercase().replace('%', "%25").replace(':', "%3a");
    format!("cpe:{}:{}", plain(vendor), plain(product))
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Splits at colons that no backslash stands before.
fn split_unescaped(text: &str) -> Vec<&str> {
    let mut parts = Vec::with_capacity(11);
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\\' if !escaped => escaped = true,
            b':' if !escaped => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => escaped = false,
        }
    }
    parts.push(&text[start..]);
    parts
}

fn formatted_value(text: &str) -> Value {
    match text {
        "*" | "" => return Value::Any,
        "-" => return Value::NotApplicable,
        _ => {}
    }
    let mut tokens = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            // A lone backslash at the end stands for itself: there is nothing it could escape.
            '\\' => tokens.extend(
                chars.next().or(Some('\\')).into_iter().flat_map(char::to_lowercase).map(Token::Char),
            ),
            '*' => tokens.push(Token::Many),
            '?' => tokens.push(Token::One),
            _ => tokens.extend(c.to_lowercase().map(Token::Char)),
        }
    }
    Value::Text(tokens)
}

fn uri_value(text: &str) -> Result<Value, CpeError> {
    match text {
        "" => return Ok(Value::Any),
        "-" => return Ok(Value::NotApplicable),
        _ => {}
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first != b'%' {
            bytes.push(first);
            rest = tail;
            continue;
        }
        let hex = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()).ok_or(CpeError::Percent)?;
        let byte = u8::from_str_radix(hex, 16).map_err(|_| CpeError::Percent)?;
        // NISTIR 7695, 6.1.2.3: %01 and %02 are the wild cards; they cannot occur as characters.
        bytes.push(byte);
        rest = &tail[2..];
    }
    let decoded = String::from_utf8_lossy(&bytes);
    let tokens = decoded.chars().flat_map(char::to_lowercase).map(|c| match c {
        '\u{1}' => Token::One,
        '\u{2}' => Token::Many,
        c => Token::Char(c),
    });
    Ok(Value::Text(tokens.collect()))
}

impl fmt::Display for Cpe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cpe:2.3")?;
        for value in &self.0 {
            f.write_str(":")?;
            match value {
                Value::Any => f.write_str("*")?,
                Value::NotApplicable => f.write_str("-")?,
                Value::Text(tokens) => write_tokens(f, tokens)?,
            }
        }
        Ok(())
    }
}

fn write_tokens(f: &mut fmt::Formatter<'_>, tokens: &[Token]) -> fmt::Result {
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::One => f.write_str("?")?,
            Token::Many => f.write_str("*")?,
            // A lone hyphen would read as "not applicable".
            Token::Char('-') if at == 0 && tokens.len() == 1 => f.write_str("\\-")?,
            Token::Char(c) if c.is_alphanumeric() || "_-.".contains(*c) => write!(f, "{c}")?,
            Token::Char(c) => write!(f, "\\{c}")?,
        }
    }
    Ok(())
}

/// How a source value or name relates to a target (NISTIR 7696, 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// They have nothing in common.
    Disjoint,
    /// They are the same.
    Equal,
    /// The source is part of the target.
    Subset,
    /// The source covers the target.
    Superset,
    /// The target has wild cards that cannot be compared.
    Undefined,
}

/// The relation of two attribute values (NISTIR 7696, table 6-2).
pub fn compare(source: &Value, target: &Value) -> Relation {
    match (source, target) {
        (Value::Any, Value::Any) | (Value::NotApplicable, Value::NotApplicable) => Relation::Equal,
        (_, Value::Text(_)) if target.has_wildcard() => {
            if source == target {
                Relation::Equal
            } else {
                Relation::Undefined
            }
        }
        (Value::Any, _) => Relation::Superset,
        (_, Value::Any) => Relation::Subset,
        (Value::NotApplicable, _) | (_, Value::NotApplicable) => Relation::Disjoint,
        (Value::Text(a), Value::Text(b)) if a == b => Relation::Equal,
        (Value::Text(a), Value::Text(b)) if source.has_wildcard() && covers(a, b) => Relation::Superset,
        _ => Relation::Disjoint,
    }
}

/// Whether the pattern covers the text. Linear: on a mismatch only the last `*` is extended.
fn covers(pattern: &[Token], text: &[Token]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    // NISTIR 7696, 6.3: `?` at the ends stands for no or one character.
    let lead = pattern.iter().take_while(|token| **token == Token::One).count();
    let trail = pattern.iter().rev().take_while(|token| **token == Token::One).count();
    if lead + trail > 0 && lead < pattern.len() {
        let core = &pattern[lead..pattern.len() - trail];
        let spare = lead + trail;
        return (0..=lead.min(text.len())).any(|skip| {
            (0..=trail.min(text.len() - skip))
                .any(|cut| spare <= LONGEST && covers(core, &text[skip..text.len() - cut]))
        });
    }
    if lead == pattern.len() && lead > 0 {
        return text.len() <= lead;
    }
    while t < text.len() {
        match pattern.get(p) {
            Some(Token::Many) => {
                star = Some((p, t));
                p += 1;
            }
            Some(Token::One) => {
                p += 1;
                t += 1;
            }
            Some(token) if *token == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    p = at + 1;
                    t = from + 1;
                    star = Some((at, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|token| *token == Token::Many)
}
