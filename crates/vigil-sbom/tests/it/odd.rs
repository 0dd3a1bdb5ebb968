//! Content that can be read and is odd all the same: each kind is told, with its place.

use std::io::Write as _;

use vigil_finding::Finding;
use vigil_sbom::read;

fn findings(body: &str) -> Vec<Finding> {
    let text = format!("{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\n{body}}}");
    read(text.as_bytes(), "o.json").unwrap().findings
}

fn told<'a>(findings: &'a [Finding], code: &str) -> &'a Finding {
    findings.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("{code} in {findings:#?}"))
}

#[test]
fn a_reference_that_two_entries_own_is_told_with_both_places() {
    let all = findings(
        "\"components\":[{\"type\":\"library\",\"name\":\"a\",\"bom-ref\":\"x\"},\n{\"type\":\"library\",\"name\":\"b\",\"bom-ref\":\"x\"}]",
    );
    let finding = told(&all, "sbom.duplicate-ref");
    assert_eq!(finding.place.as_ref().unwrap().to_string(), "o.json:3:1");
    assert_eq!(finding.related[0].place.to_string(), "o.json:2:15");
}

#[test]
fn a_dependency_on_something_that_is_not_there_is_told() {
    let all = findings(
        "\"components\":[{\"type\":\"library\",\"name\":\"a\",\"bom-ref\":\"a\",\"pedigree\":{\"variants\":[{\"type\":\"library\",\"name\":\"v\",\"bom-ref\":\"v\"}]}}],\n\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[\"gone\",\"v\",\"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#b\"]}]",
    );
    let finding = told(&all, "sbom.unknown-ref");
    assert_eq!(finding.place.as_ref().unwrap().to_string(), "o.json:3:17");
    assert!(finding.message.contains("`gone`"));
    assert_eq!(all.iter().filter(|finding| finding.code == "sbom.unknown-ref").count(), 1);
}

#[test]
fn identifiers_that_cannot_be_used_are_told_and_kept() {
    let text = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"version\":\"2\",\
                \"purl\":\"pkg:npm\",\"cpe\":\"cpe23:a\"},{\"type\":\"library\",\"name\":\"b\",\"version\":\"1:2\",\"purl\":\"pkg:rpm/b@2?epoch=1\"},\
                {\"type\":\"library\",\"name\":\"c\",\"version\":\"3\",\"purl\":\"pkg:npm/c@4\"}]}";
    let reading = read(text.as_bytes(), "o.json").unwrap();
    assert_eq!(reading.sbom.packages[0].purl.as_ref().unwrap().raw, "pkg:npm");
    assert_eq!(told(&reading.findings, "sbom.purl").subject, "a@2");
    assert!(told(&reading.findings, "sbom.cpe").message.contains("`cpe23:a`"));
    let differing = reading.findings.iter().filter(|finding| finding.code == "sbom.purl-version");
    assert_eq!(
        differing.map(|finding| finding.message.as_str()).collect::<Vec<_>>(),
        ["the purl says version `4`, the entry says `3`"]
    );
}

#[test]
fn blank_text_is_no_text() {
    let text = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"version\":\" \",\"group\":\"\",\"purl\":\"\"}]}";
    let sbom = read(text.as_bytes(), "o.json").unwrap().sbom;
    let package = &sbom.packages[0];
    assert_eq!((&package.version, &package.group, &package.purl), (&None, &None, &None));
}

const PLAIN: &str = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":{\"type\":\"device\",\"name\":\"µ-pump\"}}}";

#[test]
fn characters_and_compression_are_put_right_and_told() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(PLAIN.as_bytes()).unwrap();
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(PLAIN.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> =
        PLAIN.replace('µ', "\u{1}").bytes().map(|byte| if byte == 1 { 0xb5 } else { byte }).collect();
    let table: [(&str, Vec<u8>, Option<&str>, &str); 5] = [
        ("zstd", zstd::encode_all(PLAIN.as_bytes(), 3).unwrap(), None, "µ-pump"),
        ("gzip", gzip.finish().unwrap(), None, "µ-pump"),
        ("mark", [b"\xef\xbb\xbf", PLAIN.as_bytes()].concat(), Some("sbom.byte-order-mark"), "µ-pump"),
        ("utf16", utf16, Some("sbom.utf-16"), "µ-pump"),
        ("latin", latin, Some("sbom.not-utf-8"), "\u{fffd}-pump"),
    ];
    for (what, bytes, code, name) in table {
        let reading = read(&bytes, "o.json").unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(reading.sbom.primary.as_ref().unwrap().name, name, "{what}");
        assert_eq!(reading.findings.first().map(|finding| finding.code.as_str()), code, "{what}");
        assert_eq!(reading.sbom.digest, vigil_base::Digest::of_bytes(&bytes), "{what}");
    }
}

#[test]
fn the_head_of_an_sbom_is_read_in_its_old_and_new_forms() {
    let old = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.4\",\"version\":3,\"metadata\":{\"timestamp\":\"2026-02-03T10:00:00Z\",\
               \"tools\":[{\"vendor\":\"Acme\",\"name\":\"scan\",\"version\":\"1\"}],\"authors\":[{\"name\":\"A. B.\",\"email\":\"a@example.org\"}],\
               \"manufacture\":{\"name\":\"Acme\"}}}";
    let new = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":3,\"metadata\":{\"timestamp\":\"2026-02-03T10:00:00Z\",\
               \"tools\":{\"components\":[{\"type\":\"application\",\"manufacturer\":{\"name\":\"Acme\"},\"name\":\"scan\",\"version\":\"1\"}]},\
               \"authors\":[{\"name\":\"A. B.\",\"email\":\"a@example.org\"}],\"supplier\":{\"name\":\"Acme\"},\"lifecycles\":[{\"phase\":\"build\"}]},\
               \"compositions\":[{\"aggregate\":\"incomplete_first_party_only\",\"assemblies\":[\"x\"]}]}";
    let (old, new) = (read(old.as_bytes(), "o").unwrap().sbom, read(new.as_bytes(), "n").unwrap().sbom);
    assert_eq!(old.tools, new.tools);
    assert_eq!(new.tools[0].vendor.as_deref(), Some("Acme"));
    assert_eq!((&old.authors, &old.supplier, old.version), (&new.authors, &new.supplier, Some(3)));
    assert_eq!(old.timestamp.unwrap().day.unwrap().to_string(), "2026-02-03");
    assert_eq!(new.lifecycles[0].phase.as_deref(), Some("build"));
    assert_eq!(new.compositions[0].aggregate, vigil_sbom::Aggregate::IncompleteFirstPartyOnly);
}
