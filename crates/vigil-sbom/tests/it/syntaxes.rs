//! One inventory in every syntax: the same packages, the same relationships, and a place that the syntax has.

use std::collections::BTreeSet;

use vigil_sbom::{Format, ReadError, Reading, Sbom, SupportLevel, read};

const TAG_VALUE: &str = "SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: pump
DocumentNamespace: https://example.org/pump-1
Creator: Tool: bitbake-1.0
Creator: Organization: Orchid (sbom@example.org)
Created: 2026-02-03T10:00:00Z

PackageName: pump
SPDXID: SPDXRef-pump
PackageVersion: 3.2.0
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false

PackageName: lwip
SPDXID: SPDXRef-lwip
PackageVersion: 2.1.2
PackageSupplier: Organization: lwIP
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageChecksum: SHA1: da39a3ee5e6b4b0d3255bfef95601890afd80709
PackageLicenseDeclared: BSD-3-Clause
PackageLicenseConcluded: NOASSERTION
PackageComment: <text>two
lines</text>
ExternalRef: PACKAGE-MANAGER purl pkg:generic/lwip@2.1.2
ExternalRef: SECURITY cpe23Type cpe:2.3:a:lwip_project:lwip:2.1.2:*:*:*:*:*:*:*
PrimaryPackagePurpose: LIBRARY
ValidUntilDate: 2030-01-31T00:00:00Z
OwnTag: kept

Annotator: Person: Jane
AnnotationDate: 2026-01-01T00:00:00Z
AnnotationType: OTHER
SPDXREF: SPDXRef-lwip
AnnotationComment: <text>vigil:support:level: actively-maintained</text>

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-pump
Relationship: SPDXRef-pump DEPENDS_ON SPDXRef-lwip
Relationship: SPDXRef-lwip DEPENDS_ON NONE
";

const JSON: &str = r#"{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"pump",
"documentNamespace":"https://example.org/pump-1",
"creationInfo":{"created":"2026-02-03T10:00:00Z","creators":["Tool: bitbake-1.0","Organization: Orchid (sbom@example.org)"]},
"packages":[{"SPDXID":"SPDXRef-pump","name":"pump","versionInfo":"3.2.0","downloadLocation":"NOASSERTION","filesAnalyzed":false},
{"SPDXID":"SPDXRef-lwip","name":"lwip","versionInfo":"2.1.2","supplier":"Organization: lwIP","downloadLocation":"NOASSERTION",
"filesAnalyzed":false,"checksums":[{"algorithm":"SHA1","checksumValue":"da39a3ee5e6b4b0d3255bfef95601890afd80709"}],
"licenseDeclared":"BSD-3-Clause","licenseConcluded":"NOASSERTION","comment":"two\nlines",
"externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:generic/lwip@2.1.2"},
{"referenceCategory":"SECURITY","referenceType":"cpe23Type","referenceLocator":"cpe:2.3:a:lwip_project:lwip:2.1.2:*:*:*:*:*:*:*"}],
"primaryPackagePurpose":"LIBRARY","validUntilDate":"2030-01-31T00:00:00Z","OwnTag":["kept"],
"annotations":[{"annotator":"Person: Jane","annotationDate":"2026-01-01T00:00:00Z","annotationType":"OTHER",
"SPDXREF":"SPDXRef-lwip","comment":"vigil:support:level: actively-maintained"}]}],
"relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-pump"},
{"spdxElementId":"SPDXRef-pump","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-lwip"},
{"spdxElementId":"SPDXRef-lwip","relationshipType":"DEPENDS_ON","relatedSpdxElement":"NONE"}]}"#;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:x="urn:own" version="2"
     serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79">
  <metadata><timestamp>2026-02-03T10:00:00Z</timestamp>
    <component type="device" bom-ref="pump"><name>pump</name><version>3.2.0</version></component></metadata>
  <components>
    <component type="library" bom-ref="lwip">
      <supplier><name>lwIP</name><url>https://a.example</url><url>https://b.example</url></supplier>
      <name>lwip</name><version>2.1.2</version>
      <hashes><hash alg="SHA-1">da39a3ee5e6b4b0d3255bfef95601890afd80709</hash></hashes>
      <licenses><license acknowledgement="declared"><id>BSD-3-Clause</id></license></licenses>
      <cpe>cpe:2.3:a:lwip_project:lwip:2.1.2:*:*:*:*:*:*:*</cpe>
      <purl>pkg:generic/lwip@2.1.2</purl>
      <properties><property name="vigil:support:level">actively-maintained</property>
        <property name="cdx:lifecycle:milestone:endOfSupport">2030-01-31</property></properties>
      <x:own>R&amp;D &#169;</x:own>
      <colour>red</colour>
    </component>
  </components>
  <dependencies><dependency ref="pump"><dependency ref="lwip"/></dependency><dependency ref="lwip"/></dependencies>
