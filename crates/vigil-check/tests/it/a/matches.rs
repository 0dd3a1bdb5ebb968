//! Known vulnerabilities: the snapshot, the matches, the decisions, the clocks.

use vigil_case::Case;
use vigil_check::Outcome;
use vigil_match::{Facts, Kev, Match, State};

use super::snapshots::{LWIP, SBOM, day, flaw, matched_with, result, snapshot};
use super::with;
use crate::folder::{at, said};

/// The device with one package in a state, matched a few days ago.
fn matched(more: &str, state: State, matches: Vec<Match>) -> Case {
    matched_with(more, &snapshot(SBOM, day(5, 20), &["nvd", "kev"], vec![result(state, matches)]))
}

/// The device with one affected package.
fn affected(more: &str) -> Case {
    matched(more, State::Affected, vec![flaw("CVE-2026-1")])
}

const DECIDED: &str =
    "[decision.one]\non = { flaw = \"CVE-2026-1\" }\nverdict = \"affected\"\nbecause = \"reachable\"\n";

#[test]
fn without_a_snapshot_nothing_is_claimed() {
    let case = matched_with("", &[]);
    for rule in ["SB.9", "SB.11", "G26.SB.1", "G26.SB.13", "G26.RA.8"] {
        said(&case, rule).only(Outcome::Incomplete);
        assert_eq!(said(&case, rule).all().len(), 1, "{rule}");
    }
    // The fact that decides whether the rule applies is not known, so it is judged.
    said(&case, "SB.10").only(Outcome::Incomplete);
    said(&case, "G26.SC.7").only(Outcome::Incomplete);
}

#[test]
fn a_snapshot_that_fits_passes() {
    let case = matched("", State::Clear, vec![]);
    for rule in ["SB.9", "SB.11", "G26.SB.1", "G26.SB.13", "G26.RA.8"] {
        said(&case, rule).passes();
    }
    said(&case, "SB.10").only(Outcome::NotApplicable);
    said(&case, "G26.SC.7").only(Outcome::NotApplicable);
}

#[test]
fn a_snapshot_of_other_sboms_is_told_apart() {
    let files = snapshot("{}", day(5, 20), &["nvd", "kev"], vec![result(State::Clear, vec![])]);
    let case = matched_with("", &files);
    let whole = said(&case, "G26.SB.13");
    assert_eq!(whole.gap_on("snapshot").params["state"], "it was made from other SBOMs (sbom/pump.json)");
    assert_eq!(at(whole.gap_on("snapshot")), "snapshot/index.json:1");
    assert_eq!(said(&case, "SB.9").gap().params["lacks"], "was made from other SBOMs (sbom/pump.json)");
    said(&case, "G26.RA.8").only(Outcome::Incomplete);
}

#[test]
fn old_data_and_an_absent_catalogue_are_gaps() {
    let old = snapshot(SBOM, day(1, 1), &["nvd", "kev"], vec![result(State::Clear, vec![])]);
    let case = matched_with("", &old);
    let state = &said(&case, "G26.SB.13").gap_on("snapshot").params["state"].clone();
    assert!(state.contains("`nvd` is of 2026-01-01, 151 days before 2026-06-01 (30 are allowed)"), "{state}");
    assert!(said(&case, "SB.11").gap().params["lacks"].starts_with("is too old"));
    let without = snapshot(SBOM, day(5, 20), &["nvd"], vec![result(State::Clear, vec![])]);
    let case = matched_with("", &without);
    assert!(said(&case, "SB.11").gap().params["lacks"].starts_with("was not made"));
    said(&case, "G26.RA.8").only(Outcome::Incomplete);
    let none = snapshot(SBOM, day(5, 20), &[], vec![result(State::Clear, vec![])]);
    assert_eq!(said(&matched_with("", &none), "SB.9").gap().params["lacks"], "names no source");
}

#[test]
fn a_package_that_could_not_be_checked_is_not_clear() {
    let case = matched("", State::NotChecked, vec![]);
    let judged = said(&case, "G26.SB.13");
    assert_eq!(at(judged.gap_on(LWIP)), "sbom/pump.json:4");
    said(&case, "G26.SB.1").only(Outcome::Incomplete);
    let added = "[package.\"pkg:generic/blob@1\"]\nin = \"pump\"\n";
    let case = matched(added, State::Clear, vec![]);
    let judged = said(&case, "G26.SB.13");
    assert_eq!(judged.gap_on("pkg:generic/blob@1").params["state"], "the snapshot does not hold it");
}

