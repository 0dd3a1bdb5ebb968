//! `vigil init` as a user starts it.

use crate::device::{json, new, run};
use crate::run::Folder;

#[test]
fn every_archetype_is_a_model_without_faults_and_with_open_questions() {
    for archetype in ["bedside-networked", "wearable-phone-cloud", "samd-cloud"] {
        let folder = new(archetype);
        let (ended, said, _) = run(folder.path(), &["check", "--format", "json"]);
        assert_eq!(ended, 3, "{archetype}");
        let faults: Vec<String> = json(&said)["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["code"].as_str().unwrap().to_owned())
            .filter(|code| code.starts_with("model.") || code.starts_with("threat."))
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{archetype}");
        let (_, threats, _) = run(folder.path(), &["threats", "--open", "--format", "json"]);
        assert!(json(&threats)["open"].as_u64().unwrap() > 5, "{archetype} leaves nothing open: {threats}");
    }
}

#[test]
fn the_folder_keeps_line_ends_and_evidence_as_they_are() {
    let folder = new("bedside-networked");
    let attributes = std::fs::read_to_string(folder.path().join(".gitattributes")).unwrap();
    for line in ["* text=auto eol=lf", "sbom/** -text", "evidence/** -text", "ledger.jsonl merge=union"] {
        assert!(attributes.lines().any(|it| it == line), "{line} is not in\n{attributes}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::with(&[("vigil.toml", "mine")]);
    let (ended, _, said) = run(folder.path(), &["init"]);
    assert!(ended == 2 && said.contains("vigil.toml would be overwritten"), "{said}");
    assert_eq!(std::fs::read_to_string(folder.path().join("vigil.toml")).unwrap(), "mine");
    assert!(!folder.path().join("model").exists());
}
