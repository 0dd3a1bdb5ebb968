//! CycloneDX 1.4 to 1.7. The document is made in the newest form and then fitted to the version that was asked for.

mod component;
mod fit;
mod parts;
mod signatures;
mod xml;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use vigil_sign::foreign::jsf;

use super::{Family, Losses, Stamp, json as text, number, overlay, put, time};
use crate::document::Document;
use crate::places::{Naming, Noted, Places};
use crate::report::Report;
use crate::take::Fields;
use crate::{Aggregate, Composition, Format, Limits, Package, Sbom, cyclonedx as reader};
use fit::Syntax;

/// The order of keys: that of the specification's tables.
fn order() -> Vec<&'static str> {
    let mut order = vec!["$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "ref"];
    for shape in [&reader::shapes::METADATA, &reader::shapes::COMPONENT, &reader::shapes::BOM] {
        order.extend(shape.fields.iter().map(|field| field.key));
    }
    let mut seen = std::collections::BTreeSet::new();
    order.retain(|key| seen.insert(*key));
    order
}

/// The SBOM as JSON.
pub(super) fn json(sbom: &Sbom, minor: u8, stamp: &Stamp, losses: &mut Losses) -> String {
    let mut fields = document(sbom, minor, Syntax::Json, stamp, losses);
    // What is signed keeps its own word for the schema, or none.
    let original = sbom.original.tree();
    let is_signed = fields.contains_key(jsf::MEMBER);
    let schema = || format!("http://cyclonedx.org/schema/bom-1.{minor}.schema.json").into();
    let schema = if is_signed { original.get("$schema").cloned() } else { Some(schema()) };
    fields.extend(schema.map(|schema| ("$schema".to_owned(), schema)));
    signatures::drop_stale(&mut fields, &original, losses);
    text::pretty(&Value::Object(fields), &order())
}

/// The SBOM as XML.
pub(super) fn xml(sbom: &Sbom, minor: u8, stamp: &Stamp, losses: &mut Losses) -> String {
    let fields = document(sbom, minor, Syntax::Xml, stamp, losses);
    xml::text(&fields, minor, sbom.format == Format::CyclonedxXml, losses)
}

fn document(sbom: &Sbom, minor: u8, syntax: Syntax, stamp: &Stamp, losses: &mut Losses) -> Fields {
    let is_own = Family::of(sbom.format) == Family::Cyclonedx;
    let after = fresh(sbom, is_own && !sbom.original.is_none(), losses);
    let original = sbom.original.tree();
    let mut fields = match original {
        Value::Object(ground) if is_own => changed(ground, sbom, after),
        _ => nested(after),
    };
    fields.remove("$schema");
    let from = if sbom.format == Format::CyclonedxXml { Syntax::Xml } else { Syntax::Json };
    let from = if is_own { from } else { syntax };
    let is_same = is_own && from == syntax && fields.get("specVersion") == Some(&format!("1.{minor}").into());
    fit::to(&mut fields, minor, from, syntax, is_same, losses);
    stamped(&mut fields, minor, stamp);
    fields
}

/// Fills in what every document needs and the SBOM does not state.
fn stamped(fields: &mut Fields, minor: u8, stamp: &Stamp) {
    fields.insert("bomFormat".into(), "CycloneDX".into());
    fields.insert("specVersion".into(), format!("1.{minor}").into());
    if fields.get("version").and_then(Value::as_u64).is_none_or(|version| version == 0) {
        fields.insert("version".into(), 1.into());
    }
    let metadata = fields.entry("metadata").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(metadata) = metadata
        && !metadata.contains_key("timestamp")
    {
        metadata.insert("timestamp".into(), stamp.time.as_str().into());
    }
    if !fields.contains_key("serialNumber") {
        let number = number::uuid(&Value::Object(fields.clone()));
        fields.insert("serialNumber".into(), format!("urn:uuid:{number}").into());
    }
}

/// A document made from the model alone, its components in one list by pointer.
struct Fresh {
    head: Fields,
    primary: Option<Fields>,
    /// Pointer, pointer of the component around it, and the component.
    components: Vec<(String, Option<String>, Fields)>,
}

