//! Matches releases in the field again, each from its baseline; and says what came of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use vigil_case::{Case, Fielded, FieldedRow, FieldedState, baseline, fielded};
use vigil_finding::Finding;
use vigil_finding::Severity;
use vigil_match::{Counts, Options, Snapshot};
use vigil_vulndb::Database;

use crate::columns::{columns, listed};
use crate::context::{Context, VERSION};
use crate::device;

/// The matches of every release in the field that has a baseline, by release. One whose baseline cannot be used is left
/// out: the case says so.
pub fn matched(
    case: &Case,
    root: &Path,
    database: &Database,
    context: &Context,
) -> BTreeMap<String, Snapshot> {
    let mut matched = BTreeMap::new();
    for release in fielded::in_use(&case.model) {
        let Some(name) = &release.baseline else { continue };
        let Ok(baseline) = baseline::read(&context.world, root, name) else { continue };
        let options = Options {
            as_of: case.as_of,
            max_age_days: Some(device::max_age(case)),
            pins: baseline.pins(),
            surroundings: baseline.facts.surroundings.clone(),
            // A baseline does not hold what was compiled: flaws in code that was left out count until a person says so.
            built: BTreeMap::new(),
        };
        let matching = vigil_match::match_inventory(&baseline.inventory, database, &options);
        let made_from = BTreeMap::from([(format!("baselines/{name}/index.json"), baseline.digest)]);
        let snapshot = Snapshot::of(matching, &format!("vigil {VERSION}"), made_from);
        matched.insert(release.meta.id.to_string(), snapshot);
    }
    matched
}

/// One release in the JSON form.
#[derive(Serialize)]
pub struct Value<'c> {
    release: &'c str,
    baseline: Option<&'c str>,
    units: Option<u64>,
    incomplete: Option<String>,
    packages: Option<Counts>,
    flaws: usize,
    undecided: Vec<Open<'c>>,
}

/// A flaw of a release in the field that nobody has decided on for it.
#[derive(Serialize)]
struct Open<'c> {
    component: &'c str,
    package: &'c str,
    flaw: &'c str,
    known_exploited: bool,
    because: &'c str,
}

/// For programs.
pub fn values(case: &Case) -> Vec<Value<'_>> {
    case.fielded.iter().map(value).collect()
}

fn value(it: &Fielded) -> Value<'_> {
    let open = |it: &'_ FieldedRow| !it.open.is_empty();
    Value {
        release: it.release.as_str(),
        baseline: it.baseline.as_deref(),
        units: it.units,
        incomplete: it.doubt(),
        packages: it.counts,
        flaws: it.rows.len(),
        undecided: it
            .rows
            .iter()
            .filter(|row| open(row))
            .map(|row| Open {
                component: row.row.component.as_str(),
                package: &row.row.package,
                flaw: &row.row.flaw.id,
                known_exploited: row.row.flaw.kev.is_some(),
                because: &row.open,
            })
            .collect(),
    }
}

/// For people: a line a release, then what is undecided.
pub fn text(case: &Case, most: usize) -> String {
    if case.fielded.is_empty() {
        return String::new();
    }
    let headings = [
        "release",
        "units",
        "baseline",
        "packages",
        "affected",
        "unidentified",
        "not checked",
        "flaws",
        "undecided",
        "",
    ];
    let rows: Vec<Vec<String>> = case.fielded.iter().map(line).collect();
    let mut text = format!("\n{}", columns("Releases in the field", &headings, &rows, "none"));
    let open: Vec<String> = case.fielded.iter().flat_map(undecided).collect();
    text.push_str(&listed("Undecided for releases in the field", &open, most));
    text
}

fn line(it: &Fielded) -> Vec<String> {
    let number = |it: Option<String>| it.unwrap_or_else(|| "-".to_owned());
    let known = it.counts.is_some();
    let open = it.rows.iter().filter(|row| !row.open.is_empty()).count();
    vec![
        it.release.to_string(),
        number(it.units.map(|it| it.to_string())),
        it.baseline.clone().unwrap_or_else(|| "none".to_owned()),
        number(it.counts.map(|it| it.total().to_string())),
        number(it.counts.map(|it| it.affected.to_string())),
        number(it.counts.map(|it| it.unidentified.to_string())),
        number(it.counts.map(|it| it.not_checked.to_string())),
        number(known.then(|| it.rows.len().to_string())),
        number(known.then(|| open.to_string())),
        if it.state == FieldedState::Matched { "matched".to_owned() } else { "NOT KNOWN".to_owned() },
    ]
}

fn undecided(it: &Fielded) -> Vec<String> {
    let open = it.rows.iter().filter(|row| !row.open.is_empty());
    open.map(|row| format!("release {}: {}: {}", it.release, row.row.subject(), row.open)).collect()
}

/// Flaws of releases in the field that nobody has decided on for them.
pub fn findings(case: &Case) -> Vec<Finding> {
    let mut found = Vec::new();
    for it in &case.fielded {
        for row in it.rows.iter().filter(|row| !row.open.is_empty()) {
            let message = format!(
                "{} in release {}, which is in the field: {}",
                row.row.subject(),
                it.release,
                row.open
            );
            let mut finding =
                Finding::new("match.fielded-undecided", Severity::Error, message, row.row.subject());
            finding = finding.help(format!(
                "write `releases = {{ \"{}\" = \"affected\" }}` (or another verdict) in the decision on it, or a `[decision.ID]` with that",
                it.release
            ));
            found.push(finding);
        }
    }
    found
}
