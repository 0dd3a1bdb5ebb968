//! Organisations, people, hashes, licences, references, properties, pedigree.

use serde_json::Value;

use crate::take::{Fields, list, object, text};
use crate::{Contact, ExternalReference, Hash, Licence, LicenceForm, Party, Pedigree, Property, Swid};

pub(super) fn party(fields: &Fields, key: &str) -> Option<Party> {
    let party = object(fields, key)?;
    Some(Party { name: text(party, "name"), urls: urls(party), contacts: contacts(party, "contact") })
}

fn urls(party: &Fields) -> Vec<String> {
    match party.get("url") {
        Some(Value::Array(urls)) => urls.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(url)) => vec![url.clone()],
        _ => Vec::new(),
    }
}

pub(super) fn contacts(fields: &Fields, key: &str) -> Vec<Contact> {
    list(fields, key).into_iter().map(|(_, contact)| person(contact)).collect()
}

fn person(contact: &Fields) -> Contact {
    Contact { name: text(contact, "name"), email: text(contact, "email"), phone: text(contact, "phone") }
}

pub(super) fn hashes(fields: &Fields) -> Vec<Hash> {
    let hash = |hash: &Fields| Some(Hash { alg: text(hash, "alg")?, value: text(hash, "content")? });
    list(fields, "hashes").into_iter().filter_map(|(_, fields)| hash(fields)).collect()
}

pub(super) fn licences(fields: &Fields) -> Vec<Licence> {
    list(fields, "licenses").into_iter().filter_map(|(_, choice)| licence(choice)).collect()
}

fn licence(choice: &Fields) -> Option<Licence> {
    let inner = object(choice, "license").unwrap_or(choice);
    let (form, words) = text(choice, "expression")
        .map(|words| (LicenceForm::Expression, words))
        .or_else(|| text_of(inner, "id", LicenceForm::Id))
        .or_else(|| text_of(inner, "name", LicenceForm::Name))?;
    Some(Licence {
        form,
        text: words,
        acknowledgement: text(inner, "acknowledgement"),
        url: text(inner, "url"),
        raw: rest(choice, inner),
    })
}

/// The whole entry if it says more than what is taken from it: of a hundred thousand packages, most say no more.
fn rest(choice: &Fields, inner: &Fields) -> Value {
    const TAKEN: [&str; 6] = ["license", "id", "name", "expression", "acknowledgement", "url"];
    let has_more = choice.keys().chain(inner.keys()).any(|key| !TAKEN.contains(&key.as_str()));
    if has_more { Value::Object(choice.clone()) } else { Value::Null }
}

fn text_of(fields: &Fields, key: &str, form: LicenceForm) -> Option<(LicenceForm, String)> {
    Some((form, text(fields, key)?))
}

pub(super) fn references(fields: &Fields) -> Vec<ExternalReference> {
    let reference = |fields: &Fields| {
        Some(ExternalReference {
            kind: text(fields, "type").unwrap_or_else(|| "other".to_owned()),
            url: text(fields, "url")?,
            comment: text(fields, "comment"),
            hashes: hashes(fields),
        })
    };
    list(fields, "externalReferences").into_iter().filter_map(|(_, fields)| reference(fields)).collect()
}

pub(super) fn properties(fields: &Fields) -> Vec<Property> {
    numbered_properties(fields).into_iter().map(|(_, property)| property).collect()
}

/// The properties, each with its number in the file's list: those without a name are no properties.
pub(super) fn numbered_properties(fields: &Fields) -> Vec<(usize, Property)> {
    let property =
        |fields: &Fields| Some(Property { name: text(fields, "name")?, value: text(fields, "value") });
    list(fields, "properties").into_iter().filter_map(|(at, fields)| Some((at, property(fields)?))).collect()
}

pub(super) fn pedigree(fields: &Fields) -> Option<Pedigree> {
    let pedigree = object(fields, "pedigree")?;
    let all = |key: &str| pedigree.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    Some(Pedigree {
        commits: all("commits"),
        patches: all("patches"),
        notes: text(pedigree, "notes"),
        raw: Value::Object(pedigree.clone()),
    })
}

pub(super) fn swid(fields: &Fields) -> Option<Swid> {
    let swid = object(fields, "swid")?;
    Some(Swid {
        tag_id: text(swid, "tagId")?,
        name: text(swid, "name"),
        version: text(swid, "version"),
        raw: Value::Object(swid.clone()),
    })
}
