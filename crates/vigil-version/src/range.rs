//! Ranges: intervals and single versions, with the text form that reports and decisions use.
//!
//! A comma means "and", `||` means "or": `>=1.0.0, <1.0.15 || 2.0.0`. `*` is every version and `!=` takes one
//! version out of the whole range.

mod text;

use crate::{Scheme, Version, VersionError};

pub use text::RangeError;
pub(crate) use text::split_sign;

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// No limit on this side.
    Unbounded,
    /// The version itself belongs to the interval.
    Including(String),
    /// The version itself does not belong to the interval.
    Excluding(String),
}

/// All versions between two bounds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The lower bound.
    pub from: Bound,
    /// The upper bound.
    pub to: Bound,
}

/// A set of versions: intervals and listed versions, without the excepted versions.
///
/// The text is kept as given, because explanations must quote the source; [`Range::prepare`] reads it once
/// for many comparisons.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    intervals: Vec<Interval>,
    versions: Vec<String>,
    except: Vec<String>,
}

impl Range {
    /// Returns the range that holds no version.
    pub fn none() -> Self {
        Self::default()
    }

    /// Returns the range that holds every version.
    pub fn all() -> Self {
        Self::between(Bound::Unbounded, Bound::Unbounded)
    }

    /// Returns the range of one interval.
    pub fn between(from: Bound, to: Bound) -> Self {
        Self::none().or_between(from, to)
    }

    /// Adds an interval.
    #[must_use]
    pub fn or_between(mut self, from: Bound, to: Bound) -> Self {
        self.intervals.push(Interval { from, to });
        self
    }

    /// Adds a single version.
    #[must_use]
    pub fn or_version(mut self, version: impl Into<String>) -> Self {
        self.versions.push(version.into());
        self
    }

    /// Takes a single version out of the range.
    #[must_use]
    pub fn except(mut self, version: impl Into<String>) -> Self {
        self.except.push(version.into());
        self
    }

    /// Returns the intervals, in the order in which they were added.
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// Returns the listed versions, in the order in which they were added.
    pub fn versions(&self) -> &[String] {
        &self.versions
    }

    /// Returns the versions taken out, in the order in which they were added.
    pub fn exceptions(&self) -> &[String] {
        &self.except
    }

    /// Says whether no version was put in.
    pub fn is_none(&self) -> bool {
        self.intervals.is_empty() && self.versions.is_empty()
    }

    /// Says whether `version` lies in the range, by the order of `scheme`.
    ///
    /// A listed version also matches by its text alone, so that lists work for versions that no scheme reads.
    ///
    /// # Errors
    /// Fails when the answer depends on a text that breaks the rules of the scheme: what could not be
    /// compared is neither inside nor outside.
    pub fn contains(&self, scheme: Scheme, version: &str) -> Result<bool, VersionError> {
        let version = version.trim();
        let parsed = scheme.parse(version);
        if is_listed(&self.except, scheme, version, parsed.as_ref().ok()) {
            return Ok(false);
        }
        if is_listed(&self.versions, scheme, version, parsed.as_ref().ok()) {
            return Ok(true);
        }
        if self.intervals.is_empty() {
            return Ok(false);
        }
        if self.intervals.iter().any(Interval::is_all) {
            return Ok(true);
        }
        let parsed = parsed?;
        let mut unreadable = None;
        for interval in &self.intervals {
            match interval.prepare(scheme) {
                Ok(interval) if interval.contains(&parsed) => return Ok(true),
                Ok(_) => {}
                Err(error) => unreadable = Some(error),
            }
        }
        unreadable.map_or(Ok(false), Err)
    }

    /// Reads all texts of the range once, for many comparisons.
    ///
    /// # Errors
    /// Fails when a text of the range breaks the rules of the scheme.
    pub fn prepare(&self, scheme: Scheme) -> Result<Prepared, VersionError> {
        Ok(Prepared {
            intervals: self.intervals.iter().map(|it| it.prepare(scheme)).collect::<Result<_, _>>()?,
            versions: self.versions.iter().map(|text| scheme.parse(text)).collect::<Result<_, _>>()?,
            except: self.except.iter().map(|text| scheme.parse(text)).collect::<Result<_, _>>()?,
        })
    }
}

fn is_listed(list: &[String], scheme: Scheme, version: &str, parsed: Option<&Version>) -> bool {
    list.iter().any(|listed| {
        listed.trim() == version
            || parsed.is_some_and(|parsed| scheme.parse(listed).is_ok_and(|listed| listed == *parsed))
    })
}

