//! Advisories (CSAF), Alpine's secdb, and overrides of NVD.

use serde_json::{Value, json};
use vigil_match::State;

use crate::support::{any_of, cpe, database, leaf, nvd, one, with_cpe, with_purl};

fn advisory(status: Value, ranges: &[(&str, &str)]) -> Value {
    let versions: Vec<Value> = ranges
        .iter()
        .map(|(id, range)| {
            json!({"category": "product_version_range", "name": range, "product": {"name": range, "product_id": id,
                "product_identification_helper": {"model_numbers": ["P-100"]}}})
        })
        .collect();
    json!({"document": {"category": "csaf_security_advisory", "csaf_version": "2.0", "title": "Pump",
        "publisher": {"name": "CISA"}, "tracking": {"id": "ICSMA-24-001-01", "current_release_date": "2024-02-20T00:00:00Z"}},
        "product_tree": {"branches": [{"category": "vendor", "name": "Acme Medical Inc.", "branches": [
            {"category": "product_name", "name": "Infusion Pump", "branches": versions}]}]},
        "vulnerabilities": [{"cve": "CVE-2024-1", "product_status": status}]})
}

fn pump(name: &str, version: &str) -> Value {
    json!({"type": "device", "name": name, "version": version, "supplier": {"name": "Acme Medical"}})
}

#[test]
fn a_device_is_found_by_supplier_and_name_and_unreadable_versions_are_never_clear() {
    let table = [
        ("<= 1.2", "1.1", State::Affected),
        ("<= 1.2", "1.3", State::NotAffected),
        ("1.2 and earlier", "1.2", State::Affected),
        ("vers:all/*", "9", State::Affected),
        ("serial numbers of april", "1.1", State::NotChecked),
    ];
    for (range, version, expected) in table {
        let (_folder, database) = database(&[advisory(json!({"known_affected": ["A"]}), &[("A", range)])]);
        for name in ["Infusion Pump", "infusion-pump firmware", "P-100"] {
            let result = one(&database, pump(name, version));
            assert_eq!(result.state, expected, "{range} {version} {name}: {}", result.reason);
        }
        assert_eq!(one(&database, pump("Other Pump", version)).state, State::Unidentified);
    }
    let status = json!({"known_affected": ["A"], "known_not_affected": ["B"]});
    let (_folder, database) = database(&[advisory(status, &[("A", "< 1.2"), ("B", ">= 1.2")])]);
    let result = one(&database, pump("Infusion Pump", "1.2"));
    assert_eq!(result.state, State::NotAffected, "{}", result.reason);
    assert_eq!(result.dismissed[0].record, "ICSMA-24-001-01/CVE-2024-1");
}

#[test]
fn a_release_of_alpine_has_its_own_versions_and_zero_is_never_affected() {
    let secdb = json!({"distroversion": "v3.19", "reponame": "main", "packages": [
        {"pkg": {"name": "openssl", "secfixes": {"3.1.4-r5": ["CVE-2024-1"], "0": ["CVE-2024-2"]}}}]});
    let (_folder, database) = database(&[secdb]);
    let package =
        |version: &str| with_purl(&format!("pkg:apk/alpine/openssl@{version}?distro=alpine-3.19.1"));
    let older = one(&database, package("3.1.4-r4"));
    let ids: Vec<&str> = older.matches.iter().map(|found| found.id.as_str()).collect();
    assert_eq!((older.state, ids), (State::Affected, vec!["CVE-2024-1"]), "{}", older.reason);
    assert_eq!(one(&database, package("3.1.4-r5")).state, State::NotAffected);
}

#[test]
fn an_override_decides_over_nvd_and_is_marked_in_every_explanation() {
    let product = cpe("a", "acme", "pad", "*");
    let wrong = nvd("CVE-2024-1", any_of(vec![leaf(true, &product, None)]));
    let correction = |configurations: Value| {
        json!({"_annotation": {"cve_id": "CVE-2024-1", "by": "psirt", "modified": "2024-02-01T00:00:00",
            "reason": "Only before 1.2.", "references": ["https://example.org/1"]},
            "cve": {"configurations": configurations}})
    };
    let narrowed = correction(any_of(vec![leaf(true, &product, Some("1.2"))]));
    let elsewhere = correction(any_of(vec![leaf(true, &cpe("a", "other", "pad", "*"), None)]));
    let component = |version: &str| with_cpe(&cpe("a", "acme", "pad", version));
    let (_folder, database_a) = database(&[wrong.clone(), narrowed]);
    let inside = one(&database_a, component("1.1"));
    assert_eq!(inside.state, State::Affected);
    assert!(
        inside.matches[0].how.iter().any(|how| how.remark == "override: Only before 1.2. (psirt)"),
        "{:?}",
        inside.matches[0].how
    );
    let (_other, database_b) = database(&[wrong, elsewhere]);
    for (database, version) in [(&database_a, "1.5"), (&database_b, "1.1")] {
        let result = one(database, component(version));
        assert_eq!(result.state, State::NotAffected, "{}", result.reason);
        assert!(
            result.dismissed[0].why.contains("override: Only before 1.2. (psirt)"),
            "{}",
            result.dismissed[0].why
        );
    }
}
