//! One end of a range against a version.

use std::cmp::Ordering;

use vigil_version::{Scheme, Version};
use vigil_vulndb::Versions;

use super::words::{self, Span, Words};

/// The version order that a statement is read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    scheme: Scheme,
    /// Whether the ecosystem says so; then a record's own word for it does not count.
    is_fixed: bool,
}

impl Order {
    /// The order of an ecosystem; the generic one where it is not known or there is none.
    pub(super) fn of(ecosystem: &str) -> Self {
        match Scheme::from_ecosystem(ecosystem).filter(|_| !ecosystem.is_empty()) {
            Some(scheme) => Self { scheme, is_fixed: true },
            None => Self { scheme: Scheme::Generic, is_fixed: false },
        }
    }

    /// The order that a record states in its own words; words that no table knows are read generically.
    pub(super) fn stated(self, word: &str) -> Self {
        if self.is_fixed {
            return self;
        }
        let known = Scheme::from_cve_version_type(&word.trim().to_lowercase());
        Self { scheme: known.unwrap_or(Scheme::Generic), is_fixed: false }
    }

    pub(super) fn name(self) -> &'static str {
        self.scheme.name()
    }

    /// Whether a text is a version in this order, or in the generic one.
    pub(super) fn reads(self, text: &str) -> bool {
        self.scheme.parse(text).is_ok() || Scheme::Generic.parse(text).is_ok()
    }

    /// Compares two versions; where one breaks the rules of the stated order both are read generically: records call
    /// `5.10` and `1.2.3.4` semantic.
    pub(super) fn compare(self, left: &str, right: &str) -> Result<Ordering, String> {
        let both = |scheme: Scheme| Some((scheme.parse(left).ok()?, scheme.parse(right).ok()?));
        let (left, right) = both(self.scheme)
            .or_else(|| both(Scheme::Generic).filter(|_| self.scheme != Scheme::Generic))
            .ok_or_else(|| reason(left, right))?;
        Ok(order(&left, &right))
    }
}

fn order(left: &Version, right: &Version) -> Ordering {
    left.compare(right).unwrap_or(Ordering::Equal)
}

fn reason(left: &str, right: &str) -> String {
    let cause = |text: &str| Scheme::Generic.parse(text).err().map(|error| error.to_string());
    cause(left).or_else(|| cause(right)).unwrap_or_else(|| format!("{left} and {right} have no common order"))
}

/// Whether the statement is about commits: hexadecimal names, `0` or `*` apart.
pub(super) fn is_about_commits(versions: &Versions<'_>) -> bool {
    let is_git = versions.order.eq_ignore_ascii_case("git");
    let ends = [Some(&versions.from), versions.until.as_ref()];
    ends.into_iter().flatten().any(|text| is_commit(text, is_git))
}

/// Whether a text is a commit's name: in full, or shortened where the order is that of commits.
pub(super) fn is_commit(text: &str, may_be_short: bool) -> bool {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex && (text.len() == 40 || text.len() == 64 || (may_be_short && (7..=64).contains(&text.len())))
}

/// Whether two texts write one version, letter case and a leading `v` apart.
pub(super) fn is_same_text(left: &str, right: &str) -> bool {
    let plain = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_lowercase();
    plain(left) == plain(right)
}

/// Whether a version is at or after the beginning of a range.
pub(super) fn is_from(from: &str, version: &str, order: Order) -> Result<bool, String> {
    match words::read(from) {
        Some(Words::All | Words::Unspecified) => Ok(true),
        _ if from.trim() == "0" => Ok(true),
        Some(Words::Spans(spans)) => match spans.as_slice() {
            [Span { from: Some((at, inclusive)), to }]
                if to.is_none() || to.as_ref() == spans[0].from.as_ref() =>
            {
                is_above(at, *inclusive, version, order)
            }
            // `< 1.2` where a beginning belongs: the end of the range is the record's own.
            [Span { from: None, .. }] => Ok(true),
            _ => Err(format!("`{from}` is no beginning of a range")),
        },
        None => is_above(from, true, version, order),
    }
}

/// Whether a version is before the end of a range.
pub(super) fn is_until(until: &str, inclusive: bool, version: &str, order: Order) -> Result<bool, String> {
    match words::read(until) {
        Some(Words::All | Words::Unspecified) => Ok(true),
        Some(Words::Spans(spans)) => match spans.as_slice() {
            [Span { from, to: Some((at, own)) }]
                if from.is_none() || from.as_ref() == spans[0].to.as_ref() =>
            {
                is_below(at, inclusive && *own, version, order)
            }
            _ => Err(format!("`{until}` is no end of a range")),
        },
        None => is_below(until, inclusive, version, order),
    }
}

/// Whether a version is in one of the spans.
pub(super) fn in_spans(spans: &[Span], version: &str, order: Order) -> Result<bool, String> {
    let mut failed = None;
    for span in spans {
        match in_span(span, version, order) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(why) => failed = Some(why),
        }
    }
    failed.map_or(Ok(false), Err)
}

fn in_span(span: &Span, version: &str, order: Order) -> Result<bool, String> {
    let above = match &span.from {
        Some((at, inclusive)) => is_above(at, *inclusive, version, order)?,
        None => true,
    };
    let below = || match &span.to {
        Some((at, inclusive)) => is_below(at, *inclusive, version, order),
        None => Ok(true),
    };
    Ok(above && below()?)
}

/// The fixed part of a pattern: `1.2` of `1.2.*`, `1.2.x` and `1.2.X`.
fn pattern(text: &str) -> Option<&str> {
    let text = text.trim();
    [".*", ".x", ".X", "*"].iter().find_map(|end| text.strip_suffix(end)).filter(|rest| !rest.is_empty())
}

/// Whether a version begins with all parts of `start`.
fn begins_with(version: &str, start: &str) -> bool {
    let plain = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_lowercase();
    let (version, start) = (plain(version), plain(start));
    let behind = version.strip_prefix(start.as_str()).and_then(|rest| rest.chars().next());
    version == start || behind.is_some_and(|c| !c.is_ascii_digit())
}

fn is_above(at: &str, inclusive: bool, version: &str, order: Order) -> Result<bool, String> {
    let at = pattern(at).unwrap_or(at);
    if inclusive && begins_with(version, at) && is_same_text(version, at) {
        return Ok(true);
    }
    Ok(match order.compare(version, at)? {
        Ordering::Greater => true,
        Ordering::Equal => inclusive,
        Ordering::Less => false,
    })
}

/// An end `1.2.*` holds every version of 1.2, whether it is called inclusive or not.
fn is_below(at: &str, inclusive: bool, version: &str, order: Order) -> Result<bool, String> {
    let start = pattern(at);
    if start.is_some_and(|start| begins_with(version, start)) {
        return Ok(true);
    }
    Ok(match order.compare(version, start.unwrap_or(at))? {
        Ordering::Less => true,
        Ordering::Equal => inclusive || start.is_some(),
        Ordering::Greater => false,
    })
}
