//! OSV records, plainly: the evaluation that the schema prescribes, over the JSON of the feed.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::Value;
use vigil_version::{Scheme, Version};

use super::name::Truth;

/// A package of an ecosystem, as the feeds call it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Package {
    pub(super) ecosystem: String,
    pub(super) name: String,
    pub(super) version: Option<String>,
}

pub(super) fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// What the statements of a record on a package say; one for each affected package of it.
pub(super) fn says(record: &Value, package: &Package) -> Vec<Truth> {
    let is_it = |affected: &&Value| {
        text(&affected["package"], "ecosystem") == package.ecosystem
            && same_name(&package.ecosystem, text(&affected["package"], "name"), &package.name)
    };
    list(record, "affected").filter(is_it).map(|affected| affected_truth(affected, package)).collect()
}

/// Whether two names are one in their ecosystem.
fn same_name(ecosystem: &str, a: &str, b: &str) -> bool {
    let plain = |name: &str| match ecosystem {
        // PEP 503.
        "PyPI" => {
            let dashes: String = name.chars().map(|c| if "_.".contains(c) { '-' } else { c }).collect();
            let words: Vec<&str> = dashes.split('-').collect();
            let mut kept: Vec<&str> = Vec::new();
            for (at, word) in words.iter().enumerate() {
                if !word.is_empty() || at == 0 || at + 1 == words.len() {
                    kept.push(word);
                }
            }
            kept.join("-").to_lowercase()
        }
        "crates.io" => name.replace('_', "-"),
        "NuGet" | "Packagist" | "Bitnami" => name.to_lowercase(),
        // The path of a module without the habits of addresses; purls are in lower case.
        "SwiftURL" => {
            let rest = name.split("://").last().unwrap_or_default();
            rest.trim_end_matches('/').trim_end_matches(".git").to_lowercase()
        }
        "Go" => name.to_lowercase(),
        _ => name.to_owned(),
    };
    plain(a) == plain(b)
}

fn affected_truth(affected: &Value, package: &Package) -> Truth {
    let scheme = Scheme::from_ecosystem(&package.ecosystem);
    let version = package.version.as_deref();
    let listed = listed(affected, scheme, version);
    let ranges: Vec<&Value> = list(affected, "ranges").collect();
    let (commits, others): (Vec<&Value>, Vec<&Value>) =
        ranges.iter().partition(|range| range["type"] == "GIT");
    let has_versions = list(affected, "versions").next().is_some();
    // What is said of commits only, or not at all, cannot be compared with a version.
    if !has_versions && (ranges.is_empty() || commits.len() == ranges.len()) {
        return 1;
    }
    others.iter().map(|range| in_range(range, scheme, version)).chain([listed]).max().unwrap_or(0)
}

fn listed(affected: &Value, scheme: Option<Scheme>, version: Option<&str>) -> Truth {
    let mut versions = list(affected, "versions").filter_map(Value::as_str).peekable();
    if versions.peek().is_none() {
        return 0;
    }
    let Some(version) = version else { return 1 };
    let equal = |listed: &str| {
        listed == version || scheme.and_then(|s| s.compare(listed, version).ok()).is_some_and(Ordering::is_eq)
    };
    if versions.any(equal) {
        return 3;
    }
    let is_readable = scheme.is_some_and(|scheme| scheme.parse(version).is_ok());
    u8::from(!is_readable && list(affected, "ranges").next().is_none())
}

/// The place of an event: `0` stands before every version.
type Place = Option<Version>;

fn place(scheme: Scheme, text: &str) -> Result<Place, vigil_version::VersionError> {
    if text == "0" { Ok(None) } else { scheme.parse(text).map(Some) }
}

