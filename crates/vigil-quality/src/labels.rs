//! Labels that people put on what a scanner reported of container images.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use vigil_match::State;
use vigil_vulndb::Database;

use crate::figures::{Figures, Reported};
use crate::{data, purl};

/// Where the labels stand in the data.
pub(crate) const FILE: &str = "groundtruth/anchore-match-labels/labels.jsonl.zst";

#[derive(Deserialize)]
struct Label {
    image_tag: Option<String>,
    package: String,
    version: String,
    vulnerability_id: String,
    effective_cve: Option<String>,
    label: String,
    resolved_ecosystem: Option<String>,
    resolved_name: Option<String>,
}

/// Images whose packages are all of one ecosystem. Elsewhere a label does not say of which one its package is.
const IMAGES: [(&str, &str); 8] = [
    ("grype-quality-node", "npm"),
    ("grype-quality-python", "PyPI"),
    ("grype-quality-ruby", "RubyGems"),
    ("grype-quality-golang", "Go"),
    ("grype-quality-dotnet", "NuGet"),
    ("vulnerabilities-alpine-3.8", "Alpine:v3.8"),
    ("vulnerabilities-alpine-3.11", "Alpine:v3.11"),
    ("vulnerabilities-alpine-3.13", "Alpine:v3.13"),
];

/// Package URL and flaw.
type Key = (String, String);

/// What people said of one package and flaw.
#[derive(Default)]
struct Said {
    right: usize,
    wrong: usize,
    ids: Vec<String>,
}

/// Compares every label whose package an SBOM could name.
pub(crate) fn measure(data: &Path, database: &Database) -> anyhow::Result<Figures> {
    let labels: Vec<Label> = data::lines(&data.join(FILE))?;
    let mut figures = Figures::default();
    let mut said: BTreeMap<Key, Said> = BTreeMap::new();
    for label in &labels {
        let Some(purl) = purl_of(label, database)? else {
            figures.not_asked += 1;
            continue;
        };
        let flaw = label.effective_cve.as_ref().unwrap_or(&label.vulnerability_id).clone();
        let entry = said.entry((purl, flaw.clone())).or_default();
        match label.label.as_str() {
            "TP" => entry.right += 1,
            "FP" => entry.wrong += 1,
            _ => figures.not_asked += 1,
        }
        entry.ids.extend([label.vulnerability_id.clone(), flaw]);
    }
    let mut by_purl: BTreeMap<&str, Vec<(&str, &Said)>> = BTreeMap::new();
    for ((purl, flaw), said) in &said {
        by_purl.entry(purl).or_default().push((flaw, said));
    }
    for (purl, flaws) in by_purl {
        let inventory = data::inventory(&[json!({"type": "library", "name": "x", "purl": purl})])?;
        let matching = data::matched(&inventory, database);
        let Some(result) = matching.results.first() else { continue };
        figures.states.add(result.state);
        let reported = Reported::of(result);
        for (flaw, said) in flaws {
            compare(database, result, &reported, (purl, flaw), said, &mut figures)?;
        }
    }
    Ok(figures)
}

fn compare(
    database: &Database,
    result: &vigil_match::PackageResult,
    reported: &Reported,
    (purl, flaw): (&str, &str),
    said: &Said,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let state = said.ids.iter().filter_map(|id| reported.state(id)).min();
    // People disagree with each other, or nobody decided; or the database is older than the flaw.
    let is_disputed = (said.right > 0) == (said.wrong > 0);
    let mut is_known = false;
    for id in &said.ids {
        is_known |= !database.by_id(id)?.is_empty();
    }
    if is_disputed || !is_known {
        figures.not_asked += said.right + said.wrong;
        return Ok(());
    }
    match (said.right > 0, state) {
        (true, Some(State::Affected)) => figures.found += 1,
        (true, Some(_)) => {
            figures.open += 1;
            figures.disagree("open", purl, flaw, &why(result, &said.ids));
        }
        (true, None) => {
            figures.missed += 1;
            figures.disagree("missed", purl, flaw, &why(result, &said.ids));
        }
        (false, Some(State::Affected)) => {
            figures.wrong += 1;
            figures.disagree("beyond", purl, flaw, &why(result, &said.ids));
        }
        (false, _) => figures.rightly_silent += 1,
    }
    Ok(())
}

/// What the result says of a flaw, as a reason for the disagreement.
pub(crate) fn why(result: &vigil_match::PackageResult, ids: &[String]) -> String {
    let is_it = |id: &str| ids.iter().any(|wanted| wanted == id);
    if let Some(row) =
        result.matches.iter().find(|row| is_it(&row.id) || row.aliases.keys().any(|id| is_it(id)))
    {
        let how = row.how.first();
        let record = how.map_or_else(String::new, |how| format!("{} says {}", how.source, how.range));
        let remark = how.map(|how| how.remark.as_str()).filter(|remark| !remark.is_empty());
        return remark.map_or(record, str::to_owned);
    }
    match result.dismissed.iter().find(|dismissed| is_it(&dismissed.id) || is_it(&dismissed.record)) {
        Some(dismissed) => format!("{} says otherwise: {}", dismissed.source, dismissed.why),
        None if result.state == State::Unidentified => "the package is not identified".to_owned(),
        None => "no loaded record of the flaw names the package".to_owned(),
    }
}

fn purl_of(label: &Label, database: &Database) -> anyhow::Result<Option<String>> {
    let tag = label.image_tag.as_deref().unwrap_or_default();
    let by_image = IMAGES.iter().find(|(image, _)| tag.contains(image)).map(|(_, ecosystem)| *ecosystem);
    let (ecosystem, name) = match (by_image, &label.resolved_ecosystem, &label.resolved_name) {
        // A label names the binary package; only where it is the source package's name too is it known.
        (Some(ecosystem), _, _) if ecosystem.contains(':') => {
            if !database.lookup_package(ecosystem, &label.package)?.known {
                return Ok(None);
            }
            (ecosystem, &label.package)
        }
        (Some(ecosystem), _, _) => (ecosystem, &label.package),
        (None, Some(ecosystem), Some(name)) => (ecosystem.as_str(), name),
        _ => return Ok(None),
    };
    Ok(purl::of(ecosystem, name, &label.version))
}
