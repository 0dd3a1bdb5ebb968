//! CycloneDX, 1.0 to 1.7, into the internal model. XML becomes the tree that JSON has (`xml`) and goes the same way.
//!
//! Two passes over the document: `shape` says what breaks the format's rules, and the rest takes what
//! can be taken. So a wrong field costs that field, not the file.

mod component;
mod head;
mod parts;
mod rules;
pub(crate) mod shapes;
pub(crate) mod xml;

pub(crate) use rules::{is_digest, is_serial};
use serde_json::Value;
pub(crate) use shapes::{has_algorithm, has_reference};
use vigil_base::Digest;

use crate::document::Document;
use crate::report::{At, Report};
use crate::shape;
use crate::take::{self, Fields, object, text};
use crate::{Format, Limits, Original, ReadError, Sbom};

/// What stands before the second number of a version.
const FAMILY: shape::Family = "CycloneDX 1";

/// The SBOM in `document`.
pub(crate) fn sbom(
    format: Format,
    document: &Document<'_>,
    report: &mut Report<'_>,
    limits: &Limits,
) -> Result<Sbom, ReadError> {
    let empty = Fields::new();
    let fields = &document.head;
    let (spec_version, minor) = head::version(fields, report)?;
    shape::check(fields, &shapes::BOM, FAMILY, minor.max(2), report);
    document.check("dependencies", &shapes::DEPENDENCY, (FAMILY, minor.max(2)), report);
    let mut components = component::Components::new(report, limits, minor.max(2));
    let metadata = object(fields, "metadata").unwrap_or(&empty);
    let at = At::Root.key("metadata");
    let primary = components.primary(metadata, &at)?;
    components.all_of(document)?;
    let packages = components.packages;
    Ok(Sbom {
        file: report.file.clone(),
        format,
        spec_version,
        serial_number: text(fields, "serialNumber"),
        version: fields.get("version").and_then(Value::as_u64),
        timestamp: head::timestamp(metadata),
        authors: parts::contacts(metadata, "authors"),
        manufacturer: parts::party(metadata, "manufacturer"),
        supplier: parts::party(metadata, "supplier").or_else(|| parts::party(metadata, "manufacture")),
        tools: head::tools(metadata),
        lifecycles: head::lifecycles(metadata),
        primary,
        packages,
        services: head::services(fields),
        dependencies: head::edges(document, "dependsOn", report),
        provides: head::edges(document, "provides", report),
        compositions: head::compositions(fields),
        external_references: parts::references(fields),
        properties: [parts::properties(fields), parts::properties(metadata)].concat(),
        unknown: take::others(fields, head::READ),
        signatures: Vec::new(),
        digest: Digest::of_bytes(b""),
        original: Original::default(),
    })
}