</bom>"#;

fn yaml() -> String {
    let value: serde_json::Value = serde_json::from_str(JSON).unwrap();
    let packages = serde_json::to_string(&value["packages"]).unwrap();
    let relationships = serde_json::to_string(&value["relationships"]).unwrap();
    let created = "creationInfo:\n  created: '2026-02-03T10:00:00Z'\n  creators:\n  - 'Tool: bitbake-1.0'\n  - \"Organization: Orchid (sbom@example.org)\"\n";
    format!(
        "spdxVersion: SPDX-2.3\ndataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nname: pump\ndocumentNamespace: https://example.org/pump-1\n{created}packages: {packages}\nrelationships: {relationships}\n"
    )
}

/// What must be the same whatever the syntax.
fn facts(sbom: &Sbom) -> Vec<String> {
    let package = &sbom.packages[0];
    let edges: BTreeSet<_> = sbom
        .dependencies
        .iter()
        .flat_map(|(from, to)| to.iter().map(move |to| format!("{from}>{to}").replace("SPDXRef-", "")))
        .collect();
    vec![
        format!("{} {}", sbom.primary.as_ref().unwrap().name, sbom.packages.len()),
        package.key().to_string(),
        format!("{:?} {:?}", package.supplier_name(), package.hashes),
        format!("{:?} {:?}", package.licences[0].text, package.licences[0].acknowledgement),
        format!("{:?} {:?} {}", package.cpe, package.kind, package.support.end_of_support.unwrap()),
        format!("{edges:?} {:?}", package.support.level == Some(SupportLevel::ActivelyMaintained)),
        sbom.timestamp.as_ref().unwrap().day.unwrap().to_string(),
    ]
}

fn all() -> Vec<(Format, Reading)> {
    [
        (Format::SpdxJson, JSON.to_owned()),
        (Format::SpdxTagValue, TAG_VALUE.to_owned()),
        (Format::SpdxTagValue, TAG_VALUE.replace('\n', "\r")),
        (Format::SpdxTagValue, TAG_VALUE.replace('\n', "\r\n")),
        (Format::SpdxYaml, yaml()),
        (Format::CyclonedxXml, XML.to_owned()),
    ]
    .map(|(format, text)| (format, read(text.as_bytes(), "f").unwrap_or_else(|error| panic!("{error}"))))
    .into()
}

#[test]
fn one_inventory_is_the_same_in_every_syntax() {
    let all = all();
    let expected = facts(&all[0].1.sbom);
    for (format, reading) in &all {
        assert_eq!(reading.sbom.format, *format);
        assert_eq!(facts(&reading.sbom), expected, "{}", format.name());
    }
}

