//! Fits a document to a version and a syntax along the tables of the format: what came later is said in the older way
//! where there is one, and reported where there is none.

use serde_json::{Value, json};

use super::super::{Losses, cpe};
use crate::cyclonedx::shapes;
use crate::shape::{Field, Is, Shape};
use crate::take::{Fields, text};

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Json,
    Xml,
}

/// Fits `fields`, which came in the syntax `from`, to version 1.`minor` in the syntax `into`. `is_same` says that this is
/// how they came: then they are let be.
pub(super) fn to(
    fields: &mut Fields,
    minor: u8,
    from: Syntax,
    into: Syntax,
    is_same: bool,
    losses: &mut Losses,
) {
    let mut fit = Fit { minor, from, into, is_same, losses };
    if into != from && fields.remove("vulnerabilities").is_some() {
        fit.losses.add("document.vulnerabilities", "the document", "keep VEX in a file of its own");
    }
    fit.object(fields, &shapes::BOM, "the document");
}

struct Fit<'l> {
    minor: u8,
    from: Syntax,
    into: Syntax,
    is_same: bool,
    losses: &'l mut Losses,
}

impl Fit<'_> {
    /// Fits one object; says whether it can still be written.
    fn object(&mut self, fields: &mut Fields, shape: &'static Shape, subject: &str) -> bool {
        let own = text(fields, "name").map(|name| match text(fields, "version") {
            Some(version) => format!("{name}@{version}"),
            None => name,
        });
        let is_component = std::ptr::eq(shape, &raw const shapes::COMPONENT);
        let subject = own.as_deref().filter(|_| is_component).unwrap_or(subject);
        self.older(fields, shape, subject);
        let keys: Vec<String> = fields.keys().cloned().collect();
        let mut holds = true;
        for key in keys {
            let Some(mut value) = fields.remove(&key) else { continue };
            let keeps = match shape.fields.iter().find(|field| field.key == key) {
                None => self.unknown(&key, shape, subject),
                Some(field) => {
                    let keeps = self.field(&mut value, field, shape, subject);
                    holds &= keeps || field.required == 0 || field.required > self.minor;
                    keeps
                }
            };
            if keeps {
                fields.insert(key, value);
            }
        }
        holds
    }

    /// A field that the tables do not know stays in its own syntax; the other has no form for it.
    fn unknown(&mut self, key: &str, shape: &Shape, subject: &str) -> bool {
        let keeps = self.from == self.into;
        if !keeps && !key.starts_with("@xmlns") {
            self.lost(shape, key, subject, "a field of no known meaning has no form in another syntax");
        }
        keeps
    }

    fn field(&mut self, value: &mut Value, field: &Field, shape: &Shape, subject: &str) -> bool {
        if field.key == "signature" {
            let keeps = self.is_same && self.into == Syntax::Json;
            if !keeps {
                self.lost(shape, field.key, subject, super::signatures::WHY);
            }
            return keeps;
        }
        if field.since > self.minor {
            let why = format!("it came with 1.{}", field.since);
            self.lost(shape, field.key, subject, &why);
            return false;
        }
        // The schema of XML has a pattern for CPE names, that of JSON has none.
        if field.key == "cpe" && self.into == Syntax::Xml && !self.is_same {
            let holds = value.as_str().is_some_and(cpe::is_one);
            if !holds {
                self.lost(shape, "cpe", subject, "it is no CPE name that the format takes");
            }
            return holds;
        }
        match (&field.is, &mut *value) {
            (Is::Object(inner) | Is::ObjectsOr(_, inner), Value::Object(fields)) => {
                self.object(fields, inner, subject)
            }
            (Is::Objects(inner) | Is::ObjectsOr(inner, _), Value::Array(items)) => {
                items.retain_mut(|item| match item {
                    Value::Object(fields) => self.object(fields, inner, subject),
                    _ => true,
                });
                true
            }
            (Is::Word(words), Value::String(word)) => {
                let Some((known, since)) = words.iter().find(|(known, _)| known == word) else { return true };
                if *since <= self.minor {
                    return true;
                }
                let older = older_word(field.key, known);
                let why = match older {
                    Some(older) => format!("the word came with 1.{since}; written as `{older}`"),
                    None => format!("the word came with 1.{since}"),
                };
                self.lost(shape, &format!("{}.{known}", field.key), subject, &why);
                if let Some(older) = older {
                    *word = older.to_owned();
                }
                older.is_some()
            }
            (Is::Any | Is::List, value) => self.opaque(value, field, shape, subject),
            _ => true,
        }
    }

    /// What the tables do not look into crosses into the other syntax only in its plainest form.
    fn opaque(&mut self, value: &mut Value, field: &Field, shape: &Shape, subject: &str) -> bool {
        if self.from == self.into || plain(value) {
            return true;
        }
        self.lost(shape, field.key, subject, "it is kept only within JSON, or within XML");
        false
    }

    fn lost(&mut self, shape: &Shape, key: &str, subject: &str, why: &str) {
        let name = shape.name.trim_start_matches("the ").trim_start_matches("an ").trim_start_matches("a ");
        self.losses.add(&format!("{name}.{key}"), subject, why);
    }

    /// Says in the older way what has one.
    fn older(&mut self, fields: &mut Fields, shape: &'static Shape, subject: &str) {
        if self.minor < 7 && !self.is_same {
            plain_licences(fields);
        }
        if self.minor >= 6 {
            return;
        }
        if std::ptr::eq(shape, &raw const shapes::METADATA) {
            if let Some(maker) = fields.remove("manufacturer") {
                fields.entry("manufacture").or_insert(maker);
            }
            if self.minor < 5 && fields.get("tools").is_some_and(Value::is_object) {
                let tools = fields.remove("tools").unwrap_or_default();
                fields.insert("tools".into(), Value::Array(tool_list(&tools)));
            }
        } else if std::ptr::eq(shape, &raw const shapes::COMPONENT) {
            if let Some(maker) = fields.remove("manufacturer") {
                match text_of(&maker, "name").filter(|_| !fields.contains_key("publisher")) {
                    Some(name) => drop(fields.insert("publisher".into(), name.into())),
                    None => self.lost(shape, "manufacturer", subject, "it came with 1.6"),
                }
            }
            if let Some(Value::Array(authors)) = fields.remove("authors") {
                let names: Vec<_> = authors.iter().filter_map(|author| text_of(author, "name")).collect();
                if authors.iter().any(|author| author.get("email").or(author.get("phone")).is_some()) {
                    self.lost(shape, "authors", subject, "before 1.6 there are names only");
                }
                if !names.is_empty() {
                    fields.entry("author").or_insert_with(|| names.join(", ").into());
                }
            }
        } else if std::ptr::eq(shape, &raw const shapes::EVIDENCE) {
            self.older_evidence(fields, shape, subject);
        }
    }

    /// Before 1.6 there was one identity, and an occurrence was a location.
    fn older_evidence(&mut self, fields: &mut Fields, shape: &Shape, subject: &str) {
        if let Some(Value::Array(all)) = fields.get_mut("identity") {
            let first = if all.is_empty() { None } else { Some(all.remove(0)) };
            if !all.is_empty() {
                self.lost(shape, "identity", subject, "several came with 1.6; the first is written");
            }
            fields.remove("identity");
            if let Some(mut first) = first {
                if let Value::Object(first) = &mut first
                    && first.remove("concludedValue").is_some()
                {
                    self.lost(shape, "identity.concludedValue", subject, "it came with 1.6");
                }
                fields.insert("identity".into(), first);
            }
        }
        for place in fields.get_mut("occurrences").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::Object(place) = place {
                for key in ["line", "offset", "symbol", "additionalContext"] {
                    if place.remove(key).is_some() {
                        self.lost(shape, &format!("occurrences.{key}"), subject, "it came with 1.6");
                    }
                }
            }
        }
    }
}

