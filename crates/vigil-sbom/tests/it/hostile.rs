//! Every format against every attack: a clear message or a repaired reading, within bounds of memory, never a crash.

use std::io::Write as _;

use vigil_finding::Severity;
use vigil_sbom::{Columns, Limits, Reading, read, read_table};

/// Identifier and name of packages; both ends of edges.
type Pairs<'a> = &'a [(&'a str, &'a str)];

/// A way to write an SBOM of packages `(identifier, name)`, edges between identifiers, and one field of the document.
struct Form {
    name: &'static str,
    file: &'static str,
    write: fn(Pairs<'_>, Pairs<'_>, &str) -> Vec<u8>,
    /// A document that nests deeper than anything should, and one whose few bytes stand for many.
    deep: Option<fn() -> String>,
    expands: Option<fn() -> String>,
}

const FORMS: &[Form] = &[
    Form {
        name: "CycloneDX JSON",
        file: "a.json",
        write: cyclonedx_json,
        deep: Some(|| {
            format!(
                "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":{}",
                "[{\"components\":".repeat(200_000)
            )
        }),
        expands: None,
    },
    Form {
        name: "CycloneDX XML",
        file: "a.xml",
        write: cyclonedx_xml,
        deep: Some(|| {
            format!(
                "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">{}",
                "<components><component>".repeat(200_000)
            )
        }),
        expands: Some(|| billion_laughs("bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"", "bom")),
    },
    Form {
        name: "SPDX JSON",
        file: "a.spdx.json",
        write: spdx_json,
        deep: Some(|| format!("{{\"spdxVersion\":\"SPDX-2.3\",\"packages\":{}", "[[".repeat(200_000))),
        expands: None,
    },
    Form {
        name: "SPDX YAML",
        file: "a.spdx.yml",
        write: spdx_yaml,
        deep: Some(|| format!("spdxVersion: SPDX-2.3\npackages: {}", "[".repeat(20_000))),
        expands: Some(yaml_laughs),
    },
    Form { name: "SPDX tag-value", file: "a.spdx", write: spdx_tag, deep: None, expands: None },
    Form {
        name: "SPDX XML",
        file: "a.spdx.xml",
        write: spdx_xml,
        deep: Some(|| format!("<Document>{}", "<packages>".repeat(200_000))),
        expands: Some(|| billion_laughs("Document", "Document")),
    },
    Form {
        name: "SPDX 3",
        file: "a.spdx3.json",
        write: spdx3,
        deep: Some(|| {
            format!(
                "{{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\",\"@graph\":{}",
                "[{\"a\":".repeat(200_000)
            )
        }),
        expands: None,
    },
    Form {
        name: "SPDX archive",
        file: "a.tar",
        write: |packages, edges, field| tar(&[("a.json", &spdx_json(packages, edges, field))]),
        deep: None,
        expands: None,
    },
    Form {
        name: "attestation",
        file: "a.att.json",
        write: attestation,
        deep: Some(|| {
            format!("{{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{}", "[".repeat(200_000))
        }),
        expands: None,
    },
    Form { name: "CSV", file: "a.csv", write: csv, deep: None, expands: None },
    Form { name: "XLSX", file: "a.xlsx", write: xlsx, deep: None, expands: None },
];

fn cyclonedx_json(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    let packages: Vec<_> = packages
        .iter()
        .map(|(id, name)| serde_json::json!({"type": "library", "bom-ref": id, "name": name, "version": "1"}))
        .collect();
    let edges: Vec<_> =
        edges.iter().map(|(from, to)| serde_json::json!({"ref": from, "dependsOn": [to]})).collect();
    serde_json::to_vec(&serde_json::json!({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "device", "bom-ref": "root", "name": "pump"}},
        "components": packages, "dependencies": edges, "properties": [{"name": "own", "value": field}]}))
    .unwrap()
}

fn cyclonedx_xml(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    let packages: String = packages.iter().map(|(id, name)| format!("<component type=\"library\" bom-ref=\"{id}\"><name>{name}</name><version>1</version></component>")).collect();
    let edges: String = edges
        .iter()
        .map(|(from, to)| format!("<dependency ref=\"{from}\"><dependency ref=\"{to}\"/></dependency>"))
        .collect();
    format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"><metadata><component type=\"device\" bom-ref=\"root\"><name>pump</name></component></metadata><components>{packages}</components><dependencies>{edges}</dependencies><properties><property name=\"own\">{field}</property></properties></bom>").into_bytes()
}