#[test]
fn what_a_syntax_does_not_know_is_kept_and_reported_at_its_place() {
    let expected = [
        (Format::SpdxJson, "OwnTag", "f:10:84", Some("/packages/1/OwnTag")),
        (Format::SpdxTagValue, "OwnTag", "f:31:1", None),
        (Format::CyclonedxXml, "colour", "f:17:7", Some("/bom/components/component/colour")),
    ];
    for (format, key, printed, pointer) in expected {
        let (_, reading) = all().into_iter().find(|(of, _)| *of == format).unwrap();
        let mut odd = reading.findings.iter().filter(|finding| finding.code == "sbom.unknown-field");
        let found = odd.find(|finding| finding.message.contains(&format!("`{key}`"))).unwrap();
        let place = found.place.as_ref().unwrap();
        assert_eq!((place.to_string().as_str(), place.pointer.as_deref()), (printed, pointer));
        assert!(reading.sbom.packages[0].unknown.contains_key(key), "{}", format.name());
    }
    let xml = read(XML.as_bytes(), "f").unwrap().sbom;
    assert_eq!(xml.packages[0].unknown["x:own"], "R&D ©");
    assert_eq!(xml.packages[0].supplier.as_ref().unwrap().urls.len(), 2);
}

#[test]
fn two_lines_of_a_tag_are_one_text() {
    let sbom = read(TAG_VALUE.as_bytes(), "f").unwrap().sbom;
    assert_eq!(sbom.packages[0].unknown["comment"], "two\nlines");
    assert_eq!(sbom.tools[0].version.as_deref(), Some("1.0"));
    assert_eq!(sbom.manufacturer.unwrap().name.as_deref(), Some("Orchid"));
}

