//! What cannot be compared is told as not checked, and reasons close what they may close.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigil_base::{Date, Digest};
use vigil_case::Case;
use vigil_check::Outcome;
use vigil_match::{Counts, DataCut, Facts, Match, Matching, PackageResult, Snapshot, State};

use super::device::{File, broken, case_of, files};
use crate::folder::{at, folder, said};

fn flaw() -> Match {
    Match {
        id: "CVE-2026-1".into(),
        state: State::Affected,
        uncertain: false,
        how: vec![],
        against: vec![],
        fixed_versions: vec![],
        built: "".into(),
        facts: Arc::new(Facts {
            aliases: BTreeMap::new(),
            severity: vec![],
            cwes: vec![],
            summary: String::new(),
            published: None,
            modified: None,
            kev: None,
            epss: None,
            ssvc: None,
            references: vec![],
        }),
    }
}

fn matched() -> PackageResult {
    PackageResult {
        component: "pump".to_owned(),
        package: "pkg:generic/lwip@2.1.2".to_owned(),
        sbom_file: "sbom/pump.cdx.json".to_owned(),
        pointer: String::new(),
        name: "lwip".to_owned(),
        version: Some("2.1.2".to_owned()),
        state: State::Affected,
        reason: "a range holds".to_owned(),
        tried: vec![],
        matches: vec![flaw()],
        dismissed: vec![],
        dismissed_total: 0,
        not_built: Vec::new(),
        withdrawn: vec![],
    }
}

/// The small folder with one match in its snapshot, and more records.
fn with_snapshot(more: &str, sbom: &str) -> Case {
    let mut files = files();
    let mut counts = Counts::default();
    counts.add(State::Affected);
    let data_cut = DataCut {
        as_of: Date::constant(2026, 5, 1),
        database: Digest::of_bytes(b"database"),
        sources: BTreeMap::new(),
        stale: BTreeMap::new(),
        doubts: vec![],
    };
    let matching = Matching { results: vec![matched()], counts, data_cut, notices: vec![], findings: vec![] };
    let sboms = BTreeMap::from([("sbom/pump.cdx.json".to_owned(), Digest::of_bytes(sbom.as_bytes()))]);
    let written = Snapshot::of(matching, "vigil 0.1.0", sboms).files().expect("a snapshot can be written");
    for (path, text) in written {
        files.push((Box::leak(format!("snapshot/{path}").into_boxed_str()), text));
    }
    files.push(("decisions/flaws.toml", more.to_owned()));
    case_of(&files)
}

fn sbom(files: &[File]) -> String {
    files.iter().find(|(path, _)| *path == "sbom/pump.cdx.json").expect("the folder has an SBOM").1.clone()
}

const DECISION: &str =
    "[decision.lwip]\non = { flaw = \"CVE-2026-1\" }\nverdict = \"not-affected\"\nbecause = \"x\"\n";

#[test]
fn a_match_without_decision_stands_in_the_snapshot_only() {
    let said = said(&with_snapshot("", &sbom(&files())), "X.4");
    let gap = said.gap();
    assert_eq!(gap.subject, "CVE-2026-1 in lwip 2.1.2 (pump)");
    assert_eq!((gap.params["side"].as_str(), at(gap)), ("the snapshot", "sbom/pump.cdx.json:3".to_owned()));
}

#[test]
fn a_match_with_its_decision_agrees() {
    said(&with_snapshot(DECISION, &sbom(&files())), "X.4").passes();
    said(&with_snapshot(DECISION, &sbom(&files())), "G26.RM.7").passes();
}

#[test]
fn a_decision_whose_flaw_is_gone_stands_in_the_decisions_only() {
    let gone = format!("{DECISION}{}", DECISION.replace("lwip", "gone").replace("CVE-2026-1", "CVE-2026-2"));
    let said = said(&with_snapshot(&gone, &sbom(&files())), "X.4");
    let gap = said.gap();
    assert_eq!((gap.subject.as_str(), gap.params["side"].as_str()), ("decision.gone", "the decisions"));
    assert_eq!(at(gap), "decisions/flaws.toml:5");
}

#[test]
fn a_snapshot_of_other_sboms_is_not_relied_on() {
    let said = said(&with_snapshot(DECISION, "another file"), "X.4");
    assert!(said.only(Outcome::Incomplete).because.as_ref().unwrap().contains("sbom/pump.cdx.json"));
}

