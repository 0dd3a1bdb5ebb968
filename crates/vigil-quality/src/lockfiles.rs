//! Packages of open-source medical projects, with the findings that another evaluator computed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::json;
use vigil_match::State;
use vigil_vulndb::Database;

use crate::figures::{Figures, Reported};
use crate::labels::why;
use crate::{data, purl};

/// Where the packages and the findings stand in the data.
pub(crate) const FOLDER: &str = "groundtruth/medical-lockfiles";

/// Ecosystem, name, version.
type Key = (String, String, String);

/// Compares the packages of `ecosystems`; of all where none is named.
pub(crate) fn measure(data: &Path, database: &Database, ecosystems: &[&str]) -> anyhow::Result<Figures> {
    let folder = data.join(FOLDER);
    let is_chosen = |ecosystem: &str| ecosystems.is_empty() || ecosystems.contains(&ecosystem);
    let key = |row: &[String]| -> Option<Key> {
        Some((row.get(2)?.clone(), row.get(3)?.clone(), row.get(4)?.clone()))
    };
    let mut packages: BTreeSet<Key> = BTreeSet::new();
    for row in data::table(&folder.join("components.csv.zst"))? {
        packages.extend(key(&row).filter(|key| is_chosen(&key.0)));
    }
    let mut expected: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    for row in data::table(&folder.join("expected-findings.csv.zst"))? {
        if let (Some(key), Some(id)) = (key(&row).filter(|key| is_chosen(&key.0)), row.get(5)) {
            expected.entry(key).or_default().insert(id.clone());
        }
    }
    let mut figures = Figures::default();
    let none = BTreeSet::new();
    let asked: Vec<(&Key, String)> =
        packages.iter().filter_map(|key| Some((key, purl::of(&key.0, &key.1, &key.2)?))).collect();
    let components: Vec<_> = asked
        .iter()
        .map(|(key, purl)| json!({"type": "library", "name": key.1, "version": key.2, "purl": purl}))
        .collect();
    let inventory = data::inventory(&components)?;
    let matching = data::matched(&inventory, database);
    let mut by_purl = BTreeMap::new();
    for (item, result) in inventory.items.iter().zip(&matching.results) {
        figures.states.add(result.state);
        by_purl.insert(item.package.purl.as_ref().map(|purl| purl.raw.clone()).unwrap_or_default(), result);
    }
    for (key, purl) in asked {
        let wanted = expected.get(key).unwrap_or(&none);
        let Some(result) = by_purl.get(&purl) else {
            figures.missed += wanted.len();
            figures.disagree("missed", &purl, "", "the package is not in the inventory");
            continue;
        };
        compare(result, wanted, &purl, &mut figures);
    }
    Ok(figures)
}

fn compare(
    result: &vigil_match::PackageResult,
    wanted: &BTreeSet<String>,
    purl: &str,
    figures: &mut Figures,
) {
    let reported = Reported::of(result);
    for id in wanted {
        match reported.state(id) {
            Some(State::Affected) => figures.found += 1,
            Some(_) => {
                figures.open += 1;
                figures.disagree("open", purl, id, &why(result, std::slice::from_ref(id)));
            }
            None => {
                figures.missed += 1;
                figures.disagree("missed", purl, id, &why(result, std::slice::from_ref(id)));
            }
        }
    }
    // Every record that holds is a finding of its own in the expected list.
    let records = result.matches.iter().filter(|row| row.state == State::Affected).flat_map(|row| &row.how);
    let beyond: BTreeSet<String> =
        records.map(|how| how.record.to_string()).filter(|id| !wanted.contains(id)).collect();
    for id in beyond {
        figures.wrong += 1;
        figures.disagree("beyond", purl, &id, &why(result, std::slice::from_ref(&id)));
    }
    if wanted.is_empty() && result.state != State::Affected {
        figures.rightly_silent += 1;
    }
}
