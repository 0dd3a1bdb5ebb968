//! The comparison with other catalogues: whole, and about rules that exist.

use std::collections::BTreeSet;

use serde_json::Value;
use vigil_threat::Pack;
use vigil_threat::crosswalk::{Crosswalk, Item};

use crate::catalogues::{bytes, file, folder};

fn compared() -> Vec<Crosswalk> {
    Crosswalk::builtin().expect("the comparison reads")
}

#[test]
fn every_rule_that_a_comparison_names_exists() {
    let pack = |name: String| Pack::builtin(&name).expect("the pack comes with the tool");
    let known: BTreeSet<String> =
        Pack::builtin_names().into_iter().map(pack).flat_map(|it| it.rules.into_keys()).collect();
    for catalogue in compared() {
        for (id, item) in &catalogue.items {
            match item {
                Item::Rules { rules } => {
                    assert!(!rules.is_empty(), "{id}");
                    for rule in rules {
                        assert!(known.contains(rule), "{}: {id}: no rule `{rule}`", catalogue.catalogue.name);
                    }
                }
                Item::Not { because, .. } => assert!(because.len() > 15, "{id}: `{because}`"),
            }
        }
    }
}

#[test]
fn what_rules_say_of_embedded_threats_is_what_the_comparison_says() {
    let emb3d = compared().into_iter().find(|it| it.catalogue.name == "emb3d").expect("it was compared");
    for name in Pack::builtin_names() {
        for rule in Pack::builtin(&name).expect("the pack comes with the tool").rules.values() {
            for id in rule.refs.get("emb3d").into_iter().flatten() {
                let here = matches!(&emb3d.items[id], Item::Rules { rules } if rules.contains(&rule.id));
                assert!(here, "{} names {id}, the comparison does not name the rule", rule.id);
            }
        }
    }
}

/// Ids of a catalogue in the data.
fn listed(root: &std::path::Path, name: &str) -> BTreeSet<String> {
    let json = |folder: &str, begins: &str| -> Value {
        serde_json::from_slice(&bytes(&file(&root.join(folder), begins))).expect("JSON")
    };
    let field = |rows: &Value, key: &str| -> BTreeSet<String> {
        let rows = rows.as_array().expect("rows").iter();
        rows.filter_map(|row| Some(row[key].as_str()?.to_owned())).collect()
    };
    match name {
        "emb3d" => field(&json("emb3d", "emb3d-stix")["objects"], "x_mitre_emb3d_threat_id"),
        "threagile" => field(&json("threagile", "risk-categories"), "ID"),
        "pytm" => field(&json("pytm", "threats"), "SID"),
        "microsoft-medical" => {
            let text = bytes(&file(&root.join("microsoft-tmt"), "MedicalDeviceTemplate"));
            template(&String::from_utf8(text).expect("UTF-8"))
        }
        other => panic!("no data of `{other}`"),
    }
}

/// The ids of threat types in a template: the first `Id` in each `ThreatType`.
fn template(text: &str) -> BTreeSet<String> {
    let types = text.split("<ThreatType>").skip(1);
    types.filter_map(|it| Some(it.split_once("<Id>")?.1.split_once("</Id>")?.0.to_owned())).collect()
}

#[test]
fn every_item_of_every_catalogue_has_a_rule_or_a_reason() {
    let Some(root) = folder() else { return };
    for catalogue in compared() {
        let name = &catalogue.catalogue.name;
        let listed = listed(&root, name);
        let ours: BTreeSet<String> = catalogue.items.keys().cloned().collect();
        let forgotten: Vec<_> = listed.difference(&ours).collect();
        let invented: Vec<_> = ours.difference(&listed).collect();
        println!("{name}: {} items, {} with a rule", listed.len(), catalogue.covered());
        assert!(
            listed.len() > 20 && forgotten.is_empty() && invented.is_empty(),
            "{name}: {forgotten:?} {invented:?}"
        );
    }
}
