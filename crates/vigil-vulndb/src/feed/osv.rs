//! OSV records, schema 1.0 to 1.7.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Flaw, plain_time, shortened};
use crate::entry::{Affected, Entry, Event, Range, RangeKind};
use crate::record::{Record, Reference, Score, Text};

#[derive(Deserialize)]
struct Osv<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    modified: Option<Text<'a>>,
    #[serde(borrow)]
    published: Option<Text<'a>>,
    #[serde(borrow)]
    withdrawn: Option<Text<'a>>,
    #[serde(borrow)]
    aliases: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    upstream: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    related: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    summary: Option<Text<'a>>,
    #[serde(borrow)]
    details: Option<Text<'a>>,
    #[serde(borrow)]
    severity: Option<Vec<Severity<'a>>>,
    #[serde(borrow)]
    affected: Option<Vec<OsvAffected<'a>>>,
    #[serde(borrow)]
    references: Option<Vec<OsvReference<'a>>>,
    #[serde(borrow)]
    database_specific: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Severity<'a> {
    #[serde(rename = "type", borrow)]
    kind: Text<'a>,
    #[serde(borrow)]
    score: Text<'a>,
}

#[derive(Deserialize)]
struct OsvReference<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Text<'a>,
    #[serde(borrow)]
    url: Text<'a>,
}

#[derive(Deserialize)]
struct OsvAffected<'a> {
    #[serde(borrow)]
    package: Option<Package<'a>>,
    #[serde(borrow)]
    ranges: Option<Vec<OsvRange<'a>>>,
    #[serde(borrow)]
    versions: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    severity: Option<Vec<Severity<'a>>>,
    #[serde(borrow)]
    ecosystem_specific: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct Package<'a> {
    #[serde(borrow, default)]
    ecosystem: Text<'a>,
    #[serde(borrow, default)]
    name: Text<'a>,
}

#[derive(Deserialize)]
struct OsvRange<'a> {
    #[serde(rename = "type", borrow)]
    kind: Text<'a>,
    #[serde(borrow)]
    repo: Option<Text<'a>>,
    #[serde(borrow, default)]
    events: Vec<OsvEvent<'a>>,
}

#[derive(Deserialize)]
struct OsvEvent<'a> {
    #[serde(borrow)]
    introduced: Option<Text<'a>>,
    #[serde(borrow)]
    fixed: Option<Text<'a>>,
    #[serde(borrow)]
    last_affected: Option<Text<'a>>,
    #[serde(borrow)]
    limit: Option<Text<'a>>,
}

/// What differs by source and is read only where it has the expected shape.
#[derive(Default, Deserialize)]
struct Specific<'a> {
    #[serde(borrow, default)]
    cwe_ids: Option<Vec<Text<'a>>>,
    #[serde(borrow, default)]
    severity: Option<Text<'a>>,
}

#[derive(Default, Deserialize)]
struct Imports<'a> {
    #[serde(borrow, default)]
    imports: Option<Vec<Import<'a>>>,
    #[serde(borrow, default)]
    affects: Option<Affects<'a>>,
}

#[derive(Deserialize)]
struct Import<'a> {
    #[serde(borrow, default)]
    path: Text<'a>,
    #[serde(borrow, default)]
    symbols: Option<Vec<Text<'a>>>,
}

#[derive(Deserialize)]
struct Affects<'a> {
    #[serde(borrow, default)]
    functions: Option<Vec<Text<'a>>>,
}

/// Reads an OSV record.
pub(super) fn read(bytes: &[u8]) -> Result<Flaw<'_>, String> {
    let osv: Osv = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if osv.id.trim().is_empty() {
        return Err("its `id` is empty".to_owned());
    }
    if osv.modified.is_none() {
        return Err(format!("{} has no `modified`", osv.id));
    }
    let source = source_of(&osv.id);
    let specific: Specific = lenient(osv.database_specific);
    let mut scores: Vec<Score> = osv.severity.unwrap_or_default().into_iter().map(score).collect();
    scores.extend(specific.severity.map(|word| Score {
        version: "word".into(),
        vector: word,
        ..Score::default()
    }));
    let given = osv.references.unwrap_or_default();
    let related = osv.related.unwrap_or_default();
    let mut upstream = osv.upstream.unwrap_or_default();
    // Before schema 1.7 distributions named the flaws that an advisory answers under `related`.
    if upstream.is_empty() && is_distribution_advisory(&osv.id) {
        upstream = related.iter().filter(|id| id.starts_with("CVE-")).cloned().collect();
    }
    let summary = osv.summary.filter(|text| !text.trim().is_empty()).or(osv.details).unwrap_or_default();
    let record = Record {
        source: source.into(),
        aliases: osv.aliases.unwrap_or_default(),
        upstream,
        related,
        published: owned_time(osv.published.as_ref()),
        modified: owned_time(osv.modified.as_ref()),
        withdrawn: osv.withdrawn,
        summary: shortened(&summary, MOST_SUMMARY).into_owned().into(),
        scores,
        cwes: specific.cwe_ids.unwrap_or_default(),
        references_given: given.len() as u32,
        references: given
            .into_iter()
            .take(Record::MOST_REFERENCES)
            .map(|r| Reference { kind: r.kind, url: r.url })
            .collect(),
        id: osv.id,
        ..Record::default()
    };
    let entries = osv.affected.unwrap_or_default().into_iter().map(|a| Entry::Package(affected(a))).collect();
    Ok(Flaw { record, entries, unreadable: Vec::new() })
}