#[test]
fn an_unidentified_package_is_pinned_or_watched() {
    let case = matched("", State::Unidentified, vec![]);
    let judged = said(&case, "G26.SB.1");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), (LWIP, "sbom/pump.json:4"));
    assert_eq!(judged.gap().params["state"], "unidentified, no source covers generic packages");
    for answer in ["watched = \"mailing list\"", "cpe = \"cpe:2.3:a:lwip:lwip:2.1.2:*:*:*:*:*:*:*\""] {
        let identity = format!("[identity.\"pkg:generic/lwip\"]\n{answer}\nbecause = \"x\"\n");
        said(&matched(&identity, State::Unidentified, vec![]), "G26.SB.1").passes();
    }
    let decided = "[decision.w]\non = { package = \"lwip\" }\nverdict = \"watched\"\nbecause = \"list\"\n";
    said(&matched(decided, State::Unidentified, vec![]), "G26.SB.1").passes();
}

#[test]
fn an_affected_match_needs_a_decision() {
    let judged_case = affected("");
    let judged = said(&judged_case, "SB.10");
    let gap = judged.gap();
    assert_eq!((gap.subject.as_str(), at(gap).as_str()), ("CVE-2026-1", "sbom/pump.json:4"));
    assert_eq!(gap.params["package"], LWIP);
    let looking = DECIDED.replace("\"affected\"", "\"under-investigation\"");
    assert_eq!(at(said(&affected(&looking), "SB.10").gap()), "model/it.toml:1");
    let case = affected(DECIDED);
    said(&case, "SB.10").passes();
    assert_eq!(said(&case, "SB.10").all()[0].evidence, ["decision.one"]);
}

#[test]
fn a_known_flaw_is_taken_up_decided_and_mitigated() {
    let subject = "CVE-2026-1 in lwip 2.1.2 (pump)";
    for rule in ["G26.SC.7", "G26.RM.4", "G26.RA.7"] {
        assert_eq!(at(said(&affected(""), rule).gap_on(subject)), "sbom/pump.json:4", "{rule}");
    }
    let case = affected(DECIDED);
    said(&case, "G26.SC.7").passes();
    assert_eq!(at(said(&case, "G26.RA.7").gap()), "model/it.toml:1");
    let lacks = &said(&case, "G26.RM.4").gap().params["lacks"].clone();
    assert!(lacks.contains("neither a risk nor a control"), "{lacks}");
    let controlled = affected(&format!("{DECIDED}controlled = true\n"));
    said(&controlled, "G26.RA.7").passes();
    said(&controlled, "G26.RM.4").passes();
    let gone = affected(&DECIDED.replace("\"affected\"", "\"fixed\""));
    said(&gone, "G26.RA.7").passes();
}

const OWN: &str = "[vulnerability.v]\ntitle = \"x\"\nfound-by = \"internal\"\n";

#[test]
fn a_vulnerability_of_ones_own_is_taken_up_like_any_other() {
    for rule in ["G26.SC.7", "G26.RM.4", "G26.RA.7"] {
        assert_eq!(at(said(&with(OWN), rule).gap_on("vulnerability.v")), "model/it.toml:1", "{rule}");
    }
    let risk =
        format!("{OWN}[harm.h]\nseverity = \"low\"\n[risk.r]\nharm = \"h\"\nfrom = [\"vulnerability.v\"]\n");
    let case = with(&risk);
    for rule in ["G26.SC.7", "G26.RM.4", "G26.RA.7"] {
        assert!(said(&case, rule).with(Outcome::Gap).is_empty(), "{rule}");
    }
}

#[test]
fn a_known_exploited_flaw_is_gone_or_explained() {
    let listed = || {
        let kev = Kev { date_added: Some(day(2, 1)), due: None, ransomware: false };
        let facts = Facts { kev: Some(kev), ..Facts::default() };
        vec![Match { facts: facts.into(), ..flaw("CVE-2026-1") }]
    };
    let case = matched("", State::Affected, listed());
    let judged = said(&case, "G26.RA.8");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), (LWIP, "sbom/pump.json:4"));
    assert_eq!(judged.gap().params["vulnerability"], "CVE-2026-1");
    let reason = format!("{DECIDED}kev = \"the stack is not reachable\"\n");
    let judged_case = matched(&reason, State::Affected, listed());
    let judged = said(&judged_case, "G26.RA.8");
    assert_eq!(judged.only(Outcome::Alternative).because.as_deref(), Some("the stack is not reachable"));
    said(&matched(&DECIDED.replace("\"affected\"", "\"fixed\""), State::Affected, listed()), "G26.RA.8")
        .passes();
}

#[test]
fn a_decision_states_discovery_assessments_and_controls() {
    let case = affected(DECIDED);
    for rule in ["G26.SB.14", "G26.SB.15", "G26.SB.16"] {
        let judged = said(&case, rule);
        assert_eq!(
            (judged.gap().subject.as_str(), at(judged.gap()).as_str()),
            ("CVE-2026-1", "model/it.toml:1")
        );
    }
    assert_eq!(said(&case, "G26.SB.15").gap().params["missing"], "safety and security");
    let whole = format!(
        "{DECIDED}found-by = \"sbom-match\"\nsafety = \"none\"\nsecurity = \"stop\"\ncompensating = \"filter\"\n"
    );
    for rule in ["G26.SB.14", "G26.SB.15", "G26.SB.16"] {
        said(&affected(&whole), rule).passes();
    }
    said(&affected(&DECIDED.replace("\"affected\"", "\"fixed\"")), "G26.SB.16").passes();
    let own = with(OWN);
    said(&own, "G26.SB.14").passes();
    assert_eq!(at(said(&own, "G26.SB.15").gap_on("vulnerability.v")), "model/it.toml:1");
    said(&own, "G26.SB.16").gap_on("vulnerability.v");
}