fn spdx(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> serde_json::Value {
    let packages: Vec<_> = packages.iter().map(|(id, name)| serde_json::json!({"SPDXID": format!("SPDXRef-{id}"), "name": name, "versionInfo": "1", "downloadLocation": "NOASSERTION"})).collect();
    let edges: Vec<_> = edges.iter().map(|(from, to)| serde_json::json!({"spdxElementId": format!("SPDXRef-{from}"), "relationshipType": "DEPENDS_ON", "relatedSpdxElement": format!("SPDXRef-{to}")})).collect();
    serde_json::json!({"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "pump",
        "documentNamespace": "https://example.com/pump", "comment": field,
        "creationInfo": {"created": "2026-02-03T10:00:00Z", "creators": ["Tool: t"]}, "packages": packages, "relationships": edges})
}

fn spdx_json(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    serde_json::to_vec(&spdx(packages, edges, field)).unwrap()
}

/// JSON is YAML; a line before it makes it no JSON.
fn spdx_yaml(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    let document = spdx(packages, edges, field);
    let lines = document.as_object().unwrap().iter().map(|(key, value)| format!("{key}: {value}\n"));
    ["SPDXID: SPDXRef-DOCUMENT\n".to_owned()]
        .into_iter()
        .chain(lines.filter(|line| !line.starts_with("SPDXID")))
        .collect::<String>()
        .into_bytes()
}

fn spdx_tag(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    let packages: String = packages
        .iter()
        .map(|(id, name)| format!("PackageName: {name}\nSPDXID: SPDXRef-{id}\nPackageVersion: 1\n"))
        .collect();
    let edges: String = edges
        .iter()
        .map(|(from, to)| format!("Relationship: SPDXRef-{from} DEPENDS_ON SPDXRef-{to}\n"))
        .collect();
    format!("SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: pump\nDocumentComment: <text>{field}</text>\n{packages}{edges}").into_bytes()
}

fn spdx_xml(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    let packages: String = packages.iter().map(|(id, name)| format!("<packages><SPDXID>SPDXRef-{id}</SPDXID><name>{name}</name><versionInfo>1</versionInfo></packages>")).collect();
    let edges: String = edges.iter().map(|(from, to)| format!("<relationships><spdxElementId>SPDXRef-{from}</spdxElementId><relationshipType>DEPENDS_ON</relationshipType><relatedSpdxElement>SPDXRef-{to}</relatedSpdxElement></relationships>")).collect();
    format!("<Document><SPDXID>SPDXRef-DOCUMENT</SPDXID><spdxVersion>SPDX-2.3</spdxVersion><name>pump</name><comment>{field}</comment>{packages}{edges}</Document>").into_bytes()
}

fn spdx3(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    let mut graph = vec![
        serde_json::json!({"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026-02-03T10:00:00Z", "createdBy": []}),
        serde_json::json!({"type": "SpdxDocument", "spdxId": "urn:d", "name": "pump", "comment": field, "creationInfo": "_:c", "rootElement": []}),
    ];
    graph.extend(packages.iter().map(|(id, name)| serde_json::json!({"type": "software_Package", "spdxId": format!("urn:{id}"), "name": name, "software_packageVersion": "1", "creationInfo": "_:c"})));
    graph.extend(edges.iter().enumerate().map(|(at, (from, to))| serde_json::json!({"type": "Relationship", "spdxId": format!("urn:r{at}"), "relationshipType": "dependsOn", "from": format!("urn:{from}"), "to": [format!("urn:{to}")], "creationInfo": "_:c"})));
    serde_json::to_vec(
        &serde_json::json!({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}),
    )
    .unwrap()
}

fn attestation(packages: &[(&str, &str)], edges: &[(&str, &str)], field: &str) -> Vec<u8> {
    let predicate = String::from_utf8(cyclonedx_json(packages, edges, field)).unwrap();
    format!("{{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"https://cyclonedx.org/bom\",\"predicate\":{predicate}}}").into_bytes()
}

fn csv(packages: &[(&str, &str)], _: &[(&str, &str)], field: &str) -> Vec<u8> {
    let rows: String = packages.iter().map(|(_, name)| format!("{name},1,{field}\n")).collect();
    format!("Name,Version,Description\n{rows}").into_bytes()
}

fn xlsx(packages: &[(&str, &str)], _: &[(&str, &str)], _: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        std::iter::once(("Name", "Version")).chain(packages.iter().map(|(_, name)| (*name, "1"))).enumerate()
    {
        sheet.write(u32::try_from(row).unwrap(), 0, cells.0).unwrap();
        sheet.write(u32::try_from(row).unwrap(), 1, cells.1).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn billion_laughs(open: &str, close: &str) -> String {
    let entities: String =
        (1..10).map(|at| format!("<!ENTITY e{at} \"{}\">", format!("&e{};", at - 1).repeat(10))).collect();
    format!("<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY e0 \"ha\">{entities}]><{open}>&e9;</{close}>")
}

fn yaml_laughs() -> String {
    let lines: String = (1..10)
        .map(|at| format!("e{at}: &e{at} [{}]\n", vec![format!("*e{}", at - 1); 10].join(", ")))
        .collect();
    format!("spdxVersion: SPDX-2.3\ne0: &e0 [ha, ha]\n{lines}")
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

const TWO: &[(&str, &str)] = &[("a", "lwip"), ("b", "zlib")];

/// The reading, or the code of the finding that it is refused with.
fn reading(bytes: &[u8], file: &str, limits: &Limits) -> Result<Reading, String> {
    let found = if Columns::fits(file, bytes) {
        read_table(bytes, file, None, limits).map(|table| table.reading)
    } else {
        vigil_sbom::read_with(bytes, file, limits)
    };
    found.map_err(|error| {
        let finding = error.finding();
        assert!(
            finding.severity == Severity::Error && !finding.help.is_empty(),
            "{file}: {}",
            finding.message
        );
        assert!(finding.message.contains(file), "{file}: {}", finding.message);
        finding.code
    })
}

fn has(reading: &Reading, code: &str) -> bool {
    reading.findings.iter().any(|finding| finding.code == code)
}

fn has_graph(form: &Form) -> bool {
    !["CSV", "XLSX"].contains(&form.name)
}

fn is_container(form: &Form) -> bool {
    ["XLSX", "SPDX archive"].contains(&form.name)
}

/// The most memory that this process has had, in kB; each test has a process of its own.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

#[test]
fn every_form_itself_is_read_with_two_packages() {
    for form in FORMS {
        let reading = reading(&(form.write)(TWO, &[("a", "b")], "x"), form.file, &Limits::default());
        let reading = reading.unwrap_or_else(|code| panic!("{}: {code}", form.name));
        assert_eq!(reading.sbom.packages.len(), 2, "{}", form.name);
    }
    println!("{} forms", FORMS.len());
}

#[test]
fn what_nests_too_deep_or_expands_without_end_is_refused() {
    let mut cases = 0;
    for form in FORMS {
        if let Some(deep) = form.deep {
            let refused = reading(deep().as_bytes(), form.file, &Limits::default()).map(|_| ());
            // The YAML parser has a bound of its own, below ours.
            let code = if form.name == "SPDX YAML" { "sbom.syntax" } else { "sbom.too-deep" };
            assert_eq!(refused, Err(code.to_owned()), "{}", form.name);
            cases += 1;
        }
        if let Some(expands) = form.expands {
            let refused = reading(expands().as_bytes(), form.file, &Limits::default()).map(|_| ());
            let is_known =
                ["sbom.entity", "sbom.too-many"].map(|code| Err(code.to_owned())).contains(&refused);
            assert!(is_known, "{}: {refused:?}", form.name);
            cases += 1;
        }
    }
    println!("{cases} cases");
}

#[test]
fn circles_and_doubled_references_are_told_and_end() {
    for form in FORMS.iter().filter(|form| has_graph(form)) {
        let circle = reading(
            &(form.write)(TWO, &[("a", "b"), ("b", "a"), ("a", "a")], "x"),
            form.file,
            &Limits::default(),
        )
        .unwrap();
        assert!(has(&circle, "sbom.cycle"), "{}: {:#?}", form.name, circle.findings);
        assert!(matches!(
            circle.sbom.graph().reach(),
            vigil_sbom::Reach::Known { .. } | vigil_sbom::Reach::Unknown { .. }
        ));
        let doubled =
            reading(&(form.write)(&[("a", "lwip"), ("a", "zlib")], &[], "x"), form.file, &Limits::default())
                .unwrap();
        assert!(has(&doubled, "sbom.duplicate-ref"), "{}: {:#?}", form.name, doubled.findings);
        assert_eq!(doubled.sbom.packages.len(), 2, "{}", form.name);
    }
}

#[test]
fn a_component_in_itself_is_told_by_its_doubled_reference() {
    let nested = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","bom-ref":"a","name":"a","components":[{"type":"library","bom-ref":"a","name":"a"}]}]}"#;
    let xml = r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library" bom-ref="a"><name>a</name><components><component type="library" bom-ref="a"><name>a</name></component></components></component></components></bom>"#;
    for (file, text) in [("a.json", nested), ("a.xml", xml)] {
        let reading = reading(text.as_bytes(), file, &Limits::default()).unwrap();
        assert!(has(&reading, "sbom.duplicate-ref"), "{file}: {:#?}", reading.findings);
    }
}

#[test]
fn bombs_are_refused_at_the_limit_by_every_form() {
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    for form in FORMS.iter().filter(|form| !["CSV", "XLSX"].contains(&form.name)) {
        let bomb = (form.write)(TWO, &[], &"x".repeat(8 << 20));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&bomb).unwrap();
        for packed in [zstd::encode_all(bomb.as_slice(), 1).unwrap(), gzip.finish().unwrap()] {
            assert!(packed.len() < limits.bytes, "{} is a bomb", form.name);
            let refused = reading(&packed, form.file, &limits).map(|_| ());
            assert_eq!(refused, Err("sbom.too-large".to_owned()), "{}", form.name);
        }
        let cut = zstd::encode_all(bomb.as_slice(), 1).unwrap();
        let refused = reading(&cut[..cut.len() / 2], form.file, &limits).map(|_| ());
        assert!(refused.is_err(), "{}", form.name);
    }
}

#[test]
fn a_workbook_that_unpacks_to_far_more_is_refused() {
    let zeros = vec![b' '; 8 << 20];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&zeros).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    assert!(bomb.len() < limits.bytes);
    let refused = reading(&bomb, "a.xlsx", &limits).map(|_| ());
    assert_eq!(refused, Err("sbom.too-large".to_owned()));
}

#[test]
fn a_cell_far_away_and_a_text_in_many_cells_are_counted_before_they_are_held() {
    let far = {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Name").unwrap().write(0, 1, "Version").unwrap().write(1, 0, "lwip").unwrap();
        sheet.write(1_048_575, 16_383, "far").unwrap();
        book.save_to_buffer().unwrap()
    };
    assert_eq!(reading(&far, "a.xlsx", &Limits::default()).unwrap().sbom.packages.len(), 2);
    let many = {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Name").unwrap().write(0, 1, "Version").unwrap();
        for row in 1..200 {
            sheet.write(row, 0, "x".repeat(30_000)).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    assert_eq!(reading(&many, "a.xlsx", &limits).map(|_| ()), Err("sbom.too-large".to_owned()));
    let limits = Limits { values: 10_000, ..Limits::default() };
    assert_eq!(reading(&far, "a.xlsx", &limits).map(|_| ()), Err("sbom.too-many".to_owned()));
    if let Some(peak) = peak() {
        assert!(peak < 300_000, "{peak} kB");
    }
}

#[test]
fn an_archive_that_claims_more_than_it_has_or_holds_no_sbom_is_refused() {
    let whole = tar(&[("a.json", &spdx_json(TWO, &[], "x"))]);
    let mut lying = whole.clone();
    lying[124..135].copy_from_slice(b"77777777777");
    for (bytes, code) in [
        (whole[..700].to_vec(), "sbom.truncated"),
        (lying, "sbom.packing"),
        (tar(&[("a.txt", b"x")]), "sbom.not-an-sbom"),
    ] {
        assert_eq!(reading(&bytes, "a.tar", &Limits::default()).map(|_| ()), Err(code.to_owned()));
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_within_memory() {
    let long = "x".repeat(18 << 20);
    for form in FORMS.iter().filter(|form| form.name != "XLSX") {
        let refused = reading(&(form.write)(TWO, &[], &long), form.file, &Limits::default()).map(|_| ());
        assert_eq!(refused, Err("sbom.too-long".to_owned()), "{}", form.name);
    }
    if let Some(peak) = peak() {
        println!("{} MB at the peak", peak / 1000);
        assert!(peak < 300_000, "{peak} kB");
    }
}

#[test]
fn other_characters_are_converted_or_refused_by_name() {
    for form in FORMS.iter().filter(|form| !is_container(form)) {
        let text = String::from_utf8((form.write)(TWO, &[], "x")).unwrap();
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [with(&[0xff, 0xfe], &le), with(&[0xfe, 0xff], &be), le, be] {
            let reading = reading(&bytes, form.file, &Limits::default());
            let reading = reading.unwrap_or_else(|code| panic!("{}: {code}", form.name));
            assert!(has(&reading, "sbom.utf-16") && reading.sbom.packages.len() == 2, "{}", form.name);
        }
        let mut invalid = (form.write)(TWO, &[], "\u{1}\u{1}").into_iter().collect::<Vec<u8>>();
        let at = text.find("lwip").unwrap();
        let shift = invalid.len() - text.len();
        let at = if &invalid[at..at + 4] == b"lwip" { at } else { at + shift };
        invalid[at] = 0xff;
        match reading(&invalid, form.file, &Limits::default()) {
            Ok(reading) => assert!(has(&reading, "sbom.not-utf-8"), "{}", form.name),
            Err(code) => {
                assert!(["sbom.syntax", "sbom.not-utf-8"].contains(&code.as_str()), "{}: {code}", form.name);
            }
        }
    }
    assert!(read(&[0xff; 4000], "a").is_err());
}