/// How many bytes of a summary are kept.
pub(super) const MOST_SUMMARY: usize = 2000;

fn owned_time<'a>(time: Option<&Text<'_>>) -> Text<'a> {
    time.map(|time| plain_time(time).to_owned()).unwrap_or_default().into()
}

fn lenient<'a, T: Default + Deserialize<'a>>(raw: Option<&'a RawValue>) -> T {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
}

fn score(severity: Severity<'_>) -> Score<'_> {
    let version: Text = match severity.kind.as_str() {
        "CVSS_V2" => "2.0".into(),
        "CVSS_V3" if severity.score.starts_with("CVSS:3.0") => "3.0".into(),
        "CVSS_V3" => "3.1".into(),
        "CVSS_V4" => "4.0".into(),
        _ => severity.kind,
    };
    Score { version, vector: severity.score, ..Score::default() }
}

fn affected(given: OsvAffected<'_>) -> Affected<'_> {
    let package = given.package.unwrap_or_default();
    let imports: Imports = lenient(given.ecosystem_specific);
    let mut symbols = Vec::new();
    for import in imports.imports.unwrap_or_default() {
        match import.symbols {
            Some(names) if !names.is_empty() => {
                symbols.extend(names.iter().map(|name| format!("{}#{name}", import.path).into()));
            }
            _ => symbols.push(import.path),
        }
    }
    symbols.extend(imports.affects.and_then(|a| a.functions).unwrap_or_default());
    symbols.truncate(Affected::MOST_SYMBOLS);
    Affected {
        ecosystem: package.ecosystem,
        name: package.name,
        ranges: given.ranges.unwrap_or_default().into_iter().map(range).collect(),
        versions: given.versions.unwrap_or_default(),
        scores: given.severity.unwrap_or_default().into_iter().map(score).collect(),
        symbols,
    }
}

fn range(given: OsvRange<'_>) -> Range<'_> {
    let kind = match given.kind.as_str() {
        "SEMVER" => RangeKind::Semver,
        "ECOSYSTEM" => RangeKind::Ecosystem,
        "GIT" => RangeKind::Git,
        _ => RangeKind::Unknown,
    };
    let mut events = Vec::with_capacity(given.events.len());
    for event in given.events {
        events.extend(event.introduced.map(Event::Introduced));
        events.extend(event.fixed.map(Event::Fixed));
        events.extend(event.last_affected.map(Event::LastAffected));
        events.extend(event.limit.map(Event::Limit));
    }
    Range { kind, repo: given.repo, events }
}

/// Prefixes of ids, the source they come from, and whether they are advisories of a distribution.
const PREFIXES: [(&str, &str, bool); 22] = [
    ("ALPINE", "alpine", true),
    ("ALSA", "almalinux", true),
    ("ALEA", "almalinux", true),
    ("ALBA", "almalinux", true),
    ("BIT", "bitnami", false),
    ("CVE", "osv-cve", false),
    ("DEBIAN", "debian", true),
    ("DLA", "debian", true),
    ("DSA", "debian", true),
    ("DTSA", "debian", true),
    ("GHSA", "ghsa", false),
    ("GO", "go", false),
    ("MAL", "malicious-packages", false),
    ("OSV", "oss-fuzz", false),
    ("PYSEC", "pypa", false),
    ("RHSA", "redhat", true),
    ("RLSA", "rocky", true),
    ("RUSTSEC", "rustsec", false),
    ("SUSE", "suse", true),
    ("UBUNTU", "ubuntu", true),
    ("USN", "ubuntu", true),
    ("openSUSE", "suse", true),
];

fn prefix(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

fn source_of(id: &str) -> String {
    let known = PREFIXES.iter().find(|(known, _, _)| *known == prefix(id));
    known.map_or_else(|| format!("osv-{}", prefix(id).to_lowercase()), |(_, source, _)| (*source).to_owned())
}

fn is_distribution_advisory(id: &str) -> bool {
    PREFIXES.iter().any(|(known, _, distribution)| *known == prefix(id) && *distribution)
}

#[cfg(test)]
mod tests;
