//! SPDX 2.3, as JSON and as tag and value.

mod daggerboard;
mod package;
mod tag_value;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Family, Losses, Stamp, ends, json as text, number, overlay, put, time};
use crate::document::Document;
use crate::places::{Naming, Noted, Places};
use crate::report::Report;
use crate::take::Fields;
use crate::{Aggregate, Contact, Format, Limits, Package, Party, Sbom, Tool, spdx2 as reader};
pub(in crate::write) use package::expression;

const ORDER: &[&str] = &[
    "$schema",
    "spdxVersion",
    "dataLicense",
    "SPDXID",
    "name",
    "versionInfo",
    "packageFileName",
    "documentNamespace",
    "creationInfo",
    "created",
    "creators",
    "referenceCategory",
    "referenceType",
    "referenceLocator",
    "spdxElementId",
    "relationshipType",
    "relatedSpdxElement",
    "documentDescribes",
    "packages",
    "files",
    "snippets",
    "hasExtractedLicensingInfos",
    "relationships",
];

/// The SBOM as JSON.
pub(super) fn json(sbom: &Sbom, stamp: &Stamp, losses: &mut Losses) -> String {
    let mut fields = document(sbom, stamp, losses);
    json_form(&mut fields);
    text::pretty(&Value::Object(fields), ORDER)
}

/// What tags say in their own way, in the way of JSON: ranges of snippets, and whose annotation it is.
fn json_form(fields: &mut Fields) {
    let items = |value: Option<&mut Value>| match value {
        Some(Value::Array(items)) => std::mem::take(items),
        _ => Vec::new(),
    };
    let mut snippets = items(fields.get_mut("snippets"));
    for snippet in snippets.iter_mut().filter_map(Value::as_object_mut) {
        let file = snippet.get("snippetFromFile").cloned().unwrap_or_default();
        for (key, unit) in [("byteRange", "offset"), ("lineRange", "lineNumber")] {
            let Some(Value::String(range)) = snippet.remove(key) else { continue };
            let Some((start, end)) = range.split_once(':') else { continue };
            let pointer =
                |text: &str| json!({ unit: text.trim().parse::<u64>().unwrap_or(0), "reference": file });
            let range = json!({ "startPointer": pointer(start), "endPointer": pointer(end) });
            let ranges = snippet.entry("ranges").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(ranges) = ranges {
                ranges.push(range);
            }
        }
    }
    put::list(fields, "snippets", snippets);
    for key in ["packages", "files"] {
        for entry in fields.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            for note in entry.get_mut("annotations").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Value::Object(note) = note {
                    note.remove("SPDXREF");
                }
            }
        }
    }
}

/// The SBOM as tag and value.
pub(super) fn tag_value(sbom: &Sbom, stamp: &Stamp, losses: &mut Losses) -> String {
    tag_value::text(&document(sbom, stamp, losses), losses)
}

/// The SBOM as tag and value with every tag that DaggerBoard counts.
pub(super) fn for_daggerboard(sbom: &Sbom, stamp: &Stamp, losses: &mut Losses) -> String {
    let mut fields = document(sbom, stamp, losses);
    daggerboard::fill(&mut fields, losses);
    tag_value::text(&fields, losses)
}

fn document(sbom: &Sbom, stamp: &Stamp, losses: &mut Losses) -> Fields {
    let is_own = Family::of(sbom.format) == Family::Spdx2;
    let has_ground = is_own && !sbom.original.is_none();
    let after = fresh(sbom, stamp, has_ground, losses);
    let mut fields = match sbom.original.tree() {
        Value::Object(ground) if has_ground => changed(ground, sbom, after, stamp, losses),
        _ => {
            ends::note_unknown(sbom, |_| false, losses);
            whole(after)
        }
    };
    fields.insert("spdxVersion".into(), "SPDX-2.3".into());
    if !fields.contains_key("documentNamespace") {
        let name = fields.get("name").and_then(Value::as_str).unwrap_or("sbom");
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let namespace =
            format!("https://spdx.org/spdxdocs/{name}-{}", number::uuid(&Value::Object(fields.clone())));
        fields.insert("documentNamespace".into(), namespace.into());
    }
    fields
}