const FIELDED: &str = "[release.\"0.9\"]\nstatus = \"fielded\"\n[release.\"0.8\"]\nstatus = \"retired\"\n";

#[test]
fn every_release_in_use_has_its_verdict() {
    let case = affected(&format!("{DECIDED}{FIELDED}"));
    let judged = said(&case, "G26.LC.3");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), ("CVE-2026-1", "model/it.toml:1"));
    assert_eq!(judged.gap().params["release"], "0.9");
    let answered = affected(&format!("{DECIDED}releases = {{ \"0.9\" = \"affected\" }}\n{FIELDED}"));
    let judged = said(&answered, "G26.LC.3");
    assert!(judged.with(Outcome::Gap).is_empty() && judged.with(Outcome::Pass).len() == 1);
    // What else is in that release nobody can look up: it names no baseline.
    assert_eq!(judged.only(Outcome::Incomplete).subject, "release.0.9");
    assert!(
        judged.only(Outcome::Incomplete).because.as_ref().is_some_and(|it| it.contains("names no baseline"))
    );
    let kept = FIELDED.replace("\"retired\"", "\"retired\"\nunits = 3");
    assert_eq!(said(&affected(&format!("{DECIDED}{kept}")), "G26.LC.3").with(Outcome::Gap).len(), 2);
}

/// A decision with more keys, in a world with a fielded release.
fn in_the_field(keys: &str) -> Case {
    affected(&format!("{DECIDED}releases = {{ \"0.9\" = \"affected\" }}\n{keys}{FIELDED}"))
}

#[test]
fn a_flaw_in_the_field_is_controlled_or_uncontrolled() {
    let neither = in_the_field("");
    assert_eq!(at(said(&neither, "P16.18").gap_on("CVE-2026-1")), "model/it.toml:1");
    // While that is open nobody knows whether the clocks run.
    said(&neither, "P16.24").only(Outcome::Incomplete);
    said(&neither, "P16.27").only(Outcome::Incomplete);
    said(&in_the_field("controlled = true\n"), "P16.18").passes();
    said(&in_the_field("controlled = true\n"), "P16.27").only(Outcome::NotApplicable);
    said(&in_the_field("controlled = false\n"), "P16.18").passes();
}

#[test]
fn what_is_not_decided_keeps_the_clocks_from_being_called_still() {
    let case = affected(FIELDED);
    for rule in ["P16.18", "P16.24", "P16.27", "P16.28"] {
        let judged = said(&case, rule);
        assert_eq!(judged.only(Outcome::Incomplete).subject, "decisions", "{rule}");
        assert_eq!(judged.all().len(), 1, "{rule}");
    }
}

#[test]
fn an_uncontrolled_risk_is_remedied_or_mitigated() {
    let case = in_the_field("controlled = false\n");
    assert_eq!(at(said(&case, "P16.24").gap_on("CVE-2026-1")), "model/it.toml:1");
    said(&in_the_field("controlled = false\ncompensating = \"firewall\"\n"), "P16.24").passes();
    said(&in_the_field("controlled = false\ndates = { fix-available = 2026-05-01 }\n"), "P16.24").passes();
}

#[test]
fn the_clocks_count_from_learning_and_stop_at_the_step() {
    said(&in_the_field("controlled = false\n"), "P16.27").only(Outcome::Incomplete);
    let open = in_the_field("controlled = false\ndates = { known = 2026-03-01 }\n");
    let told = said(&open, "P16.27");
    assert_eq!((at(told.gap()).as_str(), told.gap().params["days"].as_str()), ("model/it.toml:7", "92"));
    assert_eq!(said(&open, "P16.28").gap().params["days"], "92");
    let done = "controlled = false\ndates = { known = 2026-03-01, communicated = 2026-03-31, released = { \"0.9\" = 2026-04-30 } }\n";
    said(&in_the_field(done), "P16.27").passes();
    said(&in_the_field(done), "P16.28").passes();
    let late = done.replace("03-31", "04-01").replace("04-30", "05-01");
    assert_eq!(said(&in_the_field(&late), "P16.27").gap().params["days"], "31");
    assert_eq!(said(&in_the_field(&late), "P16.28").gap().params["days"], "61");
    let lasting = "controlled = false\ncompensating = \"firewall\"\ndates = { known = 2026-03-01 }\n";
    said(&in_the_field(lasting), "P16.28").passes();
    assert_eq!(said(&in_the_field(lasting), "P16.27").gap().params["days"], "92");
}
