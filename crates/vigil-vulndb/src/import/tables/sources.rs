//! What each source brought: counts per year, newest change, coverage, doubts, digest, attribution.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use vigil_base::{Date, Digest, date};

use super::Tables;
use super::index::Index;
use super::order::Order;
use crate::lifecycle;
use crate::status::Source;

/// The attribution each source asks for.
const NOTICES: [(&str, &str); 12] = [
    ("alpine", "Alpine Linux security database, by way of OSV.dev."),
    ("alpine-secdb", "Alpine Linux security database."),
    ("bitnami", "Bitnami Vulnerability Database, licensed under Apache-2.0."),
    ("debian", "Debian security tracker, by way of OSV.dev."),
    (
        "cve",
        "CVE List of the CVE Program, and enrichment by CISA, licensed under CC0-1.0 and the CVE terms of use.",
    ),
    ("endoflife", "End-of-life dates by https://endoflife.date, licensed under MIT."),
    ("epss", "See EPSS at https://www.first.org/epss: scores by FIRST.org, free to use with attribution."),
    (
        "ghsa",
        "GitHub Advisory Database, licensed under CC-BY-4.0: https://github.com/github/advisory-database.",
    ),
    ("go", "Go Vulnerability Database, licensed under CC-BY-4.0: https://vuln.go.dev."),
    ("nvd", "This product uses data from the NVD API but is not endorsed or certified by the NVD."),
    (
        "oss-fuzz",
        "OSS-Fuzz vulnerabilities, licensed under CC-BY-4.0: https://github.com/google/oss-fuzz-vulns.",
    ),
    (
        "pypa",
        "Python Packaging Advisory Database, licensed under CC-BY-4.0: https://github.com/pypa/advisory-database.",
    ),
];

/// A year with fewer records than this says nothing about the next one.
const TELLING: u64 = 100;

/// The sources by name.
pub(super) fn of(tables: &Tables, order: &Order, index: &Index, fetched: Option<Date>) -> Vec<Source> {
    let mut sources: BTreeMap<u32, (Source, Sha256)> = BTreeMap::new();
    for (origin, (source, _)) in order.records.iter().zip(&order.kinds) {
        let record = tables.view(*origin);
        let (source, hash) = sources.entry(*source).or_default();
        source.records += 1;
        source.withdrawn += u64::from(record.withdrawn);
        if let Some(year) = record.year {
            *source.per_year.entry(year).or_default() += 1;
        }
        source.newest = source.newest.max(date::parse(record.modified));
        hash.update(record.digest);
    }
    for ((source, cover), count) in &index.covers {
        let (source, _) = sources.entry(*source).or_default();
        source.covers.insert(tables.names.text(*cover).to_owned(), *count);
    }
    let named = |(name, (source, hash))| finish(tables.names.text(name), source, hash);
    let mut list: Vec<Source> = sources.into_iter().map(named).collect();
    list.extend([kev(tables), epss(tables), dictionary(index), lifecycles(tables)].into_iter().flatten());
    for (name, reason) in &tables.failed {
        mark(&mut list, name, reason);
    }
    for source in &mut list {
        let notice = NOTICES.iter().find(|(name, _)| *name == source.name);
        source.notice = notice.map(|(_, notice)| (*notice).to_owned());
        // What was not fetched is as old as its records.
        source.newest = source.newest.max(fetched.filter(|_| source.failed.is_none()));
    }
    list.extend(tables.failures.sources());
    list.sort_by(|a, b| a.name.cmp(&b.name));
    list
}

/// Marks a source, or names one that has no records at all.
fn mark(list: &mut Vec<Source>, name: &str, reason: &str) {
    if !list.iter().any(|source| source.name == name) {
        list.push(Source { name: name.to_owned(), ..Source::default() });
    }
    for source in list.iter_mut().filter(|source| source.name == name) {
        source.failed = Some(reason.to_owned());
        source.doubts.push(format!("the last download of {name} failed: {reason}"));
    }
}

