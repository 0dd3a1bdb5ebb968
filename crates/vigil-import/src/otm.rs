//! A device folder as an Open Threat Model 0.2.
//!
//! The format asks for numbers that nobody stated here (trust ratings, impacts, risk reductions). They are written as 0,
//! and `vigil.not-stated` in the attributes names them. What the format has no place for stands in attributes that begin
//! with `vigil.`; an import takes it from there.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use vigil_base::canonical;
use vigil_model::kinds::{Operator, Threat, ZoneKind};
use vigil_model::{Kind, Model, Record, Target};

/// The version of the format that is written.
pub const VERSION: &str = "0.2.0";

/// The model, and what is not in it.
#[derive(Clone, Debug, Serialize)]
pub struct Exported {
    /// The document, as canonical JSON.
    #[serde(skip)]
    pub text: String,
    /// How many elements it has, by the format's word for them.
    pub elements: BTreeMap<&'static str, usize>,
    /// What the format has no place for.
    pub left: Vec<String>,
}

/// The kinds of records that have a place in the format.
const CARRIED: [Kind; 6] = [Kind::Zone, Kind::Component, Kind::Data, Kind::Flow, Kind::Threat, Kind::Control];

/// Writes a folder's zones, parts, data, flows, own threats and controls.
///
/// # Errors
///
/// Fails only where JSON cannot be written.
pub fn export(model: &Model) -> Result<Exported, serde_json::Error> {
    let project = model.project.as_ref().map(|it| &it.value);
    let text = |value: Option<&String>| value.map_or(Value::Null, |it| it.as_str().into());
    let lists = [
        ("trustZones", zones(model)),
        ("assets", assets(model)),
        ("components", components(model)),
        ("dataflows", dataflows(model)),
        ("threats", threats(model)),
        ("mitigations", mitigations(model)),
    ];
    let elements = lists.iter().map(|(name, list)| (*name, list.len())).collect();
    let mut document = json!({
        "otmVersion": VERSION,
        "project": {
            "id": project.map_or("device", |it| it.id.as_str()),
            "name": project.map_or("device", |it| it.name.as_str()),
            "description": text(project.and_then(|it| it.intended_use.as_ref())),
            "attributes": {"vigil.version": text(project.map(|it| &it.version.value))},
        },
    });
    if let Some(fields) = document.as_object_mut() {
        fields.extend(lists.into_iter().map(|(name, list)| (name.to_owned(), Value::Array(list))));
    }
    Ok(Exported { text: canonical::pretty(&document)?, elements, left: left(model) })
}

/// Attributes: only those that are stated.
fn attributes(all: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let stated = |value: &Value| !value.is_null() && *value != json!([]);
    let all = all.into_iter().filter(|(_, value)| stated(value));
    Value::Object(all.map(|(key, value)| (format!("vigil.{key}"), value)).collect::<Map<_, _>>())
}

fn zones(model: &Model) -> Vec<Value> {
    let zone = |it: &vigil_model::kinds::Zone| {
        let mut zone = json!({
            "id": subject(it),
            "name": it.name.as_deref().unwrap_or(it.meta.id.as_str()),
            "type": it.kind.map_or("zone", ZoneKind::word),
            "description": it.text,
            "risk": {"trustRating": 0},
            "attributes": attributes([
                ("kind", json!(it.kind.map(ZoneKind::word))),
                ("run-by", json!(it.run_by.map(Operator::word))),
                ("not-stated", json!(["trustRating"])),
            ]),
        });
        if let Some(within) = &it.within {
            zone["parent"] = json!({"trustZone": format!("zone.{within}")});
        }
        zone
    };
    model.zones.values().map(zone).collect()
}

fn assets(model: &Model) -> Vec<Value> {
    let asset = |it: &vigil_model::kinds::Data| {
        json!({
            "id": subject(it),
            "name": it.name.as_deref().unwrap_or(it.meta.id.as_str()),
            "description": it.text,
            "risk": {"confidentiality": 0, "integrity": 0, "availability": 0, "comment": it.kind.word()},
            "attributes": attributes([
                ("kind", json!(it.kind.word())),
                ("not-stated", json!(["confidentiality", "integrity", "availability"])),
            ]),
        })
    };
    model.data.values().map(asset).collect()
}

