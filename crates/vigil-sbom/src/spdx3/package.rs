//! One package of SPDX 3.

use std::collections::HashMap;

use serde_json::Value;

use super::graph::{Element, Graph, bare, objects, text, texts};
use super::words;
use crate::reader::UNNAMED;
use crate::report::{At, Report};
use crate::spdx2::algorithm;
use crate::take::{Fields, others};
use crate::{
    Contact, ExternalReference, Hash, Kind, Package, PackagePurl, Party, Property, Swid, findings, support,
};

/// The fields that are interpreted, without prefix; all others are kept in `unknown`.
const READ: &[&str] = &[
    "type",
    "@type",
    "spdxId",
    "@id",
    "creationInfo",
    "name",
    "summary",
    "description",
    "suppliedBy",
    "originatedBy",
    "verifiedUsing",
    "externalIdentifier",
    "packageVersion",
    "packageUrl",
    "primaryPurpose",
    "downloadLocation",
    "homePage",
    "copyrightText",
    "validUntilTime",
    "supportLevel",
];

/// Whether elements of this type are packages.
pub(super) fn is_one(kind: &str) -> bool {
    ["Package", "AIPackage", "DatasetPackage"].contains(&kind)
}

/// Remarks of the form `name=value` by the element that they are about: SPDX 3 has no properties of its own.
pub(super) fn remarks(graph: &Graph<'_>) -> HashMap<String, Vec<Property>> {
    let mut all: HashMap<String, Vec<Property>> = HashMap::new();
    for element in graph.of_type("Annotation") {
        let (Some(subject), Some(statement)) =
            (text(element.fields, "subject"), text(element.fields, "statement"))
        else {
            continue;
        };
        if let Some((name, value)) = statement.split_once('=').filter(|(name, _)| !name.contains([' ', '\n']))
        {
            let property = Property { name: name.to_owned(), value: Some(value.to_owned()) };
            all.entry(subject).or_default().push(property);
        }
    }
    all
}

pub(super) fn of(
    element: &Element<'_>,
    graph: &Graph<'_>,
    remarks: &HashMap<String, Vec<Property>>,
    at: &At<'_>,
    report: &mut Report<'_>,
) -> Package {
    let fields = element.fields;
    let pointer = at.to_string();
    let name = text(fields, "name");
    if name.is_none() {
        report.add("sbom.missing-field", at, || findings::missing_field("a package", "name"));
    }
    let mut package = Package::named(name.unwrap_or_else(|| UNNAMED.to_owned()));
    package.place = report.place(&pointer);
    package.bom_ref = (!element.id.is_empty()).then(|| element.id.to_owned());
    package.kind = kind(element.kind, text(fields, "primaryPurpose"));
    package.version = text(fields, "packageVersion");
    package.supplier = texts(fields, "suppliedBy").first().map(|id| party(id, graph));
    for id in texts(fields, "originatedBy") {
        match graph.agent(&id) {
            ("Person", name, email) => package.authors.push(Contact { name, email, phone: None }),
            _ if package.manufacturer.is_none() => package.manufacturer = Some(party(&id, graph)),
            (_, name, email) => package.authors.push(Contact { name, email, phone: None }),
        }
    }
    package.hashes = hashes(fields);
    package.copyright = text(fields, "copyrightText").filter(|text| text != "NOASSERTION");
    package.description = text(fields, "description").or_else(|| text(fields, "summary"));
    links(fields, &mut package);
    identifiers(fields, &mut package);
    external(fields, &mut package);
    let properties = properties(fields, remarks.get(element.id));
    package.support = support::read(&properties, &pointer);
    package.properties = properties.into_iter().map(|(_, property)| property).collect();
    package.unknown = others(fields, READ);
    package.unknown.retain(|key, _| !READ.contains(&bare(key)));
    package.pointer = pointer;
    package
}

fn party(id: &str, graph: &Graph<'_>) -> Party {
    let (_, name, email) = graph.agent(id);
    let contacts = email.map(|email| Contact { email: Some(email), ..Contact::default() });
    let name = name.map(|name| if bare(&name) == "NoAssertionElement" { "NOASSERTION".into() } else { name });
    Party { name, urls: Vec::new(), contacts: contacts.into_iter().collect() }
}