/// An archive as Yocto writes it: the image in one document, its package in another.
fn archive() -> Vec<u8> {
    let document = |name: &str, refs: &str, relationships: &str| {
        format!(
            r#"{{"spdxVersion":"SPDX-2.2","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"{name}",
"documentNamespace":"http://spdx.org/spdxdoc/{name}","creationInfo":{{"created":"2026-02-03T10:00:00Z","creators":["Tool: OpenEmbedded Core create-spdx.bbclass"]}},
"externalDocumentRefs":[{refs}],"packages":[{{"SPDXID":"SPDXRef-{name}","name":"{name}","versionInfo":"1","downloadLocation":"NOASSERTION"}}],
"relationships":[{{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-{name}"}}{relationships}]}}"#
        )
    };
    let image = document(
        "image",
        r#"{"externalDocumentId":"DocumentRef-zlib","spdxDocument":"http://spdx.org/spdxdoc/zlib","checksum":{}}"#,
        r#",{"spdxElementId":"SPDXRef-image","relationshipType":"CONTAINS","relatedSpdxElement":"DocumentRef-zlib:SPDXRef-zlib"}"#,
    );
    let mut builder = tar::Builder::new(Vec::new());
    let parts = [
        ("image.spdx.json", image),
        ("zlib.spdx.json", document("zlib", "", "")),
        ("index.json", "{}".into()),
    ];
    for (name, text) in parts {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn an_archive_of_documents_is_one_sbom_with_relationships_across_them() {
    let packed = zstd::encode_all(archive().as_slice(), 3).unwrap();
    for bytes in [archive(), packed] {
        let reading = read(&bytes, "image.spdx.tar.zst").unwrap();
        let sbom = &reading.sbom;
        assert_eq!(sbom.format, Format::SpdxTar);
        assert_eq!(sbom.primary.as_ref().unwrap().name, "image");
        assert_eq!(sbom.packages[0].place.file, "image.spdx.tar.zst/zlib.spdx.json");
        assert_eq!(sbom.graph().reach().has(&sbom.packages[0]), Some(true));
        let odd: Vec<_> =
            reading.findings.iter().filter(|finding| finding.code != "sbom.no-primary").collect();
        assert!(odd.is_empty(), "{odd:#?}");
    }
    assert!(matches!(
        read(&archive()[..1000], "f"),
        Err(ReadError::Truncated { .. } | ReadError::Packing { .. })
    ));
}

const SPDX3: &str = r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
{"type":"CreationInfo","@id":"_:info","specVersion":"3.0.1","created":"2026-02-03T10:00:00Z","createdBy":["urn:orchid"]},
{"type":"Organization","spdxId":"urn:orchid","name":"Orchid","creationInfo":"_:info"},
{"type":"SpdxDocument","spdxId":"urn:doc","creationInfo":"_:info","rootElement":["urn:sbom"]},
{"type":"software_Sbom","spdxId":"urn:sbom","creationInfo":"_:info","rootElement":["urn:pump"],"software_sbomType":["build"]},
{"type":"software_Package","spdxId":"urn:pump","name":"pump","software_packageVersion":"3.2.0"},
{"type":"software_Package","spdxId":"urn:lwip","name":"lwip","software_packageVersion":"2.1.2","suppliedBy":"urn:orchid",
 "software_packageUrl":"pkg:generic/lwip@2.1.2","supportLevel":["noSupport"],"validUntilTime":"2030-01-31T00:00:00Z",
 "verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}],
 "software_attributionText":["kept"]},
{"type":"simplelicensing_LicenseExpression","spdxId":"urn:l","simplelicensing_licenseExpression":"BSD-3-Clause OR MIT"},
{"type":"Relationship","spdxId":"urn:r1","from":"urn:pump","relationshipType":"dependsOn","to":["urn:lwip"],"completeness":"complete"},
{"type":"Relationship","spdxId":"urn:r2","from":"urn:lwip","relationshipType":"hasDeclaredLicense","to":["urn:l"]}]}"#;

#[test]
fn spdx_3_gives_the_primary_package_relationships_licences_and_support() {
    let reading = read(SPDX3.as_bytes(), "f").unwrap();
    let sbom = &reading.sbom;
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    assert_eq!((sbom.format, sbom.spec_version.as_str()), (Format::Spdx3, "3.0.1"));
    assert_eq!(sbom.primary.as_ref().unwrap().name, "pump");
    let lwip = &sbom.packages[0];
    assert_eq!(lwip.key().as_str(), "pkg:generic/lwip@2.1.2");
    assert_eq!(lwip.supplier_name(), Some(("Orchid", "supplier")));
    assert_eq!(lwip.licences[0].text, "BSD-3-Clause OR MIT");
    assert_eq!(lwip.support.level, Some(SupportLevel::NoLongerMaintained));
    assert_eq!(lwip.support.end_of_support.unwrap().to_string(), "2030-01-31");
    assert!(lwip.hashes[0].has_right_length() && lwip.unknown.contains_key("software_attributionText"));
    assert_eq!(sbom.graph().reach().has(lwip), Some(true));
    assert_eq!(sbom.lifecycles[0].phase.as_deref(), Some("build"));
}

#[test]
fn xml_with_entities_of_its_own_is_refused_and_not_expanded() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library"><name>&b;</name></component></components></bom>"#;
    assert!(matches!(read(bomb.as_bytes(), "f"), Err(ReadError::Entity { .. })));
    let used = XML.replace("&amp;", "&other;");
    let error = read(used.as_bytes(), "f").unwrap_err();
    assert_eq!(
        error.to_string(),
        "f:16:15 declares or uses an entity of the document's own; entities are not expanded"
    );
    let plain = XML.replace("<bom ", "<!DOCTYPE bom>\n<bom ");
    assert_eq!(read(plain.as_bytes(), "f").unwrap().sbom.packages.len(), 1);
}

#[test]
fn yaml_that_multiplies_itself_is_refused_at_the_limit() {
    let mut bomb = String::from("SPDXID: SPDXRef-DOCUMENT\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let uses = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{uses}]\n"));
    }
    let limits = vigil_sbom::Limits { values: 100_000, ..vigil_sbom::Limits::default() };
    assert!(matches!(
        vigil_sbom::read_with(bomb.as_bytes(), "f", &limits),
        Err(ReadError::TooManyValues { .. })
    ));
}

