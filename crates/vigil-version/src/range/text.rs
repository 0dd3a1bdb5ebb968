//! The text form of a range, out and in.

use std::fmt;

use super::{Bound, Interval, Range};

/// Longest text that is read as a range.
const MAX_BYTES: usize = 64 * 1024;

/// Why a text is not a range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a version range: {why}")]
pub struct RangeError {
    text: String,
    why: String,
}

impl RangeError {
    pub(crate) fn new(text: &str, why: impl Into<String>) -> Self {
        Self { text: text.chars().take(80).collect(), why: why.into() }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let intervals = self.intervals.iter().map(ToString::to_string);
        // A version of that name would read as the range that holds nothing.
        let version = |text: &String| if text == "none" { "=none".to_owned() } else { text.clone() };
        let parts: Vec<String> = intervals.chain(self.versions.iter().map(version)).collect();
        if parts.is_empty() {
            return f.write_str("none");
        }
        f.write_str(&parts.join(" || "))?;
        self.except.iter().try_for_each(|version| write!(f, ", !={version}"))
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = match &self.from {
            Bound::Unbounded => None,
            Bound::Including(version) => Some(format!(">={version}")),
            Bound::Excluding(version) => Some(format!(">{version}")),
        };
        let to = match &self.to {
            Bound::Unbounded => None,
            Bound::Including(version) => Some(format!("<={version}")),
            Bound::Excluding(version) => Some(format!("<{version}")),
        };
        match (from, to) {
            (None, None) => f.write_str("*"),
            (Some(one), None) | (None, Some(one)) => f.write_str(&one),
            (Some(from), Some(to)) => write!(f, "{from}, {to}"),
        }
    }
}

impl std::str::FromStr for Range {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, RangeError> {
        Self::parse(text)
    }
}

impl Range {
    /// Reads the text form: `>=3.0.0, <3.0.15`, `<1.2 || 2.0.0`, `*`, `none`.
    ///
    /// # Errors
    /// Fails when a part is empty, holds white space, or gives a side twice.
    pub fn parse(text: &str) -> Result<Self, RangeError> {
        if text.len() > MAX_BYTES {
            return Err(RangeError::new(text, "it is longer than 64 KiB"));
        }
        if text.trim() == "none" {
            return Ok(Self::none());
        }
        let mut range = Self::none();
        for alternative in text.split("||") {
            range.add_alternative(alternative).map_err(|why| RangeError::new(text, why))?;
        }
        if range.is_none() {
            return Err(RangeError::new(
                text,
                "it only says which versions it does not hold; begin with `*`",
            ));
        }
        Ok(range)
    }

    fn add_alternative(&mut self, alternative: &str) -> Result<(), String> {
        let mut interval = Interval { from: Bound::Unbounded, to: Bound::Unbounded };
        let (mut is_interval, mut is_version) = (false, false);
        for part in alternative.split(',') {
            let (sign, version) = comparator(part.trim())?;
            let version = version.to_owned();
            match sign {
                "!=" => self.except.push(version),
                "*" => is_interval = true,
                "=" => {
                    is_version = true;
                    self.versions.push(version);
                }
                ">=" | ">" => {
                    is_interval = true;
                    set(&mut interval.from, sign, version)?;
                }
                _ => {
                    is_interval = true;
                    set(&mut interval.to, sign, version)?;
                }
            }
        }
        if is_interval && is_version {
            return Err(
                "a single version and a bound are joined by a comma; write `||` between them".to_owned()
            );
        }
        if is_interval {
            self.intervals.push(interval);
        }
        Ok(())
    }
}

fn set(bound: &mut Bound, sign: &str, version: String) -> Result<(), String> {
    if *bound != Bound::Unbounded {
        return Err(format!("`{sign}{version}` limits a side that is already limited"));
    }
    *bound = if sign.ends_with('=') { Bound::Including(version) } else { Bound::Excluding(version) };
    Ok(())
}

/// Splits `>=1.0` into sign and version; a bare version has the sign `=`.
fn comparator(part: &str) -> Result<(&'static str, &str), String> {
    if part == "*" {
        return Ok(("*", ""));
    }
    let (sign, version) = split_sign(part);
    let version = version.trim();
    if version.is_empty() {
        return Err(format!("a version is missing after `{sign}`"));
    }
    if version.contains(char::is_whitespace) {
        return Err(format!("`{version}` holds white space; separate bounds by a comma"));
    }
    if version.starts_with(['<', '>', '=', '!', '~', '^']) {
        return Err(format!("`{part}` does not begin with one of >= > <= < = !="));
    }
    if version == "*" {
        return Err(format!("`{part}` names no version; `*` alone is every version"));
    }
    Ok((sign, version))
}

/// Splits a comparison sign off; `==` counts as `=`, and no sign at all too.
pub(crate) fn split_sign(part: &str) -> (&'static str, &str) {
    let signs = [(">=", ">="), ("<=", "<="), ("!=", "!="), ("==", "="), (">", ">"), ("<", "<"), ("=", "=")];
    signs
        .iter()
        .find_map(|(written, sign)| part.strip_prefix(written).map(|version| (*sign, version)))
        .unwrap_or(("=", part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_is_read_and_written_alike() {
        for text in [
            ">=3.0.0, <3.0.15",
            ">1.0, <=2.0",
            "<1.2",
            ">=7",
            "*",
            "none",
            "1.0.2zg",
            "<1 || >=2, <3 || 4.0 || 5.0",
            "*, !=1.3",
        ] {
            assert_eq!(Range::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Range::parse(" >= 3.0.0 ,<3.0.15").unwrap().to_string(), ">=3.0.0, <3.0.15");
        assert_eq!(Range::parse("==1.0").unwrap().to_string(), "1.0");
    }

    #[test]
    fn a_wrong_text_says_what_is_wrong() {
        for (text, why) in [
            ("", "missing"),
            (">=", "missing after `>=`"),
            (">=1.0 <2.0", "white space"),
            (">=1.0, >2.0", "already limited"),
            ("^1.0", "does not begin with"),
            (">=1.0, 2.0", "`||`"),
            ("!=1.0", "`*`"),
            ("<1 ||", "missing"),
        ] {
            let error = Range::parse(text).unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
