use super::*;

const OPENVEX: &str = r#"{"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://vendor.example/vex-1","author":"Vendor PSIRT",
 "timestamp":"2026-08-01T00:00:00Z","version":3,"statements":[
 {"vulnerability":{"name":"CVE-2026-0001","aliases":["GHSA-aaaa-bbbb-cccc"]},"timestamp":"2026-08-02T10:00:00+02:00",
  "products":[{"@id":"pkg:generic/board@5","subcomponents":[{"@id":"pkg:generic/tls@1.2"},{"identifiers":{"cpe23":"cpe:2.3:a:v:http:2:*:*:*:*:*:*:*"}}]}],
  "status":"affected","action_statement":"Update."},
 {"vulnerability":{"name":"CVE-2026-0001"},"timestamp":"2026-08-02T09:00:00Z",
  "products":[{"@id":"pkg:generic/board@5","subcomponents":[{"@id":"pkg:generic/tls@1.2"}]}],
  "status":"not_affected","justification":"vulnerable_code_not_present"},
 {"vulnerability":{"name":"CVE-2026-0002"},"products":["pkg:generic/board@5"],"status":"not_affected"},
 {"vulnerability":"CVE-2026-0003","products":["pkg:generic/board@5"],"status":"fixed"}]}"#;

#[test]
fn the_newest_statement_on_a_flaw_in_a_product_counts_whatever_the_time_zone() {
    let document = read(OPENVEX.as_bytes()).unwrap();
    let on = |flaw: &str| -> Vec<(Status, Vec<String>)> {
        let all = document.statements.iter().filter(|it| it.flaws[0] == flaw);
        let parts =
            |it: &Statement| it.subjects.iter().map(|it| it.part.clone().unwrap_or_default().id).collect();
        all.map(|it| (it.status, parts(it))).collect()
    };
    // 10:00+02:00 is 08:00Z and thus older; the other part keeps its older statement.
    assert_eq!(
        on("CVE-2026-0001"),
        [
            (Status::Affected, vec!["cpe:2.3:a:v:http:2:*:*:*:*:*:*:*".to_owned()]),
            (Status::NotAffected, vec!["pkg:generic/tls@1.2".to_owned()])
        ]
    );
    assert_eq!(document.superseded, 1);
}

#[test]
fn a_statement_that_openvex_forbids_is_refused_with_its_pointer_and_the_rest_is_read() {
    let document = read(OPENVEX.as_bytes()).unwrap();
    assert_eq!(document.refused.len(), 1);
    assert_eq!(document.refused[0].pointer, "/statements/2");
    assert_eq!(document.refused[0].flaw.as_deref(), Some("CVE-2026-0002"));
    assert!(document.statements.iter().any(|it| it.flaws == ["CVE-2026-0003"] && it.status == Status::Fixed));
}

#[test]
fn an_openvex_document_says_who_says_it_and_when() {
    let document = read(OPENVEX.as_bytes()).unwrap();
    assert_eq!(document.id.as_deref(), Some("https://vendor.example/vex-1"));
    assert_eq!(
        (document.publisher.as_deref(), document.version.as_deref()),
        (Some("Vendor PSIRT"), Some("3"))
    );
    let last = document.statements.last().unwrap();
    assert_eq!(last.time.as_deref(), Some("2026-08-01T00:00:00Z"), "that of the document where it has none");
}

const CYCLONEDX: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3E671687-395b-41f5-a30f-a58921a69b79","version":2,
 "metadata":{"timestamp":"2026-08-01T00:00:00Z","supplier":{"name":"Vendor"},
  "component":{"bom-ref":"board","type":"firmware","name":"board","version":"5"}},
 "components":[{"bom-ref":"tls","type":"library","group":"acme","name":"tls","version":"1.2","purl":"pkg:generic/acme/tls@1.2",
   "components":[{"bom-ref":"asn1","type":"library","name":"asn1","version":"0.9"}]}],
 "vulnerabilities":[
  {"id":"CVE-2026-0001","references":[{"id":"GHSA-aaaa-bbbb-cccc"}],
   "analysis":{"state":"not_affected","justification":"requires_configuration","response":["update","will_not_fix"],"detail":"Off."},
   "affects":[{"ref":"asn1"},{"ref":"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#other%2Fref"},{"ref":"nowhere"}]},
  {"id":"CVE-2026-0002","analysis":{"state":"exploitable"},
   "affects":[{"ref":"tls","versions":[{"version":"1.2","status":"affected"},{"range":"vers:generic/>=1.3","status":"unaffected"},{"version":"1.1","status":"unknown"}]}]},
  {"id":"CVE-2026-0003","affects":[{"ref":"tls"}]},
  {"id":"CVE-2026-0004","analysis":{"state":"mended"},"affects":[{"ref":"tls"}]}]}"#;

