//! One package of SPDX 3.0.1, with the elements that belong to it.

use serde_json::{Map, Value, json};

use super::super::{Losses, spdx2, support};
use super::{Elements, INFO, put};
use crate::spdx3::of_cyclonedx;
use crate::take::Fields;
use crate::{Kind, Package, Sbom, SupportLevel};

impl Elements {
    /// All packages, the primary one first.
    pub(super) fn packages(&mut self, sbom: &Sbom, losses: &mut Losses) {
        for (number, package) in sbom.all_packages().enumerate() {
            self.package(number, package, losses);
        }
    }

    fn package(&mut self, number: usize, package: &Package, losses: &mut Losses) {
        let subject = package.key().to_string();
        let id = self.package_id(number);
        let mut fields = Map::new();
        fields.insert("type".into(), "software_Package".into());
        fields.insert("spdxId".into(), id.as_str().into());
        fields.insert("creationInfo".into(), INFO.into());
        fields.insert("name".into(), package.name.as_str().into());
        put::text(&mut fields, "software_packageVersion", package.version.as_ref());
        put::text(&mut fields, "description", package.description.as_ref());
        put::text(&mut fields, "software_copyrightText", package.copyright.as_ref());
        put::put(&mut fields, "software_primaryPurpose", purpose(&package.kind));
        let supplier = package.supplier.as_ref().map(|party| self.party(party));
        let supplier = supplier
            .or_else(|| package.publisher.as_ref().map(|name| self.agent("Organization", name, None)));
        put::put(&mut fields, "suppliedBy", supplier);
        let mut makers: Vec<Value> = package.manufacturer.iter().map(|it| self.party(it).into()).collect();
        makers.extend(package.authors.iter().map(|it| Value::from(self.contact(it))));
        put::list(&mut fields, "originatedBy", makers);
        put::list(&mut fields, "verifiedUsing", hashes(package, &subject, losses));
        links(package, &mut fields);
        if let Some(day) = package.support.end_of_support {
            fields.insert("validUntilTime".into(), format!("{day}T00:00:00Z").into());
        }
        put::list(&mut fields, "supportLevel", level(package));
        if self.is_own {
            // Fields of no known meaning, as they came.
            let own = package.unknown.iter().filter(|(key, _)| is_of_any_package(key));
            fields.extend(own.map(|(key, value)| (key.clone(), value.clone())));
        }
        self.all.push(Value::Object(fields));
        self.licences_of(&id, package);
        self.remarks(number, &id, package);
        beyond(package, &subject, self.is_own, losses);
    }

    fn licences_of(&mut self, id: &str, package: &Package) {
        let mut extracted = std::collections::BTreeMap::new();
        for licence in &package.licences {
            let expression = spdx2::expression(licence, &mut extracted);
            let kind = match licence.acknowledgement.as_deref() {
                Some("concluded") => "hasConcludedLicense",
                _ => "hasDeclaredLicense",
            };
            let to = self.licence(&expression);
            self.relation(id, kind, vec![to], None);
        }
    }

    /// Properties as remarks of the form `name=value`, which the reader understands.
    fn remarks(&mut self, number: usize, id: &str, package: &Package) {
        let properties = support::properties(package, false);
        let is_native = |name: &str| name == support::END && package.support.end_of_support.is_some();
        for (at, property) in properties.iter().filter(|it| !is_native(&it.name)).enumerate() {
            let remark = self.id(&format!("annotation-{number}-{at}"));
            self.all.push(json!({
                "type": "Annotation", "spdxId": remark, "creationInfo": INFO, "annotationType": "other",
                "subject": id,
                "statement": format!("{}={}", property.name, property.value.as_deref().unwrap_or("")),
            }));
        }
    }
}

/// Whether every package can have the field; those of models and data sets cannot stand at a plain one.
fn is_of_any_package(key: &str) -> bool {
    !key.starts_with("ai_") && !key.starts_with("dataset_")
}

fn hashes(package: &Package, subject: &str, losses: &mut Losses) -> Vec<Value> {
    let mut all = Vec::new();
    for hash in &package.hashes {
        let Some(word) = algorithm(&hash.alg) else {
            losses.add(&format!("hash.{}", hash.alg), subject, "SPDX 3.0 has no such algorithm");
            continue;
        };
        all.push(json!({ "type": "Hash", "algorithm": word, "hashValue": hash.value }));
    }
    all
}