fn components(model: &Model) -> Vec<Value> {
    let component = |it: &vigil_model::kinds::Component| {
        let id = it.meta.id.as_str();
        let stored: Vec<String> = model
            .data
            .values()
            .filter(|data| data.stored_in.0.iter().any(|part| part.id == *id))
            .map(subject)
            .collect();
        let mut handled: Vec<String> = model
            .flows
            .values()
            .filter(|flow| flow.from.component == *id || flow.to.component == *id)
            .flat_map(|flow| flow.carries.iter().chain(&flow.back))
            .map(|data| format!("data.{data}"))
            .collect();
        handled.sort();
        handled.dedup();
        let interfaces: Vec<&String> = it.interfaces.keys().collect();
        json!({
            "id": subject(it),
            "name": it.name.as_deref().unwrap_or(id),
            "type": it.kind.word(),
            "description": it.text,
            "parent": {"trustZone": format!("zone.{}", it.zone)},
            "assets": {"processed": handled, "stored": stored},
            "threats": instances(model, &|target| match target {
                Target::Record(Kind::Component, on) => on == id,
                Target::Interface(on, _) => on == id,
                _ => false,
            }),
            "attributes": attributes([
                ("kind", json!(it.kind.word())),
                ("interfaces", json!(interfaces)),
            ]),
        })
    };
    model.components.values().map(component).collect()
}

fn dataflows(model: &Model) -> Vec<Value> {
    let dataflow = |it: &vigil_model::kinds::Flow| {
        let id = it.meta.id.as_str();
        let ids = |list: &[vigil_model::Ref<vigil_model::kinds::Data>]| -> Vec<String> {
            list.iter().map(|data| format!("data.{data}")).collect()
        };
        let channel = it.over.get(model);
        let end = |end: &vigil_model::EndRef| {
            end.interface.as_ref().map(|name| format!("{}.{name}", end.component))
        };
        json!({
            "id": subject(it),
            "name": it.name.as_deref().unwrap_or(id),
            "description": it.text,
            "bidirectional": !it.back.is_empty(),
            "source": format!("component.{}", it.from.component),
            "destination": format!("component.{}", it.to.component),
            "assets": ids(&it.carries),
            "threats": instances(model, &|target| matches!(target, Target::Record(Kind::Flow, on) if on == id)),
            "attributes": attributes([
                ("back", json!(ids(&it.back))),
                ("channel", json!(channel.map(|it| it.name.as_deref().unwrap_or(it.meta.id.as_str())))),
                ("from", json!(end(&it.from))),
                ("to", json!(end(&it.to))),
            ]),
        })
    };
    model.flows.values().map(dataflow).collect()
}

/// The threats at an element. A control that answers one is part of the design: that it is built and works is for tests
/// to show, so it is `required`, never `implemented`.
fn instances(model: &Model, at: &dyn Fn(&Target) -> bool) -> Vec<Value> {
    let on = |it: &&Threat| it.on.iter().any(|target| at(&target.target));
    let instance = |it: &Threat| {
        let mitigations: Vec<Value> = it
            .controls
            .iter()
            .map(|control| json!({"mitigation": format!("control.{control}"), "state": "required"}))
            .collect();
        json!({"threat": subject(it), "state": "exposed", "mitigations": mitigations})
    };
    model.threats.values().filter(on).map(instance).collect()
}

fn threats(model: &Model) -> Vec<Value> {
    let threat = |it: &Threat| {
        let cwes: Vec<String> = it.cwe.numbers.iter().map(|number| format!("CWE-{number}")).collect();
        let categories: Vec<&str> = it.stride.iter().map(|letter| letter.word()).collect();
        let on: Vec<String> = it.on.iter().map(|target| target.target.to_string()).collect();
        json!({
            "id": subject(it),
            "name": it.title.as_deref().unwrap_or(it.meta.id.as_str()),
            "description": it.story,
            "categories": categories,
            "cwes": cwes,
            "risk": {"likelihood": null, "impact": 0},
            "attributes": attributes([("on", json!(on)), ("not-stated", json!(["likelihood", "impact"]))]),
        })
    };
    model.threats.values().map(threat).collect()
}

fn mitigations(model: &Model) -> Vec<Value> {
    let mitigation = |it: &vigil_model::kinds::Control| {
        json!({
            "id": subject(it),
            "name": it.name.as_deref().unwrap_or(it.meta.id.as_str()),
            "description": it.text,
            "riskReduction": 0,
            "attributes": attributes([
                ("family", json!(it.family.word())),
                ("not-stated", json!(["riskReduction"])),
            ]),
        })
    };
    model.controls.values().map(mitigation).collect()
}

fn subject<T: Record>(it: &T) -> String {
    it.subject()
}

/// Kinds with records that the format has no place for, and what of the others is left out.
fn left(model: &Model) -> Vec<String> {
    let counted = Kind::ALL.iter().filter(|kind| !CARRIED.contains(kind)).filter_map(|kind| {
        let count = model.ids(*kind).len();
        (count > 0).then(|| format!("{count} of `[{}]`: the format has no place for them", kind.word()))
    });
    let interfaces: usize = model.components.values().map(|it| it.interfaces.len()).sum();
    let interfaces = (interfaces > 0)
        .then(|| format!("{interfaces} interfaces: their names stay in attributes, their facts do not"));
    let generated = "threats that the packs generate: they are found anew wherever the folder is".to_owned();
    counted.chain(interfaces).chain([generated]).collect()
}
