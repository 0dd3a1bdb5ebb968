//! CVE records in the JSON format 5: every way to a product, and what holds where sources disagree.

use serde_json::{Value, json};
use vigil_match::State;

use crate::support::{any_of, cpe, database, leaf, nvd, one, with_cpe, with_purl};

/// A CVE record with these products of its assigner and of who enriched it.
fn cve(id: &str, assigned: Value, enriched: Value) -> Value {
    json!({"dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": id, "state": "PUBLISHED", "dateUpdated": "2024-02-20T00:00:00Z"},
        "containers": {
            "cna": {"descriptions": [{"lang": "en", "value": id}], "affected": assigned},
            "adp": [{"providerMetadata": {"shortName": "CISA-ADP"}, "affected": enriched,
                "metrics": [{"other": {"type": "ssvc", "content": {"options": [{"Exploitation": "poc"}],
                    "timestamp": "2024-02-20T00:00:00Z", "version": "2.0.3"}}},
                    {"other": {"type": "kev", "content": {"dateAdded": "2024-02-19"}}}]}]}})
}

fn below(version: &str) -> Value {
    json!([{"version": "0", "status": "affected", "lessThan": version, "versionType": "custom"}])
}

fn pad(version: &str) -> Value {
    json!({"vendor": "Acme Inc.", "product": "Left Pad", "collectionURL": "https://www.npmjs.example",
        "packageName": "left-pad", "packageURL": "pkg:pypi/left.pad", "repo": "https://github.com/acme/pad",
        "versions": below(version)})
}

#[test]
fn a_product_is_found_by_package_purl_repository_cpe_name_and_supplier() {
    let (_folder, database) = database(&[cve("CVE-2024-1", json!([pad("2.0")]), json!([]))]);
    let named = |name: &str, supplier: &str| json!({"type": "library", "name": name, "version": "1.5", "supplier": {"name": supplier}});
    let components = [
        with_purl("pkg:npm/left-pad@1.5"),
        with_purl("pkg:pypi/left-pad@1.5"),
        with_purl("pkg:github/acme/pad@1.5"),
        with_cpe(&cpe("a", "acme", "left_pad", "1.5")),
        named("Left-Pad", "ACME"),
    ];
    for component in components {
        let result = one(&database, component.clone());
        assert_eq!(result.state, State::Affected, "{component}: {}", result.reason);
        assert_eq!(
            (result.matches[0].id.as_str(), result.matches[0].how[0].source.as_str()),
            ("CVE-2024-1", "cve")
        );
        assert_eq!(result.matches[0].fixed_versions, ["2.0"]);
    }
    for other in [named("Left-Pad", "Other"), named("Right Pad", "ACME"), with_purl("pkg:gem/left-pad@1.5")] {
        let result = one(&database, other.clone());
        assert_eq!(result.state, State::Unidentified, "{other}: {}", result.reason);
    }
    let newer = one(&database, with_purl("pkg:npm/left-pad@2.0"));
    assert_eq!(newer.state, State::NotAffected, "{}", newer.reason);
    // A record about one package of an ecosystem does not make other packages of it clear.
    assert_eq!(one(&database, with_purl("pkg:npm/other@1")).state, State::Unidentified);
}

#[test]
fn one_source_that_says_affected_is_enough_and_the_other_is_shown_beside_it() {
    let name = cpe("a", "acme", "left_pad", "*");
    let narrow = nvd("CVE-2024-1", any_of(vec![leaf(true, &name, Some("1.2"))]));
    let (_folder, database) = database(&[narrow, cve("CVE-2024-1", json!([pad("2.0")]), json!([]))]);
    let result = one(&database, with_cpe(&cpe("a", "acme", "left_pad", "1.5")));
    assert_eq!(result.matches.len(), 1, "one row per flaw");
    let row = &result.matches[0];
    assert_eq!((row.state, row.uncertain), (State::Affected, false));
    assert_eq!((row.how[0].source.as_str(), row.against[0].source.as_str()), ("cve", "nvd"));
    let ssvc = row.ssvc.as_ref().unwrap();
    assert_eq!((ssvc.exploitation.as_str(), ssvc.by.as_str()), ("poc", "CISA-ADP"));
    assert_eq!(row.kev.as_ref().unwrap().date_added.unwrap().to_string(), "2024-02-19");
}

