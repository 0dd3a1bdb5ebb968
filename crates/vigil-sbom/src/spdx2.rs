//! SPDX 2.0 to 2.3 into the internal model. JSON, tag-value, YAML and XML all become the tree that JSON has.

pub(crate) use agents::tool;
pub(crate) use package::{algorithm, licence};
pub(crate) use relations::take_primary;

mod agents;
mod package;
mod relations;
mod shapes;
pub(crate) mod stage;
pub(crate) mod tag_value;
pub(crate) mod tags;
pub(crate) mod xml;
pub(crate) mod yaml;

use std::collections::BTreeSet;

use serde_json::Value;
use vigil_base::{Digest, date};

use crate::document::Document;
use crate::report::{At, Report};
use crate::shape;
use crate::take::{self, Fields, list, object, text};
use crate::{Format, Limits, Original, ReadError, Sbom, Timestamp, findings};

/// What stands before the second number of a version.
const FAMILY: shape::Family = "SPDX 2";

/// The fields of a document that are interpreted.
const READ: &[&str] = &[
    "$schema",
    "SPDXID",
    "spdxVersion",
    "name",
    "documentNamespace",
    "creationInfo",
    "packages",
    "relationships",
    "documentDescribes",
    "files",
    "snippets",
];

/// The SBOM in `document`.
pub(crate) fn sbom(
    format: Format,
    mut document: Document<'_>,
    report: &mut Report<'_>,
    limits: &Limits,
) -> Result<Sbom, ReadError> {
    let lifted = lift_described(&mut document);
    if lifted > 0 {
        report.add("sbom.old-form", &"/documentDescribes", || findings::old_form(lifted));
    }
    let empty = Fields::new();
    let fields = &document.head;
    let (spec_version, minor) = version(fields, report)?;
    shape::check(fields, &shapes::DOCUMENT, FAMILY, minor.max(2), report);
    if document.count("packages") > limits.packages {
        return Err(ReadError::TooMany { file: report.file.clone(), limit: limits.packages });
    }
    let at = At::Root.key("packages");
    let in_tree = !list(fields, "packages").is_empty();
    let mut packages = Vec::new();
    document.check("relationships", &shapes::RELATIONSHIP, (FAMILY, minor.max(2)), report);
    packages.reserve(document.count("packages"));
    document.odd("packages", |number, value| {
        shape::wrong_item(value, FAMILY, minor.max(2), &at.item(number), report);
    });
    document.each("packages", |number, fields| {
        let at = at.item(number);
        if !in_tree {
            shape::check_at(fields, &shapes::PACKAGE, FAMILY, minor.max(2), &at, report);
        }
        packages.push(package::of(fields, &at, report));
        Ok(())
    })?;
    let related = relations::of(&document, &packages);
    let primary = relations::take_primary(&related.described, &mut packages);
    if primary.is_none() && related.described.len() > 1 {
        report.add("sbom.many-primaries", &"", || findings::many_primaries(related.described.len()));
    }
    not_listed(fields, report);
    let info = object(fields, "creationInfo").unwrap_or(&empty);
    let creators = agents::creators(info);
    Ok(Sbom {
        file: report.file.clone(),
        format,
        spec_version,
        serial_number: text(fields, "documentNamespace"),
        version: None,
        timestamp: text(info, "created").map(|text| Timestamp { day: date::parse(&text), text }),
        authors: creators.people,
        manufacturer: creators.organisation,
        supplier: None,
        tools: creators.tools,
        lifecycles: stage::read(&text(info, "comment").unwrap_or_default()),
        primary,
        packages,
        services: Vec::new(),
        dependencies: related.dependencies,
        provides: std::collections::BTreeMap::new(),
        compositions: related.compositions,
        external_references: Vec::new(),
        properties: Vec::new(),
        unknown: take::others(fields, READ),
        signatures: Vec::new(),
        digest: Digest::of_bytes(b""),
        original: Original::default(),
    })
}

/// Old tools write the described packages themselves where their identifiers belong. They are moved to the packages;
/// says how many.
pub(crate) fn lift_described(document: &mut Document<'_>) -> usize {
    let described = document.head.get_mut("documentDescribes").and_then(Value::as_array_mut);
    let mut lifted = Vec::new();
    for entry in described.into_iter().flatten() {
        let Some(package) = entry.get_mut("Package").map(Value::take) else { continue };
        *entry = package.get("SPDXID").cloned().unwrap_or_default();
        lifted.push(package);
    }
    let count = lifted.len();
    if count > 0 {
        document.append("packages", lifted);
    }
    count
}

fn version(fields: &Fields, report: &mut Report<'_>) -> Result<(String, u8), ReadError> {
    let pointer = At::Root.key("spdxVersion").to_string();
    let stated = text(fields, "spdxVersion").unwrap_or_default();
    let bare = stated.trim().strip_prefix("SPDX-").unwrap_or(stated.trim()).to_owned();
    match bare.strip_prefix("2.").and_then(|minor| minor.parse::<u8>().ok()) {
        Some(minor @ 0..=3) => Ok((bare, minor)),
        Some(4..) => {
            report.add("sbom.newer-version", &pointer, || findings::newer_spdx(&bare));
            Ok((bare, 3))
        }
        None => {
            let known = if fields.contains_key("spdxVersion") { &pointer } else { "" };
            let place = report.place(known);
            Err(ReadError::UnsupportedVersion {
                family: "SPDX",
                read: "2.0 to 2.3 and 3.0",
                place,
                version: stated,
            })
        }
    }
}

/// Files and snippets are no packages: they are kept and counted, not put into the inventory.
fn not_listed(fields: &Fields, report: &mut Report<'_>) {
    for key in ["files", "snippets"] {
        let count = list(fields, key).len();
        if count > 0 {
            report.add("sbom.not-inventory", &At::Root.key(key), || findings::not_inventory(count, key));
        }
    }
}

/// The identifiers of everything in the document that is no package.
pub(crate) fn others_known(fields: &Fields) -> BTreeSet<String> {
    let inner = ["files", "snippets"].into_iter().flat_map(|key| list(fields, key));
    let ids = inner.filter_map(|(_, entry)| text(entry, "SPDXID"));
    ids.chain(text(fields, "SPDXID")).chain(["SPDXRef-DOCUMENT".to_owned()]).collect()
}
