//! OSV: listed versions and ranges of events.

use std::cmp::Ordering;

use vigil_version::{Scheme, Version};
use vigil_vulndb::{Affected, Event, Range, RangeKind};

use super::Verdict;
use crate::Text;
use crate::truth::Truth;

/// What an affected package of a record says of a version. Commit ranges are left to [`super::commit`].
pub(crate) fn evaluate(affected: &Affected<'_>, version: Option<&str>) -> Verdict {
    let scheme = Scheme::from_ecosystem(&affected.ecosystem);
    let mut verdict = Verdict::new(listed(affected, scheme, version));
    if verdict.truth.holds() {
        verdict.range = format!("one of {} listed versions", affected.versions.len()).into();
    }
    verdict.scheme = scheme.map_or("", Scheme::name);
    for range in affected.ranges.iter().filter(|range| range.kind != RangeKind::Git) {
        let scheme = if range.kind == RangeKind::Semver { Some(Scheme::Semver) } else { scheme };
        let truth = in_range(range, scheme, version, &affected.ecosystem);
        if truth.holds() || verdict.range.is_empty() || (verdict.truth.is_no() && !truth.is_no()) {
            verdict.range = in_words(range).into();
            verdict.scheme = scheme.map_or("", Scheme::name);
        }
        verdict.truth = verdict.truth.or(truth);
    }
    if affected.versions.is_empty() && affected.ranges.is_empty() {
        verdict.truth = Truth::Unknown("the record states neither versions nor ranges".into());
    }
    let is_git = |range: &Range<'_>| range.kind == RangeKind::Git;
    if affected.versions.is_empty() && !affected.ranges.is_empty() && affected.ranges.iter().all(is_git) {
        verdict.truth =
            Truth::Unknown("the record is about commits, and the package is known by version".into());
    }
    verdict.fixed = fixed(affected, scheme, version);
    verdict
}

/// Whether the version is one of those that the record lists.
fn listed(affected: &Affected<'_>, scheme: Option<Scheme>, version: Option<&str>) -> Truth {
    if affected.versions.is_empty() {
        return Truth::No("no range of the record holds".into());
    }
    let Some(version) = version else {
        return Truth::Unknown("the SBOM states no version".into());
    };
    if affected.versions.iter().any(|listed| listed.as_str() == version) {
        return Truth::Yes;
    }
    let parsed = scheme.and_then(|scheme| scheme.parse(version).ok().map(|parsed| (scheme, parsed)));
    let Some((scheme, parsed)) = parsed else {
        // Without an order, equality of texts is all there is; with ranges beside the list they decide.
        let why = "it is not listed, and cannot be compared with the listed versions";
        return if affected.ranges.is_empty() { Truth::Unknown(why.into()) } else { Truth::No(why.into()) };
    };
    let is_equal = |listed: &str| scheme.parse(listed).is_ok_and(|listed| listed == parsed);
    if affected.versions.iter().any(|listed| is_equal(listed)) {
        Truth::Yes
    } else {
        Truth::No("it is not one of the listed versions".into())
    }
}

/// A place in a range: before every version, or at one.
enum At {
    Start,
    Version(Version),
}

impl At {
    fn read(text: &str, scheme: Scheme) -> Result<Self, String> {
        if text == "0" {
            return Ok(Self::Start);
        }
        scheme.parse(text).map(Self::Version).map_err(|error| error.to_string())
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Start, Self::Start) => Ordering::Equal,
            (Self::Start, Self::Version(_)) => Ordering::Less,
            (Self::Version(_), Self::Start) => Ordering::Greater,
            (Self::Version(a), Self::Version(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        }
    }
}

fn in_range(range: &Range<'_>, scheme: Option<Scheme>, version: Option<&str>, ecosystem: &str) -> Truth {
    if range.kind == RangeKind::Unknown {
        return Truth::Unknown("the record has a kind of range that is not known here".into());
    }
    if covers_everything(range) {
        return Truth::Yes;
    }
    let Some(version) = version else {
        return Truth::Unknown("the SBOM states no version".into());
    };
    let Some(scheme) = scheme else {
        return Truth::Unknown(format!("the version order of {ecosystem} is not known here").into());
    };
    match compared(range, scheme, version) {
        Ok(true) => Truth::Yes,
        Ok(false) => Truth::No("its version is not in the range".into()),
        Err(why) => Truth::Unknown(why.into()),
    }
}