#[test]
fn deep_xml_and_yaml_are_refused() {
    let xml =
        format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">{}", "<components>".repeat(100_000));
    assert!(matches!(read(xml.as_bytes(), "f"), Err(ReadError::TooDeep { limit: 100, .. })));
    let yaml = format!("spdxVersion: SPDX-2.3\na: {}", "[".repeat(100_000));
    assert!(matches!(read(yaml.as_bytes(), "f"), Err(ReadError::TooDeep { .. } | ReadError::Syntax { .. })));
}

#[test]
fn formats_that_are_not_read_are_refused_by_name() {
    let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:spdx="http://spdx.org/rdf/terms#"/>"#;
    assert!(matches!(read(rdf.as_bytes(), "f"), Err(ReadError::Unsupported { format: Format::SpdxRdf, .. })));
    let html = read(b"<html><body/></html>", "f").unwrap_err();
    assert_eq!(html.to_string(), "f is not an SBOM: it is XML of another kind");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        failure_persistence: None, ..proptest::test_runner::Config::with_cases(600)
    })]

    #[test]
    fn changed_bytes_never_panic_in_any_syntax(which in 0..5_usize, changes in proptest::collection::vec((0..20_000_usize, proptest::prelude::any::<u8>()), 1..6), cut in 0..20_000_usize) {
        let bytes = [TAG_VALUE.as_bytes().to_vec(), yaml().into_bytes(), XML.as_bytes().to_vec(), SPDX3.as_bytes().to_vec(), archive()];
        let mut bytes = bytes[which].clone();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = read(&bytes, "f");
        let _ = read(&bytes[..cut % bytes.len()], "f");
    }
}

#[test]
fn what_the_schema_lets_stand_several_times_in_xml_is_not_doubled() {
    let text = r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>
      <component type="data"><name>set</name>
        <evidence><identity><field>purl</field><confidence>1</confidence></identity><identity><field>cpe</field></identity></evidence>
        <data><type>dataset</type><name>one</name></data><data><type>other</type></data></component>
      <component type="data"><name>alone</name><evidence><identity><field>purl</field></identity></evidence>
        <data><type>dataset</type></data></component></components></bom>"#;
    let reading = read(text.as_bytes(), "a.xml").unwrap();
    let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(!codes.contains(&"sbom.doubled-key"), "{:#?}", reading.findings);
    let tree = reading.sbom.original.tree();
    assert_eq!(tree["components"][0]["data"][1]["type"], "other");
    assert_eq!(tree["components"][0]["evidence"]["identity"][1]["field"], "cpe");
    assert_eq!(tree["components"][1]["data"][0]["type"], "dataset");
    assert_eq!(tree["components"][1]["evidence"]["identity"]["field"], "purl");
    let stamp = vigil_sbom::Stamp { time: "2026-02-03T00:00:00Z".into(), tool: None };
    let written = vigil_sbom::write(&reading.sbom, vigil_sbom::Target::CyclonedxXml(6), &stamp).unwrap();
    let again = read(&written.bytes, "a.xml").unwrap().sbom.original.tree();
    assert_eq!(again["components"], tree["components"]);
    let twice = text.replace("<name>alone</name>", "<name>alone</name><name>again</name>");
    let twice = read(twice.as_bytes(), "a.xml").unwrap();
    assert!(twice.findings.iter().any(|finding| finding.code == "sbom.doubled-key"), "a name is no list");
}

/// The edges of the SBOM as `from>to`, by reference.
fn edges(sbom: &vigil_sbom::Sbom) -> Vec<String> {
    sbom.dependencies.iter().flat_map(|(from, to)| to.iter().map(move |to| format!("{from}>{to}"))).collect()
}

