use super::*;
use crate::entry::{Entry, Event, Standing};

const ADVISORY: &str = r#"{"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"Acme Pump","publisher":{"name":"CISA","category":"coordinator","namespace":"https://example.org"},"distribution":{"tlp":{"label":"WHITE"}},"tracking":{"id":"ICSMA-24-001-01","status":"final","version":"1","initial_release_date":"2024-01-02T00:00:00.000Z","current_release_date":"2024-02-03T00:00:00.000Z"}},"product_tree":{"branches":[{"category":"vendor","name":"Acme","branches":[{"category":"product_name","name":"Pump","branches":[{"category":"product_version_range","name":"< 1.2","product":{"name":"Acme Pump < 1.2","product_id":"A","product_identification_helper":{"model_numbers":["P-100"],"cpe":"cpe:2.3:h:acme:pump:*:*:*:*:*:*:*:*"}}},{"category":"product_version","name":"1.2","product":{"name":"Acme Pump 1.2","product_id":"B"}}]}]}]},"vulnerabilities":[{"cve":"CVE-2024-0001","cwe":{"id":"CWE-120"},"notes":[{"category":"summary","text":"It overflows."}],"product_status":{"known_affected":["A"],"fixed":["B"]},"scores":[{"products":["A"],"cvss_v3":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.8}}],"remediations":[{"category":"vendor_fix","details":"Update to 1.2","date":"2024-01-10T00:00:00Z","product_ids":["A"],"url":"https://example.org/u"}]},{"ids":[{"system_name":"Acme","text":"ACME-7"}],"flags":[{"label":"component_not_present","product_ids":["A"]}],"product_status":{"known_not_affected":["A"],"under_investigation":["missing"]}}]}"#;

#[test]
fn an_advisory_is_one_record_for_each_flaw_with_the_products_by_name() {
    let flaws = read(ADVISORY.as_bytes()).unwrap();
    let record = &flaws[0].record;
    assert_eq!((record.source.as_str(), record.id.as_str()), ("csaf-cisa", "ICSMA-24-001-01/CVE-2024-0001"));
    assert_eq!(
        (record.document.as_deref(), record.upstream[0].as_str()),
        (Some("ICSMA-24-001-01"), "CVE-2024-0001")
    );
    assert_eq!((record.summary.as_str(), record.scores[0].tenths), ("It overflows.", Some(98)));
    assert_eq!(
        (record.remedies[0].kind.as_str(), record.remedies[0].date.as_str()),
        ("vendor_fix", "2024-01-10T00:00:00")
    );
    let [Entry::Product(product)] = flaws[0].entries.as_slice() else { panic!("one product") };
    assert_eq!((product.vendor.as_str(), product.name.as_str()), ("Acme", "Pump"));
    assert_eq!((product.models[0].as_str(), product.cpes.len()), ("P-100", 1));
    let versions: Vec<_> = product.versions.iter().map(|v| (v.standing, v.from.as_str())).collect();
    assert_eq!(versions, [(Standing::Fixed, "1.2"), (Standing::Affected, "< 1.2")]);
}

#[test]
fn a_flag_is_kept_and_an_id_that_stands_for_nothing_is_told() {
    let flaws = read(ADVISORY.as_bytes()).unwrap();
    let flaw = &flaws[1];
    assert_eq!(flaw.record.id.as_str(), "ICSMA-24-001-01/ACME-7");
    let [Entry::Product(product)] = flaw.entries.as_slice() else { panic!("one product") };
    assert_eq!(product.versions[0].standing, Standing::Unaffected);
    assert_eq!(product.justification.as_deref(), Some("component_not_present"));
    assert!(flaw.unreadable[0].contains("missing"), "{:?}", flaw.unreadable);
}

#[test]
fn a_package_of_a_distribution_is_one_of_its_release() {
    let text = r#"{"document":{"tracking":{"id":"RHSA-1"},"publisher":{"name":"Red Hat Product Security"}},"product_tree":{"branches":[{"category":"vendor","name":"Red Hat","branches":[{"category":"product_name","name":"RHEL","product":{"name":"RHEL 8","product_id":"BaseOS","product_identification_helper":{"cpe":"cpe:/o:redhat:enterprise_linux:8::baseos"}}},{"category":"product_version","name":"x","product":{"name":"x","product_id":"x-1","product_identification_helper":{"purl":"pkg:rpm/redhat/x@1.0-2.el8?arch=src&epoch=3"}}}]}],"relationships":[{"category":"default_component_of","product_reference":"x-1","relates_to_product_reference":"BaseOS","full_product_name":{"name":"x of RHEL","product_id":"BaseOS:x-1"}}]},"vulnerabilities":[{"cve":"CVE-2024-0001","product_status":{"fixed":["BaseOS:x-1"]}}]}"#;
    let flaws = read(text.as_bytes()).unwrap();
    let [Entry::Package(package)] = flaws[0].entries.as_slice() else { panic!("{:?}", flaws[0].entries) };
    assert_eq!(
        (package.ecosystem.as_str(), package.name.as_str()),
        ("Red Hat:enterprise_linux:8::baseos", "x")
    );
    assert_eq!(package.ranges[0].events[1], Event::Fixed("3:1.0-2.el8".into()));
}

#[test]
fn a_document_that_says_too_much_or_is_none_is_refused() {
    let ids = vec!["\"A\""; MOST_STATEMENTS + 1].join(",");
    let flood = ADVISORY.replace(r#""known_affected":["A"]"#, &format!(r#""known_affected":[{ids}]"#));
    assert!(read(flood.as_bytes()).unwrap_err().contains("more than"));
    assert!(read(br#"{"document":{},"vulnerabilities":[]}"#).is_err());
    let deep = format!(
        "{}{}",
        r#"{"document":{"tracking":{"id":"x"}},"product_tree":"#,
        r#"{"branches":["#.repeat(5000)
    );
    assert!(read(deep.as_bytes()).is_err());
}
