//! Questions to OSV.dev with the answers it gave, recorded by the tests of other scanners.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use vigil_match::State;
use vigil_vulndb::Database;

use crate::data;
use crate::figures::{Figures, Reported};
use crate::labels::why;
use crate::purl;

#[derive(Deserialize)]
struct Row {
    query: Query,
    #[serde(default)]
    vulns: Vec<Vuln>,
}

#[derive(Deserialize)]
struct Query {
    package: Option<Package>,
    version: Option<String>,
}

#[derive(Deserialize)]
struct Package {
    ecosystem: String,
    name: String,
}

#[derive(Deserialize)]
struct Vuln {
    id: String,
}

/// Where the recorded answers stand in the data.
pub(crate) const FILE: &str = "groundtruth/osv-api-answers/osv-querybatch-answers.jsonl.zst";

/// Compares every question that an SBOM can ask.
///
/// An id that this database does not hold is not asked for. What is reported beyond the answer is counted as
/// wrong only where the question was about an ecosystem that is loaded: the answer is newer than the database.
pub(crate) fn measure(data: &Path, database: &Database) -> anyhow::Result<Figures> {
    let rows: Vec<Row> = data::lines(&data.join(FILE))?;
    let mut figures = Figures::default();
    let mut asked = Vec::new();
    let mut components = Vec::new();
    for row in &rows {
        let (Some(package), Some(version)) = (&row.query.package, &row.query.version) else {
            figures.not_asked += row.vulns.len().max(1);
            continue;
        };
        let Some(purl) = purl::of(&package.ecosystem, &package.name, version) else {
            figures.not_asked += row.vulns.len().max(1);
            continue;
        };
        components.push(json!({"type": "library", "name": package.name, "version": version, "purl": purl,
            "bom-ref": components.len().to_string()}));
        asked.push((row, purl));
    }
    for ((row, purl), component) in asked.into_iter().zip(&components) {
        // Each question stands alone: two of the same package would be one entry of an inventory.
        let inventory = data::inventory(std::slice::from_ref(component))?;
        let matching = data::matched(&inventory, database);
        for result in &matching.results {
            figures.states.add(result.state);
        }
        let Some(result) = matching.results.first() else { continue };
        compare(database, result, row, &purl, &mut figures)?;
    }
    Ok(figures)
}

fn compare(
    database: &Database,
    result: &vigil_match::PackageResult,
    row: &Row,
    purl: &str,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let reported = Reported::of(result);
    let expected: BTreeSet<&str> = row.vulns.iter().map(|vuln| vuln.id.as_str()).collect();
    for id in &expected {
        if database.by_id(id)?.is_empty() {
            figures.not_asked += 1;
            continue;
        }
        match reported.state(id) {
            Some(State::Affected) => figures.found += 1,
            Some(_) => {
                figures.open += 1;
                figures.disagree("open", purl, id, &why(result, &[(*id).to_owned()]));
            }
            None => {
                figures.missed += 1;
                figures.disagree("missed", purl, id, &why(result, &[(*id).to_owned()]));
            }
        }
    }
    for row in result.matches.iter().filter(|row| row.state == State::Affected) {
        let records: BTreeSet<&str> = row.how.iter().map(|how| how.record.as_str()).collect();
        let is_known = |id: &str| expected.contains(id);
        let known = is_known(&row.id)
            || row.aliases.keys().any(|id| is_known(id))
            || records.iter().any(|id| is_known(id));
        if !known {
            figures.wrong += 1;
            figures.disagree("beyond", purl, &row.id, &why(result, &[row.id.to_string()]));
        }
    }
    if expected.is_empty() && result.state != State::Affected {
        figures.rightly_silent += 1;
    }
    Ok(())
}
