//! SBOMs against the lists of minimum elements.

use vigil_finding::Severity;
use vigil_sbom::{Judged, Profile, read};

use crate::data::{files, folder, name};

const GOOD: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
"metadata":{"timestamp":"2026-02-03T10:00:00Z","authors":[{"name":"Orchid"}],
 "component":{"type":"device","bom-ref":"pump","name":"pump","version":"3.2.0","supplier":{"name":"Orchid"},"purl":"pkg:generic/pump@3.2.0",
  "hashes":[{"alg":"SHA-256","content":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}],
  "properties":[{"name":"vigil:support:level","value":"actively-maintained"},{"name":"cdx:lifecycle:milestone:endOfSupport","value":"2036-01-01"}]}},
"components":[{"type":"library","bom-ref":"lwip","name":"lwip","version":"2.1.2","supplier":{"name":"lwIP"},"purl":"pkg:generic/lwip@2.1.2",
  "hashes":[{"alg":"SHA-256","content":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}],
  "licenses":[{"license":{"id":"BSD-3-Clause"}}],
  "properties":[{"name":"vigil:support:level","value":"actively-maintained"},{"name":"cdx:lifecycle:milestone:endOfSupport","value":"2031-01-01"}]}],
"dependencies":[{"ref":"pump","dependsOn":["lwip"]},{"ref":"lwip"}]}"#;

fn judged(text: &str, profile: &str) -> Judged {
    Judged::of(&read(text.as_bytes(), "f.json").unwrap().sbom, &Profile::named(profile).unwrap())
}

fn codes(text: &str, profile: &str) -> Vec<String> {
    judged(text, profile).findings.into_iter().map(|finding| finding.code).collect()
}

#[test]
fn an_sbom_with_everything_that_fda_asks_for_has_no_gap() {
    assert_eq!(codes(GOOD, "fda"), Vec::<String>::new());
    assert_eq!(codes(GOOD, "ntia"), Vec::<String>::new());
    assert_eq!(codes(GOOD, "cra"), Vec::<String>::new());
}

#[test]
fn each_missing_field_is_named_at_its_package_with_what_to_write() {
    let table = [
        ("\"supplier\":{\"name\":\"lwIP\"},", "sbom.fda.supplier"),
        ("\"version\":\"2.1.2\",", "sbom.fda.version"),
        ("\"purl\":\"pkg:generic/lwip@2.1.2\",", "sbom.fda.identifier"),
        ("\"timestamp\":\"2026-02-03T10:00:00Z\",", "sbom.fda.timestamp"),
        ("\"authors\":[{\"name\":\"Orchid\"}],", "sbom.fda.author"),
        (
            "{\"name\":\"vigil:support:level\",\"value\":\"actively-maintained\"},{\"name\":\"cdx:lifecycle:milestone:endOfSupport\",\"value\":\"2031",
            "sbom.fda.support-level",
        ),
    ];
    for (without, code) in table {
        let replaced = if code.ends_with("level") {
            "{\"name\":\"cdx:lifecycle:milestone:endOfSupport\",\"value\":\"2031"
        } else {
            ""
        };
        assert!(GOOD.contains(without), "{without}");
        let found = judged(&GOOD.replace(without, replaced), "fda").findings;
        let [only] = found.as_slice() else { panic!("{code}: {found:#?}") };
        assert_eq!((only.code.as_str(), only.severity), (code, Severity::Error));
        assert!(only.help[0].starts_with("have the SBOM tool write"), "{only:?}");
        assert!(only.see.as_ref().unwrap().contains("recommendation"), "{only:?}");
    }
}

#[test]
fn what_is_written_and_cannot_be_used_is_told_apart_from_what_is_unknown_and_what_is_missing() {
    let sha256 = "{\"alg\":\"SHA-256\",\"content\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}";
    let md5 = "{\"alg\":\"MD5\",\"content\":\"d41d8cd98f00b204e9800998ecf8427e\"}";
    let table = [
        (
            GOOD.replace("\"version\":\"2.1.2\"", "\"version\":\"^2.1\""),
            "fda",
            "it is a range, not one version",
        ),
        (GOOD.replace("\"version\":\"2.1.2\"", "\"version\":\"TBD\""), "fda", "it is a placeholder"),
        (GOOD.replace(sha256, md5), "fda", "the algorithm is weak"),
        (
            GOOD.replace("\"id\":\"BSD-3-Clause\"", "\"name\":\"Our own\""),
            "cisa-2026",
            "not an SPDX licence expression",
        ),
        (
            GOOD.replace("\"name\":\"lwIP\"", "\"name\":\"NOASSERTION\""),
            "ntia",
            "says of its supplier only `NOASSERTION`",
        ),
        (GOOD.to_owned(), "bsi", "none of the digests is SHA-512"),
    ];
    for (text, profile, words) in table {
        let found = judged(&text, profile).findings;
        assert!(found.iter().any(|finding| finding.message.contains(words)), "{words}: {found:#?}");
    }
}

