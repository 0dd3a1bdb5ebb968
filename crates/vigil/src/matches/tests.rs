//! What is said of packages in each of the five states.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigil_base::{Date, Digest};
use vigil_match::{Facts, How, Kev, Text, Way};

use super::*;
use crate::outcome::Outcome;

fn result(state: State, matches: Vec<Match>) -> PackageResult {
    PackageResult {
        component: "f".into(),
        sbom_file: "f".into(),
        pointer: String::new(),
        package: "pkg:generic/openssl@3.0.7".into(),
        name: "openssl".into(),
        version: Some("3.0.7".into()),
        state,
        reason: "nothing that identifies it".into(),
        tried: Vec::new(),
        matches,
        dismissed: Vec::new(),
        dismissed_total: 0,
        not_built: Vec::new(),
        withdrawn: Vec::new(),
    }
}

fn flaw(state: State) -> Match {
    Match {
        id: "CVE-2023-0286".into(),
        state,
        uncertain: false,
        how: vec![How {
            way: Way::Cpe,
            identifier: "cpe:2.3:a:openssl:openssl:3.0.7".into(),
            key: "k".into(),
            source: "nvd".into(),
            record: "CVE-2023-0286".into(),
            range: "from 3.0.0, before 3.0.8".into(),
            scheme: "openssl".into(),
            version: "3.0.7".into(),
            remark: Text::default(),
        }],
        against: Vec::new(),
        fixed_versions: vec!["3.0.8".into()],
        built: "".into(),
        facts: Arc::new(Facts {
            aliases: BTreeMap::new(),
            severity: Vec::new(),
            cwes: Vec::new(),
            summary: String::new(),
            published: None,
            modified: None,
            kev: Some(Kev { date_added: None, due: None, ransomware: false }),
            epss: None,
            ssvc: None,
            references: Vec::new(),
        }),
    }
}

fn said(results: Vec<PackageResult>, profile: Profile) -> Said {
    let mut counts = Counts::default();
    for result in &results {
        counts.add(result.state);
    }
    let data_cut = DataCut {
        as_of: Date::constant(2026, 11, 23),
        database: Digest::of_bytes(b""),
        sources: BTreeMap::new(),
        stale: BTreeMap::new(),
        doubts: Vec::new(),
    };
    let package = vigil_sbom::Package::named("openssl");
    let mut sbom = Inventory::default();
    for _ in &results {
        sbom.items.push(vigil_sbom::Item {
            component: "f".into(),
            sbom_file: "f".into(),
            reached: None,
            facts: facts(&package),
            package: package.clone(),
        });
    }
    let matching = Matching { results, counts, data_cut, notices: Vec::new(), findings: Vec::new() };
    let mut said = Said::default();
    tell(&matching, &sbom, profile, &mut said);
    said
}

fn facts(package: &vigil_sbom::Package) -> vigil_sbom::FieldFacts {
    let text = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}"#;
    let reading = vigil_sbom::read(text.as_bytes(), "f").unwrap();
    vigil_sbom::FieldFacts::of(package, &reading.sbom.graph())
}

fn outcome(said: &Said) -> Outcome {
    Outcome::of(&said.findings, &said.counts, Severity::Error, false)
}

#[test]
fn an_affected_package_is_an_error_with_range_and_fix() {
    let said = said(vec![result(State::Affected, vec![flaw(State::Affected)])], Profile::Draft);
    let finding = &said.findings[0];
    assert_eq!(
        finding.message,
        "`openssl` 3.0.7 is affected by CVE-2023-0286, which is known to be exploited"
    );
    assert_eq!(finding.help, ["mended in 3.0.8; or decide why it does not matter here"]);
    assert!(finding.see.as_ref().is_some_and(|see| see.contains("from 3.0.0, before 3.0.8")));
    assert_eq!(outcome(&said), Outcome::Findings);
}

#[test]
fn what_was_not_checked_makes_the_run_incomplete() {
    let said = said(vec![result(State::NotChecked, vec![flaw(State::NotChecked)])], Profile::Draft);
    assert_eq!(outcome(&said), Outcome::Incomplete);
}

#[test]
fn an_unidentified_package_is_a_note_in_a_draft_and_an_error_in_a_submission() {
    let severity =
        |profile| said(vec![result(State::Unidentified, Vec::new())], profile).findings[0].severity;
    assert_eq!((severity(Profile::Draft), severity(Profile::Submission)), (Severity::Note, Severity::Error));
}

#[test]
fn the_five_states_always_stand_together() {
    let names: Vec<String> =
        said(Vec::new(), Profile::Draft).counts.checked.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["affected", "not-affected", "clear", "unidentified", "not-checked"]);
}