fn algorithm(word: &str) -> Option<&'static str> {
    Some(match word {
        "MD5" => "md5",
        "SHA-1" => "sha1",
        "SHA-224" => "sha224",
        "SHA-256" => "sha256",
        "SHA-384" => "sha384",
        "SHA-512" => "sha512",
        "SHA3-256" => "sha3_256",
        "SHA3-384" => "sha3_384",
        "SHA3-512" => "sha3_512",
        "BLAKE2b-256" => "blake2b256",
        "BLAKE2b-384" => "blake2b384",
        "BLAKE2b-512" => "blake2b512",
        "BLAKE3" => "blake3",
        _ => return None,
    })
}

fn links(package: &Package, fields: &mut Fields) {
    let mut identifiers = Vec::new();
    let mut references = Vec::new();
    if let Some(purl) = &package.purl {
        fields.insert("software_packageUrl".into(), purl.raw.as_str().into());
        identifiers.push(("packageUrl", purl.raw.as_str(), None));
    }
    if let Some(cpe) = &package.cpe {
        identifiers.push((if cpe.starts_with("cpe:2.3:") { "cpe23" } else { "cpe22" }, cpe, None));
    }
    if let Some(tag) = &package.swid {
        identifiers.push(("swid", tag.tag_id.as_str(), None));
    }
    let (mut download, mut home) = (false, false);
    for reference in &package.external_references {
        match reference.kind.as_str() {
            "distribution" if !download && reference.comment.is_none() => {
                fields.insert("software_downloadLocation".into(), reference.url.as_str().into());
                download = true;
            }
            "website" if !home && reference.comment.is_none() => {
                fields.insert("software_homePage".into(), reference.url.as_str().into());
                home = true;
            }
            kind => references.push((of_cyclonedx(kind).unwrap_or("other"), reference)),
        }
    }
    let entry = |(kind, id, _): (&str, &str, Option<()>)| json!({ "type": "ExternalIdentifier", "externalIdentifierType": kind, "identifier": id });
    put::list(fields, "externalIdentifier", identifiers.into_iter().map(entry).collect());
    let entries = references.into_iter().map(|(kind, reference)| {
        let mut entry = Map::new();
        entry.insert("type".into(), "ExternalRef".into());
        entry.insert("externalRefType".into(), kind.into());
        entry.insert("locator".into(), json!([reference.url]));
        let comment = if kind == "other" && reference.kind != "other" {
            Some(format!("kind: {}", reference.kind))
        } else {
            reference.comment.clone()
        };
        put::text(&mut entry, "comment", comment.as_ref());
        Value::Object(entry)
    });
    put::list(fields, "externalRef", entries.collect());
}

/// The level of support, in the words of SPDX 3.0. A level that is not known is no statement.
fn level(package: &Package) -> Vec<Value> {
    let word = match package.support.level {
        Some(SupportLevel::ActivelyMaintained) => "support",
        Some(SupportLevel::LimitedSupport) => "limitedSupport",
        Some(SupportLevel::NoLongerMaintained | SupportLevel::Abandoned) => "noSupport",
        Some(SupportLevel::Unknown) | None => return Vec::new(),
    };
    vec![word.into()]
}

fn purpose(kind: &Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Application => "application",
        Kind::Framework => "framework",
        Kind::Library => "library",
        Kind::Container => "container",
        Kind::Platform => "platform",
        Kind::OperatingSystem => "operatingSystem",
        Kind::Device => "device",
        Kind::DeviceDriver => "deviceDriver",
        Kind::Firmware => "firmware",
        Kind::File => "file",
        Kind::MachineLearningModel => "model",
        Kind::Data => "data",
        Kind::CryptographicAsset => "other",
        Kind::Other(word) => match word.as_str() {
            "source" => "source",
            "archive" => "archive",
            "install" => "install",
            _ => return None,
        },
    })
}

fn beyond(package: &Package, subject: &str, is_own: bool, losses: &mut Losses) {
    for key in package.unknown.keys().filter(|key| !(is_own && is_of_any_package(key))) {
        losses.add(&format!("package.{key}"), subject, "not written in SPDX 3.0");
    }
    let stated = [
        ("group", package.group.is_some() && package.purl.is_none()),
        ("scope", package.scope.is_some()),
        ("versionRange", package.version_range.is_some()),
        ("pedigree", package.pedigree.is_some()),
        ("evidence", package.evidence.is_some()),
    ];
    for (field, _) in stated.into_iter().filter(|(_, is_stated)| *is_stated) {
        losses.add(&format!("package.{field}"), subject, "not written in SPDX 3.0");
    }
}
