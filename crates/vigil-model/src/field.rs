//! How one value is read from TOML, shown in the schema, printed as JSON, and searched for references.
//!
//! Every type that can stand in a record implements [`Field`]; records and groups implement it through the
//! macros in `record.rs`, so reading, JSON Schema, canonical JSON and reference checks can never disagree.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use vigil_base::{Date, Id};

use crate::findings;
use crate::node::{Key, Node, Span, Value};
use crate::read::Reader;
use crate::refs::Use;

/// A type that can stand in a record.
pub trait Field: Sized {
    /// Reads the value; says what is wrong and gives `None` where it cannot.
    #[doc(hidden)]
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self>;

    /// The value of an absent key; `None` when the key is needed.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the value says nothing, so that canonical JSON leaves it out.
    fn is_absent(&self) -> bool {
        false
    }

    /// JSON Schema (2020-12) of the value as written in TOML.
    fn schema() -> Json;

    /// What a table of this type is; empty for plain values.
    fn meaning() -> &'static str {
        ""
    }

    /// The value in canonical JSON.
    fn json(&self) -> Json;

    /// Shows every reference in it.
    fn uses(&self, _seen: &mut dyn FnMut(Use)) {}
}

/// A node as [`Field::read`] sees it.
pub struct NodeRef<'a>(pub(crate) &'a Node);

impl<'a> NodeRef<'a> {
    pub(crate) fn node(&self) -> &'a Node {
        self.0
    }
}

pub(crate) fn text(node: &Node, what: &str, cx: &mut Reader<'_>) -> Option<String> {
    if let Value::Text(text) = &node.value {
        return Some(text.clone());
    }
    let finding = findings::wrong_type(what, node.type_word(), &cx.subject);
    cx.say(finding, node.span);
    None
}

impl Field for String {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        text(node.0, "text", cx)
    }
    fn schema() -> Json {
        json!({"type": "string"})
    }
    fn json(&self) -> Json {
        self.clone().into()
    }
}

impl Field for bool {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        if let Value::Bool(yes) = node.0.value {
            return Some(yes);
        }
        let finding = findings::wrong_type("true or false", node.0.type_word(), &cx.subject);
        cx.say(finding, node.0.span);
        None
    }
    fn schema() -> Json {
        json!({"type": "boolean"})
    }
    fn json(&self) -> Json {
        (*self).into()
    }
}

impl Field for u64 {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let read = if let Value::Integer(number) = node.0.value { u64::try_from(number).ok() } else { None };
        if read.is_none() {
            let finding =
                findings::wrong_type("a whole number, zero or more,", node.0.type_word(), &cx.subject);
            cx.say(finding, node.0.span);
        }
        read
    }
    fn schema() -> Json {
        json!({"type": "integer", "minimum": 0})
    }
    fn json(&self) -> Json {
        (*self).into()
    }
}

impl Field for Date {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let finding = match &node.0.value {
            Value::Day(day) => return Some(*day),
            Value::Text(text) | Value::Moment(text) => findings::bad_date(text, &cx.subject),
            _ => findings::wrong_type("a date", node.0.type_word(), &cx.subject),
        };
        cx.say(finding, node.0.span);
        None
    }
    fn schema() -> Json {
        json!({"type": "string", "format": "date"})
    }
    fn json(&self) -> Json {
        self.to_string().into()
    }
}

impl Field for Id {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let text = text(node.0, "an id", cx)?;
        if Id::is_slug(&text) {
            return Some(Id::new(text));
        }
        let finding = findings::bad_id(&text, &cx.subject);
        cx.say(finding, node.0.span);
        None
    }
    fn schema() -> Json {
        json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$"})
    }
    fn json(&self) -> Json {
        self.as_str().into()
    }
}

impl<T: Field> Field for Option<T> {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        T::read(node, cx).map(Some)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    fn schema() -> Json {
        T::schema()
    }
    fn json(&self) -> Json {
        self.as_ref().map_or(Json::Null, Field::json)
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        if let Some(value) = self {
            value.uses(seen);
        }
    }
}

