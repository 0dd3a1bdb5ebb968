use std::path::Path;

use vigil_exchange::threat_model::{self, Format, ModelError};

use crate::data::files;

/// What a file is by the keys that its format begins with, found without the reader's own tree.
fn by_keys(text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return (text.contains("<KnowledgeBase") && text.contains("<ThreatTypes>")).then_some(Format::Tb7);
    }
    if !text.starts_with('{') {
        let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
        let otm = begins("otmVersion:").then_some(Format::Otm);
        return otm.or(begins("threagile_version:").then_some(Format::Threagile));
    }
    // JSON that is broken is of the format that its words are of.
    let Ok(json) = serde_json::from_str::<serde_json::Value>(text) else {
        return (text.contains("\"summary\"") && text.contains("\"detail\"")).then_some(Format::ThreatDragon);
    };
    match () {
        () if json.get("otmVersion").is_some() => Some(Format::Otm),
        () if json.get("threagile_version").is_some() => Some(Format::Threagile),
        () if json.get("detail").is_some_and(serde_json::Value::is_object) => Some(Format::ThreatDragon),
        () => None,
    }
}

/// The bytes of a file; those of the data may be packed.
fn bytes_of(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    match path.extension() {
        Some(it) if it == "zst" => zstd::decode_all(bytes.as_slice()).unwrap(),
        _ => bytes,
    }
}

/// Every file of the data that is of one of the formats is read, or refused by the name of its format; every other is refused
/// as what it is not.
#[test]
fn every_threat_model_of_the_data_is_read_or_named() {
    let (mut read, mut malformed, mut other) = (0, 0, 0);
    for path in files("threat", "") {
        let bytes = bytes_of(&path);
        let name = path.display();
        let ours = std::str::from_utf8(&bytes)
            .ok()
            .filter(|it| it.len() < threat_model::MAX_MODEL)
            .and_then(by_keys);
        match (threat_model::read(&bytes, None), ours) {
            (Ok(model), Some(format)) => {
                read += 1;
                assert_eq!(model.format.word(), format.word(), "{name}");
                let lines = model.left.iter().map(|it| it.line).chain(model.parts.iter().map(|it| it.line));
                assert!(lines.min().is_none_or(|line| line > 0), "{name}");
                assert!(model.left.iter().all(|it| !it.what.is_empty() && !it.because.is_empty()), "{name}");
                eprintln!(
                    "{name}: {} zones, {} parts, {} flows, {} data, {} threats, {} left",
                    model.zones.len(),
                    model.parts.len(),
                    model.flows.len(),
                    model.data.len(),
                    model.threats.len(),
                    model.left.len()
                );
            }
            (Err(ModelError::Malformed { format, cause, line }), Some(ours)) => {
                malformed += 1;
                let named = ["JSON", "YAML", "XML"].contains(&format)
                    || format.contains("Threat Dragon")
                    || format == ours.name();
                assert!(named && line > 0 && !cause.is_empty(), "{name}: {format}: {cause}");
                eprintln!("{name}: refused as {format}: {cause} (line {line})");
            }
            (Err(cause), Some(ours)) => panic!("{name} is {ours} and is refused: {cause}"),
            (Ok(model), None) => panic!("{name} is read as {}", model.format),
            (Err(_), None) => other += 1,
        }
    }
    eprintln!(
        "{read} models read, {malformed} refused by the name of their format, {other} files of other formats"
    );
}

/// Templates that are packed in the data: each type of threat is there, with its category.
#[test]
fn every_template_of_the_data_is_a_list_of_threat_types() {
    let mut count = 0;
    for path in files("threat", ".tb7.zst") {
        let model = threat_model::read(&bytes_of(&path), Some(Format::Tb7)).unwrap();
        assert!(model.threats.iter().all(|it| !it.title.is_empty() && !it.categories.is_empty()));
        assert!(!model.threats.is_empty() && model.parts.is_empty());
        count += 1;
        eprintln!("{}: {} types, {} left", path.display(), model.threats.len(), model.left.len());
    }
    eprintln!("{count} templates read");
}