#[test]
fn a_dependency_that_only_nests_is_read_also_where_an_empty_entry_stands_beside_it() {
    let document = |dependencies: &str| {
        format!(
            "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" version=\"1\"><metadata>\
             <component type=\"device\" bom-ref=\"dev\"><name>P</name><version>1</version></component></metadata><components>\
             <component type=\"library\" bom-ref=\"a\"><name>a</name><version>1</version></component>\
             <component type=\"library\" bom-ref=\"b\"><name>b</name><version>1</version></component></components>\
             <dependencies>{dependencies}</dependencies></bom>"
        )
    };
    let nested =
        "<dependency ref=\"dev\"><dependency ref=\"a\"><dependency ref=\"b\"/></dependency></dependency>";
    for beside in
        ["<dependency ref=\"a\"/>", "", "<dependency ref=\"a\"><dependency ref=\"b\"/></dependency>"]
    {
        for text in [format!("{nested}{beside}"), format!("{beside}{nested}")] {
            let reading = vigil_sbom::read(document(&text).as_bytes(), "n.xml").unwrap();
            assert_eq!(edges(&reading.sbom), ["a>b", "dev>a"], "{text}");
        }
    }
}

#[test]
fn texts_of_spdx_in_xml_stay_texts_and_positions_are_numbers() {
    let text = "<Document><spdxVersion>SPDX-2.3</spdxVersion><SPDXID>SPDXRef-DOCUMENT</SPDXID><name>d</name>\
        <packages><SPDXID>SPDXRef-a</SPDXID><name>true</name><versionInfo>false</versionInfo><filesAnalyzed>false</filesAnalyzed>\
        </packages><snippets><SPDXID>SPDXRef-s</SPDXID><ranges><startPointer><offset>420</offset></startPointer></ranges></snippets></Document>";
    let sbom = vigil_sbom::read(text.as_bytes(), "t.xml").unwrap().sbom;
    let package = sbom.all_packages().next().unwrap();
    assert_eq!((package.name.as_str(), package.version.as_deref()), ("true", Some("false")));
    let tree = sbom.original.tree();
    assert_eq!(tree["packages"][0]["filesAnalyzed"], serde_json::json!(false));
    assert_eq!(tree["snippets"][0]["ranges"][0]["startPointer"]["offset"], serde_json::json!(420));
    let yaml = "spdxVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nname: d\nsnippets:\n- SPDXID: SPDXRef-s\n  ranges:\n  - startPointer:\n      offset: 420\n";
    let tree = vigil_sbom::read(yaml.as_bytes(), "t.yaml").unwrap().sbom.original.tree();
    assert_eq!(tree["snippets"][0]["ranges"][0]["startPointer"]["offset"], serde_json::json!(420));
}

const XML_ODD: &str = r#"<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:x="urn:own" version="1">
  <components x:from="a"><component type="library" bom-ref="a"><name x:as="A">a</name><version>1</version></component></components>
  <components><component type="library" bom-ref="b"><name>b</name><version>2</version></component></components>
  <dependencies x:made="here"><dependency ref="a" x:kind="static"><dependency ref="b"/></dependency></dependencies>
</bom>"#;

#[test]
fn a_list_that_stands_twice_in_xml_is_read_as_one_and_told() {
    let reading = read(XML_ODD.as_bytes(), "f.xml").unwrap();
    let names: Vec<_> = reading.sbom.packages.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(reading.sbom.packages[1].place.line, 4);
    let told = reading.findings.iter().find(|finding| finding.code == "sbom.doubled-key").unwrap();
    assert!(told.message.contains("both were read"), "{}", told.message);
}