/// A document made from the model alone, its packages in one list by pointer.
struct Fresh {
    head: Fields,
    relationships: Vec<Value>,
    packages: Vec<(String, Fields)>,
    licences: Vec<Value>,
}

fn fresh(sbom: &Sbom, stamp: &Stamp, has_ground: bool, losses: &mut Losses) -> Fresh {
    let is_own = Family::of(sbom.format) == Family::Spdx2;
    let created = time::of(sbom.timestamp.as_ref()).unwrap_or_else(|| stamp.time.clone());
    let mut head = Map::new();
    head.insert("spdxVersion".into(), "SPDX-2.3".into());
    if is_own {
        for (key, value) in &sbom.unknown {
            head.insert(key.clone(), value.clone());
        }
    } else {
        for key in sbom.unknown.keys() {
            losses.add(&format!("document.{key}"), &sbom.file, "SPDX 2.3 has no such field");
        }
        beyond(sbom, losses);
    }
    head.insert("dataLicense".into(), "CC0-1.0".into());
    head.insert("SPDXID".into(), "SPDXRef-DOCUMENT".into());
    let name = sbom.primary.as_ref().map_or_else(|| base_name(&sbom.file), |primary| primary.name.clone());
    head.insert("name".into(), name.into());
    let namespace = sbom.serial_number.as_deref().filter(|it| is_own || it.contains("://"));
    put::put(&mut head, "documentNamespace", namespace);
    let mut creators: Vec<Value> = sbom.tools.iter().filter_map(tool).map(Value::from).collect();
    creators.extend(sbom.manufacturer.iter().filter_map(organisation).map(Value::from));
    creators.extend(sbom.authors.iter().filter_map(person).map(Value::from));
    if creators.is_empty() {
        let (name, version) = stamp.tool.clone().unwrap_or_else(|| ("unknown".into(), String::new()));
        creators.push(format!("Tool: {name}-{version}").trim_end_matches('-').into());
    }
    let mut info = Map::new();
    info.insert("created".into(), created.as_str().into());
    info.insert("creators".into(), creators.into());
    if !is_own {
        put::put(&mut info, "comment", reader::stage::written(&sbom.lifecycles));
        if sbom.primary.is_none() && !sbom.packages.is_empty() {
            losses.add(
                "document.primary",
                &sbom.file,
                "it is not stated; SPDX has to describe something: what nothing needs is",
            );
        }
    }
    head.insert("creationInfo".into(), info.into());
    let ids = Ids::of(sbom, is_own);
    let mut extracted = BTreeMap::new();
    let mut one = |package: &Package, number: usize, losses: &mut Losses| {
        let id = ids.of_package(number);
        package::of(package, id, &created, (is_own, has_ground), &mut extracted, losses)
    };
    let mut packages = Vec::new();
    for (number, package) in sbom.all_packages().enumerate() {
        packages.push((package.pointer.clone(), one(package, number, losses)));
    }
    let licences = extracted.into_iter().map(|(id, text)| {
        json!({ "licenseId": id, "name": text, "extractedText": format!("Stated by its name only: {text}") })
    });
    Fresh {
        head,
        relationships: relationships(sbom, &ids, has_ground),
        licences: licences.collect(),
        packages,
    }
}

/// What the whole SBOM says and SPDX 2.3 has no field for.
fn beyond(sbom: &Sbom, losses: &mut Losses) {
    let lists = [
        ("services", sbom.services.len()),
        ("lifecycles", sbom.lifecycles.iter().filter(|it| reader::stage::known(it).is_none()).count()),
        ("provides", sbom.provides.len()),
        ("externalReferences", sbom.external_references.len()),
        ("properties", sbom.properties.len()),
        ("supplier", usize::from(sbom.supplier.is_some())),
    ];
    for (field, _) in lists.into_iter().filter(|(_, count)| *count > 0) {
        losses.add(&format!("document.{field}"), &sbom.file, "SPDX 2.3 has no such field");
    }
    let kept = |aggregate: &Aggregate| matches!(aggregate, Aggregate::Unknown | Aggregate::NotSpecified);
    if sbom.compositions.iter().any(|composition| !kept(&composition.aggregate)) {
        losses.add("document.compositions", &sbom.file, "SPDX 2.3 can only say that it is not known");
    }
}

