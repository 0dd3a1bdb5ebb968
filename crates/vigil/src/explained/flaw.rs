//! A known flaw: which packages it matched and how, which it did not, and what was decided.

use vigil_case::{Case, FlawRow};
use vigil_match::{How, PackageResult, Snapshot, State};

use super::Explained;
use crate::device;
use crate::matches;
use crate::outcome::Outcome;

/// What ids of flaws begin with in the sources that are read; other ids are found when the snapshot knows them.
const PREFIXES: [&str; 7] = ["CVE-", "GHSA-", "RUSTSEC-", "PYSEC-", "GO-", "OSV-", "DSA-"];

/// Whether a text begins as ids of flaws do.
pub(super) fn is_id(text: &str) -> bool {
    PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}

pub(super) fn of(case: &Case, id: &str) -> Option<Explained> {
    let rows: Vec<&FlawRow> =
        case.flaws.iter().filter(|row| row.flaw.id == id || row.flaw.aliases.contains_key(id)).collect();
    let looked_at = case.snapshot.iter().flat_map(Snapshot::results);
    let dismissed: Vec<String> = looked_at.filter_map(|result| dismissed(result, id)).collect();
    if rows.is_empty() && dismissed.is_empty() && !is_id(id) {
        return None;
    }
    let title =
        rows.first().map_or_else(|| id.to_owned(), |row| format!("{}: {}", row.flaw.id, row.flaw.summary));
    let mut said = Explained::new("flaw", id, title);
    if let Some(row) = rows.first() {
        general(row, &mut said);
    }
    for row in &rows {
        here(case, row, &mut said);
    }
    said.add_all("Not affected", dismissed);
    if rows.is_empty() {
        said.add("Packages", nowhere(case));
    }
    let doubts = device::doubts(case);
    if !doubts.is_empty() {
        said.outcome = Outcome::Incomplete;
    }
    said.add_all("Not looked at", doubts);
    Some(said)
}

fn general(row: &FlawRow, said: &mut Explained) {
    let flaw = &row.flaw;
    said.add("Also called", flaw.aliases.keys().cloned().collect::<Vec<_>>().join(", "));
    said.add_all(
        "Severity",
        flaw.severity.iter().map(|it| {
            let score = it.score.as_deref().unwrap_or("no score");
            format!("CVSS {} {score}, {} ({})", it.version, it.vector, it.source)
        }),
    );
    said.add("Weakness", flaw.cwes.join(", "));
    if let Some(kev) = &flaw.kev {
        let since =
            kev.date_added.map(|day| format!(", in CISA's catalogue since {day}")).unwrap_or_default();
        said.add("Exploited", format!("known to be exploited{since}"));
    }
    if let Some(epss) = &flaw.epss {
        said.add("Prediction", format!("EPSS {}, percentile {}", epss.score, epss.percentile));
    }
    said.add("Mended in", flaw.fixed_versions.join(", "));
}

fn here(case: &Case, row: &FlawRow, said: &mut Explained) {
    let state = if row.flaw.state == State::Affected { "affected" } else { "could not be evaluated" };
    let unsure = if row.flaw.uncertain { ", if what the SBOM leaves open is so" } else { "" };
    let version = row.version.as_deref().unwrap_or("(no version)");
    said.add("Package", format!("{} {version} in component.{}: {state}{unsure}", row.name, row.component));
    said.add_all("Matched by", row.flaw.how.iter().map(how));
    said.add_all("Against it", row.flaw.against.iter().map(how));
    let Some(decision) = row.decision.as_ref().and_then(|id| case.model.decisions.get(id)) else {
        said.add("Decision", "none: nobody has decided on it");
        return;
    };
    let because = decision.because.as_deref().unwrap_or("no reason is stated");
    let place = case.model.place(decision.meta.span);
    said.add(
        "Decision",
        format!("decision.{}, {}: {because} ({place})", decision.meta.id, decision.verdict.word()),
    );
}

fn how(how: &How) -> String {
    let remark = if how.remark.is_empty() { String::new() } else { format!("; {}", how.remark) };
    format!(
        "{} {}: record {} of {} says {}, version {} compared as {}{remark}",
        how.way.word(),
        how.identifier,
        how.record,
        how.source,
        how.range,
        how.version,
        how.scheme
    )
}

fn dismissed(result: &PackageResult, id: &str) -> Option<String> {
    let mut all = result.dismissed.iter().chain(&result.not_built);
    let found = all.find(|it| it.id == id || it.record == id)?;
    let version = result.version.as_deref().unwrap_or("(no version)");
    Some(format!("{} {version} in component.{}: {}", result.name, result.component, found.why))
}

/// Silence is said with what it rests on.
fn nowhere(case: &Case) -> String {
    let Some(snapshot) = &case.snapshot else {
        return "nothing is known: the packages were not matched yet".to_owned();
    };
    let counts = snapshot.index.counts;
    format!(
        "no package matches it in the snapshot of {} ({}); {} of {} packages are unidentified and {} not checked",
        snapshot.index.data_cut.as_of,
        matches::sources(&snapshot.index.data_cut),
        counts.unidentified,
        counts.total(),
        counts.not_checked
    )
}
