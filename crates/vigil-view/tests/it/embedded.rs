//! Components asked by the copy of MITRE EMB3D that a device folder names.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Disk, Overlay};
use vigil_case::{Case, Options};
use vigil_view::tables;

use crate::example::today;

/// Two properties, one of which the model answers, and a threat of each.
const BUNDLE: &str = r#"{"type":"bundle","objects":[
{"type":"x-mitre-emb3d-property","id":"p--1","name":"Has code","x_mitre_emb3d_property_id":"PID-21"},
{"type":"x-mitre-emb3d-property","id":"p--2","name":"Open","x_mitre_emb3d_property_id":"PID-9"},
{"type":"vulnerability","id":"v--1","name":"Code is changed","x_mitre_emb3d_threat_id":"TID-201"},
{"type":"vulnerability","id":"v--2","name":"Who knows","x_mitre_emb3d_threat_id":"TID-999"},
{"type":"relationship","id":"r--1","relationship_type":"relates-to","source_ref":"p--1","target_ref":"v--1"},
{"type":"relationship","id":"r--2","relationship_type":"relates-to","source_ref":"p--2","target_ref":"v--2"}]}"#;

fn case(bundle: &str) -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/orchid");
    let statements = folder.join("model/statements.toml");
    let text = std::fs::read_to_string(&statements).expect("the example states how threats were modelled");
    let named = text.replace("[threat-model]", "[threat-model]\nemb3d = \"emb3d.json\"");
    assert_ne!(text, named);
    let files = BTreeMap::from([
        (statements, named.into_bytes()),
        (folder.join("emb3d.json"), bundle.as_bytes().to_vec()),
    ]);
    let disk = Disk { today: today() };
    vigil_case::build(&Overlay::new(&disk, files), &folder, &Options { as_of: today() })
        .expect("it can be read")
}

#[test]
fn a_named_copy_of_emb3d_stands_beside_our_threats_and_its_digest_among_the_inputs() {
    let case = case(BUNDLE);
    let made = tables::emb3d(&case);
    let [asked, threats] = made.as_slice() else { panic!("two tables") };
    assert!(asked.rows.iter().all(|row| row.cells[2].plain() == "PID-9"), "{:?}", asked.rows);
    assert!(asked.rows.iter().all(|row| row.cells[4].plain() == "TID-999"), "{:?}", asked.rows);
    let ours: Vec<String> = threats.rows.iter().map(|row| row.cells[3].plain()).collect();
    assert!(ours.iter().any(|it| it.contains("boot-unauthenticated@component.")), "{ours:?}");
    assert!(threats.rows.iter().all(|row| row.cells[1].plain() == "TID-201: Code is changed"));
    assert!(case.inputs.contains_key("emb3d.json"));
}

#[test]
fn a_copy_that_is_not_emb3d_is_told_and_asks_nobody() {
    let case = case("{\"type\":\"bundle\"");
    assert!(tables::emb3d(&case).is_empty());
    let told =
        case.findings.iter().find(|it| it.code.as_str().ends_with("emb3d-unreadable")).expect("a finding");
    assert!(told.message.contains("emb3d.json") && told.message.contains("line 1"), "{}", told.message);
}

#[test]
fn a_folder_that_names_no_copy_prints_no_table() {
    assert!(tables::emb3d(&crate::example::infusion()).is_empty());
}
