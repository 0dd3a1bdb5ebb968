//! One package of SPDX 2.

use serde_json::Value;

use super::agents::{contact, party, split};
use crate::reader::UNNAMED;
use crate::report::{At, Report};
use crate::take::{Fields, list, others, text};
use crate::{
    Contact, ExternalReference, Hash, Kind, Licence, LicenceForm, Package, PackagePurl, Party, Property,
    Swid, support,
};

/// The fields of a package that are interpreted; all others are kept in `unknown`.
const READ: &[&str] = &[
    "SPDXID",
    "name",
    "versionInfo",
    "supplier",
    "originator",
    "downloadLocation",
    "homepage",
    "checksums",
    "licenseConcluded",
    "licenseDeclared",
    "copyrightText",
    "summary",
    "description",
    "externalRefs",
    "primaryPackagePurpose",
    "validUntilDate",
];

pub(super) fn of(fields: &Fields, at: &At<'_>, report: &mut Report<'_>) -> Package {
    let pointer = at.to_string();
    let mut package = Package::named(text(fields, "name").unwrap_or_else(|| UNNAMED.to_owned()));
    package.place = report.place(&pointer);
    package.bom_ref = text(fields, "SPDXID");
    package.kind = text(fields, "primaryPackagePurpose").map_or(Kind::Other("unspecified".into()), kind);
    package.version = text(fields, "versionInfo").filter(|version| asserted(version));
    (package.supplier, _) = agent(fields, "supplier");
    (package.manufacturer, package.authors) = agent(fields, "originator");
    package.hashes = hashes(fields);
    package.licences = licences(fields);
    package.copyright = text(fields, "copyrightText").filter(|notice| asserted(notice));
    package.description = text(fields, "description").or_else(|| text(fields, "summary"));
    links(fields, &mut package);
    references(fields, &mut package);
    let properties = properties(fields);
    package.support = support::read(&properties, &pointer);
    package.properties = properties.into_iter().map(|(_, property)| property).collect();
    package.unknown = others(fields, READ);
    for key in ["licenseConcluded", "licenseDeclared", "copyrightText", "downloadLocation"] {
        keep_unasserted(fields, key, &mut package);
    }
    package.pointer = pointer;
    package.shrink();
    package
}

fn asserted(text: &str) -> bool {
    text != "NOASSERTION" && text != "NONE"
}

/// "Not asserted" is a statement too; what says nothing else is kept with the fields that are not interpreted.
fn keep_unasserted(fields: &Fields, key: &str, package: &mut Package) {
    if let Some(value) = fields.get(key).filter(|value| value.as_str().is_some_and(|text| !asserted(text))) {
        package.unknown.insert(key.to_owned(), value.clone());
    }
}

fn agent(fields: &Fields, key: &str) -> (Option<Party>, Vec<Contact>) {
    let Some(text) = text(fields, key).filter(|text| text != "NONE") else { return (None, Vec::new()) };
    match split(&text) {
        (_, "") => (None, Vec::new()),
        ("Person", name) if key == "originator" => (None, vec![contact(name)]),
        (_, name) => (Some(party(name)), Vec::new()),
    }
}

fn hashes(fields: &Fields) -> Vec<Hash> {
    let hash = |fields: &Fields| {
        Some(Hash { alg: algorithm(&text(fields, "algorithm")?), value: text(fields, "checksumValue")? })
    };
    list(fields, "checksums").into_iter().filter_map(|(_, fields)| hash(fields)).collect()
}

/// The name that CycloneDX has for an algorithm of SPDX (`SHA256`, `checksumAlgorithm_sha256`, `sha256`).
pub(crate) fn algorithm(word: &str) -> String {
    let word = word.strip_prefix("checksumAlgorithm_").unwrap_or(word);
    let bare: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = match bare.to_ascii_uppercase().as_str() {
        "SHA1" => "SHA-1",
        "SHA224" => "SHA-224",
        "SHA256" => "SHA-256",
        "SHA384" => "SHA-384",
        "SHA512" => "SHA-512",
        "SHA3256" => "SHA3-256",
        "SHA3384" => "SHA3-384",
        "SHA3512" => "SHA3-512",
        "BLAKE2B256" => "BLAKE2b-256",
        "BLAKE2B384" => "BLAKE2b-384",
        "BLAKE2B512" => "BLAKE2b-512",
        "BLAKE3" => "BLAKE3",
        "MD5" => "MD5",
        _ => word,
    };
    name.to_owned()
}

