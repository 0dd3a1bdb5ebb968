//! `vigil explain` as a user starts it.

use vigil_guidance::Catalogue;

use crate::device::Orchid;
use crate::run::{Folder, code, text, vigil};

#[test]
fn a_rule_is_explained_and_a_misspelled_one_is_answered_with_the_nearest() {
    let catalogue = Catalogue::builtin();
    let id = &catalogue.rules()[0].id;
    let folder = Folder::new();
    let right = vigil(folder.path(), &["explain", id]).output().unwrap();
    assert_eq!(code(&right), 0);
    assert!(text(&right.stdout).starts_with(&format!("{id}: ")));

    let short = id.trim_start_matches("G26.").to_lowercase();
    let wrong = vigil(folder.path(), &["explain", &short]).output().unwrap();
    assert_eq!((code(&wrong), text(&wrong.stdout)), (2, String::new()));
    let said = text(&wrong.stderr);
    assert!(
        said.contains(&format!("has no rule `{short}`")) && said.contains(&format!("vigil explain {id}")),
        "{said}"
    );
}

#[test]
fn an_explanation_is_json_when_asked_for_and_never_sarif() {
    let catalogue = Catalogue::builtin();
    let id = &catalogue.rules()[0].id;
    let folder = Folder::new();
    let json = vigil(folder.path(), &["explain", id, "--format", "json"]).output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&value["schema_version"], &value["rule"]["id"]), (&1.into(), &id.as_str().into()));
    let sarif = vigil(folder.path(), &["explain", id, "--format", "sarif"]).output().unwrap();
    assert_eq!((code(&sarif), sarif.stdout), (2, Vec::new()));
}

#[test]
fn a_record_is_explained_without_its_kind_when_only_one_has_the_id() {
    let orchid = crate::device::Orchid::matched();
    let (with, whole, _) = orchid.on_day(&["explain", "risk.r-012"]);
    let (without, bare, _) = orchid.on_day(&["explain", "r-012"]);
    assert_eq!((with, without), (0, 0));
    assert!(whole == bare && bare.starts_with("risk.r-012: "), "{bare}");
}

#[test]
fn the_story_of_a_match_names_identity_record_range_and_decision() {
    let orchid = Orchid::matched();
    let (ended, said, failed) =
        orchid.on_day(&["explain", "CVE-2025-15467@openssl", "--component", "pump-comms"]);
    assert!(ended < 2, "{ended}: {said}{failed}");
    for part in [
        "CVE-2025-15467 and openssl",
        "affected",
        "Identified by",
        "Looked up",
        "Record",
        "Statement",
        "holds",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    let (_, json, _) = orchid.on_day(&["explain", "CVE-2025-15467@openssl", "--format", "json"]);
    let told = crate::device::json(&json);
    assert!(told.to_string().contains("\"story\""), "{told}");
}

#[test]
fn the_story_of_a_flaw_that_does_not_match_says_why_not() {
    let orchid = Orchid::matched();
    let (ended, said, failed) = orchid.on_day(&["explain", "CVE-2025-15467@busybox"]);
    assert!(ended < 2, "{ended}: {said}{failed}");
    assert!(said.contains("does not name the package, but") && said.contains("openssl"), "{said}");
}

#[test]
fn an_unknown_flaw_and_an_unknown_package_end_with_2_and_the_next_step() {
    let orchid = Orchid::matched();
    let (ended, _, said) = orchid.on_day(&["explain", "CVE-1999-0001@openssl"]);
    assert!(
        ended == 2 && said.contains("has no record of `CVE-1999-0001`") && said.contains("vigil db"),
        "{said}"
    );
    let (ended, _, said) = orchid.on_day(&["explain", "CVE-2025-15467@opensl"]);
    assert!(ended == 2 && said.contains("vigil explain CVE-2025-15467@openssl"), "{said}");
    let (ended, _, said) = orchid.on_day(&["explain", "CVE-2025-15467@openssl", "--component", "pump-coms"]);
    assert!(ended == 2 && said.contains("--component pump-comms"), "{said}");
    std::fs::remove_file(orchid.root().join("vigil.vdb")).unwrap();
    let (ended, _, said) = orchid.on_day(&["explain", "CVE-2025-15467@openssl"]);
    assert!(ended == 2 && said.contains("no vulnerability database"), "{said}");
}

#[test]
fn a_list_of_compiled_files_dismisses_and_is_shown_and_a_changed_one_asks_to_match_again() {
    let orchid = Orchid::matched();
    let record = "[package.\"busybox@1.36.1\"]\nin = \"pump-comms\"\nname = \"busybox\"\nversion = \"1.36.1\"\n\
                  built = { files = \"evidence/files.txt\", complete = true }\n";
    std::fs::write(orchid.root().join("model/built.toml"), record).unwrap();
    let (_, said, _) = orchid.on_day(&["check"]);
    assert!(said.contains("case.built-unreadable"), "a list that is not there is told: {said}");
    std::fs::create_dir_all(orchid.root().join("evidence")).unwrap();
    std::fs::write(orchid.root().join("evidence/files.txt"), "shell/ash.c\n").unwrap();
    orchid.on_day(&["match"]);
    let index = std::fs::read_to_string(orchid.root().join("snapshot/index.json")).unwrap();
    assert!(index.contains("evidence/files.txt"), "{index}");
    std::fs::write(orchid.root().join("evidence/files.txt"), "shell/ash.c\nshell/hush.c\n").unwrap();
    let (_, said, _) = orchid.on_day(&["check"]);
    assert!(said.contains("changed since they were matched: evidence/files.txt"), "{said}");
}
