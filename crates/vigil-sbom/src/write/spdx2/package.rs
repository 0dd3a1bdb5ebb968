//! One package of SPDX 2.3.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::{Losses, cpe, put, support};
use crate::take::Fields;
use crate::{ExternalReference, Hash, Kind, Licence, LicenceForm, Package, licences};

const NO: &str = "NOASSERTION";

/// The fields of `package`. `is_own`: it was read from SPDX 2; `has_ground`: its original is written on, where all else stands
/// that the format wants.
pub(super) fn of(
    package: &Package,
    id: &str,
    created: &str,
    (is_own, has_ground): (bool, bool),
    extracted: &mut BTreeMap<String, String>,
    losses: &mut Losses,
) -> Fields {
    let subject = package.key().to_string();
    let mut fields = Map::new();
    if is_own {
        for (key, value) in &package.unknown {
            fields.insert(key.clone(), value.clone());
        }
    } else {
        beyond(package, &subject, losses);
    }
    if !has_ground {
        fields.entry("filesAnalyzed").or_insert_with(|| false.into());
    }
    fields.insert("SPDXID".into(), id.into());
    fields.insert("name".into(), package.name.as_str().into());
    put::text(&mut fields, "versionInfo", package.version.as_deref().map(one_line).as_ref());
    let supplier = package.supplier.as_ref().and_then(super::organisation);
    let supplier = supplier.or_else(|| publisher(package, is_own));
    put::put(&mut fields, "supplier", supplier.map(|it| one_line(&it)));
    let originator = package.manufacturer.as_ref().and_then(super::organisation);
    let originator = originator.or_else(|| package.authors.first().and_then(super::person));
    put::put(&mut fields, "originator", originator.map(|it| one_line(&it)));
    put::put(&mut fields, "primaryPackagePurpose", purpose(&package.kind));
    let mut hashes = Vec::new();
    for hash in &package.hashes {
        match algorithm(&hash.alg).filter(|_| is_own || has_length(hash)) {
            Some(word) => hashes.push(json!({ "algorithm": word, "checksumValue": hash.value })),
            None if is_own => hashes.push(json!({ "algorithm": hash.alg, "checksumValue": hash.value })),
            None => losses.add(&format!("hash.{}", hash.alg), &subject, "SPDX 2.3 has no such digest"),
        }
    }
    put::list(&mut fields, "checksums", hashes);
    licence_fields(package, extracted, &mut fields);
    put::text(&mut fields, "copyrightText", package.copyright.as_ref());
    put::text(&mut fields, "description", package.description.as_ref());
    links(package, is_own, &mut fields, &subject, losses);
    if !has_ground {
        for key in ["licenseConcluded", "licenseDeclared", "copyrightText", "downloadLocation", "supplier"] {
            fields.entry(key).or_insert_with(|| NO.into());
        }
    }
    put::put(
        &mut fields,
        "validUntilDate",
        package.support.end_of_support.map(|day| format!("{day}T00:00:00Z")),
    );
    annotations(package, created, is_own, &mut fields, &subject, losses);
    fields
}

/// CycloneDX knows a publisher beside supplier and manufacturer: the name that there is, is the supplier's.
fn publisher(package: &Package, is_own: bool) -> Option<String> {
    if is_own {
        return None;
    }
    package.publisher.as_ref().map(|name| format!("Organization: {name}"))
}

/// What the package says and SPDX 2.3 has no field for.
fn beyond(package: &Package, subject: &str, losses: &mut Losses) {
    for (key, value) in &package.unknown {
        if value.as_str() != Some("") {
            losses.add(&format!("package.{key}"), subject, "SPDX 2.3 has no such field");
        }
    }
    let stated = [
        ("group", package.group.is_some() && package.purl.is_none()),
        ("scope", package.scope.is_some()),
        ("versionRange", package.version_range.is_some()),
        ("pedigree", package.pedigree.is_some()),
        ("evidence", package.evidence.is_some()),
        ("authors", package.authors.len() > usize::from(package.manufacturer.is_none())),
        ("publisher", package.publisher.is_some() && package.supplier.is_some()),
    ];
    for (field, _) in stated.into_iter().filter(|(_, is_stated)| *is_stated) {
        losses.add(&format!("package.{field}"), subject, "SPDX 2.3 has no such field");
    }
}