fn order(a: Option<&Version>, b: Option<&Version>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// `IncludedInRange` and `BeforeLimits` of the OSV schema.
fn in_range(range: &Value, scheme: Option<Scheme>, version: Option<&str>) -> Truth {
    let scheme = match text(range, "type") {
        "SEMVER" => Some(Scheme::Semver),
        "ECOSYSTEM" => scheme,
        _ => return 1,
    };
    let mut events: Vec<(&str, &str)> = Vec::new();
    for event in list(range, "events") {
        for kind in ["introduced", "fixed", "last_affected", "limit"] {
            events.extend(event[kind].as_str().map(|at| (kind, at)));
        }
    }
    let is_all =
        |(kind, at): &(&str, &str)| (*kind, *at) == ("introduced", "0") || (*kind, *at) == ("limit", "*");
    if events.iter().all(is_all) && events.iter().any(|event| event.0 == "introduced") {
        return 3;
    }
    let Some(parsed) = scheme.zip(version).and_then(|(scheme, version)| scheme.parse(version).ok()) else {
        return 1;
    };
    let scheme = scheme.unwrap();
    let mut placed = Vec::new();
    let mut limits = Vec::new();
    for (kind, at) in events {
        if (kind, at) == ("limit", "*") {
            continue;
        }
        let Ok(at) = place(scheme, at) else { return 1 };
        if kind == "limit" {
            limits.push(at);
        } else {
            placed.push((at, kind));
        }
    }
    let before = |limit: &Place| order(Some(&parsed), limit.as_ref()).is_lt();
    if !limits.is_empty() && !limits.iter().any(before) {
        return 0;
    }
    placed.sort_by(|a, b| order(a.0.as_ref(), b.0.as_ref()));
    let mut vulnerable = false;
    for (at, kind) in &placed {
        let against = order(Some(&parsed), at.as_ref());
        match *kind {
            "introduced" if against.is_ge() => vulnerable = true,
            "fixed" if against.is_ge() => vulnerable = false,
            "last_affected" if against.is_gt() => vulnerable = false,
            _ => {}
        }
    }
    if vulnerable { 3 } else { 0 }
}

/// The flaws that a record is about, each by the id it is known by.
pub(super) fn flaws(record: &Value, all: &[Value]) -> Vec<String> {
    let is_cve = |id: &&String| id.starts_with("CVE-");
    let own = names(record);
    let mut found: BTreeSet<String> = own.iter().filter(is_cve).cloned().collect();
    if found.is_empty() {
        found = answered(record).iter().filter(is_cve).cloned().collect();
    }
    if !found.is_empty() {
        return found.into_iter().collect();
    }
    // Another record may know the flaw by the same id and by its CVE id.
    let mut known = own.clone();
    for other in all.iter().filter(|other| other["withdrawn"].is_null()) {
        let theirs = names(other);
        let shares = theirs.iter().any(|id| own.iter().any(|mine| mine.eq_ignore_ascii_case(id)));
        let answers = answered(other).iter().any(|id| own.contains(id));
        if shares && !answers {
            found.extend(theirs.iter().filter(is_cve).cloned());
            known.extend(theirs);
        }
    }
    if found.is_empty() {
        found.extend(known.into_iter().min_by_key(|id| (!id.starts_with("GHSA-"), id.clone())));
    }
    found.into_iter().collect()
}

/// A record's id and the ids it asserts to be the same.
fn names(record: &Value) -> BTreeSet<String> {
    let aliases = list(record, "aliases").filter_map(Value::as_str);
    std::iter::once(text(record, "id")).chain(aliases).map(str::to_owned).collect()
}

/// The flaws that an advisory of a distribution answers.
fn answered(record: &Value) -> BTreeSet<String> {
    let of = |key: &str| -> BTreeSet<String> {
        list(record, key).filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let upstream = of("upstream");
    let start = text(record, "id").split('-').next().unwrap_or_default();
    let distributions = [
        "ALPINE", "ALSA", "ALEA", "ALBA", "DEBIAN", "DLA", "DSA", "DTSA", "RHSA", "RLSA", "SUSE", "UBUNTU",
        "USN", "openSUSE",
    ];
    if upstream.is_empty() && distributions.contains(&start) {
        return of("related").into_iter().filter(|id| id.starts_with("CVE-")).collect();
    }
    upstream
}
