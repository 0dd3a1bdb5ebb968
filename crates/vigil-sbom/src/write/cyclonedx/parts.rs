//! People, hashes, licences, references, tools.

use serde_json::{Map, Value, json};

use super::super::{Losses, put};
use crate::cyclonedx as reader;
use crate::{Contact, ExternalReference, Hash, Licence, LicenceForm, Lifecycle, Party, Property, Tool};

pub(super) fn party(party: &Party) -> Value {
    let mut fields = Map::new();
    put::text(&mut fields, "name", party.name.as_ref());
    put::list(&mut fields, "url", party.urls.iter().map(|url| url.as_str().into()).collect());
    put::list(&mut fields, "contact", party.contacts.iter().map(contact).collect());
    Value::Object(fields)
}

pub(super) fn contact(contact: &Contact) -> Value {
    let mut fields = Map::new();
    put::text(&mut fields, "name", contact.name.as_ref());
    put::text(&mut fields, "email", contact.email.as_ref());
    put::text(&mut fields, "phone", contact.phone.as_ref());
    Value::Object(fields)
}

pub(super) fn property(property: &Property) -> Value {
    let mut fields = Map::new();
    fields.insert("name".into(), property.name.as_str().into());
    put::text(&mut fields, "value", property.value.as_ref());
    Value::Object(fields)
}

pub(super) fn lifecycle(stage: &Lifecycle) -> Value {
    let mut fields = Map::new();
    // A stage has a phase of the format's or a name of its own, never both.
    put::text(&mut fields, "phase", stage.phase.as_ref());
    if stage.phase.is_none() {
        put::text(&mut fields, "name", stage.name.as_ref());
        put::text(&mut fields, "description", stage.description.as_ref());
    }
    Value::Object(fields)
}

/// A tool as the component that it has been since 1.5.
pub(super) fn tool(tool: &Tool) -> Value {
    let mut fields = Map::new();
    fields.insert("type".into(), "application".into());
    if let Some(vendor) = &tool.vendor {
        fields.insert("supplier".into(), json!({ "name": vendor }));
    }
    fields.insert("name".into(), tool.name.as_deref().unwrap_or("(unnamed)").into());
    put::text(&mut fields, "version", tool.version.as_ref());
    put::list(&mut fields, "hashes", hashes(&tool.hashes, true, "", &mut Losses::default()));
    Value::Object(fields)
}

/// The digests that the format has a name for. Those of an original are kept whatever they are called.
pub(super) fn hashes(all: &[Hash], keeps_all: bool, subject: &str, losses: &mut Losses) -> Vec<Value> {
    let mut items = Vec::new();
    for hash in all {
        if keeps_all || (reader::has_algorithm(&hash.alg) && reader::is_digest(&hash.value)) {
            items.push(json!({ "alg": hash.alg, "content": hash.value }));
        } else {
            losses.add(&format!("hash.{}", hash.alg), subject, "CycloneDX has no such digest");
        }
    }
    items
}

/// The licences. One expression stands alone; where there are several entries, an expression among them is written as
/// a name, because the versions before 1.7 allow no other mixture.
pub(super) fn licences(all: &[Licence]) -> Vec<Value> {
    let alone = all.len() == 1;
    all.iter().map(|licence| one_licence(licence, alone)).collect()
}

fn one_licence(licence: &Licence, alone: bool) -> Value {
    if !licence.raw.is_null() {
        return licence.raw.clone();
    }
    let mut inner = Map::new();
    let is_expression = licence.form == LicenceForm::Expression;
    let key = match licence.form {
        LicenceForm::Expression if alone => "expression",
        LicenceForm::Id => "id",
        LicenceForm::Expression | LicenceForm::Name => "name",
    };
    inner.insert(key.into(), licence.text.as_str().into());
    put::text(&mut inner, "acknowledgement", licence.acknowledgement.as_ref());
    if is_expression && alone {
        return Value::Object(inner);
    }
    put::text(&mut inner, "url", licence.url.as_ref());
    json!({ "license": inner })
}

pub(super) fn reference(reference: &ExternalReference, subject: &str, losses: &mut Losses) -> Value {
    let mut fields = Map::new();
    let known = reader::has_reference(&reference.kind);
    let comment = if known {
        reference.comment.clone()
    } else {
        let kind = format!("kind: {}", reference.kind);
        Some(reference.comment.as_ref().map_or_else(|| kind.clone(), |comment| format!("{comment} ({kind})")))
    };
    fields.insert("type".into(), if known { reference.kind.as_str() } else { "other" }.into());
    fields.insert("url".into(), address(&reference.url).into());
    put::text(&mut fields, "comment", comment.as_ref());
    put::list(&mut fields, "hashes", hashes(&reference.hashes, false, subject, losses));
    Value::Object(fields)
}

/// The address with the characters escaped that no address may have.
pub(super) fn address(url: &str) -> String {
    let mut text = String::with_capacity(url.len());
    for character in url.trim().chars() {
        match character {
            ' ' | '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`' => {
                text.push_str(&format!("%{:02X}", u32::from(character)));
            }
            other if other.is_control() => text.push_str("%20"),
            other => text.push(other),
        }
    }
    text
}