fn licence_fields(package: &Package, extracted: &mut BTreeMap<String, String>, fields: &mut Fields) {
    let of = |word: Option<&str>| -> Vec<&Licence> {
        package.licences.iter().filter(|licence| licence.acknowledgement.as_deref() == word).collect()
    };
    let mut declared = of(Some("declared"));
    // A licence of which nobody says whether it is declared or concluded is the declared one.
    declared.extend(of(None));
    for (key, licences) in [("licenseDeclared", declared), ("licenseConcluded", of(Some("concluded")))] {
        let texts: Vec<String> = licences.into_iter().map(|licence| expression(licence, extracted)).collect();
        let text = match &texts[..] {
            [] => continue,
            [one] => one.clone(),
            several => several
                .iter()
                .map(|text| if text.contains(' ') { format!("({text})") } else { text.clone() })
                .collect::<Vec<_>>()
                .join(" AND "),
        };
        fields.insert(key.into(), text.into());
    }
}

/// The expression that states `licence`. A name that is none becomes a reference to a text of its own.
pub(in crate::write) fn expression(licence: &Licence, extracted: &mut BTreeMap<String, String>) -> String {
    for id in licence.text.split(|c: char| c == '(' || c == ')' || c.is_whitespace()) {
        if id.starts_with("LicenseRef-") {
            extracted.entry(id.to_owned()).or_insert_with(|| id.to_owned());
        }
    }
    let is_reference = licence.text.starts_with("LicenseRef-");
    let is_stated =
        licence.form != LicenceForm::Name || is_reference || spdx::license_id(&licence.text).is_some();
    if is_stated && (licences::is_expression(&licence.text) || licences::is_licence_id(&licence.text)) {
        return licence.text.clone();
    }
    let plain: String =
        licence.text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    let plain: String = plain.chars().take(60).collect();
    let mut id = format!("LicenseRef-{}", if plain.is_empty() { "unnamed" } else { &plain });
    let base = id.clone();
    let mut number = 1;
    while extracted.get(&id).is_some_and(|known| *known != licence.text) {
        number += 1;
        id = format!("{base}-{number}");
    }
    extracted.insert(id.clone(), licence.text.clone());
    id
}

/// Whether the digest has the length of its algorithm; BLAKE3 has any from 64 digits on.
fn has_length(hash: &Hash) -> bool {
    hash.has_right_length() && (hash.alg != "BLAKE3" || hash.value.len() >= 64)
}

/// Where it is found, and what identifies it elsewhere.
fn links(package: &Package, is_own: bool, fields: &mut Fields, subject: &str, losses: &mut Losses) {
    let mut references = Vec::new();
    let mut add = |category: &str, kind: &str, locator: &str, comment: Option<&String>| {
        let mut entry = Map::new();
        entry.insert("referenceCategory".into(), category.into());
        entry.insert("referenceType".into(), kind.into());
        entry.insert("referenceLocator".into(), locator.into());
        put::put(&mut entry, "comment", comment.map(String::as_str));
        references.push(Value::Object(entry));
    };
    if let Some(purl) = &package.purl {
        add("PACKAGE-MANAGER", "purl", &purl.raw.replace(' ', "%20"), None);
    }
    if let Some(cpe) = &package.cpe {
        let kind = if cpe.starts_with("cpe:2.3:") { "cpe23Type" } else { "cpe22Type" };
        if is_own || cpe::is_one(cpe) {
            add("SECURITY", kind, cpe, None);
        } else {
            losses.add("package.cpe", subject, "it is no CPE name that the format takes");
        }
    }
    if let Some(tag) = &package.swid {
        let bare = tag.tag_id.strip_prefix("swid:").unwrap_or(&tag.tag_id);
        add("SECURITY", "swid", &format!("swid:{bare}"), None);
    }
    let (mut download, mut home) = (false, false);
    for reference in &package.external_references {
        match reference.kind.as_str() {
            "distribution" if !download && reference.comment.is_none() => {
                fields.insert("downloadLocation".into(), reference.url.trim().into());
                download = true;
            }
            "website" if !home && reference.comment.is_none() => {
                fields.insert("homepage".into(), reference.url.trim().into());
                home = true;
            }
            kind => add(category(kind), kind, &reference.url, reference.comment.as_ref()),
        }
        lost_hashes(reference, subject, losses);
    }
    put::list(fields, "externalRefs", references.into_iter().map(|entry| tidy(entry, is_own)).collect());
}

