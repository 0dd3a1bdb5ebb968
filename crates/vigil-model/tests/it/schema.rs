//! The JSON Schema accepts what the reader accepts.

use std::path::Path;

use serde_json::{Value as Json, json};
use vigil_base::{Disk, World as _};

use crate::{DAY, data};

/// TOML as an editor sees it through the schema: days are texts.
fn json_of(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => text.clone().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(yes) => (*yes).into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.iter().map(|(key, value)| (key.clone(), json_of(value))).collect())
        }
    }
}

/// The model files of a device folder; other TOML under `evidence/` is reports as they came.
fn model_files(root: &Path) -> Vec<(String, String)> {
    let disk = Disk { today: DAY };
    let is_model = |path: &Path| {
        path.extension().is_some_and(|it| it == "toml")
            && (!path.starts_with("evidence") || path == Path::new("evidence/index.toml"))
            // Packs of threat rules are no records.
            && !path.starts_with("packs")
    };
    let files = disk.walk(root).expect("the folder is there").into_iter().filter(|path| is_model(path));
    files
        .map(|path| {
            let bytes = disk.read(&root.join(&path)).expect("a file that was listed");
            (path.display().to_string(), String::from_utf8(bytes).expect("a text"))
        })
        .collect()
}

#[test]
fn the_examples_fit_the_schema() {
    let records = jsonschema::draft202012::new(&vigil_model::schema::schema()).expect("a schema");
    let trees = jsonschema::draft202012::new(&vigil_model::schema::tree()).expect("a schema");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut looked_at = 0;
    for root in [data("infusion"), examples.join("orchid")] {
        for (path, text) in model_files(&root) {
            let table: toml::Table = text.parse().expect("it parses");
            let json = json_of(&toml::Value::Table(table));
            let schema = if path.starts_with("attack-trees") { &trees } else { &records };
            let faults: Vec<String> =
                schema.iter_errors(&json).map(|it| format!("{}: {it}", it.instance_path())).collect();
            assert!(faults.is_empty(), "{path}: {faults:#?}");
            looked_at += 1;
        }
    }
    println!("{looked_at} files");
    assert!(looked_at > 20);
}

#[test]
fn what_the_reader_refuses_does_not_fit_the_schema() {
    let schema = jsonschema::draft202012::new(&vigil_model::schema::schema()).expect("a schema");
    for (wrong, right) in [
        (json!({"risk": {"r": {}}}), json!({"risk": {"r": {"harm": "h"}}})),
        (json!({"zone": {"z": {"knid": "network"}}}), json!({"zone": {"z": {"kind": "network"}}})),
        (json!({"zone": {"z": {"kind": "net"}}}), json!({"zone": {"z": {"x": {"any": 1}}}})),
        (json!({"update": {"u": {"urgent": "30"}}}), json!({"update": {"u": {"urgent": "30 days"}}})),
        (json!({"zones": {}}), json!({"zone": {}})),
        (json!({"state": {"s": 1}}), json!({"state": {"s": "Infusing"}})),
        (json!({"threat-model": {"phases": {"operation": "x"}}}), json!({"threat-model": {}})),
    ] {
        assert!(!schema.is_valid(&wrong), "{wrong}");
        assert!(schema.is_valid(&right), "{right}");
    }
}
