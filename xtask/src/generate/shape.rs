//! A JSON Schema said in words.

use serde_json::Value;

/// One key, with the keys below it in rows of their own.
pub(super) struct Row {
    pub(super) key: String,
    pub(super) what: String,
    pub(super) needed: bool,
    pub(super) meaning: String,
    /// The words of a closed list, with what they mean.
    pub(super) words: Vec<(String, String)>,
}

/// The keys of an object in the order of the alphabet, needed ones first.
pub(super) fn rows(schema: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    below("", schema, &mut rows);
    rows
}

fn below(prefix: &str, schema: &Value, rows: &mut Vec<Row>) {
    let needed = |key: &str| schema["required"].as_array().is_some_and(|it| it.iter().any(|it| it == key));
    let mut keys: Vec<(&String, &Value)> = schema["properties"].as_object().into_iter().flatten().collect();
    keys.sort_by_key(|(key, _)| (!needed(key), key.as_str()));
    for (key, value) in keys {
        let path = format!("{prefix}{key}");
        rows.push(Row {
            what: what(value),
            needed: needed(key),
            meaning: value["description"].as_str().unwrap_or_default().to_owned(),
            words: words(value),
            key: path.clone(),
        });
        // Yes/no facts and the like say all that there is to say in their own rows, too.
        below(&format!("{path}."), value, rows);
        below(&format!("{path}.NAME."), &value["additionalProperties"], rows);
        // A table that may stand in the place of a plain value has keys, too; the same table in a list is not said again.
        for form in value["anyOf"].as_array().into_iter().flatten().filter(|form| is_described(form)) {
            below(&format!("{path}."), form, rows);
        }
    }
}

/// Whether the keys of a table say what they mean; `{ none = "..." }` is said by the type alone.
fn is_described(form: &Value) -> bool {
    let keys = form["properties"].as_object().into_iter().flatten();
    keys.into_iter().all(|(_, key)| key["description"].is_string())
}

/// The type in words.
pub(super) fn what(schema: &Value) -> String {
    if let Some(kind) = schema["x-vigil-ref"].as_str() {
        return match kind {
            "component.interface" => "`component` or `component.interface`".to_owned(),
            "threat" => "id of a `threat`, or `rule@kind.id`".to_owned(),
            kind => format!("id of `{kind}`"),
        };
    }
    if let Some(kind) = schema["x-vigil-ref-keys"].as_str() {
        return format!("table by ids of `{kind}`: {}", what(&schema["additionalProperties"]));
    }
    if let Some(word) = schema["const"].as_str() {
        return format!("`\"{word}\"`");
    }
    if schema["oneOf"].is_array() {
        return "word".to_owned();
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        return either(forms);
    }
    let first = |key: &str| schema[key].get(0).and_then(Value::as_str);
    match (schema["type"].as_str(), schema["format"].as_str(), first("examples")) {
        (_, Some("date"), _) => "date".to_owned(),
        (_, _, Some(example)) => format!("like `\"{example}\"`"),
        (Some("boolean"), ..) => "true or false".to_owned(),
        (Some("integer"), ..) => "whole number".to_owned(),
        (Some("array"), ..) => format!("list: {}", what(&schema["items"])),
        (Some("object"), ..) => match &schema["additionalProperties"] {
            Value::Object(_) => format!("table by name: {}", what(&schema["additionalProperties"])),
            _ => "table".to_owned(),
        },
        (Some("string"), ..) => match schema["pattern"].as_str() {
            Some(pattern) if pattern.contains("system") => "`kind.id`".to_owned(),
            Some(_) => "id".to_owned(),
            None => "text".to_owned(),
        },
        _ => "text, number, true or false".to_owned(),
    }
}

/// A single value that may also be a list is said in one breath.
fn either(forms: &[Value]) -> String {
    if let [one, list] = forms
        && list["type"] == "array"
        && list["items"] == *one
    {
        return format!("{}, or a list of them", what(one));
    }
    forms.iter().map(what).collect::<Vec<_>>().join(", or ")
}

fn words(schema: &Value) -> Vec<(String, String)> {
    let items = [schema, &schema["items"], &schema["anyOf"][0]];
    let list = items.into_iter().find_map(|it| it["oneOf"].as_array());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.into_iter().flatten().map(|it| (text(&it["const"]), text(&it["description"]))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_said_in_words() {
        for (schema, words) in [
            (json!({"type": "string"}), "text"),
            (
                json!({"type": "array", "items": {"type": "string", "x-vigil-ref": "harm"}}),
                "list: id of `harm`",
            ),
            (
                json!({"anyOf": [{"type": "string", "format": "date"}, {"const": "unknown"}]}),
                "date, or `\"unknown\"`",
            ),
            (
                json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
                "text, or a list of them",
            ),
            (
                json!({"type": "object", "additionalProperties": {"type": "boolean"}}),
                "table by name: true or false",
            ),
        ] {
            assert_eq!(what(&schema), words);
        }
    }

    #[test]
    fn keys_of_tables_in_tables_have_rows_of_their_own_and_needed_ones_come_first() {
        let schema = json!({
            "properties": {
                "a": {"type": "object", "additionalProperties": {"type": "object", "properties": {"b": {"type": "string"}}}},
                "y": {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"c": {"type": "string", "description": "C."}}},
                    {"type": "object", "properties": {"none": {"type": "string"}}}]},
                "z": {"oneOf": [{"const": "w", "description": "A word."}]},
            },
            "required": ["z"],
        });
        let rows = rows(&schema);
        let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, ["z", "a", "a.NAME.b", "y", "y.c"]);
        assert_eq!(rows[0].words, [("w".to_owned(), "A word.".to_owned())]);
    }
}
