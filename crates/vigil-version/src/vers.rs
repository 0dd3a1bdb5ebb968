//! The `vers:` notation for ranges (package-url/vers-spec): `vers:pypi/>=1.0|<2.0`.
//!
//! Constraints may stand in any order here, though the canonical form sorts them: records in the wild do not.

use crate::range::{Bound, Range, RangeError};
use crate::{Scheme, Version};

/// Most constraints that one notation may hold.
const MAX_CONSTRAINTS: usize = 10_000;

struct Constraint {
    sign: &'static str,
    text: String,
    version: Version,
}

impl Range {
    /// Reads a `vers:` notation and returns the scheme beside the range.
    ///
    /// # Errors
    /// Fails when the notation is malformed, its scheme has no known order, or a version cannot be read.
    pub fn parse_vers(text: &str) -> Result<(Scheme, Self), RangeError> {
        let wrong = |why: String| RangeError::new(text, why);
        if text.contains(char::is_whitespace) {
            return Err(wrong("it holds white space".to_owned()));
        }
        let rest =
            text.strip_prefix("vers:").ok_or_else(|| wrong("it does not begin with `vers:`".to_owned()))?;
        let (kind, list) =
            rest.split_once('/').ok_or_else(|| wrong("there is no `/` after the scheme".to_owned()))?;
        let scheme = Scheme::from_vers_type(kind)
            .ok_or_else(|| wrong(format!("the order of {kind} versions is not known")))?;
        if list == "*" {
            return Ok((scheme, Self::all()));
        }
        let constraints = read(scheme, list).map_err(wrong)?;
        Ok((scheme, join(constraints)))
    }
}

fn read(scheme: Scheme, list: &str) -> Result<Vec<Constraint>, String> {
    if list.split('|').count() > MAX_CONSTRAINTS {
        return Err(format!("it holds more than {MAX_CONSTRAINTS} constraints"));
    }
    let mut constraints = Vec::new();
    for part in list.split('|') {
        let (sign, escaped) = crate::range::split_sign(part);
        if escaped.is_empty() {
            return Err("a constraint is empty".to_owned());
        }
        let text = decode(escaped).ok_or_else(|| format!("`{escaped}` is not percent-encoded correctly"))?;
        let version = scheme.parse(&text).map_err(|error| error.to_string())?;
        constraints.push(Constraint { sign, text, version });
    }
    constraints
        .sort_by(|left, right| left.version.partial_cmp(&right.version).unwrap_or(std::cmp::Ordering::Equal));
    Ok(constraints)
}

/// Pairs sorted constraints into intervals (vers-spec, "Using version range specifiers").
fn join(constraints: Vec<Constraint>) -> Range {
    let mut range = Range::none();
    let mut open: Option<Bound> = None;
    let mut intervals: Vec<(Bound, Bound)> = Vec::new();
    let mut only_exceptions = true;
    for Constraint { sign, text, .. } in constraints {
        only_exceptions &= sign == "!=";
        match sign {
            "=" => range = range.or_version(text),
            "!=" => range = range.except(text),
            ">" => open = open.or(Some(Bound::Excluding(text))),
            ">=" => open = open.or(Some(Bound::Including(text))),
            _ => {
                let to = if sign == "<" { Bound::Excluding(text) } else { Bound::Including(text) };
                close(&mut intervals, open.take(), to);
            }
        }
    }
    intervals.extend(open.map(|from| (from, Bound::Unbounded)));
    // `!=1.0` alone means every version but that one.
    if only_exceptions {
        intervals.push((Bound::Unbounded, Bound::Unbounded));
    }
    intervals.into_iter().fold(range, |range, (from, to)| range.or_between(from, to))
}

/// Ends the open interval at `to`; without one, the last upper bound moves up, as the specification simplifies.
fn close(intervals: &mut Vec<(Bound, Bound)>, open: Option<Bound>, to: Bound) {
    match (open, intervals.last_mut()) {
        (Some(from), _) => intervals.push((from, to)),
        (None, Some(last)) => last.1 = to,
        (None, None) => intervals.push((Bound::Unbounded, to)),
    }
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_paired_into_intervals() {
        for (vers, text) in [
            ("vers:npm/>=1.0.0|<2.0.0", ">=1.0.0, <2.0.0"),
            ("vers:npm/<1.0.0|>=2.0.0|<=3.0.0|>4.0.0", "<1.0.0 || >=2.0.0, <=3.0.0 || >4.0.0"),
            ("vers:npm/1.0.0|>3.0.0|2.0.0", ">3.0.0 || 1.0.0 || 2.0.0"),
            ("vers:npm/*", "*"),
            ("vers:npm/!=1.0.0", "*, !=1.0.0"),
            ("vers:npm/<1.0.0|<2.0.0", "<2.0.0"),
            ("vers:npm/1.0.0%2Bbuild", "1.0.0+build"),
        ] {
            let (scheme, range) = Range::parse_vers(vers).unwrap();
            assert_eq!((scheme, range.to_string().as_str()), (Scheme::Semver, text));
        }
    }

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
}