/// Before 1.7 an expression stands alone: among other licences it is written as a name.
fn plain_licences(fields: &mut Fields) {
    let Some(Value::Array(choices)) = fields.get_mut("licenses") else { return };
    if choices.len() < 2 {
        return;
    }
    for choice in choices {
        let Some(expression) = choice.get("expression").cloned() else { continue };
        let mut inner = serde_json::Map::new();
        inner.insert("name".into(), expression);
        for key in ["acknowledgement", "bom-ref"] {
            if let Some(value) = choice.get(key) {
                inner.insert(key.into(), value.clone());
            }
        }
        *choice = json!({ "license": inner });
    }
}

/// Tools as the list that they were before 1.5.
fn tool_list(tools: &Value) -> Vec<Value> {
    let all = ["components", "services"].iter().filter_map(|key| tools.get(*key)?.as_array()).flatten();
    all.map(|tool| {
        let mut fields = serde_json::Map::new();
        let maker =
            ["supplier", "manufacturer", "provider"].iter().find_map(|key| text_of(tool.get(*key)?, "name"));
        let vendor = maker.or_else(|| text_of(tool, "publisher")).or_else(|| text_of(tool, "group"));
        super::put::text(&mut fields, "vendor", vendor.as_ref());
        for key in ["name", "version", "hashes", "externalReferences"] {
            super::put::put(&mut fields, key, tool.get(key).cloned());
        }
        Value::Object(fields)
    })
    .collect()
}

fn text_of(value: &Value, key: &str) -> Option<String> {
    text(value.as_object()?, key)
}

/// The word that older versions have for a newer one.
fn older_word(key: &str, word: &str) -> Option<&'static str> {
    Some(match (key, word) {
        (
            "type",
            "device-driver" | "platform" | "machine-learning-model" | "data" | "cryptographic-asset",
        ) => "library",
        ("type", _) => "other",
        ("aggregate", word) if word.starts_with("incomplete_first_party") => "incomplete_first_party_only",
        ("aggregate", _) => "incomplete_third_party_only",
        _ => return None,
    })
}

/// Whether a value has one form in both syntaxes: a text, or an object of texts.
fn plain(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Object(fields) => {
            let is_text = |(key, value): (&String, &Value)| value.is_string() && !key.starts_with(['@', '#']);
            fields.iter().all(is_text)
        }
        _ => false,
    }
}
