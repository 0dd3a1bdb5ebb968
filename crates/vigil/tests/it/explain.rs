//! `vigil explain` as a user starts it.

use vigil_guidance::Catalogue;

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
