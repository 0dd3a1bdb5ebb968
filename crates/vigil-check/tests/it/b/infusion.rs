//! A realistic small folder: the infusion system that the model crate is tested with.

use std::path::Path;

use vigil_base::Disk;
use vigil_case::{Case, Options};
use vigil_check::{Outcome, judge};

use crate::folder::{TODAY, assert_filled, at, catalogue, said};

fn infusion() -> Case {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion");
    vigil_case::build(&Disk { today: TODAY }, &root, &Options { as_of: TODAY })
        .expect("the folder can be read")
}

#[test]
fn every_message_has_all_its_words() {
    let judged = judge(&infusion(), catalogue());
    assert_filled(&judged);
    for judgement in &judged.judgements {
        let silent = judgement.outcome == Outcome::Incomplete && judgement.because.is_none();
        assert!(!silent, "{} on {} gives no reason", judgement.rule, judgement.subject);
    }
}

#[test]
fn the_same_folder_gives_the_same_judgements() {
    assert_eq!(judge(&infusion(), catalogue()).judgements, judge(&infusion(), catalogue()).judgements);
}

#[test]
fn a_chain_ends_where_a_requirement_has_no_criterion() {
    let said = said(&infusion(), "X.2");
    let gap = said.gap_on("spoof-peer@flow.ble-control");
    assert!(gap.params["lacks"].contains("has no acceptance criterion"), "{gap:?}");
    assert!(at(gap).starts_with("model/requirements.toml:"), "{gap:?}");
    assert!(gap.evidence.contains(&"risk.r-012".to_owned()), "{gap:?}");
}

#[test]
fn a_threat_that_nobody_takes_up_is_open() {
    let said = said(&infusion(), "G26.TM.2");
    assert!(at(said.gap_on("resold-pump")).starts_with("model/threats.toml:"));
    let closed: Vec<_> = said.with(Outcome::Pass).into_iter().map(|it| it.subject.as_str()).collect();
    assert!(closed.contains(&"lost-tablet"), "r-012 takes it up: {closed:?}");
}

#[test]
fn phases_are_covered_by_threats_of_rules_and_by_hand() {
    let said = said(&infusion(), "G26.TM.4");
    let covered: Vec<_> = said.with(Outcome::Pass).into_iter().map(|it| it.subject.as_str()).collect();
    assert!(covered.contains(&"decommissioning"), "{covered:?}");
    assert_eq!(said.all().len(), 6);
}

#[test]
fn every_element_is_asked_for_its_threats() {
    let said = said(&infusion(), "G26.TM.1");
    let subjects: Vec<_> = said.all().into_iter().map(|it| it.subject.as_str()).collect();
    for element in
        ["component.ehr", "interface.pump-comms.usb", "flow.inner", "data.firmware", "secret.device-key"]
    {
        assert!(subjects.contains(&element), "{element}: {subjects:?}");
    }
    assert!(!subjects.contains(&"interface.ehr.hl7"), "other people's interfaces are not assessed");
}

#[test]
fn the_hostile_network_is_assumed_and_that_is_enough() {
    said(&infusion(), "G26.TM.3").passes();
}

#[test]
fn interfaces_are_missed_where_no_test_reaches_them() {
    let said = said(&infusion(), "X.3");
    let gap = said.gap_on("pump-comms.wifi");
    assert!(gap.params["missing"].contains("the scopes of tests"), "{gap:?}");
    assert!(at(gap).starts_with("model/components.toml:"), "{gap:?}");
    assert!(said.all().iter().all(|it| it.subject != "pump-comms.bus"), "the bus stays inside the housing");
}

#[test]
fn the_global_view_shows_all_and_the_update_view_lacks_its_words() {
    let case = infusion();
    let shown = said(&case, "G26.VW.1");
    assert!(shown.with(Outcome::Pass).len() > case.model.components.len());
    let update = said(&case, "G26.VW.U");
    let lacks: Vec<_> = update.with(Outcome::Gap).into_iter().map(|it| it.params["lacks"].clone()).collect();
    assert!(lacks.iter().any(|it| it.contains("`text/views-update.md`")), "{lacks:?}");
    assert!(lacks.iter().any(|it| it.contains("`flow.fetch-update`")), "{lacks:?}");
    assert!(lacks.iter().all(|it| !it.contains("`flow.inner`")), "the board is nobody else's: {lacks:?}");
}

#[test]
fn use_cases_miss_states_but_no_function_that_they_show() {
    let said = said(&infusion(), "G26.VW.S");
    let subjects: Vec<_> = said.with(Outcome::Gap).into_iter().map(|it| it.subject.as_str()).collect();
    assert!(subjects.contains(&"state.updating") && subjects.contains(&"clinical-states"), "{subjects:?}");
    assert!(!subjects.contains(&"function.deliver-dose"), "{subjects:?}");
}

#[test]
fn many_patients_are_reached_through_the_gateway() {
    let said = said(&infusion(), "G26.VW.M");
    assert!(said.gap().params["lacks"].contains("text/views-multi-patient.md"), "only the words are missing");
}

#[test]
fn hardware_says_whether_it_is_bought() {
    let said = said(&infusion(), "G26.VW.A1");
    assert_eq!(said.with(Outcome::Gap).len(), 2, "pump-comms and pump-motor: {:#?}", said.all());
}
