//! What the library for package URLs does with the test cases of the specification. It is not ours: the counts
//! are printed and bounded, so that an update that makes it worse is seen.

use serde_json::Value;
use vigil_sbom::PackagePurl;

use crate::data::{files, folder};

#[test]
fn most_test_cases_of_the_purl_specification_are_read_as_expected() {
    let Some(folder) = folder("vectors/purl") else { return };
    let (mut right, mut wrong) = (0_usize, Vec::new());
    for path in files(&folder).into_iter().filter(|path| path.to_string_lossy().ends_with("-test.json")) {
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for case in file["tests"].as_array().unwrap() {
            match outcome(case) {
                None => {}
                Some(Ok(())) => right += 1,
                Some(Err(why)) => wrong.push(why),
            }
        }
    }
    println!("{right} cases right, {} wrong", wrong.len());
    for why in &wrong {
        println!("  {why}");
    }
    assert!(right > 0 && right >= 20 * wrong.len(), "{right} right, {} wrong", wrong.len());
}

/// How a case goes; nothing for cases that build a purl from its parts, which we never do.
fn outcome(case: &Value) -> Option<Result<(), String>> {
    let input = case["input"].as_str()?;
    let purl = PackagePurl::read(input);
    let fails = case["expected_failure"].as_bool().unwrap_or(false);
    let group = case["test_group"].as_str().unwrap_or("");
    let told = |what: String| Some(Err(format!("[{group}] {input}: {what}")));
    match (fails, &purl.parsed) {
        (true, None) => Some(Ok(())),
        (true, Some(_)) => told(format!("accepted as {}, must fail", purl.canonical().unwrap())),
        (false, None) => told(format!("refused ({}), must pass", purl.problem.unwrap())),
        (false, Some(parsed)) => match &case["expected_output"] {
            Value::String(expected) if Some(expected) != purl.canonical().as_ref() => {
                told(format!("is {}, expected {expected}", purl.canonical().unwrap()))
            }
            Value::Object(parts) => differs(parts, parsed).map_or(Some(Ok(())), told),
            _ => Some(Ok(())),
        },
    }
}

fn differs(parts: &serde_json::Map<String, Value>, purl: &vigil_sbom::Purl) -> Option<String> {
    let found = [
        ("type", Some(purl.ty())),
        ("namespace", purl.namespace()),
        ("name", Some(purl.name())),
        ("version", purl.version()),
        ("subpath", purl.subpath()),
    ];
    let wrong = found.iter().find(|(key, value)| parts.get(*key).and_then(Value::as_str) != *value);
    wrong.map(|(key, value)| format!("{key} is {value:?}, expected {}", parts[*key]))
}
