//! JSON text with the keys in the order of the specification, then by name. The map's own order is not relied on: it
//! depends on what other crates of the program switch on.

use std::collections::HashMap;

use serde_json::Value;

/// The text of `value`, indented by two spaces, with a line feed at the end.
pub(super) fn pretty(value: &Value, order: &[&str]) -> String {
    let ranks: HashMap<&str, usize> = order.iter().enumerate().map(|(rank, key)| (*key, rank)).collect();
    let mut text = String::new();
    write(value, &ranks, 0, &mut text);
    text.push('\n');
    text
}

fn write(value: &Value, ranks: &HashMap<&str, usize>, depth: usize, text: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            text.push('[');
            for (number, item) in items.iter().enumerate() {
                line(number > 0, depth + 1, text);
                write(item, ranks, depth + 1, text);
            }
            line(false, depth, text);
            text.push(']');
        }
        Value::Object(fields) if !fields.is_empty() => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| (ranks.get(key.as_str()).copied().unwrap_or(usize::MAX), *key));
            text.push('{');
            for (number, (key, value)) in fields.into_iter().enumerate() {
                line(number > 0, depth + 1, text);
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push_str(": ");
                write(value, ranks, depth + 1, text);
            }
            line(false, depth, text);
            text.push('}');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

fn line(comma: bool, depth: usize, text: &mut String) {
    if comma {
        text.push(',');
    }
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}