#[test]
fn what_is_to_be_written_is_said_in_the_words_of_the_format() {
    let tag_value = "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nPackageName: a\nSPDXID: SPDXRef-a\n";
    let judged = judged(tag_value, "ntia");
    let supplier = judged.findings.iter().find(|finding| finding.code == "sbom.ntia.supplier").unwrap();
    assert_eq!(supplier.help, ["have the SBOM tool write `PackageSupplier`"]);
    assert_eq!(supplier.place.as_ref().unwrap().to_string(), "f.json:3:1");
}

#[test]
fn a_thousand_gaps_of_one_field_are_a_hundred_findings_and_a_count() {
    let packages = vec![r#"{"type":"library","name":"x"}"#; 1000].join(",");
    let text = format!("{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{packages}]}}");
    let judged = judged(&text, "ntia");
    let suppliers: Vec<_> =
        judged.findings.iter().filter(|finding| finding.code == "sbom.ntia.supplier").collect();
    assert_eq!(suppliers.len(), 101);
    assert!(suppliers.iter().any(|finding| finding.message.starts_with("900 more packages")));
    assert_eq!(judged.fields.iter().find(|tally| tally.field == "supplier").unwrap().absent, 1000);
}

/// The folder names the element that is missing: each is an answer key.
#[test]
fn the_missing_element_of_the_conformance_tests_is_found() {
    let Some(folder) = folder("sbom/ntia-conformance-tests") else { return };
    let keys = [
        ("missing_supplier_name", "sbom.ntia.supplier"),
        ("missing_component_version", "sbom.ntia.version"),
        ("missing_component_name", "sbom.ntia.name"),
        ("missing_timestamp", "sbom.ntia.timestamp"),
        ("missing_author_name", "sbom.ntia.author"),
    ];
    let profile = Profile::named("ntia").unwrap();
    let (mut right, mut wrong) = (0, Vec::new());
    for path in files(&folder) {
        let element = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let Some((_, code)) = keys.iter().find(|(key, _)| *key == element) else { continue };
        let Ok(reading) = read(&std::fs::read(&path).unwrap(), &name(&path)) else { continue };
        let found = Judged::of(&reading.sbom, &profile).findings;
        match found.iter().any(|finding| finding.code == *code) {
            true => right += 1,
            false => wrong.push(path),
        }
    }
    println!("{right} missing elements found, {} not: {wrong:?}", wrong.len());
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_value_of_a_digest_and_its_algorithm_are_two_fields() {
    let value = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let lwip = |hashes: &str| {
        let at = GOOD.rfind("\"hashes\"").unwrap();
        let end = at + GOOD[at..].find("],").unwrap() + 2;
        judged(&format!("{}{hashes}{}", &GOOD[..at], &GOOD[end..]), "cisa-2026")
    };
    let missing = |judged: &Judged| {
        let on_hashes = judged.findings.iter().filter(|it| it.code.contains("hash"));
        on_hashes.map(|it| it.code.clone()).collect::<Vec<_>>()
    };
    let good = format!("\"hashes\":[{{\"alg\":\"SHA-256\",\"content\":\"{value}\"}}],");
    assert_eq!(missing(&lwip(&good)), Vec::<String>::new());
    assert_eq!(missing(&lwip("")), ["sbom.cisa-2026.hash-algorithm", "sbom.cisa-2026.hash-value"]);
    let weak = "\"hashes\":[{\"alg\":\"MD5\",\"content\":\"d41d8cd98f00b204e9800998ecf8427e\"}],";
    assert_eq!(missing(&lwip(weak)), ["sbom.cisa-2026.hash-algorithm"]);
    let short = "\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"abcd\"}],";
    assert_eq!(missing(&lwip(short)), ["sbom.cisa-2026.hash-value"]);
    let odd = format!("\"hashes\":[{{\"alg\":\"CRC\",\"content\":\"{value}\"}}],");
    assert!(missing(&lwip(&odd)).contains(&"sbom.cisa-2026.hash-algorithm".to_owned()));
}

#[test]
fn an_sbom_of_the_sources_is_told_from_one_of_the_build() {
    let with = |phases: &str| GOOD.replace("\"authors\"", &format!("\"lifecycles\":[{phases}],\"authors\""));
    for (phases, is_told) in [
        ("{\"phase\":\"pre-build\"}", true),
        ("{\"phase\":\"design\"},{\"phase\":\"pre-build\"}", true),
        ("{\"phase\":\"pre-build\"},{\"phase\":\"build\"}", false),
        ("{\"phase\":\"operations\"}", false),
        ("", false),
    ] {
        assert_eq!(
            codes(&with(phases), "fda").contains(&"sbom.before-build".to_owned()),
            is_told,
            "{phases}"
        );
    }
}

#[test]
fn a_signature_that_does_not_hold_is_none() {
    let data: serde_json::Value =
        serde_json::from_str(include_str!("../../../vigil-sign/tests/data/signed.json")).unwrap();
    let signed = data["jsf"]["ES256"].to_string();
    let state = |text: &str| {
        let judged = judged(text, "cisa-2026");
        let tally = judged.fields.into_iter().find(|tally| tally.field == "signature").unwrap();
        (tally.stated, tally.unusable, tally.absent)
    };
    assert_eq!(state(&signed), (1, 0, 0));
    assert_eq!(state(&signed.replace("2.1.2", "2.1.3")), (0, 1, 0));
    assert_eq!(state(GOOD), (0, 0, 1));
}

#[test]
fn a_field_that_cannot_be_used_has_the_place_of_the_field() {
    let text = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[\n{\"type\":\"library\",\"name\":\"a\",\n \"version\":\"TBD\",\n \
\"properties\":[{\"name\":\"Level of Support\",\"value\":\"Inactive\"}]}]}";
    let found = judged(text, "fda").findings;
    let at = |code: &str| {
        let place = found.iter().find(|it| it.code == code && it.subject.starts_with('a')).unwrap();
        let place = place.place.clone().unwrap();
        (place.to_string(), place.pointer.unwrap())
    };
    assert_eq!(at("sbom.fda.version"), ("f.json:3:12".to_owned(), "/components/0/version".to_owned()));
    assert_eq!(at("sbom.fda.support-level").1, "/components/0/properties/0");
    assert_eq!(at("sbom.fda.supplier").0, "f.json:2:1", "what is not written has the place of its package");
}

#[test]
fn an_end_of_support_that_is_justified_is_no_gap_and_one_bad_licence_is_not_hidden_by_a_good_one() {
    let day = "{\"name\":\"cdx:lifecycle:milestone:endOfSupport\",\"value\":\"2031-01-01\"}";
    assert!(GOOD.contains(day), "{GOOD}");
    let justified = GOOD.replace(day, "{\"name\":\"vigil:support:justification\",\"value\":\"asked twice\"}");
    let codes = codes(&justified, "fda");
    assert!(!codes.iter().any(|code| code == "sbom.fda.end-of-support"), "{codes:?}");
    let licence = "{\"license\":{\"id\":\"BSD-3-Clause\"}}";
    assert!(GOOD.contains(licence));
    let two = GOOD.replace(licence, &format!("{licence},{{\"license\":{{\"name\":\"Our own\"}}}}"));
    let message = |profile: &str| -> Vec<String> {
        let found = judged(&two, profile).findings.into_iter();
        found.filter(|it| it.message.contains("Our own")).map(|it| it.code).collect()
    };
    assert_eq!(message("cisa-2026"), ["sbom.cisa-2026.licence"]);
    assert_eq!(message("fda"), ["sbom.licence-words"]);
}

#[test]
fn a_checksum_is_no_digest_and_a_creator_comment_states_the_stage() {
    let text = "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nCreatorComment: SBOM type: source\nPackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1\nPackageChecksum: ADLER32: 0012ab34\n";
    let found = judged(text, "cisa-2026").findings;
    assert!(!found.iter().any(|it| it.code == "sbom.cisa-2026.generation-context"), "{found:#?}");
    assert!(found.iter().any(|it| it.code == "sbom.before-build"));
    let weak = judged(text, "fda").findings.into_iter().find(|it| it.code == "sbom.fda.hash").unwrap();
    assert!(weak.message.contains("weak"), "{}", weak.message);
}

#[test]
fn a_program_gets_every_gap_of_three_thousand_packages() {
    let packages: Vec<String> =
        (0..3000).map(|n| format!("{{\"type\":\"library\",\"name\":\"p{n}\"}}")).collect();
    let text = format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{}]}}",
        packages.join(",")
    );
    let sbom = read(text.as_bytes(), "f.json").unwrap().sbom;
    let profile = Profile::named("fda").unwrap();
    let count = |judged: Judged| judged.findings.iter().filter(|it| it.code == "sbom.fda.version").count();
    assert_eq!(count(Judged::in_full(&sbom, &profile)), 3000);
    assert_eq!(count(Judged::of(&sbom, &profile)), 101);
}
