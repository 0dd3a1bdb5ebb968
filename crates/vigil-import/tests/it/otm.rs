use std::collections::BTreeSet;
use std::path::Path;

use vigil_base::{Date, Disk};
use vigil_exchange::threat_model;
use vigil_import::{Taken, device, otm};
use vigil_model::{Kind, Model, Target};

use crate::device::folder;
use crate::files;

fn orchid() -> Model {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/orchid");
    let loaded = vigil_model::load(&Disk { today: Date::constant(2026, 11, 1) }, &root).unwrap();
    loaded.model
}

#[test]
fn an_exported_folder_is_valid_by_the_published_schema() {
    let mut validated = 0;
    for path in files("threat/open-threat-model").into_iter().filter(|it| it.ends_with("otm_schema.json")) {
        let schema = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let document = serde_json::from_str(&otm::export(&orchid()).unwrap().text).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&document).map(|it| format!("{it} at {}", it.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        validated += 1;
    }
    eprintln!("{validated} schemas validated against");
}

#[test]
fn an_exported_folder_that_is_imported_keeps_zones_parts_data_flows_and_threats() {
    let before = orchid();
    let exported = otm::export(&before).unwrap();
    let read = threat_model::read(exported.text.as_bytes(), None).unwrap();
    // What the export says of the device as a whole has its place in the project, which an import never changes.
    let of_whole = |what: &str| what.starts_with("`project.") || what.starts_with("description of the model");
    let is_unheard = |it: &&threat_model::Left| !it.because.contains("drawings") && !of_whole(&it.what);
    let unheard: Vec<_> = read.left.iter().filter(is_unheard).collect();
    assert!(unheard.is_empty(), "{unheard:#?}");
    let imported = device(&read, "orchid.json", &Taken::default());
    let after = folder(&imported.text);
    assert!(after.findings.is_empty(), "{:#?}", after.findings);
    let after = after.model;
    assert_eq!(shape(&after), shape(&before));
}

/// What the format has a place for, by id.
fn shape(model: &Model) -> BTreeSet<String> {
    let mut shape = BTreeSet::new();
    for (id, it) in &model.zones {
        shape.insert(format!(
            "zone {id} {:?} in {:?} {:?}",
            it.name,
            it.within.as_ref().map(ToString::to_string),
            it.kind
        ));
    }
    for (id, it) in &model.components {
        shape.insert(format!(
            "component {id} {:?} {:?} in {} {:?}",
            it.name.as_deref().unwrap_or(id.as_str()),
            it.kind,
            it.zone,
            it.text
        ));
    }
    for (id, it) in &model.data {
        let stored: Vec<String> =
            it.stored_in.0.iter().map(ToString::to_string).collect::<BTreeSet<_>>().into_iter().collect();
        shape.insert(format!("data {id} {:?} in {stored:?}", it.kind));
    }
    for (id, it) in &model.flows {
        let ids = |list: &[vigil_model::Ref<vigil_model::kinds::Data>]| -> Vec<String> {
            list.iter().map(ToString::to_string).collect()
        };
        shape.insert(format!(
            "flow {id} {} to {}: {:?} back {:?}",
            it.from.component,
            it.to.component,
            ids(&it.carries),
            ids(&it.back)
        ));
    }
    for (id, it) in &model.threats {
        let on: BTreeSet<String> = it.on.iter().filter_map(|it| place(&it.target)).collect();
        shape.insert(format!("threat {id} {:?} {:?} {:?}", it.story, it.stride, on));
    }
    shape
}

/// Threats on channels, secrets and updates have no place in the format; those on an interface stand at its component.
fn place(target: &Target) -> Option<String> {
    match target {
        Target::Interface(component, _) => Some(format!("component.{component}")),
        Target::Record(Kind::Component | Kind::Flow | Kind::Data | Kind::Zone, _) => Some(target.to_string()),
        _ => None,
    }
}
