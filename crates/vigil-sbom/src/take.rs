//! Taking values out of JSON objects. A value of the wrong type is read if its meaning is plain and
//! otherwise left; saying so is the business of `shape`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A JSON object.
pub(crate) type Fields = serde_json::Map<String, Value>;

/// The text of `key`; numbers as their digits; blank text is none.
pub(crate) fn text(fields: &Fields, key: &str) -> Option<String> {
    match fields.get(key)? {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The object of `key`.
pub(crate) fn object<'a>(fields: &'a Fields, key: &str) -> Option<&'a Fields> {
    fields.get(key)?.as_object()
}

/// The objects in the list of `key`, each with its number; one object alone counts as a list of one.
pub(crate) fn list<'a>(fields: &'a Fields, key: &str) -> Vec<(usize, &'a Fields)> {
    match fields.get(key) {
        Some(Value::Array(items)) => {
            items.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_object()?))).collect()
        }
        Some(Value::Object(only)) => vec![(0, only)],
        _ => Vec::new(),
    }
}

/// The texts in the list of `key`.
pub(crate) fn strings(fields: &Fields, key: &str) -> BTreeSet<String> {
    let items = fields.get(key).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// The fields that `read` does not name.
pub(crate) fn others(fields: &Fields, read: &[&str]) -> BTreeMap<String, Value> {
    let unread = fields.iter().filter(|(key, _)| !read.contains(&key.as_str()));
    unread.map(|(key, value)| (key.clone(), value.clone())).collect()
}
