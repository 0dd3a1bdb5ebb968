//! One component.

use serde_json::{Map, Value, json};

use super::super::{Losses, put, support};
use super::parts;
use crate::take::Fields;
use crate::{Kind, Package, Party, Swid};

/// The component for `package`. `is_own` says that it came from CycloneDX: then the fields that are not interpreted are
/// those of the format.
pub(super) fn of(package: &Package, (is_own, has_ground): (bool, bool), losses: &mut Losses) -> Fields {
    let subject = package.key().to_string();
    let mut fields = Map::new();
    if is_own {
        for (key, value) in &package.unknown {
            fields.insert(key.clone(), value.clone());
        }
    } else {
        unknown(package, &subject, losses);
    }
    fields.insert("type".into(), kind(&package.kind, has_ground, &subject, losses).into());
    put::text(&mut fields, "bom-ref", package.bom_ref.as_ref());
    // SPDX has a word for "nobody says who", which is no name.
    let is_name = |it: &&Party| has_ground || it.name.as_deref() != Some("NOASSERTION");
    let party = |it: &Option<Party>| it.as_ref().filter(is_name).map(parts::party);
    put::put(&mut fields, "supplier", party(&package.supplier));
    put::put(&mut fields, "manufacturer", party(&package.manufacturer));
    put::list(&mut fields, "authors", package.authors.iter().map(parts::contact).collect());
    put::text(&mut fields, "publisher", package.publisher.as_ref());
    put::text(&mut fields, "group", package.group.as_ref());
    fields.insert("name".into(), package.name.as_str().into());
    put::text(&mut fields, "version", package.version.as_ref());
    put::text(&mut fields, "versionRange", package.version_range.as_ref());
    put::put(&mut fields, "isExternal", package.is_external);
    put::text(&mut fields, "description", package.description.as_ref());
    put::text(&mut fields, "scope", package.scope.as_ref());
    put::list(&mut fields, "hashes", parts::hashes(&package.hashes, has_ground, &subject, losses));
    put::list(&mut fields, "licenses", parts::licences(&package.licences));
    put::text(&mut fields, "copyright", package.copyright.as_ref());
    put::text(&mut fields, "cpe", package.cpe.as_ref());
    put::put(&mut fields, "purl", package.purl.as_ref().map(|purl| purl.raw.as_str()));
    put::put(&mut fields, "swid", package.swid.as_ref().map(|tag| swid(tag, &package.name)));
    put::put(&mut fields, "pedigree", package.pedigree.as_ref().map(|pedigree| pedigree.raw.clone()));
    let references = &package.external_references;
    put::list(
        &mut fields,
        "externalReferences",
        references.iter().map(|it| parts::reference(it, &subject, losses)).collect(),
    );
    put::put(&mut fields, "evidence", package.evidence.clone());
    let properties = support::properties(package, has_ground);
    put::list(&mut fields, "properties", properties.iter().map(parts::property).collect());
    fields
}

/// Words that the format does not have, and those that say that nothing is known, become what most tools write then.
fn kind(kind: &Kind, has_ground: bool, subject: &str, losses: &mut Losses) -> String {
    match kind {
        Kind::Other(word) if word == "unspecified" => "library".to_owned(),
        Kind::Other(word) if !has_ground => {
            losses.add(&format!("component.type.{word}"), subject, "written as `library`");
            "library".to_owned()
        }
        known => known.word().to_owned(),
    }
}

fn swid(tag: &Swid, name: &str) -> Value {
    if !tag.raw.is_null() {
        return tag.raw.clone();
    }
    let mut fields = Map::new();
    fields.insert("tagId".into(), json!(tag.tag_id));
    fields.insert("name".into(), json!(tag.name.as_deref().unwrap_or(name)));
    put::text(&mut fields, "version", tag.version.as_ref());
    Value::Object(fields)
}

/// Fields of another format. Those that say nothing are no loss.
fn unknown(package: &Package, subject: &str, losses: &mut Losses) {
    for (key, value) in &package.unknown {
        let says_nothing = match value {
            Value::String(text) => text.is_empty() || text == "NOASSERTION" || text == "NONE",
            Value::Bool(_) | Value::Null => true,
            _ => key == "annotations",
        };
        if !says_nothing {
            losses.add(&format!("package.{key}"), subject, "CycloneDX has no such field");
        }
    }
}
