//! Hostile and broken input: a clear message or a repaired reading, never a panic, never an endless walk.

use proptest::prelude::*;
use vigil_sbom::{Limits, ReadError, read, read_with};

const SMALL: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
"version":1,"metadata":{"timestamp":"2026-02-03T10:00:00Z","component":{"type":"device","name":"pump","version":"3.2.0","bom-ref":"pump"}},
"components":[{"type":"library","bom-ref":"a","name":"lwip","version":"2.1.2","purl":"pkg:generic/lwip@2.1.2",
"cpe":"cpe:2.3:a:lwip_project:lwip:2.1.2:*:*:*:*:*:*:*","hashes":[{"alg":"SHA-1","content":"da39a3ee5e6b4b0d3255bfef95601890afd80709"}],
"licenses":[{"license":{"id":"BSD-3-Clause"}}],"x-own":{"kept":[1,true,null]},"properties":[{"name":"End-of-Support","value":"2030-01-01"}],
"components":[{"type":"file","name":"tcp.c"}]}],
"dependencies":[{"ref":"pump","dependsOn":["a"]},{"ref":"a","dependsOn":["pump"]}],"own-top":{"k":"v"}}"#;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((0..SMALL.len(), any::<u8>()), 1..6), cut in 0..SMALL.len()) {
        let mut bytes = SMALL.as_bytes().to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        let _ = read(&bytes, "f");
        let _ = read(&bytes[..cut], "f");
        let packed = zstd_like(&bytes, cut);
        let _ = read(&packed, "f");
    }

    #[test]
    fn swapped_words_never_panic(from in 0..SMALL.len(), length in 0..40_usize, to in 0..SMALL.len()) {
        let piece = &SMALL.as_bytes()[from..(from + length).min(SMALL.len())];
        let bytes = [&SMALL.as_bytes()[..to], piece, &SMALL.as_bytes()[to..]].concat();
        let _ = read(&bytes, "f");
    }

    #[test]
    fn odd_purls_and_licences_never_panic(
        purl in "(pkg:)?[a-z%@/#?=&:.é ]{0,24}", licence in "([()+ é]|MIT|OR|AND|WITH|GPL-2.0|LicenseRef-){0,12}",
    ) {
        let component = serde_json::json!({"type": "library", "name": "x", "purl": purl, "licenses": [{"expression": licence}]});
        let text = format!("{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{component}]}}");
        prop_assert_eq!(read(text.as_bytes(), "f").unwrap().sbom.packages.len(), 1);
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, "f");
    }
}

/// The magic number of a compressed file before bytes that are not compressed.
fn zstd_like(bytes: &[u8], cut: usize) -> Vec<u8> {
    let magic: &[u8] = if cut.is_multiple_of(2) { &[0x28, 0xb5, 0x2f, 0xfd] } else { &[0x1f, 0x8b, 8, 0] };
    [magic, bytes].concat()
}

#[test]
fn the_small_file_itself_is_read_without_errors() {
    let reading = read(SMALL.as_bytes(), "f").unwrap();
    let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["sbom.unknown-field", "sbom.cycle", "sbom.unknown-field"]);
}

#[test]
fn unknown_fields_survive() {
    let sbom = read(SMALL.as_bytes(), "f").unwrap().sbom;
    assert_eq!(sbom.unknown["own-top"], serde_json::json!({"k": "v"}));
    assert_eq!(sbom.packages[0].unknown["x-own"], serde_json::json!({"kept": [1, true, null]}));
    assert_eq!(sbom.original.tree(), serde_json::from_str::<serde_json::Value>(SMALL).unwrap());
}

#[test]
fn deep_nesting_is_refused_and_does_not_end_the_stack() {
    let deep = format!("{{\"bomFormat\":\"CycloneDX\",\"a\":{}", "[".repeat(5_000_000));
    let error = read(deep.as_bytes(), "f").unwrap_err();
    assert!(matches!(error, ReadError::TooDeep { limit: 100, .. }), "{error}");
    let nested =
        format!("{{\"bomFormat\":\"CycloneDX\",\"components\":{}", "[{\"components\":".repeat(1_000_000));
    assert!(matches!(read(nested.as_bytes(), "f"), Err(ReadError::TooDeep { .. })));
}

#[test]
fn a_hundred_megabytes_of_one_text_are_refused_by_name() {
    let long = format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"a\":\"{}\"}}",
        "x".repeat(100 << 20)
    );
    let error = read(long.as_bytes(), "f").unwrap_err();
    assert_eq!(error.to_string(), "f:1:50 begins a text of more than 16777216 bytes");
    let open = &long[..long.len() - 2];
    assert!(matches!(read(open.as_bytes(), "f"), Err(ReadError::TooLong { .. })), "unfinished");
}

#[test]
fn every_limit_says_what_it_is() {
    let tight = Limits { packages: 1, ..Limits::default() };
    assert!(matches!(read_with(SMALL.as_bytes(), "f", &tight), Err(ReadError::TooMany { limit: 1, .. })));
    let tight = Limits { values: 10, ..Limits::default() };
    assert!(matches!(
        read_with(SMALL.as_bytes(), "f", &tight),
        Err(ReadError::TooManyValues { limit: 10, .. })
    ));
    let tight = Limits { bytes: 10, ..Limits::default() };
    assert!(matches!(
        read_with(SMALL.as_bytes(), "f", &tight),
        Err(ReadError::TooLarge { packed: false, .. })
    ));
}

#[test]
fn a_file_that_is_wrong_ten_thousand_times_says_so_a_hundred_times_and_counts_the_rest() {
    let wrong = vec![r#"{"type":"libary","name":"x"}"#; 10_000].join(",");
    let text = format!("{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{wrong}]}}");
    let reading = read(text.as_bytes(), "f").unwrap();
    let words: Vec<_> = reading.findings.iter().filter(|finding| finding.code == "sbom.word").collect();
    assert_eq!(words.len(), 101);
    assert!(words.iter().any(|finding| finding.message == "9900 more findings of this sort are not shown"));
    assert_eq!(words[1].help, ["did you mean `library`?"]);
}

#[test]
fn versions_that_are_not_known_are_refused_or_warned_of() {
    let with =
        |version: &str| SMALL.replace("\"specVersion\":\"1.5\"", &format!("\"specVersion\":{version}"));
    for old in ["\"0.9\"", "\"2.0\"", "\"x\"", "null"] {
        let error = read(with(old).as_bytes(), "f").unwrap_err();
        assert!(matches!(error, ReadError::UnsupportedVersion { .. }), "{old}: {error}");
    }
    let older = read(with("\"1.1\"").as_bytes(), "f").unwrap();
    assert!(older.findings.iter().any(|finding| finding.code == "sbom.older-json"));
    let newer = read(with("\"1.8\"").as_bytes(), "f").unwrap();
    assert!(newer.findings.iter().any(|finding| finding.code == "sbom.newer-version"));
    assert_eq!(read(with("1.4").as_bytes(), "f").unwrap().sbom.spec_version, "1.4");
}
