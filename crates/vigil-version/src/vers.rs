//! The `vers:` notation for ranges (package-url/vers-spec): `vers:pypi/>=1.0|<2.0`.
//!
//! It is read in any order of constraints, because records in the wild do not sort them, and written in the canonical
//! one; [`Vers::parse_canonical`] refuses what is not canonical, as the specification asks of a strict reader.

mod escape;
mod join;

use std::cmp::Ordering;
use std::fmt;

use crate::range::{Range, RangeError};
use crate::{Scheme, Version};

/// Most constraints that one notation may hold.
const MAX_CONSTRAINTS: usize = 10_000;

/// How a constraint compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// The version itself.
    Equal,
    /// Every version but this one.
    NotEqual,
    /// Below the version.
    Less,
    /// Below the version, or the version itself.
    LessOrEqual,
    /// Above the version.
    Greater,
    /// Above the version, or the version itself.
    GreaterOrEqual,
}

/// One constraint: a sign and a version, the latter as its source wrote it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Constraint {
    /// How it compares.
    pub sign: Sign,
    /// The version, without percent-encoding.
    pub version: String,
}

/// A range in the `vers:` notation: a versioning scheme and its constraints, sorted by version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vers {
    kind: String,
    scheme: Scheme,
    constraints: Vec<Constraint>,
    all: bool,
}

impl Sign {
    /// Returns the sign as people write it; equality as `=`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    pub(crate) fn read(text: &str) -> Self {
        match text {
            "!=" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => Self::Equal,
        }
    }
}

impl Constraint {
    pub(crate) fn new(sign: Sign, version: impl Into<String>) -> Self {
        Self { sign, version: version.into() }
    }
}

impl Vers {
    /// Makes a notation from constraints in any order.
    ///
    /// # Errors
    /// Fails when the order of the versioning scheme is not known or one of its versions cannot be read.
    pub fn new(kind: &str, constraints: Vec<Constraint>) -> Result<Self, RangeError> {
        let wrong = |why: String| RangeError::new(kind, why);
        let scheme = scheme_of(kind).map_err(wrong)?;
        let constraints = sorted(scheme, constraints).map_err(wrong)?;
        Ok(Self { kind: kind.to_owned(), scheme, constraints, all: false })
    }

    /// Makes the notation of every version: `vers:npm/*`.
    ///
    /// # Errors
    /// Fails when the order of the versioning scheme is not known.
    pub fn all(kind: &str) -> Result<Self, RangeError> {
        Ok(Self { all: true, ..Self::new(kind, Vec::new())? })
    }

    /// Reads a notation whose constraints stand in any order and whose versions are encoded in any way.
    ///
    /// # Errors
    /// Fails when the notation is malformed, its scheme has no known order, or a version cannot be read.
    pub fn parse(text: &str) -> Result<Self, RangeError> {
        Self::read(text).map_err(|why| RangeError::new(text, why))
    }

    /// Reads a notation and refuses it unless it stands in its canonical form.
    ///
    /// # Errors
    /// Fails as [`Vers::parse`], and with the canonical form when that is another text.
    pub fn parse_canonical(text: &str) -> Result<Self, RangeError> {
        let read = Self::parse(text)?;
        let canonical = read.to_string();
        if canonical == text {
            return Ok(read);
        }
        Err(RangeError::new(text, format!("its canonical form is `{canonical}`")))
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.contains(char::is_whitespace) {
            return Err("it holds white space".to_owned());
        }
        let rest = text.strip_prefix("vers:").ok_or("it does not begin with `vers:`")?;
        let (kind, list) = rest.split_once('/').ok_or("there is no `/` after the scheme")?;
        let scheme = scheme_of(kind)?;
        let kind = kind.to_owned();
        if list == "*" {
            return Ok(Self { kind, scheme, constraints: Vec::new(), all: true });
        }
        if list.split('|').count() > MAX_CONSTRAINTS {
            return Err(format!("it holds more than {MAX_CONSTRAINTS} constraints"));
        }
        let constraints = list.split('|').map(constraint).collect::<Result<_, _>>()?;
        Ok(Self { constraints: sorted(scheme, constraints)?, kind, scheme, all: false })
    }