fn lost_hashes(reference: &ExternalReference, subject: &str, losses: &mut Losses) {
    if !reference.hashes.is_empty() {
        losses.add("externalReference.hashes", subject, "SPDX 2.3 has no such field");
    }
}

/// A locator has no white space.
fn tidy(mut entry: Value, is_own: bool) -> Value {
    if !is_own && let Some(Value::String(locator)) = entry.get_mut("referenceLocator") {
        *locator = locator.trim().replace(char::is_whitespace, "%20");
    }
    entry
}

/// The category that SPDX asks for with each kind of reference.
fn category(kind: &str) -> &'static str {
    match kind {
        "cpe22Type" | "cpe23Type" | "advisory" | "fix" | "url" | "swid" => "SECURITY",
        "purl" | "maven-central" | "npm" | "nuget" | "bower" => "PACKAGE-MANAGER",
        "swh" | "gitoid" => "PERSISTENT-ID",
        _ => "OTHER",
    }
}

/// SPDX 2.3 has no properties: each is written as a remark of the form `name=value`, which the reader understands.
fn annotations(
    package: &Package,
    created: &str,
    is_own: bool,
    fields: &mut Fields,
    subject: &str,
    losses: &mut Losses,
) {
    let mut remarks = Vec::new();
    for property in support::properties(package, false) {
        let value = property.value.unwrap_or_default();
        if property.name == support::END && package.support.end_of_support.is_some() {
            continue;
        }
        if property.name.contains([' ', '=']) || value.contains('\n') {
            if !is_own {
                losses.add("package.properties", subject, "names with blanks and values of several lines");
            }
            continue;
        }
        let comment = format!("{}={value}", property.name);
        remarks.push(json!({
            "annotator": "Tool: vigil", "annotationDate": created, "annotationType": "OTHER", "comment": comment,
        }));
    }
    put::list(fields, "annotations", remarks);
}

fn purpose(kind: &Kind) -> Option<String> {
    let word = match kind {
        Kind::Application => "APPLICATION",
        Kind::Framework => "FRAMEWORK",
        Kind::Library => "LIBRARY",
        Kind::Container => "CONTAINER",
        Kind::OperatingSystem => "OPERATING-SYSTEM",
        Kind::Device => "DEVICE",
        Kind::Firmware => "FIRMWARE",
        Kind::File => "FILE",
        Kind::Other(word) if word == "unspecified" => return None,
        Kind::Other(word) if ["source", "archive", "install"].contains(&word.as_str()) => {
            return Some(word.to_ascii_uppercase());
        }
        _ => "OTHER",
    };
    Some(word.to_owned())
}

/// The name that SPDX 2.3 has for an algorithm of CycloneDX.
fn algorithm(word: &str) -> Option<&'static str> {
    Some(match word {
        "MD5" => "MD5",
        "SHA-1" => "SHA1",
        "SHA-224" => "SHA224",
        "SHA-256" => "SHA256",
        "SHA-384" => "SHA384",
        "SHA-512" => "SHA512",
        "SHA3-256" => "SHA3-256",
        "SHA3-384" => "SHA3-384",
        "SHA3-512" => "SHA3-512",
        "BLAKE2b-256" => "BLAKE2b-256",
        "BLAKE2b-384" => "BLAKE2b-384",
        "BLAKE2b-512" => "BLAKE2b-512",
        "BLAKE3" => "BLAKE3",
        _ => return None,
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
