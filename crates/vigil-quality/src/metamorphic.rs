//! Checks that need no labels: a change of the input with a known effect on the result.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vigil_match::{Matching, PackageResult, State};
use vigil_vulndb::Database;

use crate::data;

/// How often a property was tried, and where it failed.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// The property.
    pub claim: &'static str,
    /// Tries.
    pub tried: usize,
    /// Failures, in words.
    pub failed: Vec<String>,
}

/// By package, what is said of it.
fn by_package(matching: &Matching) -> BTreeMap<&str, &PackageResult> {
    matching.results.iter().map(|result| (result.package.as_str(), result)).collect()
}

fn flaws(result: &PackageResult) -> Vec<(&str, State)> {
    result.matches.iter().map(|row| (row.id.as_str(), row.state)).collect()
}

/// A package that no feed knows changes nothing for the others.
pub(crate) fn unrelated_package(database: &Database, components: &[Value]) -> anyhow::Result<Check> {
    let mut check =
        Check { claim: "an unrelated package changes nothing for the others", ..Check::default() };
    let before = data::matched(&data::inventory(components)?, database);
    let mut more = components.to_vec();
    more.push(json!({"type": "library", "name": "made-for-this-check", "version": "1",
        "purl": "pkg:generic/made-for-this-check@1"}));
    let after = data::matched(&data::inventory(&more)?, database);
    let after = by_package(&after);
    for result in &before.results {
        check.tried += 1;
        let same = after.get(result.package.as_str()).is_some_and(|now| {
            (now.state, flaws(now), now.dismissed_total)
                == (result.state, flaws(result), result.dismissed_total)
        });
        if !same {
            check.failed.push(result.package.clone());
        }
    }
    Ok(check)
}

/// In the version that a record calls fixed, and with no other range of that flaw open, the flaw is gone.
pub(crate) fn raised_past_fixed(database: &Database, components: &[Value]) -> anyhow::Result<Check> {
    let mut check =
        Check { claim: "raising the version to the highest fixed one removes the flaw", ..Check::default() };
    let matching = data::matched(&data::inventory(components)?, database);
    let by_package = by_package(&matching);
    for component in components {
        let Some(purl) = component["purl"].as_str() else { continue };
        let Some((plain, version)) = purl.rsplit_once('@') else { continue };
        let Some(result) =
            by_package.values().find(|result| result.tried.iter().any(|t| t.identifier == purl))
        else {
            continue;
        };
        for row in result.matches.iter().filter(|row| row.state == State::Affected) {
            // One record and one fix: of several, one branch's fix may be another branch's flaw.
            let [fixed] = row.fixed_versions.as_slice() else { continue };
            if row.how.len() != 1 || version.contains('?') || fixed.contains(['+', '~', ' ']) {
                continue;
            }
            check.tried += 1;
            let raised = json!({"type": "library", "name": "x", "purl": format!("{plain}@{fixed}")});
            let now = data::matched(&data::inventory(&[raised])?, database);
            if now.results.iter().any(|result| flaws(result).contains(&(row.id.as_str(), State::Affected))) {
                check.failed.push(format!("{plain}@{fixed} {}", row.id));
            }
        }
    }
    Ok(check)
}

/// Matching two halves of an SBOM and joining the results is matching the whole. Configurations that ask for what
/// else the device consists of are left out: of these a half rightly says less.
pub(crate) fn split_and_merged(database: &Database, components: &[Value]) -> anyhow::Result<Check> {
    let mut check =
        Check { claim: "splitting an SBOM in two and merging gives the same", ..Check::default() };
    let whole = data::matched(&data::inventory(components)?, database);
    let (left, right) = components.split_at(components.len() / 2);
    let left = data::matched(&data::inventory(left)?, database);
    let right = data::matched(&data::inventory(right)?, database);
    let halves: BTreeMap<&str, &PackageResult> =
        by_package(&left).into_iter().chain(by_package(&right)).collect();
    for result in &whole.results {
        check.tried += 1;
        let same = halves.get(result.package.as_str()).is_some_and(|half| flaws(half) == flaws(result));
        if !same {
            check.failed.push(result.package.clone());
        }
    }
    Ok(check)
}

/// The order in which records are loaded does not matter: the databases are the same to the byte.
pub(crate) fn feed_order(records: &[Value]) -> anyhow::Result<Check> {
    let mut check = Check { claim: "the order of the feeds does not matter", ..Check::default() };
    let forward = data::import_records(records)?;
    let backward: Vec<Value> = records.iter().rev().cloned().collect();
    let backward = data::import_records(&backward)?;
    check.tried = 1;
    if forward.database.status().digest != backward.database.status().digest {
        check.failed.push("the two databases differ".to_owned());
    }
    Ok(check)
}

/// A record that knows the flaw by another id only is found under the same row.
pub(crate) fn renamed_by_alias(records: &[Value], components: &[Value]) -> anyhow::Result<Check> {
    let mut check = Check { claim: "renaming the flaw by an alias keeps the match", ..Check::default() };
    let plain = data::import_records(records)?;
    let renamed: Vec<Value> = records
        .iter()
        .map(|record| {
            let mut record = record.clone();
            let id = record["id"].clone();
            let mut aliases = record["aliases"].as_array().cloned().unwrap_or_default();
            aliases.push(id.clone());
            record["aliases"] = Value::Array(aliases);
            record["id"] = json!(format!("ACME-{}", id.as_str().unwrap_or_default()));
            record
        })
        .collect();
    let renamed = data::import_records(&renamed)?;
    let inventory = data::inventory(components)?;
    let (before, after) =
        (data::matched(&inventory, &plain.database), data::matched(&inventory, &renamed.database));
    for (before, after) in before.results.iter().zip(&after.results) {
        check.tried += 1;
        if before.state != after.state || before.matches.len() != after.matches.len() {
            check.failed.push(before.package.clone());
        }
    }
    Ok(check)
}
