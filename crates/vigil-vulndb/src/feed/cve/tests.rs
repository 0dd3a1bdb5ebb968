use super::*;
use crate::entry::Standing;

const RECORD: &str = r#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2024-0001","state":"PUBLISHED","assignerShortName":"acme","datePublished":"2024-01-02T00:00:00Z","dateUpdated":"2024-02-03T00:00:00Z"},"containers":{"cna":{"title":"Pads","tags":["disputed"],"descriptions":[{"lang":"en","value":"A flaw."}],"affected":[{"vendor":"Acme Inc.","product":"Left Pad","collectionURL":"https://www.npmjs.example","packageName":"left-pad","repo":"https://example.org/acme/pad.git","programFiles":["src/pad.c"],"programRoutines":[{"name":"pad"}],"modules":["core"],"platforms":["Linux"],"defaultStatus":"unaffected","versions":[{"version":"1.0","status":"affected","versionType":"semver","lessThan":"2.0","changes":[{"at":"1.5","status":"unaffected"}]}]}],"cpeApplicability":[{"nodes":[{"operator":"OR","negate":false,"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:acme:left_pad:*:*:*:*:*:*:*:*","versionEndExcluding":"2.0"}]}]}],"problemTypes":[{"descriptions":[{"lang":"en","description":"CWE-120 Overflow","type":"CWE"}]}],"references":[{"url":"https://example.org/a","tags":["patch"]}],"solutions":[{"lang":"en","value":"Update."}],"workarounds":[{"lang":"en","value":"Wait."}],"metrics":[{"format":"CVSS","cvssV3_1":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.8}}],"providerMetadata":{"orgId":"x","shortName":"acme"}},"adp":[{"title":"CISA ADP Vulnrichment","providerMetadata":{"orgId":"y","shortName":"CISA-ADP"},"affected":[{"vendor":"acme","product":"left_pad","cpes":["cpe:2.3:a:acme:left_pad:*:*:*:*:*:*:*:*"],"defaultStatus":"unknown","versions":[{"version":"*","status":"affected"}]}],"metrics":[{"other":{"type":"ssvc","content":{"options":[{"Exploitation":"active"},{"Automatable":"yes"},{"Technical Impact":"total"}],"timestamp":"2024-02-01T00:00:00Z","version":"2.0.3"}}},{"other":{"type":"kev","content":{"dateAdded":"2024-01-31"}}}]}]}}"#;

#[test]
fn every_part_that_matching_needs_is_read() {
    let flaw = read(RECORD.as_bytes()).unwrap();
    let record = &flaw.record;
    assert_eq!((record.id.as_str(), record.source.as_str()), ("CVE-2024-0001", "cve"));
    assert_eq!((record.title.as_str(), record.summary.as_str()), ("Pads", "A flaw."));
    assert_eq!(record.modified.as_str(), "2024-02-03T00:00:00");
    assert_eq!((record.cwes[0].as_str(), record.tags[0].as_str()), ("CWE-120", "disputed"));
    assert_eq!((record.scores[0].by.as_str(), record.scores[0].tenths), ("acme", Some(98)));
    let ssvc = record.ssvc.as_ref().unwrap();
    assert_eq!((ssvc.by.as_str(), ssvc.exploitation.as_str()), ("CISA-ADP", "active"));
    assert_eq!((ssvc.automatable.as_str(), ssvc.technical_impact.as_str()), ("yes", "total"));
    assert_eq!(record.exploited_since.as_deref(), Some("2024-01-31"));
    let kinds: Vec<&str> = record.remedies.iter().map(|remedy| remedy.kind.as_str()).collect();
    assert_eq!(kinds, ["workaround", "solution"]);
    assert_eq!(record.references[0].kind.as_str(), "Patch");
    let [Entry::Product(own), Entry::Configurations(nodes), Entry::Product(added)] = flaw.entries.as_slice()
    else {
        panic!("two products and a configuration: {:?}", flaw.entries)
    };
    assert_eq!((own.role, added.role), (Role::Assigner, Role::Enricher));
    assert_eq!((own.packages[0].ecosystem.as_str(), own.packages[0].name.as_str()), ("npm", "left-pad"));
    assert_eq!(
        (own.files[0].as_str(), own.routines[0].as_str(), own.modules[0].as_str()),
        ("src/pad.c", "pad", "core")
    );
    assert_eq!(own.versions[0].changes[0].standing, Standing::Unaffected);
    assert_eq!(nodes.iter().flat_map(|node| &node.leaves).count(), 1);
    assert_eq!(added.cpes.len(), 1);
}

#[test]
fn a_rejected_record_is_withdrawn() {
    let text = r#"{"cveMetadata":{"cveId":"CVE-2024-2","state":"REJECTED","dateRejected":"2024-05-01T00:00:00Z"},"containers":{"cna":{"rejectedReasons":[{"lang":"en","value":"A double."}],"replacedBy":["CVE-2024-1"]}}}"#;
    let flaw = read(text.as_bytes()).unwrap();
    assert!(flaw.record.is_withdrawn() && flaw.entries.is_empty());
    assert_eq!((flaw.record.summary.as_str(), flaw.record.related[0].as_str()), ("A double.", "CVE-2024-1"));
}

#[test]
fn a_package_of_a_distribution_is_not_the_distribution() {
    let text = RECORD.replace("https://www.npmjs.example", "https://access.redhat.example/package-browser");
    let flaw = read(text.as_bytes()).unwrap();
    let Entry::Product(product) = &flaw.entries[0] else { panic!("a product") };
    assert!(!product.is_named && product.cpes.is_empty() && product.packages.is_empty());
}

#[test]
fn a_record_of_another_shape_is_refused() {
    for text in [
        r#"{"cveMetadata":{"cveId":"GHSA-1"},"containers":{"cna":{}}}"#,
        r#"{"cveMetadata":{"cveId":"CVE-2024-1"}}"#,
        r#"{"cveMetadata":{"cveId":"CVE-2024-1"},"containers":{"cna":{"affected":[{"versions":[{"version":7}]}]}}}"#,
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text}");
    }
}