/// What one range says alone.
pub(crate) fn range_alone(affected: &Affected<'_>, range: &Range<'_>, version: Option<&str>) -> Truth {
    let own = Scheme::from_ecosystem(&affected.ecosystem);
    let scheme = if range.kind == RangeKind::Semver { Some(Scheme::Semver) } else { own };
    in_range(range, scheme, version, &affected.ecosystem)
}

/// From the beginning and without an end: every version, whatever its text.
fn covers_everything(range: &Range<'_>) -> bool {
    !range.events.is_empty()
        && range.events.iter().all(|event| match event {
            Event::Introduced(from) => from.as_str() == "0",
            Event::Limit(to) => to.as_str() == "*",
            Event::Fixed(_) | Event::LastAffected(_) => false,
        })
        && range.events.iter().any(|event| matches!(event, Event::Introduced(_)))
}

/// The evaluation of the OSV schema: events in order, the last one at or before the version decides.
fn compared(range: &Range<'_>, scheme: Scheme, version: &str) -> Result<bool, String> {
    let version = At::Version(scheme.parse(version).map_err(|error| error.to_string())?);
    let mut events = Vec::with_capacity(range.events.len());
    let mut limits = Vec::new();
    for event in &range.events {
        match event {
            Event::Limit(to) if to.as_str() == "*" => {}
            Event::Limit(to) => limits.push(At::read(to, scheme)?),
            Event::Introduced(at) | Event::Fixed(at) | Event::LastAffected(at) => {
                events.push((At::read(at, scheme)?, event));
            }
        }
    }
    if !limits.is_empty() && limits.iter().all(|limit| version.compare(limit).is_ge()) {
        return Ok(false);
    }
    // Stable: events at one version keep the order of the record, so "fixed 0" closes "introduced 0".
    events.sort_by(|a, b| a.0.compare(&b.0));
    let mut holds = false;
    for (at, event) in &events {
        match event {
            Event::Introduced(_) if version.compare(at).is_ge() => holds = true,
            Event::Fixed(_) if version.compare(at).is_ge() => holds = false,
            Event::LastAffected(_) if version.compare(at).is_gt() => holds = false,
            _ => {}
        }
    }
    Ok(holds)
}

/// The range as people write it.
pub(crate) fn in_words(range: &Range<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for event in &range.events {
        match event {
            Event::Introduced(at) if at.as_str() == "0" => parts.push("from the beginning".into()),
            Event::Introduced(at) => parts.push(format!(">={at}")),
            Event::Fixed(at) => parts.push(format!("<{at}")),
            Event::LastAffected(at) => parts.push(format!("<={at}")),
            Event::Limit(at) if at.as_str() == "*" => {}
            Event::Limit(at) => parts.push(format!("only before {at}")),
        }
    }
    if parts.is_empty() { "a range without events".to_owned() } else { parts.join(", ") }
}

/// Versions that mend it: those after the package's own version, as far as that can be compared.
fn fixed(affected: &Affected<'_>, scheme: Option<Scheme>, version: Option<&str>) -> Vec<Text> {
    let mut fixed = Vec::new();
    for range in affected.ranges.iter().filter(|range| range.kind != RangeKind::Git) {
        let scheme = if range.kind == RangeKind::Semver { Some(Scheme::Semver) } else { scheme };
        let is_before = |at: &str| match (scheme, version) {
            (Some(scheme), Some(version)) => scheme.compare(at, version).is_ok_and(Ordering::is_le),
            _ => false,
        };
        for event in &range.events {
            if let Event::Fixed(at) = event
                && at.as_str() != "0"
                && !is_before(at)
            {
                fixed.push(at.as_str().into());
            }
        }
    }
    fixed.sort();
    fixed.dedup();
    fixed
}
