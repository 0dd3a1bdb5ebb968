//! The published JSON Schema and the structure that SARIF prescribes.

use serde_json::Value;
use vigil_finding::render::{Counts, Format, Options};

use crate::fixture::{findings, plain, say};

const SCHEMA: &str = include_str!("../../../../schemas/findings.schema.json");

fn validator() -> jsonschema::Validator {
    let schema = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn faults(text: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(text).unwrap();
    validator().iter_errors(&document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

#[test]
fn json_output_fits_the_published_schema() {
    assert_eq!(faults(&plain(Format::Json)), Vec::<String>::new());
    assert_eq!(faults(&say(Format::Json, &[], &Counts::default(), Options::default())), Vec::<String>::new());
}

#[test]
fn the_published_schema_refuses_a_field_it_does_not_name() {
    let changed = plain(Format::Json).replace("\"subject\"", "\"topic\"");
    assert!(!faults(&changed).is_empty());
}

/// The rules of SARIF 2.1.0 that our output could break.
#[test]
fn sarif_indices_regions_and_levels_hold_together() {
    let log: Value = serde_json::from_str(&plain(Format::Sarif)).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings().len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"], "3.27.6: the index points at the rule named");
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in [&result["locations"], &result["relatedLocations"]] {
            for location in location.as_array().into_iter().flatten() {
                let region = &location["physicalLocation"]["region"];
                assert!(region["startLine"].as_u64() >= Some(1));
                assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64());
            }
        }
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], false, "the fixture could not read everything");
}
