//! Everything beside the components: version, metadata, services, relationships.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use vigil_base::date;

use super::parts;
use crate::document::Document;
use crate::report::{At, Report};
use crate::take::{Fields, list, strings, text};
use crate::{Aggregate, Composition, Lifecycle, ReadError, Service, Timestamp, Tool, findings};

/// The top-level fields that are interpreted.
pub(super) const READ: &[&str] = &[
    "$schema",
    "bomFormat",
    "specVersion",
    "serialNumber",
    "version",
    "metadata",
    "components",
    "services",
    "dependencies",
    "compositions",
    "externalReferences",
    "properties",
];

/// The stated version and its second number. A newer 1.x is read as 1.7, with a warning.
pub(super) fn version(fields: &Fields, report: &mut Report<'_>) -> Result<(String, u8), ReadError> {
    let pointer = At::Root.key("specVersion").to_string();
    let version = match fields.get("specVersion") {
        Some(Value::Number(_)) => report.index.literal(&pointer).unwrap_or_default(),
        _ => text(fields, "specVersion").or_else(|| from_schema(fields)).unwrap_or_default(),
    };
    let minor = version.trim().strip_prefix("1.").and_then(|minor| minor.parse::<u8>().ok());
    match minor {
        Some(minor @ 0..=7) => {
            if minor < 2 && report.is_json() {
                report.add("sbom.older-json", &pointer, || findings::older_json(&version));
            }
            Ok((version, minor))
        }
        Some(8..) => {
            report.add("sbom.newer-version", &pointer, || findings::newer_version(&version));
            Ok((version, 7))
        }
        _ => {
            let known = if fields.contains_key("specVersion") { &pointer } else { "" };
            let place = report.place(known);
            Err(ReadError::UnsupportedVersion { family: "CycloneDX", read: "1.0 to 1.7", place, version })
        }
    }
}

/// The version in the schema's address, for files that forgot to state it.
fn from_schema(fields: &Fields) -> Option<String> {
    let address = text(fields, "$schema")?;
    let (_, rest) = address.split_once("/bom-")?;
    Some(rest.split(['.', '-']).take(2).collect::<Vec<_>>().join("."))
}

pub(super) fn timestamp(metadata: &Fields) -> Option<Timestamp> {
    let text = text(metadata, "timestamp")?;
    Some(Timestamp { day: date::parse(&text), text })
}

/// Tools in the old form (a list) and the new one (components and services).
pub(super) fn tools(metadata: &Fields) -> Vec<Tool> {
    let Some(Value::Object(tools)) = metadata.get("tools") else {
        return list(metadata, "tools").into_iter().map(|(_, fields)| tool(fields)).collect();
    };
    let mut all: Vec<_> = ["components", "services"].iter().flat_map(|key| list(tools, key)).collect();
    if all.is_empty() && tools.contains_key("name") {
        all.push((0, tools));
    }
    all.into_iter().map(|(_, fields)| tool(fields)).collect()
}

fn tool(fields: &Fields) -> Tool {
    let maker =
        ["supplier", "manufacturer", "provider"].iter().find_map(|key| parts::party(fields, key)?.name);
    Tool {
        vendor: text(fields, "vendor")
            .or(maker)
            .or_else(|| text(fields, "publisher").or_else(|| text(fields, "group"))),
        name: text(fields, "name"),
        version: text(fields, "version"),
        hashes: parts::hashes(fields),
    }
}

pub(super) fn lifecycles(metadata: &Fields) -> Vec<Lifecycle> {
    let stage = |fields: &Fields| Lifecycle {
        phase: text(fields, "phase"),
        name: text(fields, "name"),
        description: text(fields, "description"),
    };
    list(metadata, "lifecycles").into_iter().map(|(_, fields)| stage(fields)).collect()
}

pub(super) fn services(fields: &Fields) -> Vec<Service> {
    let mut all = Vec::new();
    nested_services(fields, &At::Root, &mut all);
    all
}

fn nested_services(fields: &Fields, at: &At<'_>, all: &mut Vec<Service>) {
    let at = at.key("services");
    for (number, fields) in list(fields, "services") {
        let at = at.item(number);
        all.push(Service {
            bom_ref: text(fields, "bom-ref"),
            pointer: at.to_string(),
            group: text(fields, "group"),
            name: text(fields, "name").unwrap_or_else(|| crate::reader::UNNAMED.to_owned()),
            version: text(fields, "version"),
            raw: Value::Object(fields.clone()),
        });
        nested_services(fields, &at, all);
    }
}

/// The relationships in the lists `key` of `dependencies`. Entries for one reference are joined, which
/// is a finding when they state different things.
pub(super) fn edges(
    document: &Document<'_>,
    key: &str,
    report: &mut Report<'_>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let at = At::Root.key("dependencies");
    // An entry without `dependsOn` states that it needs nothing; one without `provides` states nothing.
    if key == "provides" && !document.may_have("dependencies", key) {
        return edges;
    }
    let _ = document.each("dependencies", |number, entry| {
        let Some(from) = text(entry, "ref").filter(|_| key == "dependsOn" || entry.contains_key(key)) else {
            return Ok(());
        };
        let targets = strings(entry, key);
        match edges.get_mut(&from) {
            None => {
                edges.insert(from, targets);
            }
            Some(known) => {
                report.add("sbom.split-dependency", &at.item(number), || {
                    findings::split_dependency(&from, key)
                });
                known.extend(targets);
            }
        }
        Ok(())
    });
    edges
}

pub(super) fn compositions(fields: &Fields) -> Vec<Composition> {
    let composition = |fields: &Fields| Composition {
        bom_ref: text(fields, "bom-ref"),
        aggregate: aggregate(text(fields, "aggregate")),
        assemblies: strings(fields, "assemblies"),
        dependencies: strings(fields, "dependencies"),
        vulnerabilities: strings(fields, "vulnerabilities"),
    };
    list(fields, "compositions").into_iter().map(|(_, fields)| composition(fields)).collect()
}

fn aggregate(word: Option<String>) -> Aggregate {
    let Some(word) = word else { return Aggregate::NotSpecified };
    serde_json::from_value(Value::String(word.clone())).unwrap_or(Aggregate::Other(word))
}
