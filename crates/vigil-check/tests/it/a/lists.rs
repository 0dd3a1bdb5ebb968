//! Anomalies, answers, changes, scope.

use vigil_check::Outcome;

use super::{DEVICE, finds, passes, value, with};
use crate::folder::{at, folder, said};

#[test]
fn no_anomaly_and_no_word_of_completeness_is_a_gap() {
    finds("G26.UA.1", "", "anomalies", "vigil.toml:1");
    finds("G26.UA.1", "[anomalies]\ncomplete = true\n", "anomalies", "model/it.toml:1");
    passes("G26.UA.1", "[anomalies]\ncomplete = true\nlisted = 2026-05-01\n");
    passes("G26.UA.1", "[anomaly.a]\ntext = \"x\"\n");
}

#[test]
fn an_anomaly_states_verdict_reason_and_weakness() {
    let bare = "[anomaly.a]\ntext = \"x\"\n";
    finds("G26.UA.2", bare, "a", "model/it.toml:1");
    finds("G26.UA.3", bare, "a", "model/it.toml:1");
    let reasonless = "[anomaly.a]\ntext = \"x\"\nverdict = \"no-security-effect\"\ncwe = 778\n";
    finds("G26.UA.2", reasonless, "a", "model/it.toml:3");
    passes("G26.UA.3", reasonless);
    passes("G26.UA.2", &format!("{reasonless}because = \"one line only\"\n"));
    passes("G26.UA.3", "[anomaly.a]\ntext = \"x\"\ncwe = \"none\"\n");
}

#[test]
fn an_anomaly_with_security_effect_names_risk_and_impact() {
    let text = "[anomalies]\ncriteria = \"can it be triggered on purpose\"\n[anomaly.a]\ntext = \"x\"\nverdict = \"security-effect\"\n";
    let params = finds("G26.UA.4", text, "anomaly.a", "model/it.toml:5");
    assert_eq!(value(&params, "lacks"), "does not state `risk`, `impact`");
    let harmless = "[anomaly.a]\ntext = \"x\"\nverdict = \"no-security-effect\"\n";
    finds("G26.UA.4", harmless, "[anomalies]", "vigil.toml:1");
    let whole = "[harm.h]\nseverity = \"low\"\n[risk.r]\nharm = \"h\"\n";
    passes("G26.UA.4", &format!("{text}risk = \"r\"\nimpact = \"a dose is missed\"\n{whole}"));
}

#[test]
fn only_a_recorded_judgement_closes_what_a_person_has_to_judge() {
    let open = with("");
    let judgement = said(&open, "G26.RM.1");
    assert_eq!(at(judgement.only(Outcome::NeedsPerson)), "vigil.toml:1");
    let half = with("[answer.\"G26.RM.1\"]\nstatus = \"partly\"\nbecause = \"only the pump\"\n");
    assert_eq!(at(said(&half, "G26.RM.1").only(Outcome::NeedsPerson)), "model/it.toml:1");
    passes(
        "G26.RM.1",
        "[answer.\"G26.RM.1\"]\nstatus = \"implemented\"\nbecause = \"see SRM-7\"\nreviewed = 2026-05-01\n",
    );
}

fn modification(more: &str) -> vigil_case::Case {
    let device = DEVICE.replace("pathway = ", "change = \"K260001\"\npathway = ");
    folder(&[("vigil.toml", &device), ("model/it.toml", more)])
}

#[test]
fn a_change_is_not_called_classed_while_there_is_nothing_to_compare_with() {
    let case = modification("[change]\nof = \"K260001\"\ntouches = [\"interface\"]\n");
    let judgement = said(&case, "G26.CH.1");
    let dark = judgement.only(Outcome::Incomplete);
    assert_eq!(at(dark), "model/it.toml:2");
    assert!(dark.because.as_ref().is_some_and(|it| it.contains("K260001")));
    assert_eq!(at(said(&modification(""), "G26.CH.1").only(Outcome::Incomplete)), "vigil.toml:1");
}

#[test]
fn a_change_that_touches_nothing_states_the_reduced_set() {
    let none = said(&modification("[change]\ntouches = [\"none\"]\nremediated = \"two\"\n"), "G26.CH.2");
    assert_eq!(at(none.gap()), "model/it.toml:1");
    assert_eq!(none.gap().params["missing"], "`critical-now`, `plan-in`");
    let absent = said(&modification(""), "G26.CH.2");
    assert_eq!(absent.gap().params["missing"], "`critical-now`, `remediated`, `plan-in`");
    let whole = "[change]\ncritical-now = \"none\"\nremediated = \"two\"\nplan-in = \"K250001, 7\"\n";
    said(&modification(whole), "G26.CH.2").passes();
    let full = said(&modification("[change]\ntouches = [\"encryption\"]\n"), "G26.CH.2");
    full.only(Outcome::NotApplicable);
}

#[test]
fn parts_and_pathway_are_stated() {
    let bare = "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n";
    let case = folder(&[("vigil.toml", bare)]);
    assert_eq!(at(said(&case, "G26.SC.1").gap()), "vigil.toml:1");
    assert_eq!(said(&case, "G26.SC.2").gap().params["pathway"], "not stated");
    passes("G26.SC.1", "");
    passes("G26.SC.2", "");
}
