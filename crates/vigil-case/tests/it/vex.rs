//! Statements of suppliers: they propose, and what fits nothing is listed.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use vigil_base::{Digest, Id, Memory};
use vigil_case::vex::{Proposal, Standing, Why};
use vigil_case::{Case, Options};
use vigil_match::{Counts, DataCut, Matching, Snapshot};
use vigil_model::kinds::Verdict;

use crate::folder::DAY;

const SBOM: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","version":4,
 "metadata":{"component":{"type":"firmware","name":"board","version":"5.1","bom-ref":"root","cpe":"cpe:2.3:o:acme:board:5.1:*:*:*:*:*:*:*"}},
 "components":[
  {"type":"library","name":"tls","version":"1.2.3","purl":"pkg:generic/acme/tls@1.2.3","bom-ref":"tls",
   "hashes":[{"alg":"SHA-256","content":"88525753f79d3bec27d2fa7c66aa0b92b3aa9498dafd93d7cfa4b3780cdae313"}]},
  {"type":"library","name":"http","version":"2.0","bom-ref":"http","cpe":"cpe:2.3:a:acme:http:2.0:*:*:*:*:*:*:*","supplier":{"name":"Acme Ltd"}},
  {"type":"library","name":"musl","version":"1.2.5-r0","purl":"pkg:apk/alpine/musl@1.2.5-r0?arch=aarch64","bom-ref":"musl"}]}"#;

const MODEL: &str = r#"
[project]
id = "d"
name = "Device"
version = "1.0"
[release."1.0"]
status = "in-development"
components = { radio = { version = "5.1" } }
[zone.box]
kind = "enclosure"
[component.radio]
name = "Radio"
kind = "embedded-linux"
in   = "box"
sbom = "sbom/radio.cdx.json"
"#;

fn flaw(id: &str, alias: Option<&str>) -> Value {
    let aliases: BTreeMap<&str, Vec<&str>> = alias.into_iter().map(|it| (it, vec!["osv"])).collect();
    json!({"id": id, "aliases": aliases, "state": "affected", "uncertain": false, "how": [], "against": [],
        "fixed_versions": [], "severity": [], "cwes": [], "summary": "", "published": null, "modified": null,
        "kev": null, "epss": null, "references": []})
}

fn result(key: &str, name: &str, version: &str, matches: &[Value]) -> Value {
    let state = if matches.is_empty() { "clear" } else { "affected" };
    json!({"component": "radio", "package": key, "sbom_file": "sbom/radio.cdx.json", "pointer": "", "name": name,
        "version": version, "state": state, "reason": "", "tried": [], "matches": matches, "dismissed": [],
        "dismissed_total": 0, "withdrawn": []})
}

/// A device with three packages, two of them with flaws, and these files.
fn case(files: &[(&str, &str)]) -> Case {
    let results = json!([
        result(
            "pkg:generic/acme/tls@1.2.3",
            "acme/tls",
            "1.2.3",
            &[flaw("CVE-2026-0001", Some("GHSA-aaaa-bbbb-cccc"))]
        ),
        result("http@2.0", "http", "2.0", &[flaw("CVE-2026-0002", None)]),
        result(
            "pkg:apk/alpine/musl@1.2.5-r0?arch=aarch64",
            "alpine/musl",
            "1.2.5-r0",
            &[flaw("CVE-2026-0003", None)]
        ),
    ]);
    let matching = Matching {
        results: serde_json::from_value(results).expect("results as snapshots hold them"),
        counts: Counts { affected: 3, ..Counts::default() },
        data_cut: DataCut {
            as_of: DAY,
            database: Digest::of_bytes(b""),
            sources: BTreeMap::new(),
            stale: BTreeMap::new(),
            doubts: Vec::new(),
        },
        notices: Vec::new(),
        findings: Vec::new(),
    };
    let sboms = BTreeMap::from([("sbom/radio.cdx.json".to_owned(), Digest::of_bytes(SBOM.as_bytes()))]);
    let mut world = Memory::new(DAY).with("d/vigil.toml", MODEL).with("d/sbom/radio.cdx.json", SBOM);
    for (path, text) in Snapshot::of(matching, "test 1", sboms).files().expect("it can be written") {
        world = world.with(Path::new("d/snapshot").join(path), text);
    }
    for (path, text) in files {
        world = world.with(Path::new("d").join(path), *text);
    }
    let case = vigil_case::build(&world, Path::new("d"), &Options { as_of: DAY }).expect("the folder is one");
    assert_eq!(case.inventory.items.len(), 3, "{:#?}", case.findings);
    case
}