/// `has_ground`: the original is written on, and what came from it is written as it came.
fn fresh(sbom: &Sbom, has_ground: bool, losses: &mut Losses) -> Fresh {
    let is_own = Family::of(sbom.format) == Family::Cyclonedx;
    let mut head = Map::new();
    let serial = sbom.serial_number.as_ref().filter(|number| has_ground || reader::is_serial(number));
    put::put(&mut head, "serialNumber", serial.map(String::as_str));
    put::put(&mut head, "version", sbom.version);
    let mut metadata = Map::new();
    let stated = sbom.timestamp.as_ref().map(|time| time.text.clone());
    put::put(&mut metadata, "timestamp", if has_ground { stated } else { time::of(sbom.timestamp.as_ref()) });
    put::list(&mut metadata, "lifecycles", sbom.lifecycles.iter().map(parts::lifecycle).collect());
    let tools: Vec<Value> = sbom.tools.iter().map(parts::tool).collect();
    if !tools.is_empty() {
        metadata.insert("tools".into(), json!({ "components": tools }));
    }
    put::list(&mut metadata, "authors", sbom.authors.iter().map(parts::contact).collect());
    put::put(&mut metadata, "manufacturer", sbom.manufacturer.as_ref().map(parts::party));
    put::put(&mut metadata, "supplier", sbom.supplier.as_ref().map(parts::party));
    put::list(&mut metadata, "properties", sbom.properties.iter().map(parts::property).collect());
    head.insert("metadata".into(), Value::Object(metadata));
    let services = sbom.services.iter().filter(|service| service.pointer.matches("/services/").count() < 2);
    put::list(&mut head, "services", services.map(|service| service.raw.clone()).collect());
    put::list(
        &mut head,
        "externalReferences",
        sbom.external_references.iter().map(|it| parts::reference(it, &sbom.file, losses)).collect(),
    );
    put::list(&mut head, "dependencies", dependencies(sbom));
    put::list(&mut head, "compositions", sbom.compositions.iter().map(composition).collect());
    for (key, value) in &sbom.unknown {
        if is_own {
            head.insert(key.clone(), value.clone());
        } else {
            losses.add(&format!("document.{key}"), &sbom.file, "CycloneDX has no such field");
        }
    }
    let one = |package: &Package, losses: &mut Losses| component::of(package, (is_own, has_ground), losses);
    Fresh {
        head,
        primary: sbom.primary.as_ref().map(|primary| one(primary, losses)),
        components: sbom
            .packages
            .iter()
            .map(|package| (package.pointer.clone(), package.parent.clone(), one(package, losses)))
            .collect(),
    }
}

/// Relationships of both sorts, one entry for each reference.
fn dependencies(sbom: &Sbom) -> Vec<Value> {
    let mut entries: BTreeMap<&String, Fields> = BTreeMap::new();
    for (key, edges) in [("dependsOn", &sbom.dependencies), ("provides", &sbom.provides)] {
        for (from, to) in edges {
            let entry = entries.entry(from).or_default();
            entry.insert("ref".into(), from.as_str().into());
            let to: Vec<Value> = to.iter().map(|it| it.as_str().into()).collect();
            put::list(entry, key, to);
        }
    }
    entries.into_values().map(Value::Object).collect()
}

fn composition(composition: &Composition) -> Value {
    let mut fields = Map::new();
    put::text(&mut fields, "bom-ref", composition.bom_ref.as_ref());
    let aggregate = match &composition.aggregate {
        Aggregate::Other(word) => Value::from(word.as_str()),
        known => serde_json::to_value(known).unwrap_or_else(|_| "unknown".into()),
    };
    fields.insert("aggregate".into(), aggregate);
    let lists = [
        ("assemblies", &composition.assemblies),
        ("dependencies", &composition.dependencies),
        ("vulnerabilities", &composition.vulnerabilities),
    ];
    for (key, references) in lists {
        put::list(&mut fields, key, references.iter().map(|it| it.as_str().into()).collect());
    }
    Value::Object(fields)
}

/// The fresh document as one tree. Components nest as the model says.
fn nested(fresh: Fresh) -> Fields {
    let Fresh { mut head, primary, components } = fresh;
    let known: std::collections::BTreeSet<String> =
        components.iter().map(|(pointer, ..)| pointer.clone()).collect();
    let mut children: BTreeMap<Option<String>, Vec<(String, Fields)>> = BTreeMap::new();
    for (pointer, parent, fields) in components {
        let parent = parent
            .filter(|parent| known.contains(parent) || (primary.is_some() && parent.as_str() == PRIMARY));
        children.entry(parent).or_default().push((pointer, fields));
    }
    if let Some(mut primary) = primary {
        let inner = branch(Some(PRIMARY), &mut children);
        put::list(&mut primary, "components", inner);
        if let Some(Value::Object(metadata)) = head.get_mut("metadata") {
            metadata.insert("component".into(), Value::Object(primary));
        }
    }
    let top = branch(None, &mut children);
    head.insert("components".into(), Value::Array(top));
    head
}