/// The file's name without folders and endings.
fn base_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.split('.').next().unwrap_or(name);
    if name.is_empty() || name == "-" { "sbom".to_owned() } else { name.to_owned() }
}

fn tool(tool: &Tool) -> Option<String> {
    let name = tool.name.as_ref()?;
    Some(match &tool.version {
        Some(version) => format!("Tool: {name}-{version}"),
        None => format!("Tool: {name}"),
    })
}

/// An organisation as SPDX writes one; none without a name.
fn organisation(party: &Party) -> Option<String> {
    let name = party.name.as_ref()?;
    let email = party.contacts.iter().find_map(|contact| contact.email.as_ref());
    Some(
        email.map_or_else(
            || format!("Organization: {name}"),
            |email| format!("Organization: {name} ({email})"),
        ),
    )
}

fn person(contact: &Contact) -> Option<String> {
    let name = contact.name.as_ref().or(contact.email.as_ref())?;
    let email = contact.email.as_ref().filter(|email| *email != name);
    Some(email.map_or_else(|| format!("Person: {name}"), |email| format!("Person: {name} ({email})")))
}

/// The identifiers of the packages, in the order of the model, and by reference.
struct Ids {
    all: Vec<String>,
    by_reference: BTreeMap<String, String>,
}

impl Ids {
    /// SPDX takes letters, digits, `.` and `-` only: other characters become `-`, and what falls together gets a number.
    fn of(sbom: &Sbom, is_own: bool) -> Self {
        let mut ids = Self { all: Vec::new(), by_reference: BTreeMap::new() };
        let mut used: BTreeSet<String> = ["SPDXRef-DOCUMENT".to_owned()].into();
        for package in sbom.all_packages() {
            let plain =
                package.bom_ref.as_deref().filter(|id| id.starts_with("SPDXRef-") && !id.contains(':'));
            let id = match plain {
                Some(id) if is_own => id.to_owned(),
                _ => fresh_id(package, &mut used),
            };
            used.insert(id.clone());
            if let Some(reference) = &package.bom_ref {
                ids.by_reference.entry(reference.clone()).or_insert_with(|| id.clone());
            }
            ids.all.push(id);
        }
        ids
    }

    fn of_package(&self, number: usize) -> &str {
        self.all.get(number).map_or("SPDXRef-unknown", String::as_str)
    }

    fn of_reference(&self, reference: &str) -> Option<&str> {
        self.by_reference.get(reference).map(String::as_str)
    }
}

fn fresh_id(package: &Package, used: &mut BTreeSet<String>) -> String {
    let key = package.key();
    let base = package.bom_ref.as_deref().unwrap_or(key.as_str());
    let base = base.strip_prefix("SPDXRef-").unwrap_or(base);
    let plain: String =
        base.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let mut id = format!("SPDXRef-{plain}");
    let mut number = 1;
    while used.contains(&id) {
        number += 1;
        id = format!("SPDXRef-{plain}-{number}");
    }
    id
}