fn openvex(statements: &str) -> String {
    format!(
        r#"{{"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://acme.example/1","author":"Acme","timestamp":"2026-10-01T00:00:00Z","version":1,"statements":[{statements}]}}"#
    )
}

/// One OpenVEX statement that the product is not affected.
fn not_affected(flaw: &str, product: &str) -> String {
    openvex(&format!(
        r#"{{"vulnerability":{{"name":"{flaw}"}},"products":[{product}],"status":"not_affected","justification":"vulnerable_code_not_present","impact_statement":"Built without it."}}"#
    ))
}

fn only(case: &Case) -> &Proposal {
    assert_eq!(case.vex.proposals.len(), 1, "{:#?} {:#?}", case.vex.proposals, case.vex.drift);
    &case.vex.proposals[0]
}

fn drift(case: &Case) -> Why {
    assert!(case.vex.proposals.is_empty(), "{:#?}", case.vex.proposals);
    assert_eq!(case.vex.drift.len(), 1, "{:#?}", case.vex.drift);
    case.vex.drift[0].why
}

fn codes(case: &Case) -> Vec<&str> {
    let codes = case.findings.iter().map(|it| it.code.as_str());
    codes.filter(|it| it.contains("vex") || it.contains("proposal") || it.contains("origin")).collect()
}

const TLS: &str = r#"{"@id":"pkg:generic/acme/tls@1.2.3"}"#;

#[test]
fn a_statement_on_package_version_and_flaw_is_a_proposal_and_no_decision() {
    let case = case(&[("vex/acme.json", &not_affected("CVE-2026-0001", TLS))]);
    let it = only(&case);
    assert_eq!((it.flaw.as_str(), it.verdict), ("CVE-2026-0001", Verdict::NotAffected));
    assert_eq!(it.why.map(vigil_model::kinds::Justification::word), Some("vulnerable_code_not_present"));
    assert_eq!(it.because, "Acme states: Built without it. (`vulnerable_code_not_present`)");
    assert_eq!((it.origin.file.as_str(), it.origin.pointer.as_str()), ("vex/acme.json", "/statements/0"));
    assert_eq!(it.id, "cve-2026-0001-tls-acme");
    assert!(case.flaws.iter().all(|row| row.is_open() && row.decision.is_none()));
    assert!(case.inputs.contains_key("vex/acme.json"));
}

#[test]
fn an_alias_of_the_flaw_is_the_flaw() {
    assert_eq!(
        only(&case(&[("vex/a.json", &not_affected("GHSA-aaaa-bbbb-cccc", TLS))])).flaw,
        "CVE-2026-0001"
    );
}

