//! Canonical JSON: keys sorted by code point, no white space choices left, a line feed at the end.
//!
//! Sorting is done here and not left to the map type, because a dependency may switch on
//! `serde_json/preserve_order` for the whole program.

use serde::Serialize;
use serde_json::Value;

use crate::Digest;

/// `value` with the keys of every object sorted.
pub fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(fields.into_iter().collect())
        }
        plain => plain,
    }
}

/// Canonical JSON, indented by two spaces, for files that people diff.
pub fn pretty<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&sorted(serde_json::to_value(value)?))?;
    text.push('\n');
    Ok(text)
}

/// Canonical JSON on one line, for digests and JSON Lines.
pub fn compact<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_json::Error> {
    serde_json::to_string(&sorted(serde_json::to_value(value)?))
}

/// The digest of a value's canonical form.
pub fn digest<T: Serialize + ?Sized>(value: &T) -> Result<Digest, serde_json::Error> {
    Ok(Digest::of_bytes(compact(value)?.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter() {
        let one: Value = serde_json::from_str(r#"{"b":[{"y":1,"x":2}],"a":null}"#).unwrap();
        let two: Value = serde_json::from_str(r#"{"a":null,"b":[{"x":2,"y":1}]}"#).unwrap();
        assert_eq!(compact(&one).unwrap(), r#"{"a":null,"b":[{"x":2,"y":1}]}"#);
        assert_eq!(digest(&one).unwrap(), digest(&two).unwrap());
    }
}