fn relationships(sbom: &Sbom, ids: &Ids, has_ground: bool) -> Vec<Value> {
    let mut all = Vec::new();
    let mut add = |from: &str, kind: &str, to: &str| {
        all.push(json!({ "spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to }));
    };
    let described = described(sbom, ids);
    for id in &described {
        add("SPDXRef-DOCUMENT", "DESCRIBES", id);
    }
    if described.is_empty() {
        add("SPDXRef-DOCUMENT", "DESCRIBES", "NONE");
    }
    let by_pointer: BTreeMap<&str, &str> = sbom
        .all_packages()
        .enumerate()
        .map(|(n, package)| (package.pointer.as_str(), ids.of_package(n)))
        .collect();
    for (number, package) in sbom.all_packages().enumerate() {
        if let Some(parent) = package.parent.as_deref().and_then(|parent| by_pointer.get(parent)) {
            add(parent, "CONTAINS", ids.of_package(number));
        }
    }
    let known = |reference: &'_ str| {
        ids.of_reference(reference)
            .map(str::to_owned)
            .or_else(|| (has_ground && is_elsewhere(reference)).then(|| reference.to_owned()))
    };
    for (from, targets) in &sbom.dependencies {
        let Some(from) = known(from) else { continue };
        for to in targets.iter().filter_map(|to| known(to)) {
            add(&from, "DEPENDS_ON", &to);
        }
        if targets.is_empty() {
            add(&from, "DEPENDS_ON", "NONE");
        }
    }
    for composition in sbom.compositions.iter().filter(|it| it.aggregate == Aggregate::Unknown) {
        for from in composition.dependencies.iter().filter_map(|it| known(it)) {
            add(&from, "DEPENDS_ON", "NOASSERTION");
        }
    }
    all
}

/// Whether an identifier of SPDX's own form stands for something beside the packages, in the original: a file, or another
/// document.
fn is_elsewhere(id: &str) -> bool {
    id.starts_with("SPDXRef-") || id.starts_with("DocumentRef-")
}

/// What the document describes: the primary package, else all that no other needs or holds, else all.
fn described<'i>(sbom: &Sbom, ids: &'i Ids) -> Vec<&'i str> {
    if sbom.primary.is_some() {
        return vec![ids.of_package(0)];
    }
    let needed: BTreeSet<&String> = sbom.dependencies.values().flatten().collect();
    let tops: Vec<usize> = (0..sbom.packages.len())
        .filter(|at| {
            let package = &sbom.packages[*at];
            package.parent.is_none() && package.bom_ref.as_ref().is_none_or(|id| !needed.contains(id))
        })
        .collect();
    let all: Vec<usize> = if tops.is_empty() { (0..sbom.packages.len()).collect() } else { tops };
    all.into_iter().map(|at| ids.of_package(at)).collect()
}

fn whole(fresh: Fresh) -> Fields {
    let mut fields = fresh.head;
    let packages = fresh.packages.into_iter().map(|(_, fields)| Value::Object(fields)).collect();
    fields.insert("packages".into(), Value::Array(packages));
    put::list(&mut fields, "relationships", fresh.relationships);
    if !fresh.licences.is_empty() {
        let known = fields.entry("hasExtractedLicensingInfos").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(known) = known {
            known.extend(fresh.licences);
        }
    }
    fields
}

/// The original document with what was changed since it was read.
fn changed(ground: Fields, sbom: &Sbom, after: Fresh, stamp: &Stamp, losses: &mut Losses) -> Fields {
    let Some(mut document) = Document::of_tree(Value::Object(ground)) else { return whole(after) };
    reader::lift_described(&mut document);
    let mut ground = document.head;
    let Some(before) = reread(&ground, sbom) else { return whole(after) };
    let before = fresh(&before, stamp, true, &mut Losses::default());
    overlay::onto(&mut ground, &before.head, &after.head);
    if before.relationships != after.relationships {
        ends::note_unknown(sbom, is_elsewhere, losses);
        ground.remove("documentDescribes");
        ground.insert("relationships".into(), Value::Array(after.relationships));
    }
    let before: BTreeMap<String, Fields> = before.packages.into_iter().collect();
    let mut after: Vec<(String, Option<Fields>)> =
        after.packages.into_iter().map(|(pointer, fields)| (pointer, Some(fields))).collect();
    let numbers: BTreeMap<String, usize> =
        after.iter().enumerate().map(|(number, (pointer, _))| (pointer.clone(), number)).collect();
    let mut kept = Vec::new();
    for (number, item) in overlay::take_list(&mut ground, "packages").into_iter().enumerate() {
        let pointer = format!("/packages/{number}");
        let Value::Object(mut fields) = item else {
            kept.push(item);
            continue;
        };
        let new = numbers.get(&pointer).and_then(|number| after[*number].1.take());
        if let (Some(before), Some(new)) = (before.get(&pointer), new) {
            overlay::onto(&mut fields, before, &new);
            kept.push(Value::Object(fields));
        }
    }
    kept.extend(after.into_iter().filter_map(|(_, fields)| fields).map(Value::Object));
    ground.insert("packages".into(), Value::Array(kept));
    ground
}

fn reread(ground: &Fields, sbom: &Sbom) -> Option<Sbom> {
    let document = Document::of_tree(Value::Object(ground.clone()))?;
    let places = Places::Noted(Noted::new("", Naming::Pointer));
    let mut report = Report::new(&sbom.file, places);
    let format = if sbom.format == Format::SpdxTar { Format::SpdxJson } else { sbom.format };
    reader::sbom(format, document, &mut report, &Limits::default()).ok()
}
