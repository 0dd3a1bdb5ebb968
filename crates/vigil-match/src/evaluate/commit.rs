//! OSV commit ranges: source code known by its repository.
//!
//! Which commit comes before which is known only to the repository, which is not here. So a commit decides only
//! where it is named itself; a version decides by the list of tags that the record carries.

use vigil_version::Scheme;
use vigil_vulndb::{Affected, Event, Range, RangeKind};

use super::{Verdict, osv};
use crate::truth::Truth;

/// What is known of the source code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    /// The repository's key.
    pub(crate) repository: &'a str,
    /// Its commit.
    pub(crate) commit: Option<&'a str>,
    /// Its version or tag.
    pub(crate) version: Option<&'a str>,
}

/// What an affected repository says of a source.
pub(crate) fn evaluate(affected: &Affected<'_>, source: Source<'_>) -> Verdict {
    let key = |range: &Range<'_>| range.repo.as_deref().map(vigil_vulndb::ecosystem::plain_repository);
    let ranges: Vec<&Range> = affected
        .ranges
        .iter()
        .filter(|range| range.kind == RangeKind::Git && key(range).as_deref() == Some(source.repository))
        .collect();
    let mut verdict = Verdict::new(by_commit(&ranges, source.commit));
    verdict.range = ranges.iter().map(|range| osv::in_words(range)).collect::<Vec<_>>().join(" or ").into();
    verdict.scheme = "git";
    if matches!(verdict.truth, Truth::Unknown(_)) {
        let by_tag = by_tag(affected, &ranges, source.version);
        if !matches!(by_tag, Truth::Unknown(_)) {
            verdict.truth = by_tag;
            verdict.range = format!("{} listed tags", affected.versions.len()).into();
        }
    }
    verdict.fixed = ranges
        .iter()
        .flat_map(|range| &range.events)
        .filter_map(
            |event| if let Event::Fixed(at) = event { Some(format!("commit {at}").into()) } else { None },
        )
        .collect();
    verdict.fixed.sort();
    verdict.fixed.dedup();
    verdict
}

fn by_commit(ranges: &[&Range<'_>], commit: Option<&str>) -> Truth {
    let Some(commit) = commit else {
        return Truth::Unknown("the record is about commits, and the SBOM states none".into());
    };
    let is_it =
        |at: &str| at.len() >= 7 && commit.len() >= 7 && (at.starts_with(commit) || commit.starts_with(at));
    for event in ranges.iter().flat_map(|range| &range.events) {
        match event {
            Event::Introduced(at) | Event::LastAffected(at) if is_it(at) => return Truth::Yes,
            Event::Fixed(at) if is_it(at) => {
                return Truth::No(format!("{commit} is the commit that mends it").into());
            }
            _ => {}
        }
    }
    Truth::Unknown(
        format!("whether {commit} comes after the commits of the record is known only to the repository")
            .into(),
    )
}

fn by_tag(affected: &Affected<'_>, ranges: &[&Range<'_>], version: Option<&str>) -> Truth {
    let unknown = || Truth::Unknown("".into());
    let Some(wanted) = version.and_then(plain_tag) else { return unknown() };
    let tags: Vec<String> = affected.versions.iter().filter_map(|tag| plain_tag(tag)).collect();
    if tags.is_empty() {
        return unknown();
    }
    if tags.contains(&wanted) {
        return Truth::Yes;
    }
    let is_end = |event: &Event<'_>| matches!(event, Event::Fixed(_) | Event::LastAffected(_));
    if ranges.iter().all(|range| range.events.iter().any(is_end)) {
        return Truth::No(format!("{wanted} is not one of the {} affected tags", tags.len()).into());
    }
    let order = |a: &str, b: &str| Scheme::from_name("generic").and_then(|scheme| scheme.compare(a, b).ok());
    if tags.iter().any(|tag| order(tag, &wanted).is_none_or(std::cmp::Ordering::is_lt)) {
        return Truth::Likely(format!("{wanted} is not listed, but no commit that mends it is known").into());
    }
    Truth::No(format!("{wanted} is before all affected tags").into())
}

/// A tag without what differs by habit: `v1.2.0`, `openssl-1.2.0` and `REL_1_2_0` are `1.2.0`.
fn plain_tag(tag: &str) -> Option<String> {
    let start = tag.find(|c: char| c.is_ascii_digit())?;
    Some(tag[start..].to_lowercase().replace(['_', '-'], "."))
}
