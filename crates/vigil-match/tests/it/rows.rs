//! One row for each flaw, with everything that its records say.

use serde_json::json;
use vigil_match::State;

use crate::support::*;

#[test]
fn records_of_one_flaw_are_one_row_with_who_asserts_the_alias() {
    let all = || range("SEMVER", json!([{"introduced": "0"}, {"fixed": "2.0.0"}]));
    let mut ghsa = osv("GHSA-a", &["CVE-2024-1"], "npm", "a", all(), &[]);
    ghsa["severity"] = json!([{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]);
    ghsa["database_specific"] = json!({"cwe_ids": ["CWE-79"]});
    // It does not know the CVE id, only the other record does.
    let other = osv("MAL-1", &["GHSA-a"], "npm", "a", all(), &[]);
    let (_folder, database) = database(&[ghsa, other, nvd("CVE-2024-1", json!([]))]);
    let result = one(&database, with_purl("pkg:npm/a@1.0.0"));
    assert_eq!(result.matches.len(), 1, "{:#?}", result.matches);
    let row = &result.matches[0];
    assert_eq!((row.id.as_str(), row.state, row.uncertain), ("CVE-2024-1", State::Affected, false));
    assert_eq!(row.aliases.get("GHSA-a").unwrap(), &["ghsa".to_owned(), "malicious-packages".to_owned()]);
    assert_eq!(row.how.len(), 2);
    assert_eq!(row.severity[0].score.as_deref(), Some("9.8"));
    assert_eq!(row.cwes, ["CWE-79"]);
    assert_eq!(row.summary, "summary of GHSA-a");
}

#[test]
fn a_flaw_without_a_cve_id_has_a_stable_name() {
    let all = || range("SEMVER", json!([{"introduced": "0"}]));
    let (_folder, database) = database(&[
        osv("RUSTSEC-2024-1", &["GHSA-z"], "npm", "a", all(), &[]),
        osv("GHSA-z", &[], "npm", "a", all(), &[]),
    ]);
    let result = one(&database, with_purl("pkg:npm/a@1.0.0"));
    assert_eq!(result.matches.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["GHSA-z"]);
}

#[test]
fn an_advisory_of_several_flaws_is_a_row_for_each_and_no_alias_between_them() {
    let mut record = osv(
        "DSA-9-1",
        &[],
        "Debian:12",
        "p",
        range("ECOSYSTEM", json!([{"introduced": "0"}, {"fixed": "2"}])),
        &[],
    );
    record["related"] = json!(["CVE-2024-1", "CVE-2024-2"]);
    let (_folder, database) = database(&[record]);
    let result = one(&database, with_purl("pkg:deb/debian/p@1-1?distro=debian-12"));
    assert_eq!(
        result.matches.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(),
        ["CVE-2024-1", "CVE-2024-2"]
    );
    assert!(result.matches.iter().all(|row| row.aliases.keys().eq(["DSA-9-1"])), "{:?}", result.matches);
}

#[test]
fn withdrawn_records_are_listed_and_not_matched() {
    let mut record =
        osv("GHSA-w", &["CVE-2024-1"], "npm", "a", range("SEMVER", json!([{"introduced": "0"}])), &[]);
    record["withdrawn"] = json!("2024-02-01T00:00:00Z");
    let (_folder, database) = database(&[record]);
    let result = one(&database, with_purl("pkg:npm/a@1.0.0"));
    assert_eq!((result.state, result.withdrawn.as_slice()), (State::Clear, ["GHSA-w".to_owned()].as_slice()));
}

#[test]
fn exploitation_and_prediction_are_found_through_the_group() {
    let folder = tempfile::tempdir().unwrap();
    let record =
        osv("GHSA-a", &["CVE-2024-1"], "npm", "a", range("SEMVER", json!([{"introduced": "0"}])), &[]);
    let kev = json!({"catalogVersion": "1", "dateReleased": "2024-02-10T00:00:00Z", "count": 1, "vulnerabilities": [
        {"cveID": "CVE-2024-1", "dateAdded": "2024-02-09", "dueDate": "2024-03-01", "knownRansomwareCampaignUse": "Known"}]});
    let feeds = [
        ("a.json", record.to_string()),
        ("k.json", kev.to_string()),
        ("e.csv", "#model_version:v4,score_date:2024-02-11T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1,0.5,0.99\n".to_owned()),
    ];
    let inputs: Vec<_> = feeds
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let target = folder.path().join("v.vdb");
    vigil_vulndb::import(
        &vigil_base::Disk { today: DAY },
        &inputs,
        &target,
        vigil_vulndb::Options::default(),
    )
    .unwrap();
    let database = vigil_vulndb::Database::open(&target).unwrap();
    let matching = matched(&database, &[with_purl("pkg:npm/a@1.0.0")]);
    let row = &matching.results[0].matches[0];
    let kev = row.kev.as_ref().unwrap();
    assert!(kev.ransomware && kev.due == vigil_base::date::parse("2024-03-01"));
    let epss = row.epss.as_ref().unwrap();
    assert_eq!(
        (epss.score.as_str(), epss.percentile.as_str(), epss.model.as_deref()),
        ("0.50000", "0.99000", Some("v4"))
    );
    assert!(matching.notices.iter().any(|notice| notice.contains("EPSS")), "{:?}", matching.notices);
}
