//! SPDX 3.0 (JSON-LD) into the internal model.
//!
//! The graph is read as the plain JSON that the specification's own context gives it: element types and fields
//! with or without their profile's prefix. It is not expanded as linked data.

mod graph;
mod known;
mod package;
mod relations;
mod words;

use vigil_base::{Digest, date};

use crate::report::{At, Report};
use crate::spdx2::tool;
use crate::take::Fields;
use crate::{
    Contact, Format, Lifecycle, Limits, Original, Party, ReadError, Sbom, Timestamp, Tool, findings,
};
use graph::Graph;
pub(crate) use graph::bare;
pub(crate) use relations::is_written_anew;
pub(crate) use words::of_cyclonedx;

/// The SBOM in the document `fields`.
pub(crate) fn sbom(fields: &Fields, report: &mut Report<'_>, limits: &Limits) -> Result<Sbom, ReadError> {
    let graph = Graph::of(fields);
    let info = graph.creation();
    let spec_version = version(info, report)?;
    let document = graph.of_type("SpdxDocument").next();
    let remarks = package::remarks(&graph);
    let mut packages = Vec::new();
    for element in graph.elements.iter().filter(|element| package::is_one(element.kind)) {
        if packages.len() >= limits.packages {
            return Err(ReadError::TooMany { file: report.file.clone(), limit: limits.packages });
        }
        let at = At::Root.key("@graph");
        packages.push(package::of(element, &graph, &remarks, &at.item(element.number), report));
    }
    let related = relations::of(&graph, &mut packages);
    let described = relations::roots(&graph, &packages);
    let primary = crate::spdx2::take_primary(&described, &mut packages);
    if primary.is_none() && described.len() > 1 {
        report.add("sbom.many-primaries", &"", || findings::many_primaries(described.len()));
    }
    let files = graph.of_type("File").count();
    if files > 0 {
        report.add("sbom.not-inventory", &"", || findings::not_inventory(files, "files"));
    }
    known::odd(&graph, report);
    let made = Made::of(info, &graph);
    let created = info.and_then(|info| graph::text(info, "created"));
    Ok(Sbom {
        file: report.file.clone(),
        format: Format::Spdx3,
        spec_version,
        serial_number: document.map(|document| document.id.to_owned()),
        version: None,
        timestamp: created.map(|text| Timestamp { day: date::parse(&text), text }),
        authors: made.people,
        manufacturer: made.organisation,
        supplier: None,
        tools: made.tools,
        lifecycles: stages(&graph),
        primary,
        packages,
        services: Vec::new(),
        dependencies: related.dependencies,
        provides: std::collections::BTreeMap::new(),
        compositions: related.compositions,
        external_references: Vec::new(),
        properties: Vec::new(),
        unknown: std::collections::BTreeMap::new(),
        signatures: Vec::new(),
        digest: Digest::of_bytes(b""),
        original: Original::default(),
    })
}

fn version(info: Option<&Fields>, report: &mut Report<'_>) -> Result<String, ReadError> {
    let Some(version) = info.and_then(|info| graph::text(info, "specVersion")) else {
        report.add("sbom.missing-field", &"", || {
            findings::missing_field("the creation information", "specVersion")
        });
        return Ok("3.0".to_owned());
    };
    if version.starts_with("3.0") {
        return Ok(version);
    }
    if version.starts_with("3.") {
        report.add("sbom.newer-version", &"", || findings::newer_spdx3(&version));
        return Ok(version);
    }
    let place = report.place("");
    Err(ReadError::UnsupportedVersion { family: "SPDX", read: "2.0 to 2.3 and 3.0", place, version })
}

/// The kinds of SBOM, as the stages of life that CycloneDX has for them.
fn stages(graph: &Graph<'_>) -> Vec<Lifecycle> {
    let words = graph.of_type("Sbom").flat_map(|sbom| graph::texts(sbom.fields, "sbomType"));
    words
        .map(|word| {
            let phase = match word.as_str() {
                "design" => Some("design"),
                "source" => Some("pre-build"),
                "build" => Some("build"),
                "analyzed" => Some("post-build"),
                "deployed" | "runtime" => Some("operations"),
                _ => None,
            };
            Lifecycle { phase: phase.map(str::to_owned), name: Some(word), description: None }
        })
        .collect()
}

/// Who and what made the document.
#[derive(Default)]
struct Made {
    people: Vec<Contact>,
    organisation: Option<Party>,
    tools: Vec<Tool>,
}

impl Made {
    fn of(info: Option<&Fields>, graph: &Graph<'_>) -> Self {
        let mut made = Self::default();
        let Some(info) = info else { return made };
        for id in graph::texts(info, "createdBy") {
            let (kind, name, email) = graph.agent(&id);
            match kind {
                "Organization" if made.organisation.is_none() => {
                    made.organisation = Some(Party { name, ..Party::default() });
                }
                "SoftwareAgent" => made.tools.extend(name.as_deref().map(tool)),
                _ => made.people.push(Contact { name, email, phone: None }),
            }
        }
        for id in graph::texts(info, "createdUsing") {
            let (_, name, _) = graph.agent(&id);
            made.tools.extend(name.as_deref().map(tool));
        }
        made
    }
}
