//! JSON Schema (2020-12) of a device folder's TOML, for completion in editors. Made from the types.

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::model::{Kind, SINGLES, single_schema};
use crate::record::object_schema;

/// The schema of any model file.
pub fn schema() -> Json {
    let mut properties = JsonMap::new();
    for word in SINGLES {
        if let Some(schema) = single_schema(word) {
            properties.insert((*word).to_owned(), schema);
        }
    }
    for kind in Kind::ALL {
        let mut record = object_schema(&kind.key_docs());
        if let Some(short) = kind.short_key() {
            record = json!({"anyOf": [{"type": "string", "description": format!("Short for `{short}`.")}, record]});
        }
        let table = json!({"type": "object", "description": kind.meaning(), "additionalProperties": record});
        // `[anomalies]` and `[anomaly.id]` never collide: each word stands for one thing.
        properties.insert(kind.word().to_owned(), table);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Vigil device folder",
        "description": "Records of a device folder: vigil.toml, model/*.toml, decisions/*.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