#[test]
fn an_entry_affects_nested_components_and_other_boms_and_what_names_nothing_is_refused() {
    let document = read(CYCLONEDX.as_bytes()).unwrap();
    let first = &document.statements[0];
    assert_eq!(first.flaws, ["CVE-2026-0001", "GHSA-aaaa-bbbb-cccc"]);
    let stated = first.justification.clone().unwrap();
    assert_eq!(
        (stated.word.as_str(), stated.means, stated.fit),
        ("requires_configuration", Justification::VulnerableCodeNotInExecutePath, Fit::Nearest)
    );
    assert_eq!(first.subjects[0].product.label(), "asn1 0.9");
    let link = first.subjects[1].product.link.clone().unwrap();
    assert_eq!((link.version, link.entry.as_deref()), (1, Some("other/ref")));
    assert_eq!(first.responses, [Response::Update, Response::WillNotFix]);
    assert!(document.refused.iter().any(|it| it.pointer == "/vulnerabilities/0/affects/2"));
}

#[test]
fn versions_may_have_another_status_than_the_entry() {
    let document = read(CYCLONEDX.as_bytes()).unwrap();
    let of: Vec<(Status, String)> = document
        .statements
        .iter()
        .filter(|it| it.flaws[0] == "CVE-2026-0002")
        .map(|it| (it.status, it.subjects[0].product.label()))
        .collect();
    let expected = [
        (Status::Affected, "acme/tls 1.2".to_owned()),
        (Status::NotAffected, "acme/tls vers:generic/>=1.3".to_owned()),
        (Status::UnderInvestigation, "acme/tls 1.1".to_owned()),
    ];
    assert_eq!(of, expected);
}

#[test]
fn a_listed_flaw_without_an_analysis_is_no_statement_and_an_unknown_state_is_refused() {
    let document = read(CYCLONEDX.as_bytes()).unwrap();
    let said = |flaw: &str| document.statements.iter().any(|it| it.flaws[0] == flaw);
    assert!(!said("CVE-2026-0003") && !said("CVE-2026-0004"));
    let refused: Vec<_> = document.refused.iter().filter_map(|it| it.flaw.as_deref()).collect();
    assert!(refused.contains(&"CVE-2026-0003") && refused.contains(&"CVE-2026-0004"));
}

const CSAF: &str = r#"{"document":{"category":"csaf_vex","csaf_version":"2.0","title":"t",
  "publisher":{"category":"vendor","name":"Vendor","namespace":"https://vendor.example"},
  "tracking":{"id":"V-1","status":"final","version":"2","initial_release_date":"2026-01-02T03:04:05Z","current_release_date":"2026-01-03T03:04:05Z"}},
 "product_tree":{"branches":[{"category":"vendor","name":"Vendor","branches":[{"category":"product_name","name":"tls",
   "branches":[{"category":"product_version","name":"1.2","product":{"name":"tls 1.2","product_id":"P1",
     "product_identification_helper":{"purl":"pkg:generic/tls@1.2","hashes":[{"filename":"tls.a","file_hashes":[{"algorithm":"sha256","value":"AB"}]}]}}},
    {"category":"product_version_range","name":"vers:generic/<1.0","product":{"name":"tls before 1.0","product_id":"P2"}}]}]},
   {"category":"product_name","name":"os","product":{"name":"os","product_id":"OS","product_identification_helper":{"cpe":"cpe:/o:vendor:os:9"}}}],
  "product_groups":[{"group_id":"G","product_ids":["P1","M:P1"]}],
  "relationships":[{"category":"default_component_of","product_reference":"P1","relates_to_product_reference":"M",
    "full_product_name":{"name":"tls in module","product_id":"M:P1"}},
   {"category":"default_component_of","product_reference":"P2","relates_to_product_reference":"OS",
    "full_product_name":{"name":"module in os","product_id":"M"}},
   {"category":"default_component_of","product_reference":"L","relates_to_product_reference":"L",
    "full_product_name":{"name":"circle","product_id":"L"}}]},
 "vulnerabilities":[{"cve":"CVE-2026-0001","ids":[{"system_name":"V","text":"BUG-7"}],
   "product_status":{"known_not_affected":["P1","M:P1"],"known_affected":["P2","L","gone"],"recommended":["P1"]},
   "flags":[{"label":"vulnerable_code_not_present","group_ids":["G"],"date":"2026-01-02T00:00:00Z"}],
   "threats":[{"category":"impact","details":"Built without it.","product_ids":["P1"]}],
   "remediations":[{"category":"vendor_fix","details":"Update to 1.0.","product_ids":["P2"]}]}]}"#;