impl Interval {
    fn is_all(&self) -> bool {
        self.from == Bound::Unbounded && self.to == Bound::Unbounded
    }

    fn prepare(&self, scheme: Scheme) -> Result<PreparedInterval, VersionError> {
        Ok(PreparedInterval { from: self.from.prepare(scheme)?, to: self.to.prepare(scheme)? })
    }
}

impl Bound {
    fn prepare(&self, scheme: Scheme) -> Result<Option<Limit>, VersionError> {
        let (text, inclusive) = match self {
            Self::Unbounded => return Ok(None),
            Self::Including(text) => (text, true),
            Self::Excluding(text) => (text, false),
        };
        Ok(Some(Limit { version: scheme.parse(text)?, inclusive }))
    }
}

/// A range whose versions are parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    intervals: Vec<PreparedInterval>,
    versions: Vec<Version>,
    except: Vec<Version>,
}

#[derive(Clone, Debug, PartialEq)]
struct PreparedInterval {
    from: Option<Limit>,
    to: Option<Limit>,
}

#[derive(Clone, Debug, PartialEq)]
struct Limit {
    version: Version,
    inclusive: bool,
}

impl Prepared {
    /// Says whether `version` lies in the range. A version of another scheme never does.
    pub fn contains(&self, version: &Version) -> bool {
        !self.except.contains(version)
            && (self.versions.contains(version)
                || self.intervals.iter().any(|interval| interval.contains(version)))
    }
}

impl PreparedInterval {
    fn contains(&self, version: &Version) -> bool {
        let above = |limit: &Limit| {
            if limit.inclusive { *version >= limit.version } else { *version > limit.version }
        };
        let below = |limit: &Limit| {
            if limit.inclusive { *version <= limit.version } else { *version < limit.version }
        };
        self.from.as_ref().is_none_or(above) && self.to.as_ref().is_none_or(below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(range: &str, version: &str) -> bool {
        let range = Range::parse(range).unwrap();
        let found = range.contains(Scheme::Semver, version).unwrap();
        let prepared = range.prepare(Scheme::Semver).unwrap();
        assert_eq!(prepared.contains(&Scheme::Semver.parse(version).unwrap()), found);
        found
    }

    #[test]
    fn bounds_are_open_or_closed_as_written() {
        assert!(holds(">=1.0.0, <1.0.15", "1.0.0"));
        assert!(holds(">=1.0.0, <1.0.15", "1.0.14"));
        assert!(!holds(">=1.0.0, <1.0.15", "1.0.15"));
        assert!(!holds(">1.0.0, <=1.0.15", "1.0.0"));
        assert!(holds(">1.0.0, <=1.0.15", "1.0.15"));
        assert!(!holds(">=1.0.0, <1.0.15", "0.9.9"));
    }

    #[test]
    fn alternatives_lists_and_exceptions_are_combined() {
        let range = "<1.0.0 || >=2.0.0, <2.1.0 || 3.0.0, !=2.0.5";
        for inside in ["0.1.0", "2.0.4", "3.0.0", "3.0"] {
            assert!(holds(range, inside), "{inside}");
        }
        for outside in ["1.0.0", "2.0.5", "2.1.0", "3.0.1"] {
            assert!(!holds(range, outside), "{outside}");
        }
        assert!(holds("*", "7.0.0"));
    }

    #[test]
    fn what_cannot_be_compared_is_an_error_and_not_an_answer() {
        let range = Range::parse("<1.0.0").unwrap();
        assert!(range.contains(Scheme::Semver, "1.0.2k").is_err());
        let odd = Range::between(Bound::Unbounded, Bound::Excluding("next".into()));
        assert!(odd.contains(Scheme::Semver, "1.0.0").is_err());
        // Another interval already gives the answer.
        let known = odd.or_between(Bound::Including("1.0.0".into()), Bound::Unbounded);
        assert_eq!(known.contains(Scheme::Semver, "1.0.0"), Ok(true));
        assert!(known.contains(Scheme::Semver, "0.9.0").is_err());
    }

    #[test]
    fn a_listed_version_matches_by_text_when_the_scheme_cannot_read_it() {
        let range = Range::none().or_version("1.0.2k").or_version("v1.2.0");
        assert_eq!(range.contains(Scheme::Semver, "1.0.2k"), Ok(true));
        assert_eq!(range.contains(Scheme::Semver, "1.0.2m"), Ok(false));
        assert_eq!(range.contains(Scheme::Semver, "1.2"), Ok(true));
        assert_eq!(Range::none().contains(Scheme::Semver, "1.0.0"), Ok(false));
    }
}
