//! Ranges: intervals and single versions, in the order of whoever asks.

use std::cmp::Ordering;
use std::fmt;

use crate::{Scheme, VersionError};

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub enum Bound {
    /// No end.
    #[default]
    Open,
    /// The version itself belongs to it.
    Including(String),
    /// The version itself does not belong to it.
    Excluding(String),
}

/// Versions from a lower to an upper end.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Interval {
    /// Lower end.
    pub from: Bound,
    /// Upper end.
    pub to: Bound,
}

/// Any number of intervals and single versions. An empty range holds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Range {
    /// The intervals.
    pub intervals: Vec<Interval>,
    /// Single versions, compared by order and not by text.
    pub versions: Vec<String>,
}

/// Why a range could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{part}` is not a bound; write `>=1.0, <2.0`, several intervals parted by `||`")]
pub struct RangeError {
    /// The part at fault.
    pub part: String,
}

impl Range {
    /// Reads `>=3.0.0, <3.0.15 || =4.0`. `*` is everything.
    pub fn parse(text: &str) -> Result<Self, RangeError> {
        let mut range = Self::default();
        for alternative in text.split("||") {
            range.read_alternative(alternative.trim())?;
        }
        Ok(range)
    }

    fn read_alternative(&mut self, text: &str) -> Result<(), RangeError> {
        let mut interval = Interval::default();
        let fault = |part: &str| RangeError { part: part.to_owned() };
        if text.is_empty() {
            return Err(fault(text));
        }
        if text == "*" {
            self.intervals.push(interval);
            return Ok(());
        }
        let mut bounded = false;
        for part in text.split(',').map(str::trim) {
            let (sign, version) =
                part.split_at(part.find(|c: char| !"<>=".contains(c)).unwrap_or(part.len()));
            let version = version.trim().to_owned();
            if version.is_empty() || version.contains(char::is_whitespace) {
                return Err(fault(part));
            }
            match sign {
                ">=" if interval.from == Bound::Open => interval.from = Bound::Including(version),
                ">" if interval.from == Bound::Open => interval.from = Bound::Excluding(version),
                "<=" if interval.to == Bound::Open => interval.to = Bound::Including(version),
                "<" if interval.to == Bound::Open => interval.to = Bound::Excluding(version),
                "" | "=" | "==" => {
                    self.versions.push(version);
                    continue;
                }
                _ => return Err(fault(part)),
            }
            bounded = true;
        }
        if bounded {
            self.intervals.push(interval);
        }
        Ok(())
    }

    /// Whether `version` lies in the range, by the order `scheme`.
    pub fn contains(&self, scheme: Scheme, version: &str) -> Result<bool, VersionError> {
        let parsed = scheme.parse(version)?;
        let order = |bound: &str| -> Result<Ordering, VersionError> {
            Ok(parsed.partial_cmp(&scheme.parse(bound)?).expect("both were read in one order"))
        };
        for interval in &self.intervals {
            let above = match &interval.from {
                Bound::Open => true,
                Bound::Including(bound) => order(bound)?.is_ge(),
                Bound::Excluding(bound) => order(bound)?.is_gt(),
            };
            let below = match &interval.to {
                Bound::Open => true,
                Bound::Including(bound) => order(bound)?.is_le(),
                Bound::Excluding(bound) => order(bound)?.is_lt(),
            };
            if above && below {
                return Ok(true);
            }
        }
        for single in &self.versions {
            if order(single)?.is_eq() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = match &self.from {
            Bound::Open => None,
            Bound::Including(version) => Some(format!(">={version}")),
            Bound::Excluding(version) => Some(format!(">{version}")),
        };
        let to = match &self.to {
            Bound::Open => None,
            Bound::Including(version) => Some(format!("<={version}")),
            Bound::Excluding(version) => Some(format!("<{version}")),
        };
        match (from, to) {
            (Some(from), Some(to)) => write!(f, "{from}, {to}"),
            (Some(one), None) | (None, Some(one)) => f.write_str(&one),
            (None, None) => f.write_str("*"),
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let singles = self.versions.iter().map(|version| format!("={version}"));
        let parts: Vec<String> = self.intervals.iter().map(ToString::to_string).chain(singles).collect();
        f.write_str(&parts.join(" || "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_reads_back_and_holds_what_it_says() {
        let range = Range::parse(">=3.0.0, <3.0.15 || =4.0").unwrap();
        assert_eq!(range.to_string(), ">=3.0.0, <3.0.15 || =4.0");
        for (version, inside) in
            [("3.0.0", true), ("3.0.14", true), ("3.0.15", false), ("4.0.0", true), ("2.9", false)]
        {
            assert_eq!(range.contains(Scheme::Generic, version), Ok(inside), "{version}");
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for wrong in ["", ">=", "> 1, > 2", "~1.0 beta", ">=1 ||", "<1 2"] {
            assert!(Range::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Range::parse("*").unwrap().contains(Scheme::Semver, "1.0.0"), Ok(true));
    }
}
