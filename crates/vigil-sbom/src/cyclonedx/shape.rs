//! Walks a document along the tables in `shapes` and reports what does not fit.
//!
//! This is not a JSON Schema validator: it knows the parts of the format that carry inventory (types, required
//! fields, words, formats, and from which version on), and looks at nothing below a field marked `Any`.

use serde_json::Value;

use super::{Fields, rules, shapes};
use crate::findings;
use crate::report::{At, Report};

/// An object of the format.
pub(super) struct Shape {
    /// Its name for people.
    pub(super) name: &'static str,
    /// Its fields.
    pub(super) fields: &'static [Field],
    /// What no field can say alone.
    pub(super) rule: Option<rules::Rule>,
}

/// A field of an object.
pub(super) struct Field {
    pub(super) key: &'static str,
    /// The minor version that brought it.
    pub(super) since: u8,
    /// The minor version that made it required; 0 for never.
    pub(super) required: u8,
    pub(super) is: Is,
}

/// Words with the minor version that brought each.
pub(super) type Words = &'static [(&'static str, u8)];

/// What a field holds.
pub(super) enum Is {
    /// Anything; not looked into.
    Any,
    /// A text.
    Text,
    /// A text that is not empty.
    Reference,
    /// A text that passes a check; the second part says what is expected.
    Format(fn(&str) -> bool, &'static str),
    /// One of some words.
    Word(Words),
    /// A whole number.
    Whole,
    /// True or false.
    Flag,
    /// One object.
    Object(&'static Shape),
    /// A list of objects.
    Objects(&'static Shape),
    /// A list of objects, or one object of another shape.
    ObjectsOr(&'static Shape, &'static Shape),
    /// A list of texts.
    Texts,
    /// A list whose elements are not looked into.
    List,
}

/// One walk: the version it judges by, and where it reports.
pub(super) struct Walk<'r, 'a> {
    pub(super) minor: u8,
    pub(super) report: &'r mut Report<'a>,
}

/// Reports what in `fields` breaks the rules of CycloneDX 1.`minor`.
pub(super) fn check(fields: &Fields, minor: u8, report: &mut Report<'_>) {
    Walk { minor, report }.object(fields, &shapes::BOM, &At::Root);
}

impl Walk<'_, '_> {
    fn object(&mut self, fields: &Fields, shape: &Shape, at: &At<'_>) {
        for field in shape.fields {
            if field.required > 0 && field.required <= self.minor && !fields.contains_key(field.key) {
                self.report.add("sbom.missing-field", at, || findings::missing_field(shape.name, field.key));
            }
        }
        for (key, value) in fields {
            let at = at.key(key);
            match shape.fields.iter().find(|field| field.key == key) {
                None => {
                    self.report.add("sbom.unknown-field", &at, || findings::unknown_field(shape.name, key));
                }
                Some(field) => {
                    if field.since > self.minor {
                        let minor = self.minor;
                        self.report
                            .add("sbom.newer-field", &at, || findings::newer_field(key, field.since, minor));
                    }
                    self.value(value, &field.is, &at);
                }
            }
        }
        if let Some(rule) = shape.rule {
            rule(fields, at, self);
        }
    }

    fn value(&mut self, value: &Value, is: &Is, at: &At<'_>) {
        match (is, value) {
            (Is::Any, _)
            | (Is::Text, Value::String(_))
            | (Is::Flag, Value::Bool(_))
            | (Is::List, Value::Array(_)) => {}
            (Is::Reference, Value::String(text)) => {
                if text.is_empty() {
                    self.report.add("sbom.empty-ref", at, || findings::empty_ref(&at.to_string()));
                }
            }
            (Is::Format(fits, expected), Value::String(text)) => {
                if !fits(text) {
                    self.report.add("sbom.format", at, || findings::format(&at.to_string(), text, expected));
                }
            }
            (Is::Word(words), Value::String(text)) => self.word(text, words, at),
            (Is::Whole, Value::Number(number)) if number.is_u64() || number.is_i64() => {}
            (Is::Object(shape) | Is::ObjectsOr(_, shape), Value::Object(fields)) => {
                self.object(fields, shape, at);
            }
            (Is::Objects(shape) | Is::ObjectsOr(shape, _), Value::Array(items)) => {
                self.items(items, shape, at);
            }
            (Is::Texts, Value::Array(items)) => self.texts(items, at),
            _ => self.wrong_type(value, expected(is), at),
        }
    }

    fn items(&mut self, items: &[Value], shape: &Shape, at: &At<'_>) {
        for (number, item) in items.iter().enumerate() {
            let at = at.item(number);
            match item {
                Value::Object(fields) => self.object(fields, shape, &at),
                _ => self.wrong_type(item, "an object", &at),
            }
        }
    }

    fn texts(&mut self, items: &[Value], at: &At<'_>) {
        for (number, item) in items.iter().enumerate().filter(|(_, item)| !item.is_string()) {
            self.wrong_type(item, "a text", &at.item(number));
        }
    }

    fn word(&mut self, text: &str, words: Words, at: &At<'_>) {
        let minor = self.minor;
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, since)) if *since <= minor => {}
            Some((word, since)) => {
                self.report.add("sbom.newer-word", at, || findings::newer_field(word, *since, minor));
            }
            None => {
                let known: Vec<_> =
                    words.iter().filter(|(_, since)| *since <= minor).map(|(word, _)| *word).collect();
                self.report.add("sbom.word", at, || findings::word(&at.to_string(), text, &known));
            }
        }
    }

    fn wrong_type(&mut self, value: &Value, expected: &str, at: &At<'_>) {
        let is = match value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.report.add("sbom.wrong-type", at, || findings::wrong_type(&at.to_string(), is, expected));
    }
}

fn expected(is: &Is) -> &'static str {
    match is {
        Is::Any => "anything",
        Is::Text | Is::Reference | Is::Format(..) | Is::Word(_) => "a text",
        Is::Whole => "a whole number",
        Is::Flag => "true or false",
        Is::Object(_) => "an object",
        Is::Objects(_) | Is::ObjectsOr(..) | Is::List => "a list of objects",
        Is::Texts => "a list of texts",
    }
}