#[test]
fn a_csaf_document_says_it_with_flags_threats_and_remediations() {
    let document = read(CSAF.as_bytes()).unwrap();
    let not: Vec<&Statement> =
        document.statements.iter().filter(|it| it.status == Status::NotAffected).collect();
    assert!(not.iter().all(|it| it.justification.as_ref().unwrap().word == "vulnerable_code_not_present"));
    assert!(not.iter().any(|it| it.texts.iter().any(|it| it.text == "Built without it.")));
    let affected = document.statements.iter().find(|it| it.status == Status::Affected).unwrap();
    assert_eq!((affected.flaws.len(), affected.responses.as_slice()), (2, &[Response::Update][..]));
    assert_eq!(affected.subjects[0].product.range.as_deref(), Some("vers:generic/<1.0"));
    assert_eq!(document.time.as_deref(), Some("2026-01-03T03:04:05Z"));
}

#[test]
fn relationships_come_down_to_the_innermost_part_and_the_outermost_whole() {
    let document = read(CSAF.as_bytes()).unwrap();
    let all = document.statements.iter().flat_map(|it| &it.subjects);
    let pair = all.clone().find(|it| it.part.as_ref().is_some_and(|it| it.id == "M:P1")).unwrap();
    assert_eq!(pair.product.cpes, ["cpe:/o:vendor:os:9"]);
    assert_eq!(pair.part.as_ref().unwrap().purls, ["pkg:generic/tls@1.2"]);
    let plain = all.clone().find(|it| it.product.id == "P1").unwrap();
    assert_eq!(plain.product.hashes, [("sha256".to_owned(), "ab".to_owned())]);
}

#[test]
fn a_circle_an_unknown_product_and_advice_are_refused_and_not_dropped() {
    let document = read(CSAF.as_bytes()).unwrap();
    let because: Vec<&str> = document.refused.iter().map(|it| it.because.as_str()).collect();
    assert!(because.iter().any(|it| it.contains("no L, gone")), "{because:?}");
    assert!(because.iter().any(|it| it.starts_with("`recommended`")), "{because:?}");
}

#[test]
fn what_is_no_vex_is_refused_with_the_reason() {
    assert_eq!(read(b"{}"), Err(VexError::Unknown));
    assert_eq!(read(b"<bom/>"), Err(VexError::Xml));
    assert_eq!(read(b"\xff\xfe"), Err(VexError::NotText));
    assert!(matches!(read(b"{\n\"a\": "), Err(VexError::Malformed { line: 2, .. })));
    let newer = OPENVEX.replace("v0.2.0", "v1.0.0");
    assert!(matches!(read(newer.as_bytes()), Err(VexError::Malformed { format: "OpenVEX", .. })));
}

#[test]
fn nesting_without_end_is_refused_and_does_not_exhaust_the_stack() {
    let deep = format!(
        "{}{}",
        r#"{"bomFormat":"CycloneDX","components":["#,
        r#"{"bom-ref":"a","name":"a","components":["#.repeat(5_000)
    );
    assert!(matches!(read(deep.as_bytes()), Err(VexError::Malformed { .. })));
    let parts = r#"{"@id":"a","subcomponents":["#.repeat(5_000);
    let deep = format!(
        r#"{{"@context":"https://openvex.dev/ns/v0.2.0","statements":[{{"vulnerability":"CVE-1","products":[{parts}"#
    );
    assert!(matches!(read(deep.as_bytes()), Err(VexError::Malformed { .. })));
}

mod hostile {
    use proptest::prelude::*;

    use super::{CSAF, CYCLONEDX, OPENVEX};

    proptest! {
        #[test]
        fn a_document_with_some_bytes_changed_never_makes_a_reader_panic(
            which in 0..3_usize, at in 0..2_000_usize, new in "[ -~]{0,6}", cut in 0..40_usize
        ) {
            let mut text = [OPENVEX, CYCLONEDX, CSAF][which].to_owned();
            let at = at % text.len();
            let end = (at + cut).min(text.len());
            text.replace_range(at..end, &new);
            let _ = super::read(text.as_bytes());
        }
    }
}
