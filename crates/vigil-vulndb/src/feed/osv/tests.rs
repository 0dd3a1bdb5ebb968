//! Tests of the module above.

use super::*;

const RECORD: &str = r#"{"id":"GHSA-x","modified":"2024-01-02T00:00:00Z","aliases":["CVE-2024-1"],
  "details":"Say \"no\".","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N"}],
  "affected":[{"package":{"ecosystem":"npm","name":"left"},"versions":["1.0.0"],
    "ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2.0"}]},{"type":"NEW","events":[]}]}],
  "database_specific":{"cwe_ids":["CWE-79"],"severity":7}}"#;

#[test]
fn a_record_is_read_with_its_ranges() {
    let flaw = read(RECORD.as_bytes()).unwrap();
    assert_eq!(flaw.record.source.as_str(), "ghsa");
    assert_eq!(flaw.record.modified.as_str(), "2024-01-02T00:00:00");
    assert_eq!(flaw.record.summary.as_str(), "Say \"no\".");
    let Entry::Package(affected) = &flaw.entries[0] else { panic!("a package") };
    assert_eq!(affected.ranges[0].events.len(), 2);
    assert_eq!(affected.ranges[1].kind, RangeKind::Unknown);
}

#[test]
fn an_advisory_of_a_distribution_answers_the_flaws_it_names() {
    let text = r#"{"id":"DSA-1-1","modified":"2024-01-02","related":["CVE-2024-1","X-1"],"affected":[]}"#;
    let flaw = read(text.as_bytes()).unwrap();
    assert_eq!(flaw.record.upstream, [Text::from("CVE-2024-1")]);
}

#[test]
fn a_record_without_a_time_of_change_is_refused() {
    let error = read(br#"{"id":"GHSA-y","affected":[]}"#).unwrap_err();
    assert!(error.contains("modified"), "{error}");
}
