//! `vigil db` as a user starts it.

use crate::run::{Folder, code, text, vigil};

/// A record as OSV writes it.
pub(crate) const FLAW: &str = r#"{
  "schema_version": "1.7.0",
  "id": "GHSA-aaaa-bbbb-cccc",
  "aliases": ["CVE-2026-0001"],
  "modified": "2026-10-20T00:00:00Z",
  "published": "2026-10-01T00:00:00Z",
  "summary": "Out-of-bounds write in the parser",
  "affected": [{
    "package": { "ecosystem": "npm", "name": "left-parser" },
    "ranges": [{ "type": "SEMVER", "events": [{ "introduced": "0" }, { "fixed": "1.2.3" }] }]
  }]
}
"#;

fn run(folder: &Folder, args: &[&str]) -> (i32, String, String) {
    let output = vigil(folder.path(), args).output().unwrap();
    (code(&output), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_database_is_made_and_shown() {
    let folder = Folder::with(&[("flaw.json", FLAW)]);
    let (ended, said, _) = run(&folder, &["db", "import", "flaw.json"]);
    assert_eq!(ended, 0, "{said}");
    assert!(said.contains("vigil.vdb: written") && said.contains("1 used, 0 refused"), "{said}");
    let status = ["db", "status", "--verify", "--date", "2026-10-25"];
    let (ended, said, _) = run(&folder, &status);
    assert!(ended == 0 && said.contains("newest of 2026-10-20"), "exit code {ended}:\n{said}");
    let (_, json, _) = run(&folder, &[&status[..], &["--format", "json"]].concat());
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["result"]["sources"][0]["records"], 1);
}

#[test]
fn a_source_that_is_too_old_makes_the_status_incomplete() {
    let folder = Folder::with(&[("flaw.json", FLAW)]);
    run(&folder, &["db", "import", "flaw.json"]);
    let (ended, said, _) = run(&folder, &["db", "status", "--date", "2026-12-24"]);
    assert_eq!(ended, 3, "{said}");
    assert!(said.contains("65 days old; at most 30 are allowed"), "{said}");
    let (ended, ..) = run(&folder, &["db", "status", "--date", "2026-12-24", "--max-age", "65"]);
    assert_eq!(ended, 0);
    let (ended, ..) = run(&folder, &["db", "status", "--date", "2026-12-24", "--allow-incomplete"]);
    assert_eq!(ended, 0);
}

#[test]
fn an_input_that_is_cut_short_makes_the_import_incomplete_and_names_the_file() {
    let folder = Folder::with(&[("flaw.json", FLAW), ("cut.json", &FLAW[..FLAW.len() / 2])]);
    let (ended, said, _) = run(&folder, &["db", "import", "flaw.json", "cut.json"]);
    assert_eq!(ended, 3, "{said}");
    assert!(said.contains("cut.json") && said.contains("incomplete: "), "{said}");
}

#[test]
fn inputs_without_a_usable_record_write_nothing_and_end_with_2() {
    let folder = Folder::with(&[("empty.json", "{}")]);
    let (ended, said, _) = run(&folder, &["db", "import", "empty.json"]);
    assert_eq!(ended, 2, "{said}");
    assert!(!folder.path().join("vigil.vdb").exists());
}

#[test]
fn a_database_that_is_missing_or_is_something_else_is_named_with_the_next_step() {
    let folder = Folder::with(&[("other.vdb", "something else")]);
    let (ended, _, said) = run(&folder, &["db", "status"]);
    assert!(ended == 2 && said.contains("vigil db import"), "{said}");
    let (ended, _, said) = run(&folder, &["db", "status", "--db", "other.vdb"]);
    assert!(ended == 2 && said.contains("other.vdb"), "{said}");
}

#[test]
fn the_status_tells_age_completeness_and_the_records_of_each_year() {
    let folder = Folder::with(&[("flaw.json", FLAW)]);
    run(&folder, &["db", "import", "flaw.json"]);
    let (_, said, _) = run(&folder, &["db", "status", "--date", "2026-10-25"]);
    for part in ["ghsa", "5 days old; nothing is seen to be missing; digest", "records per year: 2026: 1"] {
        assert!(said.contains(part), "no `{part}` in:\n{said}");
    }
}

#[test]
fn a_search_finds_a_record_by_alias_package_vendor_or_text_and_says_when_there_is_none() {
    let folder = Folder::with(&[("flaw.json", FLAW)]);
    run(&folder, &["db", "import", "flaw.json"]);
    let searches: [&[&str]; 6] = [
        &["CVE-2026-0001"],
        &["GHSA-aaaa-bbbb-cccc"],
        &["pkg:npm/left-parser"],
        &["--package", "left-parser"],
        &["out-of-BOUNDS", "write"],
        &["--text", "GHSA-aaaa"],
    ];
    for words in searches {
        let (ended, said, _) = run(&folder, &[&["db", "search"], words].concat());
        assert_eq!(ended, 0, "{words:?}: {said}");
        assert!(
            said.contains("1 record for `") && said.contains("Out-of-bounds write in the parser"),
            "{said}"
        );
    }
    let (ended, said, _) = run(&folder, &["db", "search", "CVE-1999-0001"]);
    assert!(ended == 0 && said.contains("no record for `CVE-1999-0001`"), "{said}");
    let (_, json, _) = run(&folder, &["db", "search", "left", "--text", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["result"]["hits"], serde_json::json!([]));
}

#[test]
fn a_search_that_stops_early_says_so() {
    let other = FLAW.replace("GHSA-aaaa-bbbb-cccc", "GHSA-dddd-bbbb-cccc").replace("0001", "0002");
    let folder = Folder::with(&[("one.json", FLAW), ("two.json", &other)]);
    run(&folder, &["db", "import", "one.json", "two.json"]);
    let (_, said, _) = run(&folder, &["db", "search", "--most", "1", "parser"]);
    assert!(said.contains("the first 1 records") && said.contains("--most N"), "{said}");
    let (ended, _, said) = run(&folder, &["db", "search", " "]);
    assert!(ended == 2 && said.contains("the search is empty"), "{said}");
}