#[test]
fn the_flaw_alone_never_matches() {
    let of = |product: &str| drift(&case(&[("vex/a.json", &not_affected("CVE-2026-0001", product))]));
    assert_eq!(of(r#"{"@id":"pkg:generic/acme/tls@1.2.4"}"#), Why::OtherVersion);
    assert_eq!(of(r#"{"@id":"pkg:generic/other/tls@1.2.3"}"#), Why::NotInInventory);
    assert_eq!(of(r#"{"@id":"pkg:generic/acme/tls"}"#), Why::NoVersion);
    assert_eq!(of(r#"{"@id":"pkg:apk/alpine/musl@1.2.5-r0"}"#), Why::NoFlaw);
}

#[test]
fn packages_are_recognised_by_cpe_digest_and_the_entry_of_the_sbom() {
    let cpe = r#"{"identifiers":{"cpe23":"cpe:2.3:a:acme:http:2.0:*:*:*:*:*:*:*"}}"#;
    assert_eq!(only(&case(&[("vex/a.json", &not_affected("CVE-2026-0002", cpe))])).name, "http");
    let digest = r#"{"@id":"x","hashes":{"sha-256":"88525753F79D3BEC27D2FA7C66AA0B92B3AA9498DAFD93D7CFA4B3780CDAE313"}}"#;
    assert_eq!(only(&case(&[("vex/a.json", &not_affected("CVE-2026-0001", digest))])).how, "its digest");
    let link = |edition: u64| {
        format!(
            r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"vulnerabilities":[{{"id":"CVE-2026-0001","analysis":{{"state":"not_affected","justification":"code_not_reachable"}},"affects":[{{"ref":"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/{edition}#tls"}}]}}]}}"#
        )
    };
    assert_eq!(only(&case(&[("vex/a.json", &link(4))])).how, "its entry in the SBOM");
    assert_eq!(drift(&case(&[("vex/a.json", &link(3))])), Why::NotInInventory, "another edition of the SBOM");
}

#[test]
fn name_and_version_count_only_where_the_makers_do_not_differ() {
    let csaf = |vendor: &str, version: &str| {
        format!(
            r#"{{"document":{{"category":"csaf_vex","csaf_version":"2.0","publisher":{{"name":"Acme"}},"tracking":{{"id":"1"}}}},
             "product_tree":{{"branches":[{{"category":"vendor","name":"{vendor}","branches":[{{"category":"product_name","name":"http",
              "branches":[{{"category":"product_version{}","name":"{version}","product":{{"name":"x","product_id":"P"}}}}]}}]}}]}},
             "vulnerabilities":[{{"cve":"CVE-2026-0002","product_status":{{"known_affected":["P"]}}}}]}}"#,
            if version.contains('<') { "_range" } else { "" }
        )
    };
    assert_eq!(only(&case(&[("vex/a.json", &csaf("Acme", "2.0"))])).how, "name and version");
    assert_eq!(drift(&case(&[("vex/a.json", &csaf("Other", "2.0"))])), Why::NotInInventory);
    assert_eq!(only(&case(&[("vex/a.json", &csaf("Acme", "vers:generic/<2.1"))])).verdict, Verdict::Affected);
    assert_eq!(drift(&case(&[("vex/a.json", &csaf("Acme", "vers:generic/<2.0"))])), Why::OtherVersion);
    assert_eq!(drift(&case(&[("vex/a.json", &csaf("Acme", "all versions < two"))])), Why::NoVersion);
}

#[test]
fn another_architecture_is_another_package() {
    let of = |arch: &str| {
        not_affected("CVE-2026-0003", &format!(r#"{{"@id":"pkg:apk/alpine/musl@1.2.5-r0?arch={arch}"}}"#))
    };
    assert_eq!(only(&case(&[("vex/a.json", &of("aarch64"))])).flaw, "CVE-2026-0003");
    assert_eq!(drift(&case(&[("vex/a.json", &of("x86_64"))])), Why::NotInInventory);
}

#[test]
fn a_part_counts_only_in_the_product_that_is_named() {
    let of = |product: &str| {
        not_affected(
            "CVE-2026-0001",
            &format!(r#"{{"@id":"{product}","subcomponents":[{{"@id":"pkg:generic/acme/tls@1.2.3"}}]}}"#),
        )
    };
    assert_eq!(
        only(&case(&[("vex/a.json", &of("cpe:2.3:o:acme:board:5.1:*:*:*:*:*:*:*"))])).flaw,
        "CVE-2026-0001"
    );
    assert_eq!(
        drift(&case(&[("vex/a.json", &of("cpe:2.3:o:acme:board:5.0:*:*:*:*:*:*:*"))])),
        Why::OtherVersion
    );
    assert_eq!(drift(&case(&[("vex/a.json", &of("pkg:generic/hub@1"))])), Why::NotInInventory);
}

#[test]
fn a_statement_on_the_whole_covers_every_package_in_it_that_has_the_flaw() {
    let board = r#"{"@id":"cpe:2.3:o:acme:board:5.1:*:*:*:*:*:*:*"}"#;
    let case = case(&[("vex/a.json", &not_affected("CVE-2026-0002", board))]);
    assert_eq!(only(&case).covers, [(Id::new("radio"), "http@2.0".to_owned())]);
}

#[test]
fn a_distribution_is_named_by_its_packages_and_needs_not_be_in_the_inventory() {
    let part = r#"{"@id":"cpe:/o:alpine:alpine_linux:3.20","subcomponents":[{"@id":"pkg:apk/alpine/musl@1.2.5-r0"}]}"#;
    assert_eq!(only(&case(&[("vex/a.json", &not_affected("CVE-2026-0003", part))])).flaw, "CVE-2026-0003");
}

#[test]
fn of_one_publisher_the_newest_counts_and_of_two_both_are_shown() {
    let older = not_affected("CVE-2026-0001", TLS);
    let newer = older.replace("2026-10-01", "2026-10-02").replace("Built without it.", "Really not.");
    let case_of = |a: &str, b: &str| case(&[("vex/a.json", a), ("vex/b.json", b)]);
    let case = case_of(&newer, &older);
    assert!(only(&case).because.contains("Really not."));
    assert_eq!(case.vex.drift[0].why, Why::Superseded);
    let other = newer.replace("\"Acme\"", "\"Hub\"");
    assert_eq!(case_of(&other, &older).vex.proposals.len(), 2);
}

fn decided(verdict: &str, more: &str) -> String {
    format!(
        "[decision.d]\non = {{ flaw = \"CVE-2026-0001\", package = \"tls\" }}\nverdict = \"{verdict}\"\nbecause = \"x\"\n{more}\n"
    )
}

#[test]
fn a_supplier_who_says_the_contrary_of_a_decision_is_a_finding_until_the_decision_names_the_file() {
    let affected = openvex(&format!(
        r#"{{"vulnerability":{{"name":"CVE-2026-0001"}},"products":[{TLS}],"status":"affected","action_statement":"Update."}}"#
    ));
    let with = |verdict: &str, more: &str| {
        let why = if verdict == "not-affected" { "why = \"vulnerable_code_not_present\"\n" } else { "" };
        let decision = decided(verdict, &format!("{why}{more}"));
        case(&[("vex/a.json", &affected), ("decisions/d.toml", &decision)])
    };
    let against = with("not-affected", "");
    assert_eq!(codes(&against), ["case.proposal-contradicts"]);
    let finding = against.findings.iter().find(|it| it.code == "case.proposal-contradicts").unwrap();
    assert_eq!(finding.severity, vigil_finding::Severity::Error, "the dangerous way round");
    assert!(matches!(only(&against).standing, Standing::Contradicts(_)));
    let overruled = with("not-affected", "despite = [\"vex/a.json\"]");
    assert!(codes(&overruled).is_empty(), "{:?}", codes(&overruled));
    assert!(matches!(only(&overruled).standing, Standing::Overruled(_)));
    assert!(matches!(only(&with("affected", "")).standing, Standing::Agrees(_)));
    assert_eq!(only(&with("under-investigation", "")).standing, Standing::Open);
    let gone = with("affected", "origin = { file = \"vex/gone.json\" }");
    assert_eq!(codes(&gone), ["case.origin-gone"]);
}

#[test]
fn a_supplier_who_says_affected_where_nothing_was_found_is_told() {
    let affected = openvex(
        r#"{"vulnerability":{"name":"CVE-2026-9999"},"products":[{"@id":"pkg:generic/acme/tls@1.2.3"}],"status":"affected"}"#,
    );
    let case = case(&[("vex/a.json", &affected)]);
    assert_eq!(drift(&case), Why::NoFlaw);
    assert_eq!(codes(&case), ["case.vex-affected-unmatched", "case.vex-drift"]);
}

#[test]
fn what_cannot_be_read_or_taken_is_a_finding_and_notes_are_left_alone() {
    let case = case(&[
        ("vex/a.xml", "<bom/>"),
        ("vex/README.md", "from Acme"),
        ("vex/b.json", &openvex(r#"{"vulnerability":{"name":"CVE-1"},"products":["x"],"status":"odd"}"#)),
    ]);
    assert_eq!(codes(&case), ["case.vex-unreadable", "case.vex-refused"]);
    assert_eq!(case.vex.sources.len(), 1);
    assert_eq!(case.vex.sources[0].refused.len(), 1);
}
