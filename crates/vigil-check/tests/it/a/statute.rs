//! Section 524B.

use vigil_check::Outcome;

use super::{DEVICE, finds, passes, value, with};
use crate::folder::{at, folder, said};

#[test]
fn the_claim_agrees_with_interfaces_and_pathway() {
    let params = finds("S524B.a", "[cyber-device]\nclaim = false\n", "cyber-device", "model/it.toml:2");
    assert_eq!((value(&params, "claim"), value(&params, "computed")), ("no".into(), "yes".into()));
    let params = finds("S524B.a", "", "cyber-device", "vigil.toml:1");
    assert_eq!(value(&params, "claim"), "unknown");
    passes("S524B.a", "[cyber-device]\nclaim = true\n");
    let device = DEVICE.replace("pathway = \"510k\"", "market = \"us\"");
    let case = folder(&[("vigil.toml", &device), ("model/it.toml", "[cyber-device]\nclaim = true\n")]);
    said(&case, "S524B.a").only(Outcome::Incomplete);
}

#[test]
fn an_interface_that_cannot_reach_the_internet_says_why() {
    let part = "[component.motor]\nkind = \"mcu\"\nin = \"housing\"\nif = { bus = { kind = \"usb-device\", internet = false } }\n";
    finds("S524B.c", part, "motor.bus", "model/it.toml:4");
    passes("S524B.c", &part.replace("false }", "false, internet-because = \"charging only\" }"));
    passes("S524B.c", "");
    let device = DEVICE.replace("if = { net = { kind = \"internet\" } }", "");
    said(&folder(&[("vigil.toml", &device)]), "S524B.c").only(Outcome::Incomplete);
}

#[test]
fn the_plan_of_the_statute_has_six_parts() {
    let params = finds("S524B.1", "", "plan", "vigil.toml:1");
    assert_eq!(value(&params, "n"), "6");
    let plan = "[plan]\nroles = { psirt = \"triage\" }\nrelease-within = { high = \"30 days\" }\ncycle = { regular = { within = \"90 days\" } }\ndisclosure = { procedure = \"SOP\" }\nmonitor = { nvd = { kind = \"database\" } }\n";
    let params = finds("S524B.1", plan, "plan", "model/it.toml:1");
    assert_eq!(value(&params, "missing"), "`text/management-plan.md`");
    passes("S524B.1", &format!("{plan}document = \"DOC-7\"\n"));
    let files =
        [("vigil.toml", DEVICE), ("model/it.toml", plan), ("text/management-plan.md", "# Plan\n\nText.\n")];
    said(&folder(&files), "S524B.1").passes();
}

#[test]
fn each_part_with_software_has_an_sbom_or_packages() {
    finds("S524B.3", "", "pump", "vigil.toml:12");
    passes("S524B.3", "[package.\"pkg:generic/lwip@2.1.2\"]\nin = \"pump\"\n");
}

#[test]
fn elements_with_open_errors_are_named() {
    let params = finds("S524B.2", "", "submission", "vigil.toml:7");
    let missing = value(&params, "missing");
    assert_eq!(missing.split(", ").count().to_string(), value(&params, "n"));
    assert!(missing.contains("T1c"), "{missing}");
    let case = with("[answer.\"S524B.2\"]\nstatus = \"implemented\"\nbecause = \"looked at\"\n");
    said(&case, "S524B.2").passes();
    assert_eq!(at(said(&with(""), "S524B.2").gap()), "vigil.toml:7");
}