fn licences(fields: &Fields) -> Vec<Licence> {
    let one = |key: &str, word: &str| {
        let text = text(fields, key).filter(|text| asserted(text))?;
        Some(licence(text, word))
    };
    [one("licenseDeclared", "declared"), one("licenseConcluded", "concluded")].into_iter().flatten().collect()
}

/// A licence stated as an SPDX expression.
pub(crate) fn licence(text: String, acknowledgement: &str) -> Licence {
    let form = if spdx::license_id(&text).is_some() { LicenceForm::Id } else { LicenceForm::Expression };
    Licence { form, text, acknowledgement: Some(acknowledgement.to_owned()), url: None, raw: Value::Null }
}

fn links(fields: &Fields, package: &mut Package) {
    for (key, kind) in [("downloadLocation", "distribution"), ("homepage", "website")] {
        if let Some(url) = text(fields, key).filter(|url| asserted(url)) {
            let reference = ExternalReference { kind: kind.into(), url, comment: None, hashes: Vec::new() };
            package.external_references.push(reference);
        }
    }
}

/// The first package URL, CPE and SWID tag identify the package; all others are kept as references.
fn references(fields: &Fields, package: &mut Package) {
    for (_, entry) in list(fields, "externalRefs") {
        let (Some(kind), Some(locator)) = (text(entry, "referenceType"), text(entry, "referenceLocator"))
        else {
            continue;
        };
        let end = kind.rsplit(['/', '#']).next().unwrap_or(&kind);
        match end {
            "purl" if package.purl.is_none() => package.purl = Some(PackagePurl::read(locator)),
            "cpe23Type" if !package.cpe.as_deref().is_some_and(|cpe| cpe.starts_with("cpe:2.3:")) => {
                if let Some(older) = package.cpe.replace(locator) {
                    keep("cpe22Type", older, None, package);
                }
            }
            "cpe22Type" if package.cpe.is_none() => package.cpe = Some(locator),
            "swid" if package.swid.is_none() => {
                let tag_id = locator.strip_prefix("swid:").unwrap_or(&locator).to_owned();
                package.swid = Some(Swid { tag_id, name: None, version: None, raw: Value::Null });
            }
            _ => keep(&kind, locator, text(entry, "comment"), package),
        }
    }
}

fn keep(kind: &str, url: String, comment: Option<String>, package: &mut Package) {
    package.external_references.push(ExternalReference {
        kind: kind.to_owned(),
        url,
        comment,
        hashes: Vec::new(),
    });
}

/// SPDX 2 has no field for level of support: annotations of the form `name: value` or `name=value` are read as
/// properties, and the end of validity as the end of support, which SPDX says it is.
fn properties(fields: &Fields) -> Vec<(usize, Property)> {
    let mut all = Vec::new();
    for (number, entry) in list(fields, "annotations") {
        let Some(comment) = text(entry, "comment") else { continue };
        for line in comment.lines() {
            let split = line.split_once('=').or_else(|| line.split_once(": "));
            if let Some((name, value)) = split.filter(|(name, _)| !name.trim().contains(' ')) {
                let property = Property { name: name.trim().into(), value: Some(value.trim().into()) };
                all.push((number, property));
            }
        }
    }
    if let Some(day) = text(fields, "validUntilDate") {
        all.push((all.len(), Property { name: "validUntilDate".into(), value: Some(day) }));
    }
    all
}

fn kind(word: String) -> Kind {
    match word.to_ascii_uppercase().replace('_', "-").as_str() {
        "APPLICATION" => Kind::Application,
        "FRAMEWORK" => Kind::Framework,
        "LIBRARY" => Kind::Library,
        "CONTAINER" => Kind::Container,
        "OPERATING-SYSTEM" => Kind::OperatingSystem,
        "DEVICE" => Kind::Device,
        "FIRMWARE" => Kind::Firmware,
        "FILE" => Kind::File,
        other => Kind::Other(other.to_ascii_lowercase()),
    }
}
