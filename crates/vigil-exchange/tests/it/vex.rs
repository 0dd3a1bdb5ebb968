use std::collections::BTreeMap;
use std::path::Path;

use vigil_exchange::vex::words::{JUSTIFICATIONS, STATUSES, find};
use vigil_exchange::vex::{self, Standard, VexError};

use crate::data::files;

/// Files that come with documents and are none.
fn is_beside(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let shown = path.to_string_lossy();
    name == "testcases.json"
        || name.ends_with(".result.json")
        || name.contains("schema")
        || name == "provider-metadata.json"
        || name.contains("metadata")
        || name.contains("rolie")
        || name.contains("feed")
        || name.contains("service")
        || shown.contains("referenced_schema")
}

#[test]
fn every_vex_document_of_the_data_is_read_or_refused_with_a_reason() {
    let (mut read, mut statements, mut subjects, mut refused_statements) = (BTreeMap::new(), 0, 0, 0);
    let mut refused: Vec<String> = Vec::new();
    for path in files("csaf-vex", ".json").into_iter().filter(|path| !is_beside(path)) {
        let bytes = std::fs::read(&path).unwrap();
        match vex::read(&bytes) {
            Ok(document) => {
                *read.entry(document.standard).or_insert(0) += 1;
                statements += document.statements.len();
                subjects += document.statements.iter().map(|it| it.subjects.len()).sum::<usize>();
                refused_statements += document.refused.len();
                assert!(document.statements.iter().all(|it| !it.flaws.is_empty() && !it.subjects.is_empty()));
            }
            Err(cause) => refused.push(format!("{}: {cause}", path.display())),
        }
    }
    eprintln!(
        "read {read:?}: {statements} statements on {subjects} products, {refused_statements} not taken; {} documents refused",
        refused.len()
    );
    refused.iter().for_each(|it| eprintln!("  refused {it}"));
    assert!(refused.len() * 20 <= read.values().sum::<usize>(), "too many are refused");
}

#[test]
fn the_published_examples_of_each_standard_are_read_without_a_refusal() {
    let mut read = 0;
    let folders = [
        ("csaf-vex/cyclonedx-vex/VEX", "vex.json"),
        ("csaf-vex/openvex-spec", "example-01.json"),
        ("csaf-vex/oasis/csaf_2.0/examples/csaf/csaf_vex", ".json"),
        ("csaf-vex/cisa-icsma", ".json"),
    ];
    for (folder, end) in folders {
        for path in files(folder, end) {
            let document = vex::read(&std::fs::read(&path).unwrap());
            let document = document.unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
            assert!(!document.statements.is_empty(), "{} says nothing", path.display());
            read += 1;
        }
    }
    eprintln!("{read} examples read");
}

/// The words in the schemas that the standards publish are the words of the tables.
#[test]
fn every_word_of_the_published_schemas_is_in_the_tables() {
    let mut compared = 0;
    for path in files("csaf-vex/openvex-spec", "schema.json") {
        let schema: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let statement = schema.pointer("/properties/statements/items/properties").unwrap();
        compared +=
            all_known(&statement["status"]["enum"], |word| find(STATUSES, Standard::OpenVex, word).is_some());
        compared += all_known(&statement["justification"]["enum"], |word| {
            find(JUSTIFICATIONS, Standard::OpenVex, word).is_some()
        });
    }
    for path in files("csaf-vex/oasis", "json_schema/csaf_json_schema.json") {
        let schema: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let of = schema.pointer("/properties/vulnerabilities/items/properties").unwrap();
        let labels = of.pointer("/flags/items/properties/label/enum").unwrap();
        compared += all_known(labels, |word| find(JUSTIFICATIONS, Standard::Csaf, word).is_some());
        let categories = of.pointer("/remediations/items/properties/category/enum").unwrap();
        compared += all_known(categories, |word| find(vex::words::RESPONSES, Standard::Csaf, word).is_some());
        for word in of.pointer("/product_status/properties").unwrap().as_object().unwrap().keys() {
            assert!(find(STATUSES, Standard::Csaf, word).is_some(), "{word}");
            compared += 1;
        }
    }
    eprintln!("{compared} words compared with the schemas");
}

fn all_known(words: &serde_json::Value, known: impl Fn(&str) -> bool) -> usize {
    let words = words.as_array().unwrap();
    for word in words.iter().filter_map(serde_json::Value::as_str) {
        assert!(known(word), "{word}");
    }
    words.len()
}

#[test]
fn a_document_that_is_too_large_is_refused_before_it_is_parsed() {
    let large = vec![b' '; vex::MAX_DOCUMENT + 1];
    assert_eq!(vex::read(&large), Err(VexError::TooLarge));
}