impl<T: Field> Field for Vec<T> {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let Value::List(items) = &node.0.value else {
            let finding = findings::wrong_type("a list", node.0.type_word(), &cx.subject);
            cx.say(finding, node.0.span);
            return None;
        };
        // One bad entry does not take the good ones with it.
        Some(items.iter().filter_map(|item| T::read(&NodeRef(item), cx)).collect())
    }
    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn schema() -> Json {
        json!({"type": "array", "items": T::schema()})
    }
    fn json(&self) -> Json {
        self.iter().map(Field::json).collect()
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        for value in self {
            value.uses(seen);
        }
    }
}

/// A list that may be written as a single value when it has one entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> std::ops::Deref for OneOrMany<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Field> Field for OneOrMany<T> {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        if matches!(node.0.value, Value::List(_)) {
            return Vec::read(node, cx).map(Self);
        }
        T::read(node, cx).map(|one| Self(vec![one]))
    }
    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
    fn schema() -> Json {
        json!({"anyOf": [T::schema(), {"type": "array", "items": T::schema()}]})
    }
    fn json(&self) -> Json {
        self.0.json()
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        self.0.uses(seen);
    }
}

/// A table whose keys the user chooses.
pub type Map<T> = BTreeMap<String, T>;

impl<T: Field> Field for BTreeMap<String, T> {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let entries = entries(node.0, cx)?;
        Some(
            entries
                .iter()
                .filter_map(|(key, node)| Some((key.name.clone(), T::read(&NodeRef(node), cx)?)))
                .collect(),
        )
    }
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn schema() -> Json {
        json!({"type": "object", "additionalProperties": T::schema()})
    }
    fn json(&self) -> Json {
        Json::Object(self.iter().map(|(key, value)| (key.clone(), value.json())).collect())
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        for value in self.values() {
            value.uses(seen);
        }
    }
}

pub(crate) fn entries<'a>(node: &'a Node, cx: &mut Reader<'_>) -> Option<&'a [(Key, Node)]> {
    let table = node.table();
    if table.is_none() {
        let finding = findings::wrong_type("a table", node.type_word(), &cx.subject);
        cx.say(finding, node.span);
    }
    table
}

/// A value with its own place, for findings that point at it.
#[derive(Clone, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Field> Field for At<T> {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        Some(Self { value: T::read(node, cx)?, span: node.0.span })
    }
    fn schema() -> Json {
        T::schema()
    }
    fn json(&self) -> Json {
        self.value.json()
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        self.value.uses(seen);
    }
}

/// Private data under `x`: carried along, never interpreted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Private(pub BTreeMap<String, Json>);

impl Field for Private {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let entries = entries(node.0, cx)?;
        Some(Self(entries.iter().map(|(key, node)| (key.name.clone(), node.json())).collect()))
    }
    fn absent() -> Option<Self> {
        Some(Self::default())
    }
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
    fn schema() -> Json {
        json!({"type": "object", "description": "Private data, carried along and never interpreted."})
    }
    fn json(&self) -> Json {
        Json::Object(self.0.clone().into_iter().collect())
    }
}

/// A plain value of any simple type, kept as its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain(pub String);

impl Field for Plain {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        match &node.0.value {
            Value::Text(text) | Value::Moment(text) => Some(Self(text.clone())),
            Value::Integer(number) => Some(Self(number.to_string())),
            Value::Float(number) => Some(Self(number.to_string())),
            Value::Bool(yes) => Some(Self(yes.to_string())),
            Value::Day(day) => Some(Self(day.to_string())),
            Value::List(_) | Value::Table(_) => {
                let finding = findings::wrong_type(
                    "text, a number, a date, true or false",
                    node.0.type_word(),
                    &cx.subject,
                );
                cx.say(finding, node.0.span);
                None
            }
        }
    }
    fn schema() -> Json {
        json!({"type": ["string", "number", "boolean"]})
    }
    fn json(&self) -> Json {
        self.0.clone().into()
    }
}