#[test]
fn attributes_of_lists_and_plain_elements_are_written_back_in_xml() {
    let sbom = read(XML_ODD.as_bytes(), "f.xml").unwrap().sbom;
    let stamp = vigil_sbom::Stamp { time: "2026-02-03T10:00:00Z".into(), tool: None };
    let out = vigil_sbom::write(&sbom, vigil_sbom::Target::CyclonedxXml(6), &stamp).unwrap();
    let text = String::from_utf8(out.bytes).unwrap();
    for kept in ["x:from=\"a\"", "x:as=\"A\"", "x:made=\"here\"", "x:kind=\"static\"", "xmlns:x=\"urn:own\""]
    {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert!(out.losses.is_empty(), "{:?}", out.losses);
    let back = read(text.as_bytes(), "f.xml").unwrap().sbom;
    assert_eq!(back.dependencies, sbom.dependencies);
}

#[test]
fn a_second_yaml_document_is_refused_and_an_empty_one_is_not() {
    let refused = read(format!("{}\n---\nSPDXID: SPDXRef-DOCUMENT\n", yaml()).as_bytes(), "f.yaml");
    assert!(refused.unwrap_err().to_string().contains("a second document begins here"));
    let read = read(format!("{}\n---\n", yaml()).as_bytes(), "f.yaml").unwrap();
    assert!(!read.sbom.packages.is_empty());
}

#[test]
fn the_merge_key_of_yaml_fills_what_a_mapping_does_not_say_itself() {
    let text = "spdxVersion: SPDX-2.3\ndataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nname: n\npackages:\n\
- &base\n  name: a\n  SPDXID: SPDXRef-a\n  versionInfo: '1'\n  downloadLocation: NOASSERTION\n\
- <<: *base\n  name: b\n  SPDXID: SPDXRef-b\n";
    let reading = read(text.as_bytes(), "f.yaml").unwrap();
    let packages: Vec<_> = reading.sbom.packages.iter().map(|it| it.key().to_string()).collect();
    assert_eq!(packages, ["a@1", "b@1"]);
    assert!(
        reading.findings.iter().all(|finding| finding.code != "sbom.unknown-field"),
        "{:#?}",
        reading.findings
    );
}

#[test]
fn tags_that_stand_where_nothing_takes_them_are_kept_and_told() {
    let text = TAG_VALUE
        .replace("DataLicense: CC0-1.0\n", "DataLicense: CC0-1.0\nRelationshipComment: why\nfiles: own\n");
    let text = text.replace("PackageName: pump\n", "PackageName: pump\nExternalRefComment: lost\n");
    let text = format!("{text}FileName: ./a\nSPDXID: SPDXRef-f\n");
    let reading = read(text.as_bytes(), "f.spdx").unwrap();
    let tree = reading.sbom.original.tree();
    assert_eq!(tree["RelationshipComment"][0], "why");
    assert_eq!(tree["packages"][0]["ExternalRefComment"][0], "lost");
    assert_eq!(tree["files"].as_array().map(Vec::len), Some(2), "{}", tree["files"]);
    let told = reading.findings.iter().filter(|finding| finding.code == "sbom.unknown-field").count();
    assert!(told >= 2, "{:#?}", reading.findings);
}

#[test]
fn what_spdx_3_holds_beside_the_inventory_is_told_by_type_and_unknown_fields_by_name() {
    let text = r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
{"type":"CreationInfo","@id":"_:c","specVersion":"3.0.1","created":"2026-02-03T10:00:00Z","createdBy":["urn:t"],"createdUsing":["urn:t"]},
{"type":"Tool","spdxId":"urn:t","creationInfo":"_:c","name":"bitbake-2.8"},
{"type":"security_Vulnerability","spdxId":"urn:v","creationInfo":"_:c"},
{"type":"software_Package","spdxId":"urn:p","creationInfo":"_:c","name":"p","software_packageVersion":"1","colour":"red"}]}"#;
    let reading = read(text.as_bytes(), "f.json").unwrap();
    let told = |code: &str| reading.findings.iter().find(|finding| finding.code == code).unwrap();
    assert!(told("sbom.not-inventory").message.contains("`Vulnerability`"));
    assert!(told("sbom.unknown-field").message.contains("`colour`"));
    assert_eq!(reading.sbom.tools[0].version.as_deref(), Some("2.8"));
}