fn finish(name: &str, mut source: Source, hash: Sha256) -> Source {
    name.clone_into(&mut source.name);
    source.digest = Some(digest(hash));
    source.doubts = doubts(&source);
    source
}

fn digest(hash: Sha256) -> Digest {
    crate::file::digest(&hash.finalize())
}

/// Years with far fewer records than the year before: a part of the feed was probably not imported.
fn doubts(source: &Source) -> Vec<String> {
    let (Some(first), Some(last)) = (source.per_year.keys().next(), source.per_year.keys().next_back())
    else {
        return Vec::new();
    };
    let count = |year: u16| source.per_year.get(&year).copied().unwrap_or(0);
    let newest =
        source.newest.map(|day| (day.year().unsigned_abs(), u64::from(day.day_of_year().unsigned_abs())));
    let end = newest.map_or(*last, |(year, _)| year.max(*last));
    let mut found = Vec::new();
    for year in *first + 1..=end {
        let before = count(year - 1);
        // Of the year that is still going on, only the part that has passed can be expected.
        let passed = newest.filter(|(now, _)| *now == year).map_or(365, |(_, day)| day);
        if before >= TELLING && count(year) * 2 * 365 < before * passed {
            found.push(format!(
                "{} has {} records of {year} after {before} of {}: it is probably not complete",
                source.name,
                count(year),
                year - 1
            ));
        }
    }
    found
}

fn kev(tables: &Tables) -> Option<Source> {
    let kev = &tables.kev;
    let mut source = Source {
        name: "kev".to_owned(),
        records: kev.kept.len() as u64,
        newest: date::parse(&kev.released),
        release: Some(kev.version.clone()),
        ..Source::default()
    };
    let mut hash = Sha256::new();
    for entry in kev.kept.values() {
        hash.update(format!("{entry:?}\n"));
        if let Some(year) = entry.cve.get(4..8).and_then(|year| year.parse().ok()) {
            *source.per_year.entry(year).or_default() += 1;
        }
    }
    source.digest = Some(digest(hash));
    (!kev.kept.is_empty()).then_some(source)
}

fn epss(tables: &Tables) -> Option<Source> {
    let epss = &tables.epss;
    let rows = epss.sorted();
    let mut hash = Sha256::new();
    let mut per_year: BTreeMap<u16, u64> = BTreeMap::new();
    for (cve, score, percentile) in &rows {
        hash.update(cve.to_le_bytes());
        hash.update(score.to_le_bytes());
        hash.update(percentile.to_le_bytes());
        *per_year.entry((cve >> 40) as u16).or_default() += 1;
    }
    let source = Source {
        name: "epss".to_owned(),
        records: rows.len() as u64,
        per_year,
        newest: date::parse(&epss.day),
        release: Some(epss.model.clone()).filter(|model| !model.is_empty() && model != "unknown"),
        digest: Some(digest(hash)),
        ..Source::default()
    };
    (!rows.is_empty()).then_some(source)
}

fn lifecycles(tables: &Tables) -> Option<Source> {
    let list = tables.lifecycles.list();
    let mut hash = Sha256::new();
    for product in &list {
        hash.update(format!("{product:?}\n"));
    }
    let source = Source {
        name: lifecycle::SOURCE.to_owned(),
        records: list.len() as u64,
        newest: list.iter().filter_map(|product| lifecycle::newest(product)).max(),
        digest: Some(digest(hash)),
        ..Source::default()
    };
    (!list.is_empty()).then_some(source)
}

fn dictionary(index: &Index) -> Option<Source> {
    let (records, hash) = &index.dictionary;
    let source = Source {
        name: "cpe-dictionary".to_owned(),
        records: *records,
        digest: Some(digest(hash.clone())),
        ..Source::default()
    };
    (*records > 0).then_some(source)
}