fn hashes(fields: &Fields) -> Vec<Hash> {
    let hash = |fields: &Fields| {
        let alg = text(fields, "algorithm").map(|word| algorithm(bare_algorithm(&word)))?;
        Some(Hash { alg, value: text(fields, "hashValue")? })
    };
    objects(fields, "verifiedUsing").into_iter().filter_map(hash).collect()
}

/// `sha3_256` has an underscore of its own.
fn bare_algorithm(word: &str) -> &str {
    word.rsplit(['/', '#']).next().unwrap_or(word)
}

fn links(fields: &Fields, package: &mut Package) {
    for (key, kind) in [("downloadLocation", "distribution"), ("homePage", "website")] {
        if let Some(url) = text(fields, key).filter(|url| url != "NOASSERTION" && url != "NONE") {
            let reference = ExternalReference { kind: kind.into(), url, comment: None, hashes: Vec::new() };
            package.external_references.push(reference);
        }
    }
}

/// References by the kinds that CycloneDX has; others stay with the fields that are not interpreted.
fn external(fields: &Fields, package: &mut Package) {
    for entry in objects(fields, "externalRef") {
        let Some(kind) = text(entry, "externalRefType") else { continue };
        let comment = text(entry, "comment");
        let own = comment.as_deref().and_then(|comment| comment.strip_prefix("kind: "));
        let Some(known) = words::to_cyclonedx(bare(&kind)) else { continue };
        for url in texts(entry, "locator") {
            let (kind, comment) =
                own.map_or_else(|| (known.to_owned(), comment.clone()), |own| (own.to_owned(), None));
            let reference = ExternalReference { kind, url, comment, hashes: Vec::new() };
            package.external_references.push(reference);
        }
    }
}

/// The first package URL, CPE and SWID tag identify the package; all others are kept as references.
fn identifiers(fields: &Fields, package: &mut Package) {
    package.purl = text(fields, "packageUrl").map(PackagePurl::read);
    for entry in objects(fields, "externalIdentifier") {
        let (Some(kind), Some(id)) = (text(entry, "externalIdentifierType"), text(entry, "identifier"))
        else {
            continue;
        };
        match bare(&kind) {
            "packageUrl" | "packageURL" | "purl" if package.purl.is_none() => {
                package.purl = Some(PackagePurl::read(id));
            }
            "packageUrl" | "packageURL" | "purl"
                if package.purl.as_ref().is_some_and(|purl| purl.raw == id) => {}
            "cpe23" | "cpe22" if package.cpe.is_none() => package.cpe = Some(id),
            "swid" if package.swid.is_none() => {
                package.swid = Some(Swid { tag_id: id, name: None, version: None, raw: Value::Null });
            }
            other => package.external_references.push(ExternalReference {
                kind: other.to_owned(),
                url: id,
                comment: text(entry, "comment"),
                hashes: Vec::new(),
            }),
        }
    }
}

fn properties(fields: &Fields, remarks: Option<&Vec<Property>>) -> Vec<(usize, Property)> {
    let property = |name: &str, value: String| Property { name: name.to_owned(), value: Some(value) };
    let levels =
        texts(fields, "supportLevel").into_iter().map(|word| property("supportLevel", bare(&word).into()));
    let end = text(fields, "validUntilTime").map(|time| property("validUntilTime", time));
    let remarks = remarks.into_iter().flatten().cloned();
    levels.chain(end).chain(remarks).enumerate().collect()
}

fn kind(element: &str, purpose: Option<String>) -> Kind {
    match (element, purpose.as_deref().map(bare)) {
        ("AIPackage", _) | (_, Some("model")) => Kind::MachineLearningModel,
        ("DatasetPackage", _) | (_, Some("data")) => Kind::Data,
        (_, Some("operatingSystem")) => Kind::OperatingSystem,
        (_, Some("deviceDriver")) => Kind::DeviceDriver,
        (_, Some(word)) => Kind::from(word.to_owned()),
        (_, None) => Kind::Other("unspecified".into()),
    }
}
