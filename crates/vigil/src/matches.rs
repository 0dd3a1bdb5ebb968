//! What matching found, as findings and as lines for people. It decides nothing: states and reasons are those of
//! `vigil-match`.

use vigil_base::Place;
use vigil_case::FlawRow;
use vigil_finding::{Finding, Severity};
use vigil_match::{Counts, DataCut, Match, Matching, PackageResult, State};
use vigil_sbom::Inventory;

use crate::cli::Profile;
use crate::context::Said;
use crate::sheet::Sheet;

/// Adds what was found to what is said. Results stand in the order of the inventory, which knows the places.
pub fn tell(matching: &Matching, inventory: &Inventory, profile: Profile, said: &mut Said) {
    for (result, item) in matching.results.iter().zip(&inventory.items) {
        said.findings.extend(findings(result, &item.package.place, profile));
    }
    said.findings.extend(matching.findings.iter().cloned());
    said.as_of = Some(matching.data_cut.as_of);
    count(matching.counts, said);
    doubt(&matching.data_cut, matching.counts, said);
}

/// One finding a flaw; one for a package that no source covers.
fn findings(result: &PackageResult, place: &Place, profile: Profile) -> Vec<Finding> {
    let title = title(result);
    let new =
        |code, severity, message| Finding::new(code, severity, message, &result.package).at(place.clone());
    let mut findings: Vec<Finding> = result
        .matches
        .iter()
        .map(|flaw| match flaw.state {
            State::Affected => {
                new("match.affected", Severity::Error, affected(&title, flaw)).help(fix(flaw)).see(how(flaw))
            }
            _ => new(
                "match.not-checked",
                Severity::Error,
                format!("{title}: {} could not be evaluated", flaw.id),
            )
            .help(how(flaw)),
        })
        .collect();
    if result.state == State::Unidentified {
        findings.push(unidentified(result, Some(place.clone()), profile));
    }
    findings
}

/// A flaw that nobody has decided on.
pub fn undecided(row: &FlawRow, place: Option<Place>) -> Finding {
    let title = titled(&row.name, row.version.as_deref());
    let (code, message) = match row.flaw.state {
        State::Affected => {
            ("match.undecided", format!("{}; nobody has decided on it", affected(&title, &row.flaw)))
        }
        _ => (
            "match.not-checked",
            format!("{title}: {} could not be evaluated; nobody has decided on it", row.flaw.id),
        ),
    };
    let on = format!(
        "on = {{ flaw = \"{}\", package = \"{}\", components = [\"{}\"] }}",
        row.flaw.id, row.name, row.component
    );
    Finding::new(code, Severity::Error, message, row.subject())
        .at_opt(place)
        .help(fix(&row.flaw))
        .help(format!("write a `[decision.ID]` with `{on}`, a verdict and the reason"))
        .see(how(&row.flaw))
}

/// A package that no loaded source covers.
pub fn unidentified(result: &PackageResult, place: Option<Place>, profile: Profile) -> Finding {
    let title = title(result);
    let message = format!("{title} is covered by no loaded source: silence proves nothing");
    let severity = if profile == Profile::Submission { Severity::Error } else { Severity::Note };
    let help = "pin a package URL or CPE name that a loaded source covers, or state how its supplier's advisories are watched";
    Finding::new("match.unidentified", severity, message, &result.package)
        .at_opt(place)
        .help(help)
        .see(result.reason.clone())
}

fn title(result: &PackageResult) -> String {
    titled(&result.name, result.version.as_deref())
}

fn titled(name: &str, version: Option<&str>) -> String {
    match version {
        Some(version) => format!("`{name}` {version}"),
        None => format!("`{name}`"),
    }
}

fn affected(title: &str, flaw: &Match) -> String {
    let unsure = if flaw.uncertain { "may be affected" } else { "is affected" };
    let exploited = if flaw.kev.is_some() { ", which is known to be exploited" } else { "" };
    let score = flaw.severity.iter().find_map(|severity| {
        severity.score.as_ref().map(|score| format!(" (CVSS {} {score})", severity.version))
    });
    format!("{title} {unsure} by {}{}{exploited}", flaw.id, score.unwrap_or_default())
}

fn fix(flaw: &Match) -> String {
    match flaw.fixed_versions.as_slice() {
        [] => "no version that mends it is known; decide what protects against it".to_owned(),
        versions => format!("mended in {}; or decide why it does not matter here", versions.join(", ")),
    }
}

/// The first record that decided, as its source says it.
fn how(flaw: &Match) -> String {
    let Some(how) = flaw.how.first() else { return String::new() };
    let remark = if how.remark.is_empty() { String::new() } else { format!("; {}", how.remark) };
    format!("{} in {}: {} by {}{remark}", how.record, how.source, how.range, how.identifier)
}

/// The five states always stand together.
pub fn count(counts: Counts, said: &mut Said) {
    for (state, number) in [
        (State::Affected, counts.affected),
        (State::NotAffected, counts.not_affected),
        (State::Clear, counts.clear),
        (State::Unidentified, counts.unidentified),
        (State::NotChecked, counts.not_checked),
    ] {
        said.counts.add(state.word(), number);
    }
}

/// The findings of matching say why and what to do; here they make the run incomplete.
fn doubt(cut: &DataCut, counts: Counts, said: &mut Said) {
    if !cut.stale.is_empty() {
        let sources: Vec<String> =
            cut.stale.iter().map(|(name, age)| format!("{name} ({age} days)")).collect();
        said.counts.missed(format!("sources older than allowed: {}", sources.join(", ")));
    }
    if !cut.doubts.is_empty() {
        said.counts.missed(format!("reasons to doubt that a source is complete: {}", cut.doubts.len()));
    }
    if counts.not_checked > 0 {
        said.counts.missed(format!("packages not checked: {}", counts.not_checked));
    }
}

/// The sources with the day of their newest data.
pub fn sources(cut: &DataCut) -> String {
    let newest = cut.sources.iter().map(|(name, day)| {
        format!("{name}: {}", day.map_or_else(|| "undated".to_owned(), |day| day.to_string()))
    });
    newest.collect::<Vec<_>>().join(", ")
}

/// What was matched, for people.
pub fn sheet(matching: &Matching, database: &str) -> String {
    let mut sheet = Sheet::titled(&format!("Matched against {database}"));
    sheet.add("Digest", &matching.data_cut.database.to_string());
    sheet.add("Data cut", &sources(&matching.data_cut));
    for (name, state) in [
        ("Affected", State::Affected),
        ("Not affected", State::NotAffected),
        ("Clear", State::Clear),
        ("Unidentified", State::Unidentified),
        ("Not checked", State::NotChecked),
    ] {
        let number = matching.results.iter().filter(|result| result.state == state).count();
        sheet.add(name, &format!("{number} of {} packages", matching.results.len()));
    }
    sheet.add_all("Notices", &matching.notices);
    sheet.finish()
}

#[cfg(test)]
mod tests;