#[test]
fn a_default_that_was_filled_in_beside_the_record_makes_no_version_affected() {
    let name = cpe("a", "acme", "left_pad", "*");
    for default in ["unknown", "affected"] {
        let enriched = json!([{"vendor": "acme", "product": "left_pad", "cpes": [name], "defaultStatus": default,
            "versions": below("1.2")}]);
        let closed = nvd("CVE-2024-1", any_of(vec![leaf(true, &name, Some("1.2"))]));
        let (_folder, database) = database(&[closed, cve("CVE-2024-1", json!([]), enriched)]);
        let inside = one(&database, with_cpe(&cpe("a", "acme", "left_pad", "1.1")));
        assert_eq!(inside.state, State::Affected, "{default}");
        let outside = one(&database, with_cpe(&cpe("a", "acme", "left_pad", "1.5")));
        assert_eq!(outside.state, State::NotAffected, "{default}: {}", outside.reason);
    }
}

#[test]
fn a_kernel_is_judged_by_its_stable_branch_and_not_by_commits() {
    let record = cve(
        "CVE-2024-2",
        json!([
            {"vendor": "Linux", "product": "Linux", "repo": "https://git.kernel.org/pub/scm/linux.git",
             "programFiles": ["fs/a.c"], "defaultStatus": "unaffected",
             "versions": [{"version": "1da177e4c3f4", "lessThan": "aaaaaaaaaaaa", "status": "affected", "versionType": "git"}]},
            {"vendor": "Linux", "product": "Linux", "repo": "https://git.kernel.org/pub/scm/linux.git",
             "programFiles": ["fs/a.c"], "defaultStatus": "affected",
             "versions": [
                {"version": "0", "lessThan": "5.4", "status": "unaffected", "versionType": "semver"},
                {"version": "5.10.216", "lessThanOrEqual": "5.10.*", "status": "unaffected", "versionType": "semver"},
                {"version": "6.9", "lessThanOrEqual": "*", "status": "unaffected", "versionType": "original_commit_for_fix"}]}
        ]),
        json!([]),
    );
    let (_folder, database) = database(&[record]);
    let table = [
        ("4.19", State::NotAffected),
        ("5.10.215", State::Affected),
        ("5.10.216", State::NotAffected),
        ("6.8", State::Affected),
        ("6.9.1", State::NotAffected),
    ];
    for (version, expected) in table {
        let result = one(&database, with_cpe(&cpe("o", "linux", "linux_kernel", version)));
        assert_eq!(result.state, expected, "{version}: {}", result.reason);
    }
}

#[test]
fn a_statement_that_cannot_be_read_is_not_checked() {
    let product = json!([{"vendor": "Acme", "product": "Pump",
        "versions": [{"version": "devices sold in april", "status": "affected"}]}]);
    let (_folder, database) = database(&[cve("CVE-2024-3", product, json!([]))]);
    let component =
        json!({"type": "firmware", "name": "Pump", "version": "1.5", "supplier": {"name": "Acme"}});
    let result = one(&database, component);
    assert_eq!(result.state, State::NotChecked, "{}", result.reason);
}

#[test]
fn a_flaw_that_the_cve_list_rejected_is_listed_as_withdrawn_and_not_matched() {
    let name = cpe("a", "acme", "pad", "*");
    let analysed = nvd("CVE-2024-1", any_of(vec![leaf(true, &name, Some("2.0"))]));
    let rejected = json!({"dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": "CVE-2024-1", "state": "REJECTED", "dateUpdated": "2024-02-01T00:00:00Z"},
        "containers": {"cna": {"rejectedReasons": [{"lang": "en", "value": "Not a flaw."}]}}});
    let component = || with_cpe(&cpe("a", "acme", "pad", "1.0"));
    let (_folder, before) = database(std::slice::from_ref(&analysed));
    assert_eq!(one(&before, component()).matches.len(), 1);
    let (_folder, after) = database(&[analysed, rejected]);
    let result = one(&after, component());
    assert_eq!(
        (result.matches.len(), result.withdrawn.as_slice()),
        (0, ["CVE-2024-1".to_owned()].as_slice())
    );
}