#[test]
fn without_a_counterpart_nothing_is_claimed() {
    for (rule, from, to) in [
        ("X.8", "[safety-file]\nsecurity-origin = [\"HS-1\"]", ""),
        ("X.5", "end-of-support = 2036-12-31\n\n[release", "[release"),
        ("X.10", "regular = { within = \"90 days\", because = \"quarterly\" }", ""),
        ("X.14", "designation = \"ANSI/AAMI SW96\"", "designation = \"House rules\""),
        ("G26.RA.4", "uses-probability = false", ""),
        ("G26.LC.2", "updated = 2026-02-15", ""),
        ("G26.LB.13", "end-of-support = 2036-12-31\n\n[release", "[release"),
        ("G26.VW.P14", "gives = []", ""),
    ] {
        let (case, _) = broken(from, to, "[project]");
        let said = said(&case, rule);
        let incomplete = said.only(Outcome::Incomplete);
        assert!(said.with(Outcome::Gap).is_empty(), "{rule}: {:#?}", said.all());
        assert!(incomplete.because.is_some() && incomplete.place.is_some(), "{rule}: {incomplete:#?}");
    }
}

#[test]
fn a_part_with_software_and_nothing_else_passes_nothing_that_needs_records() {
    let part = "[zone.room]\n[component.pump]\nkind = \"mcu\"\nin = \"room\"\n";
    let case = folder(&[
        ("vigil.toml", "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n"),
        ("model/it.toml", part),
    ]);
    for rule in [
        "G26.VW.P2",
        "G26.VW.P13",
        "G26.RA.2",
        "G26.RA.5",
        "G26.AR.5",
        "G26.AR.6",
        "G26.RM.3",
        "G26.TM.2",
        "X.1",
        "X.2",
    ] {
        assert!(said(&case, rule).only(Outcome::Incomplete).because.is_some(), "{rule}");
    }
    for rule in ["G26.AR.7", "X.12", "X.16"] {
        assert!(said(&case, rule).only(Outcome::NotApplicable).because.is_some(), "{rule}");
    }
    for rule in ["G26.TM.1", "G26.VW.P4", "G26.VW.P5", "G26.VW.P19", "G26.VW.4"] {
        assert!(at(said(&case, rule).gap()).starts_with("model/it.toml:"), "{rule}");
    }
}

#[test]
fn without_any_view_nothing_is_claimed_about_their_elements() {
    let mut files = files();
    for (_, text) in &mut files {
        *text = text.replace("[view.", "[x-view.");
    }
    let case = case_of(&files);
    for rule in ["G26.VW.3", "G26.VW.P17"] {
        assert_eq!(said(&case, rule).only(Outcome::Incomplete).subject, "views", "{rule}");
    }
    assert_eq!(said(&case, "G26.VW.1").with(Outcome::Incomplete).len(), 2);
    assert_eq!(said(&case, "G26.VW.S").gap().params["lacks"], "there is none");
}

#[test]
fn without_a_network_there_is_no_network_asset() {
    let mut files = files();
    for (_, text) in &mut files {
        *text = text.replace("kind = \"network\"", "kind = \"site\"");
    }
    let said = said(&case_of(&files), "G26.VW.A4");
    assert_eq!(said.gap().params["lacks"], "no network is stated");
}

#[test]
fn a_view_that_says_why_it_is_empty_is_justified() {
    let (case, place) = broken("serves_many = true", "", "[view.many]");
    assert_eq!(at(said(&case, "G26.VW.M").gap()), place);
    let mut files = files();
    for (_, text) in &mut files {
        *text = text
            .replace("serves_many = true", "")
            .replace("[view.many]", "[view.many]\nbecause = \"One server serves one pump.\"");
    }
    let said = said(&case_of(&files), "G26.VW.M");
    assert_eq!(said.only(Outcome::Alternative).because.as_deref(), Some("One server serves one pump."));
}

#[test]
fn a_reason_for_one_subject_closes_that_subject_only() {
    let answer =
        "[answer.\"G26.VW.P4\"]\nstatus = \"partly\"\nexcept = { server = \"It runs nothing else.\" }\n";
    let mut files = files();
    for (_, text) in &mut files {
        *text = text.replace("unused-functions = \"none is built in\"", "").replace("runs = [\"dose\"]", "");
    }
    files.push(("model/answers/views.toml", answer.to_owned()));
    let said = said(&case_of(&files), "G26.VW.P4");
    assert_eq!(said.only(Outcome::Alternative).subject, "server");
    assert_eq!(said.gap().subject, "pump");
}

#[test]
fn numbers_and_references_are_looked_for_outside_of_code_only() {
    let (case, _) = broken(
        "The file holds 1 risks, and `risk.wrong-dose` is one.",
        "```\n7 risks\n```\nSee `main.rs`, `package.version` and 5 controls of the pump.",
        "main.rs",
    );
    assert_eq!(said(&case, "X.12").all().len(), 1);
    assert!(said(&case, "X.12").only(Outcome::NotApplicable).because.is_some());
    said(&case, "X.15").passes();
}

#[test]
fn vulnerabilities_cannot_be_counted_without_a_snapshot() {
    let (case, place) = broken("holds 1 risks,", "names 3 vulnerabilities,", "names 3");
    let said = said(&case, "X.12");
    assert_eq!(at(said.only(Outcome::Incomplete)), place);
}