    /// Returns the versioning scheme as written, for example `npm`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the order in which its versions compare.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Returns the constraints, sorted by version; none for `*`.
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// Returns the versions that the notation holds.
    pub fn range(&self) -> Range {
        if self.all { Range::all() } else { join::join(&self.constraints) }
    }
}

fn scheme_of(kind: &str) -> Result<Scheme, String> {
    Scheme::from_vers_type(kind).ok_or_else(|| format!("the order of {kind} versions is not known"))
}

fn constraint(part: &str) -> Result<Constraint, String> {
    let (sign, escaped) = crate::range::split_sign(part);
    if escaped.is_empty() {
        return Err("a constraint is empty".to_owned());
    }
    let version =
        escape::decode(escaped).ok_or_else(|| format!("`{escaped}` is not percent-encoded correctly"))?;
    Ok(Constraint::new(Sign::read(sign), version))
}

/// Sorts by version. On the same version an upper bound stands before a lower one, so that `<1.5|>=1.5` stays two intervals.
///
/// One version alone needs no order: it may be a text that the scheme does not read, and then matches by that text.
fn sorted(scheme: Scheme, constraints: Vec<Constraint>) -> Result<Vec<Constraint>, String> {
    if let [Constraint { sign: Sign::Equal | Sign::NotEqual, .. }] = constraints.as_slice() {
        return Ok(constraints);
    }
    let read = |it: Constraint| match scheme.parse(&it.version) {
        Ok(version) => Ok((version, it)),
        Err(error) => Err(error.to_string()),
    };
    let mut read: Vec<(Version, Constraint)> = constraints.into_iter().map(read).collect::<Result<_, _>>()?;
    let opens = |it: &Constraint| matches!(it.sign, Sign::Greater | Sign::GreaterOrEqual);
    read.sort_by(|left, right| {
        let order = left.0.partial_cmp(&right.0).unwrap_or(Ordering::Equal);
        order.then_with(|| opens(&left.1).cmp(&opens(&right.1)))
    });
    Ok(read.into_iter().map(|(_, it)| it).collect())
}

impl Range {
    /// Reads a `vers:` notation and returns the scheme beside the range.
    ///
    /// # Errors
    /// Fails as [`Vers::parse`].
    pub fn parse_vers(text: &str) -> Result<(Scheme, Self), RangeError> {
        let vers = Vers::parse(text)?;
        Ok((vers.scheme(), vers.range()))
    }
}

/// The canonical form: `vers:npm/>=1.0.0|<2.0.0`.
impl fmt::Display for Vers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "vers:{}/", self.kind)?;
        if self.all {
            return f.write_str("*");
        }
        let parts: Vec<String> = self.constraints.iter().map(ToString::to_string).collect();
        f.write_str(&parts.join("|"))
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.sign == Sign::Equal { "" } else { self.sign.text() };
        write!(f, "{sign}{}", escape::encode(&self.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_notation_is_refused() {
        for vers in [
            "",
            "vers:",
            "vers:npm",
            "npm/1.0",
            "vers:npm/>=1.0| <2",
            "vers:npm/1.0|",
            "vers:npm/%zz",
            "vers:none/1",
        ] {
            assert!(Range::parse_vers(vers).is_err(), "{vers}");
        }
    }

    #[test]
    fn any_order_is_read_and_the_canonical_one_written() {
        let vers = Vers::parse("vers:npm/<2.0.0|>=1.0.0%2Bbuild").unwrap();
        assert_eq!(vers.to_string(), "vers:npm/>=1.0.0%2Bbuild|<2.0.0");
        assert_eq!(vers.range().to_string(), ">=1.0.0+build, <2.0.0");
        let error = Vers::parse_canonical("vers:npm/<2.0.0|>=1.0.0").unwrap_err().to_string();
        assert!(error.contains("vers:npm/>=1.0.0|<2.0.0"), "{error}");
        assert_eq!(Vers::all("npm").unwrap().to_string(), "vers:npm/*");
    }
}
