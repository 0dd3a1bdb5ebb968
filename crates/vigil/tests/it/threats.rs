//! `vigil threats` where rules changed, and with the user's own copy of EMB3D.

use crate::device::{Orchid, json};

const RULES: &str = "packs/orchid-ward/rules.toml";

#[test]
fn a_changed_pack_is_told_by_check_shown_by_threats_and_counts_once_it_is_accepted() {
    let orchid = Orchid::new();
    let (ended, said, failed) = orchid.on_day(&["threats", "--accept-packs"]);
    assert!(ended == 0 && said.contains("none were accepted yet"), "{said}{failed}");
    let file = orchid.root().join(RULES);
    let rules = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, rules.replace("code-seen-at-bedside", "code-watched")).unwrap();

    let (_, said, _) = orchid.on_day(&["check", "--only", "case.pack-changed", "--format", "short"]);
    assert!(said.contains("new, ") && said.contains("vigil.toml:"), "{said}");
    let (ended, shown, _) = orchid.on_day(&["threats", "--changes"]);
    assert!(ended == 0 && shown.contains("orchid-ward@1 has other content"), "{shown}");
    let (_, shown, _) = orchid.on_day(&["threats", "--changes", "--format", "json"]);
    let changes = json(&shown)["changes"].clone();
    let has = |what: &str, rule: &str| {
        let rows = changes["threats"].as_array().unwrap();
        rows.iter().any(|it| it["what"] == what && it["id"].as_str().unwrap().starts_with(rule))
    };
    assert!(has("new", "code-watched@") && has("gone", "code-seen-at-bedside@"), "{changes}");

    let (ended, said, _) = orchid.on_day(&["threats", "--accept-packs"]);
    assert!(ended == 0 && said.contains("Accepted"), "{said}");
    let (_, said, _) = orchid.on_day(&["check", "--only", "case.pack-changed", "--format", "short"]);
    assert!(!said.contains("case.pack-changed]"), "{said}");
}

#[test]
fn a_pack_is_compared_with_the_folder_of_another_state_and_a_wrong_one_ends_with_2() {
    let orchid = Orchid::new();
    let pack = orchid.root().join("packs/orchid-ward");
    let old = orchid.root().join("before");
    std::fs::create_dir_all(&old).unwrap();
    std::fs::copy(pack.join("pack.toml"), old.join("pack.toml")).unwrap();
    let folder = old.to_string_lossy().into_owned();
    let (ended, said, failed) = orchid.on_day(&["threats", "--changes", "--against", &folder]);
    assert!(ended == 0 && said.contains("code-seen-at-bedside@"), "{said}{failed}");
    let (ended, _, failed) = orchid.on_day(&["threats", "--changes", "--against", "medical-cor@1"]);
    assert!(ended == 2 && failed.contains("medical-cor@1"), "{failed}");
    std::fs::write(old.join("pack.toml"), "[pack]\nname = 1\n").unwrap();
    let (ended, _, failed) = orchid.on_day(&["threats", "--changes", "--against", &folder]);
    assert!(ended == 2 && failed.contains("pack.toml:2"), "{failed}");
}

#[test]
fn a_pack_that_cannot_be_read_makes_the_check_incomplete_and_is_not_accepted() {
    let orchid = Orchid::new();
    std::fs::write(orchid.root().join(RULES), "[[rule]]\nid = \"x\"\n").unwrap();
    let (ended, said, _) = orchid.on_day(&["check", "--format", "short"]);
    assert!(ended == 3 && said.contains("packs/orchid-ward/rules.toml:1"), "{ended}: {said}");
    let (ended, _, failed) = orchid.on_day(&["threats", "--accept-packs"]);
    assert!(ended == 2 && failed.contains("cannot be accepted"), "{failed}");
}

#[test]
fn components_are_asked_by_the_users_copy_of_emb3d_and_another_file_ends_with_2() {
    let orchid = Orchid::new();
    let bundle = r#"{"type":"bundle","objects":[
        {"type":"x-mitre-emb3d-property","id":"p--1","name":"Asked","x_mitre_emb3d_property_id":"PID-21"},
        {"type":"x-mitre-emb3d-property","id":"p--2","name":"Open","x_mitre_emb3d_property_id":"PID-9"},
        {"type":"vulnerability","id":"v--1","name":"Found","x_mitre_emb3d_threat_id":"TID-201"},
        {"type":"relationship","id":"r--1","relationship_type":"relates-to","source_ref":"p--1","target_ref":"v--1"}]}"#;
    let file = orchid.root().join("emb3d.json");
    std::fs::write(&file, bundle).unwrap();
    let name = file.to_string_lossy().into_owned();
    let (ended, said, failed) = orchid.on_day(&["threats", "component.pump-motor", "--emb3d", &name]);
    assert!(ended == 0 && said.contains("TID-201 applies (PID-21): "), "{said}{failed}");
    assert!(said.contains("boot-unauthenticated@component.pump-motor (credited)"), "{said}");
    assert!(said.contains("question PID-9: Open"), "{said}");
    let (_, said, _) = orchid.on_day(&["threats", "--emb3d", &name, "--format", "json"]);
    let row = json(&said)["emb3d"]["components"][0].clone();
    assert_eq!(row["threats"][0]["state"], "applies", "{row}");
    assert_eq!(row["questions"][0]["property"], "PID-9", "{row}");
    let (ended, _, failed) = orchid.on_day(&["threats", "--emb3d"]);
    assert!(ended == 2 && failed.contains("[threat-model]"), "{failed}");
    let statements = orchid.root().join("model/statements.toml");
    let text = std::fs::read_to_string(&statements).unwrap();
    let named = text.replace("[threat-model]", "[threat-model]\nemb3d = \"emb3d.json\"");
    std::fs::write(&statements, named).unwrap();
    let (ended, said, failed) = orchid.on_day(&["threats", "component.pump-motor", "--emb3d"]);
    assert!(ended == 0 && said.contains("TID-201 applies (PID-21): "), "{said}{failed}");
    std::fs::write(&file, "{}").unwrap();
    let (ended, _, failed) = orchid.on_day(&["threats", "--emb3d", &name]);
    assert!(ended == 2 && failed.contains("not EMB3D"), "{failed}");
}

#[test]
fn threats_without_a_pack_that_is_named_are_incomplete_and_say_so() {
    let orchid = Orchid::new();
    std::fs::write(orchid.root().join(RULES), "[[rule]]\nid = \"x\"\n").unwrap();
    let (ended, _, failed) = orchid.on_day(&["threats"]);
    assert!(ended == 3 && failed.contains("could not be used"), "{ended}: {failed}");
}