/// Where the primary component stands.
const PRIMARY: &str = "/metadata/component";

fn branch(at: Option<&str>, children: &mut BTreeMap<Option<String>, Vec<(String, Fields)>>) -> Vec<Value> {
    let own = children.remove(&at.map(str::to_owned)).unwrap_or_default();
    own.into_iter()
        .map(|(pointer, mut fields)| {
            let inner = branch(Some(&pointer), children);
            put::list(&mut fields, "components", inner);
            Value::Object(fields)
        })
        .collect()
}

/// The original document with what was changed since it was read.
fn changed(mut ground: Fields, sbom: &Sbom, after: Fresh) -> Fields {
    let Some(before) = reread(&ground, sbom) else { return nested(after) };
    let before = fresh(&before, true, &mut Losses::default());
    let (mut head_before, mut head_after) = (before.head, after.head);
    let metadata = (head_before.remove("metadata"), head_after.remove("metadata"));
    overlay::onto(&mut ground, &head_before, &head_after);
    let metadata_ground = ground.entry("metadata").or_insert_with(|| Value::Object(Map::new()));
    let mut has_new_properties = false;
    if let (Value::Object(ground), (Some(Value::Object(before)), Some(Value::Object(after)))) =
        (metadata_ground, metadata)
    {
        has_new_properties = before.get("properties") != after.get("properties");
        overlay::onto(ground, &before, &after);
    }
    if has_new_properties {
        ground.remove("properties");
    }
    let mut components = Components {
        before: before.components.into_iter().map(|(pointer, _, fields)| (pointer, fields)).collect(),
        after: after
            .components
            .iter()
            .map(|(pointer, _, fields)| (pointer.clone(), fields.clone()))
            .collect(),
    };
    if let Some(Value::Object(metadata)) = ground.get_mut("metadata") {
        match (metadata.get_mut("component"), before.primary, after.primary) {
            (Some(Value::Object(ground)), Some(before), Some(after)) => {
                overlay::onto(ground, &before, &after);
                components.inside(ground, PRIMARY);
            }
            (_, _, Some(after)) => drop(metadata.insert("component".into(), Value::Object(after))),
            (_, _, None) => drop(metadata.remove("component")),
        }
        if metadata.is_empty() {
            ground.remove("metadata");
        }
    }
    let had_list = ground.contains_key("components");
    components.inside(&mut ground, "");
    // What is new has no place in the original: it comes last, at the top.
    let new = after.components.into_iter().filter(|(pointer, ..)| components.after.contains_key(pointer));
    let new: Vec<Value> = new.map(|(.., fields)| Value::Object(fields)).collect();
    if had_list || !new.is_empty() {
        let list = ground.entry("components").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(items) = list {
            items.extend(new);
        }
    }
    ground
}

/// The original read once more.
fn reread(ground: &Fields, sbom: &Sbom) -> Option<Sbom> {
    let document = Document::of_tree(Value::Object(ground.clone()))?;
    let places = Places::Noted(Noted::new("", Naming::Pointer));
    let mut report = Report::new(&sbom.file, places);
    reader::sbom(sbom.format, &document, &mut report, &Limits::default()).ok()
}

/// Components of the original and of the model by pointer. Those that were written are taken out of `after`.
struct Components {
    before: BTreeMap<String, Fields>,
    after: BTreeMap<String, Fields>,
}

impl Components {
    /// Changes the components nested in `owner`, which stands at `pointer`.
    fn inside(&mut self, owner: &mut Fields, pointer: &str) {
        if !owner.contains_key("components") {
            return;
        }
        let items = overlay::take_list(owner, "components");
        let mut kept = Vec::with_capacity(items.len());
        for (number, item) in items.into_iter().enumerate() {
            let pointer = format!("{pointer}/components/{number}");
            let Value::Object(mut fields) = item else {
                kept.push(item);
                continue;
            };
            if let (Some(before), Some(after)) = (self.before.get(&pointer), self.after.remove(&pointer)) {
                overlay::onto(&mut fields, before, &after);
                self.inside(&mut fields, &pointer);
                kept.push(Value::Object(fields));
            }
        }
        owner.insert("components".into(), Value::Array(kept));
    }
}
