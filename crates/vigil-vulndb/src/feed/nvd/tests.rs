//! Tests of the module above.

use super::*;

const PAGE_ITEM: &str = r#"{"cve":{"id":"CVE-2024-1","sourceIdentifier":"a@b","published":"2024-01-01T00:00:00.000",
  "lastModified":"2024-02-01T00:00:00.000","vulnStatus":"Analyzed","descriptions":[{"lang":"es","value":"no"},{"lang":"en","value":"yes"}],
  "metrics":{"cvssMetricV31":[{"source":"nvd@nist.gov","type":"Primary","cvssData":{"version":"3.1","vectorString":"CVSS:3.1/AV:N","baseScore":9.8}}]},
  "weaknesses":[{"source":"x","type":"Primary","description":[{"lang":"en","value":"CWE-79"}]}],
  "configurations":[{"operator":"AND","nodes":[{"operator":"OR","negate":false,"cpeMatch":[
    {"vulnerable":true,"criteria":"cpe:2.3:o:acme:fw:*:*:*:*:*:*:*:*","versionEndExcluding":"2.0","matchCriteriaId":"X"}]},
    {"operator":"OR","negate":true,"cpeMatch":[{"vulnerable":false,"criteria":"cpe:bad","matchCriteriaId":"Y"}]}]}],
  "references":[{"url":"https://e.example","source":"a","tags":["Patch","Vendor Advisory"]}]}}"#;

#[test]
fn an_item_is_read_with_its_tree() {
    let flaw = read_item(PAGE_ITEM.as_bytes()).unwrap();
    assert_eq!(flaw.record.summary.as_str(), "yes");
    assert_eq!(flaw.record.scores[0].tenths, Some(98));
    assert_eq!(flaw.record.references[0].kind.as_str(), "Patch, Vendor Advisory");
    let Entry::Configurations(nodes) = &flaw.entries[0] else { panic!("configurations") };
    assert_eq!((nodes[0].operator, nodes.len()), (Operator::And, 3));
    assert!(nodes[2].negate && nodes[2].above == Some(0));
    assert_eq!(nodes[1].leaves[0].end_excluding.as_deref(), Some("2.0"));
    assert_eq!(flaw.unreadable.len(), 1);
}

#[test]
fn a_correction_takes_its_id_from_the_annotation() {
    let text =
        r#"{"_annotation":{"cve_id":"CVE-2025-2","reason":"not analysed"},"cve":{"configurations":[]}}"#;
    let flaw = read_correction(text.as_bytes()).unwrap();
    assert_eq!(flaw.record.id.as_str(), "CVE-2025-2");
    assert_eq!(flaw.record.remark.as_deref(), Some("not analysed"));
}

#[test]
fn a_correction_with_an_author_is_an_override_and_needs_reason_and_reference() {
    let text = r#"{"_annotation":{"cve_id":"CVE-2024-1","by":"psirt","modified":"2024-01-01T00:00:00","reason":"Wrong product.","references":["https://example.org/1"]},"cve":{"configurations":[]}}"#;
    let flaw = read_correction(text.as_bytes()).unwrap();
    assert_eq!(
        (flaw.record.source.as_str(), flaw.record.remark.as_deref()),
        ("overrides", Some("Wrong product. (psirt)"))
    );
    for (part, without) in [("Wrong product.", ""), ("[\"https://example.org/1\"]", "[]")] {
        assert!(read_correction(text.replace(part, without).as_bytes()).is_err());
    }
}
