//! Alpine's secdb: for each package of a release, the version that mends each flaw.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Flaw;
use crate::entry::{Affected, Entry, Event, Range, RangeKind};
use crate::record::Record;

#[derive(Deserialize)]
struct Secdb {
    distroversion: String,
    #[serde(default)]
    reponame: String,
    packages: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    pkg: Package,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    #[serde(default)]
    secfixes: BTreeMap<String, Option<Vec<String>>>,
}

/// Reads the file of one release and repository: one record for each flaw.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Flaw<'static>>, String> {
    let secdb: Secdb = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let release = secdb.distroversion.trim();
    if release.is_empty() {
        return Err("its `distroversion` is empty".to_owned());
    }
    let place = format!("{release}/{}", secdb.reponame);
    let mut flaws: BTreeMap<String, Flaw<'static>> = BTreeMap::new();
    let mut unreadable = Vec::new();
    for Row { pkg } in secdb.packages {
        for (version, ids) in pkg.secfixes {
            for text in ids.unwrap_or_default() {
                let found = ids_in(&text);
                if found.is_empty() {
                    unreadable.push(format!("`{text}` of {} names no flaw", pkg.name));
                }
                for id in found {
                    let flaw = flaws.entry(id.clone()).or_insert_with(|| empty(&id, &place));
                    flaw.entries.push(Entry::Package(affected(release, &pkg.name, &version)));
                }
            }
        }
    }
    let mut flaws: Vec<Flaw> = flaws.into_values().collect();
    if let Some(first) = flaws.first_mut() {
        first.unreadable = unreadable;
    }
    Ok(flaws)
}

/// The ids in a text such as `CVE-2019-14697 (+ regression fix)` or `CVE-2018-1 XSA-273`; a text without any CVE id
/// is one of another project where its first word looks like one.
fn ids_in(text: &str) -> Vec<String> {
    let words =
        || text.split(|c: char| c.is_whitespace() || "(),;".contains(c)).filter(|word| !word.is_empty());
    let is_id = |word: &&str| {
        let (kind, number) = word.split_once('-').unwrap_or_default();
        word.len() <= 60
            && kind.len() >= 2
            && kind.starts_with(|c: char| c.is_ascii_alphabetic())
            && kind.chars().all(|c| c.is_ascii_alphanumeric())
            && number.starts_with(|c: char| c.is_ascii_alphanumeric())
            && number.contains(|c: char| c.is_ascii_digit())
    };
    let mut ids: Vec<String> =
        words().map(|word| word.replace('_', "-")).filter(|word| is_id(&word.as_str())).collect();
    if ids.iter().any(|id| id.starts_with("CVE-")) {
        ids.retain(|id| id.starts_with("CVE-"));
    }
    ids.sort();
    ids.dedup();
    ids
}

/// The record of a flaw in one release; its id tells the release, because each has its own versions.
fn empty(id: &str, place: &str) -> Flaw<'static> {
    let record = Record {
        source: "alpine-secdb".into(),
        id: format!("{place}/{id}").into(),
        upstream: vec![id.to_owned().into()],
        ..Record::default()
    };
    Flaw { record, entries: Vec::new(), unreadable: Vec::new() }
}

/// All versions before the one that mends it. Under `0` stand flaws that no version of the package ever had.
fn affected(release: &str, name: &str, version: &str) -> Affected<'static> {
    let events = vec![Event::Introduced("0".into()), Event::Fixed(version.to_owned().into())];
    Affected {
        ecosystem: format!("Alpine:{release}").into(),
        name: name.to_owned().into(),
        ranges: vec![Range { kind: RangeKind::Ecosystem, repo: None, events }],
        ..Affected::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flaw_of_a_release_is_one_record() {
        let text = r#"{"distroversion":"v3.19","reponame":"main","packages":[{"pkg":{"name":"a","secfixes":{"1.2-r0":["CVE-2024-1 (+ regression fix)","CVE-2024-2 XSA-7"],"0":["CVE-2024-3"],"2":null}}},{"pkg":{"name":"b","secfixes":{"3":["CVE-2024-1","GHSA-aaaa-1","nothing"]}}}]}"#;
        let flaws = read(text.as_bytes()).unwrap();
        let ids: Vec<&str> = flaws.iter().map(|flaw| flaw.record.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "v3.19/main/CVE-2024-1",
                "v3.19/main/CVE-2024-2",
                "v3.19/main/CVE-2024-3",
                "v3.19/main/GHSA-aaaa-1"
            ]
        );
        assert_eq!((flaws[0].entries.len(), flaws[0].unreadable.len()), (2, 1));
        let Entry::Package(package) = &flaws[2].entries[0] else { panic!("a package") };
        assert_eq!(
            (package.ecosystem.as_str(), &package.ranges[0].events[1]),
            ("Alpine:v3.19", &Event::Fixed("0".into()))
        );
        assert!(read(br#"{"distroversion":"","packages":[]}"#).is_err());
    }
}
