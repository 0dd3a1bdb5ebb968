//! All measurements in one run, over the whole data or a fixed sample.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cases::{self, Outcome};
use crate::figures::Figures;
use crate::metamorphic::{self, Check};
use crate::{answers, data, labels, lockfiles, purl};

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A few ecosystems, affordable at every test.
    Sample,
    /// Every ecosystem that the labels speak of.
    Whole,
}

/// What was measured.
pub struct Run {
    /// Figures by set of labels.
    pub sets: BTreeMap<&'static str, Figures>,
    /// Cases of identity.
    pub cases: Vec<Outcome>,
    /// Checks without labels.
    pub checks: Vec<Check>,
    /// Records loaded.
    pub records: u64,
}

/// Feeds that the labels speak of.
fn feeds(data: &Path, extent: Extent) -> Vec<PathBuf> {
    let names: &[&str] = match extent {
        Extent::Sample => &[
            "osv/ghsa/ghsa-crates-io.jsonl.zst",
            "osv/ghsa/ghsa-rubygems.jsonl.zst",
            "osv/ghsa/ghsa-nuget.jsonl.zst",
            "osv/rustsec.jsonl.zst",
        ],
        Extent::Whole => &[
            "osv/ghsa",
            "osv/go-vulndb.jsonl.zst",
            "osv/rustsec.jsonl.zst",
            "osv/pypa.jsonl.zst",
            "osv/distro",
        ],
    };
    let vuln = data.join("vuln");
    names.iter().map(|name| vuln.join(name)).filter(|path| path.exists()).collect()
}

/// Measures everything; `None` if the data is not there.
pub fn run(data: &Path, extent: Extent) -> anyhow::Result<Option<Run>> {
    let feeds = feeds(data, extent);
    if feeds.is_empty() || !data.join(lockfiles::FOLDER).exists() {
        return Ok(None);
    }
    let loaded = data::import(&feeds)?;
    let database = &loaded.database;
    let (ecosystems, size): (&[&str], usize) = match extent {
        Extent::Sample => (&["crates.io"], 60),
        Extent::Whole => (&[], 1000),
    };
    let components = components(data, ecosystems, size)?;
    let records = records(&feeds, 200)?;
    Ok(Some(Run {
        sets: BTreeMap::from([
            ("medical lockfiles", lockfiles::measure(data, database, ecosystems)?),
            ("OSV.dev answers", answers::measure(data, database)?),
            ("labels on container images", labels::measure(data, database)?),
        ]),
        cases: cases()?,
        checks: vec![
            metamorphic::unrelated_package(database, &components)?,
            metamorphic::raised_past_fixed(database, &components)?,
            metamorphic::split_and_merged(database, &components)?,
            metamorphic::feed_order(&records)?,
            metamorphic::renamed_by_alias(&records, &packages_of(&records))?,
        ],
        records: loaded.records,
    }))
}

/// Runs the cases of identity, which need no data.
pub fn cases() -> anyhow::Result<Vec<Outcome>> {
    cases::all()?.into_iter().map(cases::Case::run).collect()
}

/// Components of the medical lockfiles, evenly spread.
fn components(data: &Path, ecosystems: &[&str], most: usize) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    for row in data::table(&data.join(lockfiles::FOLDER).join("components.csv.zst"))? {
        let [_, _, ecosystem, name, version] = row.as_slice() else { continue };
        if !ecosystems.is_empty() && !ecosystems.contains(&ecosystem.as_str()) {
            continue;
        }
        if let Some(purl) = purl::of(ecosystem, name, version) {
            found.push(json!({"type": "library", "name": name, "version": version, "purl": purl}));
        }
    }
    let step = (found.len() / most).max(1);
    Ok(found.into_iter().step_by(step).collect())
}

/// Records of the first feed file, evenly spread.
fn records(feeds: &[PathBuf], most: usize) -> anyhow::Result<Vec<Value>> {
    let mut file = feeds[0].clone();
    if file.is_dir() {
        file.push("ghsa-crates-io.jsonl.zst");
    }
    let all: Vec<Value> = data::lines(&file)?;
    let step = (all.len() / most).max(1);
    Ok(all.into_iter().step_by(step).collect())
}

/// A package in a version before every fix, for each record.
fn packages_of(records: &[Value]) -> Vec<Value> {
    let mut found = Vec::new();
    for affected in records.iter().flat_map(|record| record["affected"].as_array().into_iter().flatten()) {
        let package = &affected["package"];
        if let (Some(ecosystem), Some(name)) = (package["ecosystem"].as_str(), package["name"].as_str())
            && let Some(purl) = purl::of(ecosystem, name, "0.1.0")
        {
            found.push(json!({"type": "library", "name": name, "purl": purl}));
        }
    }
    found
}
