//! Walks a document along the tables in `shapes` and reports what does not fit.
//!
//! This is not a JSON Schema validator: it knows the parts of the format that carry inventory (types, required
//! fields, words, formats, and from which version on), and looks at nothing below a field marked `Any`.

use serde_json::Value;

use crate::findings;
use crate::report::{At, Report};
use crate::take::Fields;

/// Looks at one object and reports what it breaks.
pub(crate) type Rule = fn(&Fields, &At<'_>, &mut Walk<'_, '_>);

/// A family of versions of a format: what stands before the second number, such as `CycloneDX 1`.
pub(crate) type Family = &'static str;

/// An object of the format.
pub(crate) struct Shape {
    /// Its name for people.
    pub(crate) name: &'static str,
    /// Its fields.
    pub(crate) fields: &'static [Field],
    /// What no field can say alone.
    pub(crate) rule: Option<Rule>,
}

/// A field of an object.
pub(crate) struct Field {
    pub(crate) key: &'static str,
    /// The minor version that brought it.
    pub(crate) since: u8,
    /// The minor version that made it required; 0 for never.
    pub(crate) required: u8,
    pub(crate) is: Is,
}

/// Words with the minor version that brought each.
pub(crate) type Words = &'static [(&'static str, u8)];

/// What a field holds.
pub(crate) enum Is {
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
pub(crate) struct Walk<'r, 'a> {
    pub(crate) family: Family,
    pub(crate) minor: u8,
    pub(crate) report: &'r mut Report<'a>,
}

/// Reports what in `fields` breaks the rules that `family`.`minor` has for `shape`.
pub(crate) fn check(fields: &Fields, shape: &Shape, family: Family, minor: u8, report: &mut Report<'_>) {
    Walk { family, minor, report }.object(fields, shape, &At::Root);
}

/// The same for one object of a document, which stands at `at`.
pub(crate) fn check_at(
    fields: &Fields,
    shape: &Shape,
    family: Family,
    minor: u8,
    at: &At<'_>,
    report: &mut Report<'_>,
) {
    Walk { family, minor, report }.object(fields, shape, at);
}

/// Reports an element at `at` that should be an object.
pub(crate) fn wrong_item(value: &Value, family: Family, minor: u8, at: &At<'_>, report: &mut Report<'_>) {
    Walk { family, minor, report }.wrong_type(value, "an object", at);
}

/// Whether `key` stands for an attribute of XML: of the element itself, or of one that JSON has as a plain value or a list.
fn is_attribute(key: &str, shape: &Shape) -> bool {
    let owner = key.split_once('@').map(|(owner, _)| owner);
    owner.is_some_and(|owner| owner.is_empty() || shape.fields.iter().any(|field| field.key == owner))
}

/// A field that came with the minor version `since` and is required from `required` on (0: never).
pub(crate) const fn field(key: &'static str, since: u8, required: u8, is: Is) -> Field {
    Field { key, since, required, is }
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
                // XML allows elements of other namespaces and any attribute: they are what it has them for.
                None if key.contains(':') || is_attribute(key, shape) => {}
                None => {
                    let family = self.family;
                    self.report
                        .add("sbom.unknown-field", &at, || findings::unknown_field(family, shape.name, key));
                }
                Some(field) => {
                    if field.since > self.minor {
                        let (family, minor) = (self.family, self.minor);
                        self.report.add("sbom.newer-field", &at, || {
                            findings::newer_field(family, key, field.since, minor)
                        });
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
                    let called = self.report.called(at);
                    self.report.add("sbom.empty-ref", at, || findings::empty_ref(&called));
                }
            }
            (Is::Format(fits, expected), Value::String(text)) => {
                if !fits(text) {
                    let called = self.report.called(at);
                    self.report.add("sbom.format", at, || findings::format(&called, text, expected));
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
        let (family, minor) = (self.family, self.minor);
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, since)) if *since <= minor => {}
            Some((word, since)) => {
                self.report.add("sbom.newer-word", at, || findings::newer_field(family, word, *since, minor));
            }
            None => {
                let known: Vec<_> =
                    words.iter().filter(|(_, since)| *since <= minor).map(|(word, _)| *word).collect();
                let called = self.report.called(at);
                self.report.add("sbom.word", at, || findings::word(&called, text, &known));
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
        let called = self.report.called(at);
        self.report.add("sbom.wrong-type", at, || findings::wrong_type(&called, is, expected));
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
