//! Putting values into JSON objects; what is absent is not put.

use serde_json::Value;

use crate::take::Fields;

/// Puts `value` under `key` if there is one.
pub(super) fn put(fields: &mut Fields, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        fields.insert(key.to_owned(), value.into());
    }
}

/// Puts `text` under `key` if there is one.
pub(super) fn text(fields: &mut Fields, key: &str, text: Option<&String>) {
    put(fields, key, text.map(String::as_str));
}

/// Puts the list under `key` if it has elements.
pub(super) fn list(fields: &mut Fields, key: &str, items: Vec<Value>) {
    put(fields, key, Some(items).filter(|items| !items.is_empty()));
}
