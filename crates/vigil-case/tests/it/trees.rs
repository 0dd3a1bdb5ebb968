//! Attack trees and paths over the small infusion system.

use vigil_base::Id;
use vigil_case::{Case, Shown};
use vigil_threat::tree::State;

use crate::folder::Folder;

/// Controls on the order from the hospital, one for each way in which tests can end, with their requirements and tests.
const CONTROLS: &str = r#"
[evidence.shown]
from = "shown.xml"
release = "3.2.0"
component = "pump-comms"
commit = "4be1d07"
[control.tested]
family = "integrity"
on = ["flow.order"]
gives = ["integrity"]
text = "Tested."
[requirement.tested]
implements = ["tested"]
text = "It shall."
[test.tested]
verifies = ["tested"]
kind = "negative"
find = { junit = "shown::passes" }
[control.idle]
family = "integrity"
text = "Tested, and no threat asks for it."
[requirement.idle]
implements = ["idle"]
text = "It shall."
[test.idle]
verifies = ["idle"]
kind = "negative"
find = { junit = "shown::passes" }
[control.failing]
family = "integrity"
text = "Failing."
[requirement.failing]
implements = ["failing"]
text = "It shall."
[test.failing]
verifies = ["failing"]
kind = "negative"
find = { junit = "shown::fails" }
[control.untested]
family = "integrity"
text = "Not tested."
[requirement.untested]
implements = ["untested"]
text = "It shall."
[control.unmade]
family = "integrity"
text = "Not implemented."
"#;
const RESULTS: &str = "<testsuite><testcase classname=\"shown\" name=\"passes\"/><testcase classname=\"shown\" name=\"fails\"><failure message=\"no\"/></testcase></testsuite>";

fn with(leaf: &str) -> Case {
    let mut folder = Folder::infusion();
    folder.append("model/shown.toml", CONTROLS);
    folder.append("evidence/shown.xml", RESULTS);
    folder.append("attack-trees/t.toml", &format!("[node.root]\n{leaf}\n"));
    folder.case()
}

fn stands(leaf: &str) -> (State, String) {
    let case = with(leaf);
    let row = &case.trees["t"];
    (row.state(&case.model.trees["t"]), row.nodes[&Id::new("root")].because.clone())
}

#[test]
fn a_leaf_is_closed_by_a_control_that_credits_a_threat_and_whose_tests_pass_and_by_nothing_less() {
    for (control, shown, state) in [
        ("tested", Shown::Tested, State::Closed),
        ("idle", Shown::Tested, State::Unknown),
        ("failing", Shown::Failing, State::Open),
        ("untested", Shown::NoTest, State::Unknown),
        ("unmade", Shown::NotImplemented, State::Unknown),
    ] {
        let leaf = format!("controls = \"{control}\"");
        assert_eq!(with(&leaf).answers[control].shown, shown, "{control}");
        assert_eq!(stands(&leaf).0, state, "{control}");
    }
    assert_eq!(stands("title = \"Nothing is named\"").0, State::Unknown);
    let (_, because) = stands("controls = \"idle\"");
    assert_eq!(because, "control.idle: implemented, tests pass, and it credits no threat");
    assert_eq!(stands("controls = [\"idle\", \"tested\"]").0, State::Closed, "one that closes is enough");
}

#[test]
fn a_credited_threat_is_closed_by_the_tested_control_that_credits_it() {
    let (state, because) = stands("threat = \"tamper@flow.order\"");
    assert_eq!((state, because.as_str()), (State::Closed, "control.tested: implemented, tests pass"));
    // A control that is named and does not credit the threat closes nothing.
    assert_eq!(stands("threat = \"tamper@flow.order\"\ncontrols = \"untested\"").0, State::Unknown);
}

#[test]
fn a_threat_that_is_uncredited_is_open_whatever_control_its_leaf_names() {
    let (state, because) = stands("threat = \"replay@flow.ble-control\"\ncontrols = \"tested\"");
    assert_eq!(state, State::Open);
    assert!(because.contains("uncredited"), "{because}");
}

#[test]
fn a_threat_that_only_a_channel_or_a_fact_credits_is_not_closed() {
    let (state, because) = stands("threat = \"spoof-peer@flow.gateway-control\"");
    assert_eq!(state, State::Unknown);
    assert!(because.contains("channel.mtls"), "{because}");
}

#[test]
fn a_threat_of_unknown_outcome_and_one_set_aside_are_unknown() {
    assert_eq!(stands("threat = \"debug-port@interface.pump-comms.uart\"").0, State::Unknown);
    let case = Folder::infusion().case();
    let aside = case.threats.all.values().find(|it| it.outcome == vigil_threat::Outcome::NotApplicable);
    let aside = aside.expect("the wildcard sets some aside");
    assert_eq!(stands(&format!("threat = \"{}\"", aside.id)).0, State::Unknown);
}

#[test]
fn a_flaw_is_unknown_while_nothing_was_matched_and_no_fault() {
    let case = with("flaw = \"CVE-2024-6119\"");
    assert_eq!(case.trees["t"].nodes[&Id::new("root")].worth.state, State::Unknown);
    assert!(!case.findings.iter().any(|it| it.subject.starts_with("attack-tree.")), "{:#?}", case.findings);
}

#[test]
fn a_generated_threat_that_is_not_there_is_a_dead_reference_with_its_line_and_the_nearest() {
    let case = with("threat = \"replay@flow.ble-controll\"");
    let found: Vec<_> = case.findings.iter().filter(|it| it.subject == "attack-tree.t.root").collect();
    assert_eq!(found.len(), 1, "{:#?}", case.findings);
    assert_eq!(found[0].code, "threat.dead-reference");
    let place = found[0].place.as_ref().map(ToString::to_string).unwrap_or_default();
    assert!(place.starts_with("attack-trees/t.toml:2:"), "{place}");
    assert!(found[0].help.iter().any(|help| help.contains("replay@flow.ble-control")));
}

#[test]
fn the_file_of_a_tree_is_an_input_with_its_digest() {
    assert!(with("title = \"A\"").inputs.contains_key("attack-trees/t.toml"));
}

#[test]
fn a_tree_with_faults_stands_at_unknown() {
    let case = with("title = \"A\"\n[node.other]");
    assert_eq!(case.trees["t"].state(&case.model.trees["t"]), State::Unknown);
}

#[test]
fn without_matches_no_step_is_called_credited() {
    let case = Folder::infusion().case();
    assert!(!case.paths().routes.is_empty());
    for hop in &case.paths().hops {
        assert_ne!(hop.standing, vigil_threat::paths::Standing::Credited, "{hop:?}");
        assert!(hop.look.flaws.blind.is_some());
    }
}

#[test]
fn the_dose_controller_is_reached_through_the_communications_module_alone() {
    let case = Folder::infusion().case();
    let choke =
        case.paths().chokes.iter().find(|it| it.function == *"deliver-dose").expect("it is essential");
    assert_eq!(choke.parts.iter().map(Id::as_str).collect::<Vec<_>>(), ["pump-comms"]);
    assert!(case.controls_at(&Id::new("pump-comms")).next().is_some());
}
