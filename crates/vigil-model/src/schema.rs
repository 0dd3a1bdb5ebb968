//! JSON Schema (2020-12) of a device folder's TOML, for completion in editors. Made from the types.

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::model::{Kind, SINGLES, single_schema};
use crate::record::object_schema;

/// The schema of any model file.
pub fn schema() -> Json {
    let mut properties = JsonMap::new();
    for word in SINGLES {
        if let Some((mut schema, meaning)) = single_schema(word) {
            schema["description"] = single_meaning(word, meaning).into();
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
        "$id": "https://example.org/vigil/schemas/device-folder.schema.json",
        "title": "Vigil device folder",
        "description": "Records of a device folder: vigil.toml, model/*.toml, decisions/*.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// The schema of a file `attack-trees/ID.toml`.
pub fn tree() -> Json {
    let (head, node) = crate::trees::key_docs();
    let mut schema = object_schema(&head);
    let nodes = json!({
        "type": "object",
        "description": "Nodes by id; each but the root names its parent.",
        "additionalProperties": object_schema(&node),
    });
    schema["properties"]["node"] = nodes;
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["$id"] = "https://example.org/vigil/schemas/attack-tree.schema.json".into();
    schema["title"] = "Vigil attack tree".into();
    schema["description"] = "One attack tree of a device folder: attack-trees/ID.toml".into();
    schema
}

/// The two statements that are plain tables have nowhere else to say what they are.
fn single_meaning<'a>(word: &str, meaning: &'a str) -> &'a str {
    match word {
        "matrix" => {
            "The risk matrix: one row per exploitability word, one cell per severity word, in the order of the scales."
        }
        "accept" => {
            "What a cell of the matrix asks for before a baseline can be cut: `rationale`, `benefit`, `approval:ROLE`, `approval:ROLE:WORD`, `never`; each word of the matrix stands here, with an empty list where it asks for nothing."
        }
        _ => meaning,
    }
}
