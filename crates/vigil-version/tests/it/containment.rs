//! Ranges in the `vers:` notation hold what the published cases say.

use vigil_version::Range;

use crate::data;

#[test]
fn the_vers_containment_cases_hold() {
    let Some(folder) = data::folder("vectors/vers") else { return };
    let (mut run, mut wrong) = (0, Vec::new());
    for file in data::files(&folder) {
        let cases: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for case in cases["tests"].as_array().unwrap() {
            if case["test_type"] != "containment" {
                continue;
            }
            let (vers, version) =
                (case["input"]["vers"].as_str().unwrap(), case["input"]["version"].as_str().unwrap());
            let (scheme, range) = Range::parse_vers(vers).unwrap();
            run += 1;
            let found = range.contains(scheme, version).unwrap();
            if Some(found) != case["expected_output"].as_bool() {
                wrong.push(format!("{vers} {version}: {found}"));
            }
            // The text form says the same.
            assert_eq!(Range::parse(&range.to_string()).unwrap(), range);
        }
    }
    println!("{run} containment cases, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}
