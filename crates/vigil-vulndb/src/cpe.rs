//! CPE 2.3 names: reading both bindings (NISTIR 7695) and the name relations (NISTIR 7696).

use std::fmt;

mod binding;
pub(crate) mod quick;
mod relation;

use binding::{formatted_value, split_unescaped, strip_prefix, uri_value};

pub use relation::{Relation, compare};

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
