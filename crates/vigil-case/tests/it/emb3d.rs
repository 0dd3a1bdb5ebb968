//! Components asked by EMB3D: what follows from the model, what is stated, what nobody said.

use std::path::{Path, PathBuf};

use vigil_case::Case;
use vigil_case::emb3d::{Asked, Concerns, ask};
use vigil_exchange::emb3d::{Catalogue, read};

use crate::folder::Folder;

const SMALL: &str = r#"{"type":"bundle","objects":[
 {"type":"x-mitre-emb3d-property","id":"p--1","name":"a","x_mitre_emb3d_property_id":"PID-24"},
 {"type":"x-mitre-emb3d-property","id":"p--2","name":"b","x_mitre_emb3d_property_id":"PID-241"},
 {"type":"x-mitre-emb3d-property","id":"p--3","name":"c","x_mitre_emb3d_property_id":"PID-11"},
 {"type":"vulnerability","id":"v--1","name":"d","x_mitre_emb3d_threat_id":"TID-207"},
 {"type":"vulnerability","id":"v--2","name":"e","x_mitre_emb3d_threat_id":"TID-101"},
 {"type":"relationship","id":"r--1","relationship_type":"relates-to","source_ref":"p--2","target_ref":"v--1"},
 {"type":"relationship","id":"r--2","relationship_type":"relates-to","source_ref":"p--3","target_ref":"v--2"},
 {"type":"relationship","id":"r--3","relationship_type":"subproperty-of","source_ref":"p--2","target_ref":"p--1"}]}"#;

fn of<'a>(asked: &'a [Asked], component: &str) -> &'a Asked {
    asked.iter().find(|it| it.component == *component).expect("it is asked")
}

fn stated(emb3d: &str) -> Case {
    let mut folder = Folder::infusion();
    let model = folder.0.keys().find(|it| folder.text(it).contains("[component.pump-comms]")).cloned();
    let model = model.expect("the part is there");
    folder.replace(&model, "[component.pump-comms]\n", &format!("[component.pump-comms]\nemb3d = {emb3d}\n"));
    folder.case()
}

#[test]
fn what_nobody_said_is_a_question_and_its_threat_is_unknown() {
    let asked = ask(&Folder::infusion().case(), &read(SMALL.as_bytes()).expect("it reads"));
    let comms = of(&asked, "pump-comms");
    assert_eq!(comms.open().collect::<Vec<_>>(), ["PID-24", "PID-241"]);
    assert!(matches!(&comms.threats["TID-207"], Concerns::Unknown(it) if it.contains("PID-241")));
    assert!(matches!(&comms.threats["TID-101"], Concerns::Yes(it) if it.contains("PID-11")));
    assert!(comms.answers["PID-11"].because.contains("embedded-linux"), "{comms:#?}");
    assert!(asked.iter().all(|it| it.component != "gateway"), "a server is asked only when it answers");
}

#[test]
fn who_has_not_the_whole_has_not_the_part_and_who_has_the_part_has_the_whole() {
    let catalogue = read(SMALL.as_bytes()).expect("it reads");
    let without = ask(&stated("{ \"PID-24\" = false }"), &catalogue);
    assert_eq!(of(&without, "pump-comms").threats["TID-207"], Concerns::No);
    assert_eq!(of(&without, "pump-comms").open().count(), 0);
    let with = ask(&stated("{ \"PID-241\" = true }"), &catalogue);
    assert_eq!(of(&with, "pump-comms").answers["PID-24"].has, Some(true));
    assert!(matches!(of(&with, "pump-comms").threats["TID-207"], Concerns::Yes(_)));
}

#[test]
fn a_part_of_what_is_not_there_is_told() {
    let both = stated("{ \"PID-24\" = false, \"PID-241\" = true }");
    let asked = ask(&both, &read(SMALL.as_bytes()).expect("it reads"));
    let against = of(&asked, "pump-comms").answers["PID-241"].against.clone();
    assert_eq!(against.as_deref(), Some("it has not PID-24, of which this is a part"));
}

#[test]
fn what_is_stated_counts_and_what_speaks_against_it_is_told() {
    let asked = ask(
        &stated("{ \"PID-11\" = false, \"PID-999\" = true }"),
        &read(SMALL.as_bytes()).expect("it reads"),
    );
    let comms = of(&asked, "pump-comms");
    assert_eq!(comms.threats["TID-101"], Concerns::No);
    assert!(comms.answers["PID-11"].against.as_deref().is_some_and(|it| it.contains("kind")), "{comms:#?}");
    assert_eq!(comms.foreign.iter().collect::<Vec<_>>(), ["PID-999"]);
}

/// The real bundle, where the data is.
fn real() -> Option<Catalogue> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("VIGIL_DATA").map_or(beside, PathBuf::from).join("threat/emb3d");
    let mut files = std::fs::read_dir(&folder).ok()?.filter_map(|it| Some(it.ok()?.path()));
    let file = files.find(|it| it.to_string_lossy().contains("stix"))?;
    let bytes = std::fs::read(&file).expect("it is there");
    let packed = file.extension().is_some_and(|it| it == "zst");
    let bytes = if packed { zstd::decode_all(bytes.as_slice()).expect("it unpacks") } else { bytes };
    Some(read(&bytes).expect("it reads"))
}

#[test]
fn the_real_catalogue_asks_questions_and_finds_threats_beside_ours() {
    let Some(catalogue) = real() else { return };
    let asked = ask(&Folder::infusion().case(), &catalogue);
    for it in &asked {
        let yes = it.threats.values().filter(|it| matches!(it, Concerns::Yes(_))).count();
        let unknown = it.threats.values().filter(|it| matches!(it, Concerns::Unknown(_))).count();
        assert_eq!(it.threats.len(), catalogue.threats.len());
        assert!(yes > 0 && it.open().count() > 0 && unknown > 0, "{}: {yes} {unknown}", it.component);
    }
    // Every answer that is derived is about a property of this edition.
    let answered = asked.iter().flat_map(|it| it.answers.values()).filter(|it| it.has.is_some()).count();
    assert!(!asked.is_empty() && answered > asked.len() * 5, "{answered}");
    assert!(asked.iter().any(|it| it.ours.contains_key("TID-201")), "a rule of ours names it");
}
