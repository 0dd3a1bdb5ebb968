//! `vigil vex` and `vigil triage accept` as a user starts them.

use crate::device::{Orchid, json, on_day, put};
use crate::run::Folder;

const FLAW: &str = "CVE-2025-15467";
const PROPOSAL: &str = "cve-2025-15467-openssl-wavecrest-2026-10";
const VEX: &str = "vex/wavecrest-2026-10.openvex.json";

#[test]
fn a_statement_that_fits_is_shown_below_its_flaw_and_decides_nothing() {
    let orchid = Orchid::matched();
    let (ended, said, _) = orchid.on_day(&["triage"]);
    assert_eq!(ended, 0, "{said}");
    assert!(said.contains(&format!("proposal {PROPOSAL}: affected; Wavecrest Networks")), "{said}");
    let (ended, said, _) = orchid.on_day(&["vex", "list", "--format", "json"]);
    let said = json(&said);
    assert_eq!(ended, 0, "{said}");
    assert_eq!(said["proposals"].as_array().unwrap().len(), 2, "{said}");
    assert_eq!(said["proposals"][0]["standing"]["is"], "open", "{said}");
    assert_eq!(said["proposals"][1]["standing"]["decisions"][0], "busybox-tar", "{said}");
    assert!(said["drift"].as_array().unwrap().is_empty(), "{said}");
}

#[test]
fn an_accepted_statement_is_a_decision_with_its_origin_and_cannot_be_accepted_twice() {
    let orchid = Orchid::matched();
    let accept = ["triage", "accept", PROPOSAL, "--by", "psirt", "--review", "2027-05-01"];
    let (ended, said, failed) = orchid.on_day(&accept);
    assert_eq!(ended, 0, "{said}{failed}");
    let written = std::fs::read_to_string(orchid.root().join("decisions/triage.toml")).unwrap();
    for part in [
        "verdict = \"affected\"",
        "found-by = \"supplier\"",
        "because = \"Wavecrest Networks, product security states: CMS is built into the library",
        "publisher = \"Wavecrest Networks, product security\"",
        "at = \"/statements/0\"",
        "date = 2026-10-20",
        VEX,
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
    let (_, said, _) = orchid.on_day(&["triage", "--format", "json"]);
    assert_eq!(json(&said)["undecided"], 0, "{said}");
    let (ended, _, failed) = orchid.on_day(&accept);
    assert!(ended == 2 && failed.contains("is decided already"), "{ended}: {failed}");
    let (ended, _, failed) = orchid.on_day(&["triage", "accept", "cve-2025-15467-openssl-wavecrest"]);
    assert!(ended == 2 && failed.contains("did you mean"), "{failed}");
}

#[test]
fn a_supplier_who_says_the_contrary_of_a_decision_makes_the_check_fail() {
    let orchid = Orchid::matched();
    let count = |orchid: &Orchid| {
        let (_, said, _) = orchid.on_day(&["check", "--only", "case", "--format", "json"]);
        said.matches("case.proposal-contradicts").count()
    };
    assert_eq!(count(&orchid), 0);
    orchid.edit(VEX, |text| {
        text.replace("\"status\": \"not_affected\",\n      \"justification\": \"vulnerable_code_not_present\",\n      \"impact_statement\"", "\"status\": \"affected\",\n      \"action_statement\"")
    });
    assert_eq!(count(&orchid), 1);
    let (_, said, _) = orchid.on_day(&["triage"]);
    assert!(said.contains("Suppliers say the contrary (1)"), "{said}");
}

#[test]
fn a_file_that_cannot_be_read_makes_the_answer_incomplete() {
    let orchid = Orchid::matched();
    put(&orchid.root().join("vex/broken.json"), b"{\"@context\": ");
    let (ended, said, _) = orchid.on_day(&["vex", "list"]);
    assert!(ended == 3 && said.contains("INCOMPLETE") && said.contains("vex/broken.json"), "{ended}: {said}");
    std::fs::remove_file(orchid.root().join("vex/broken.json")).unwrap();
    let (ended, said, _) = orchid.on_day(&["vex", "list"]);
    assert_eq!(ended, 0, "{said}");
}

#[test]
fn bare_files_are_read_without_a_device_folder() {
    let good = r#"{"@context":"https://openvex.dev/ns/v0.2.0","@id":"x","author":"A","timestamp":"2026-01-01T00:00:00Z","version":1,
      "statements":[{"vulnerability":{"name":"CVE-2026-1"},"products":[{"@id":"pkg:generic/a@1"}],"status":"fixed"},
                    {"vulnerability":{"name":"CVE-2026-2"},"products":[{"@id":"pkg:generic/a@1"}],"status":"odd"}]}"#;
    let folder = Folder::with(&[("good.json", good), ("bad.json", "{}")]);
    let (ended, said, _) = on_day(folder.path(), &["vex", "read", "good.json"]);
    assert_eq!(ended, 0, "what cannot be taken is a warning: {said}");
    assert!(said.contains("CVE-2026-1") && said.contains("warning[vex.refused]"), "{said}");
    let (ended, said, _) =
        on_day(folder.path(), &["vex", "read", "good.json", "bad.json", "--format", "json"]);
    assert_eq!(ended, 2, "{said}");
    assert_eq!(json(&said)["result"][0]["document"]["standard"], "openvex", "{said}");
    let (ended, _, failed) = on_day(folder.path(), &["vex", "read", "gone.json"]);
    assert!(ended == 2 && failed.contains("cannot be read"), "{failed}");
    let (ended, _, _) = on_day(folder.path(), &["vex", "list"]);
    assert_eq!(ended, 2, "the list needs a device folder");
}

#[test]
fn the_flaw_of_the_proposal_is_the_one_that_is_open() {
    let orchid = Orchid::matched();
    let (_, said, _) = orchid.on_day(&["triage", "--format", "json"]);
    let said = json(&said);
    assert_eq!(said["flaws"][0]["flaw"], FLAW);
    assert_eq!(said["flaws"][0]["proposals"][0]["id"], PROPOSAL);
}
