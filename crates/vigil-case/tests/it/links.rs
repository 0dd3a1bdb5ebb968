//! The trace is one graph: what risks come from, what answers them and what users are told hang together, both ways.

use crate::folder::Folder;

const RECORDS: &str = r#"
[vulnerability.banner]
title = "The service line names its version"
found-by = "pen-test"
from = "pentest.lab"
on = ["interface.pump-comms.uart"]
[anomaly.late]
text = "The clock is a second late"
on = ["component.pump-comms"]
risk = "r-013"
[pentest.lab]
scope = ["interface.pump-comms.ble"]
report = "lab.toml"
[evidence.lab]
from = "lab.toml"
release = "3.2.0"
[label.radio]
risks = ["r-012"]
to = "hospital-it"
text = "Keep the code secret."
[label.ward]
to = "hospital-it"
text = "Segment the network."
[decision.banner]
on = { vulnerability = "banner" }
verdict = "affected"
because = "It shows its version."
risk = "r-012"
[decision.late]
on = { anomaly = "late" }
verdict = "not-affected"
because = "Nothing rests on it."
controls = ["hard-limits"]
"#;

const REPORT: &str = r#"[protocol]
by = "Lab"
[finding.f-1]
title = "Late clock"
taken-up = "anomaly.late"
[finding.f-2]
title = "Radio"
taken-up = "r-012"
[finding.f-3]
title = "Nowhere"
taken-up = "anomaly.none"
"#;

fn folder() -> Folder {
    let mut folder = Folder::infusion();
    folder.append("model/more.toml", RECORDS);
    folder.append("evidence/lab.toml", REPORT);
    folder.replace(
        "model/risks.toml",
        "[risk.r-013]",
        "[risk.r-013]\ntransfer = { to = \"hospital\", told = [\"ward\"] }",
    );
    folder
}

#[test]
fn every_link_of_a_record_is_followed_downwards_and_upwards() {
    let case = folder().case();
    for (from, to) in [
        ("interface.pump-comms.uart", "vulnerability.banner"),
        ("pentest.lab", "vulnerability.banner"),
        ("vulnerability.banner", "decision.banner"),
        ("decision.banner", "risk.r-012"),
        ("component.pump-comms", "anomaly.late"),
        ("anomaly.late", "decision.late"),
        ("anomaly.late", "risk.r-013"),
        ("decision.late", "control.hard-limits"),
        ("interface.pump-comms.ble", "pentest.lab"),
        ("pentest.lab", "evidence.lab"),
        ("pentest.lab", "anomaly.late"),
        ("pentest.lab", "risk.r-012"),
        ("risk.r-012", "label.radio"),
        ("risk.r-013", "label.ward"),
    ] {
        assert!(case.trace.down.get(from).is_some_and(|it| it.contains(to)), "{from} -> {to}");
        assert!(case.trace.up.get(to).is_some_and(|it| it.contains(from)), "{to} <- {from}");
    }
    assert!(!case.trace.up.contains_key("anomaly.none"), "what is not there has no link");
}

#[test]
fn a_flaw_of_the_makers_own_leads_to_the_tests_of_its_control() {
    let case = folder().case();
    let below = case.trace.reached("vulnerability.banner", true);
    for node in ["risk.r-012", "control.hard-limits", "requirement.sec-044", "test.t-044", "label.radio"] {
        assert!(below.contains(node), "{node} in {below:?}");
    }
    let above = case.trace.reached("label.radio", false);
    for node in ["vulnerability.banner", "pentest.lab", "interface.pump-comms.uart"] {
        assert!(above.contains(node), "{node} in {above:?}");
    }
}

#[test]
fn no_flaw_and_no_penetration_test_leads_back_to_itself() {
    let case = folder().case();
    let kinds = ["vulnerability.", "anomaly.", "pentest.", "decision.", "risk."];
    let nodes = case.trace.down.keys().filter(|it| kinds.iter().any(|kind| it.starts_with(kind)));
    for node in nodes {
        assert!(!case.trace.reached(node, true).contains(node), "{node} leads to itself");
    }
}
