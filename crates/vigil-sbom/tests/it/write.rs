//! Writing: what was read comes back, in every format, and the same bytes every time.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::{Digest, Place};
use vigil_sbom::{
    Columns, Format, Limits, Original, Package, Sbom, Stamp, SupportLevel, Target, Written, read, read_table,
    write,
};

use crate::data::{files, folder, name};

fn stamp() -> Stamp {
    Stamp { time: "2026-02-03T10:00:00Z".into(), tool: Some(("vigil".into(), "0.1.0".into())) }
}

fn written(sbom: &Sbom, target: Target) -> Written {
    write(sbom, target, &stamp()).unwrap_or_else(|error| panic!("{}: {error}", sbom.file))
}

fn again(bytes: &[u8], target: Target, file: &str) -> Sbom {
    try_again(bytes, target, file).unwrap_or_else(|error| panic!("{file} as {target}: {error}"))
}

fn try_again(bytes: &[u8], target: Target, file: &str) -> Result<Sbom, String> {
    let reading = match target {
        Target::Csv | Target::Xlsx => {
            read_table(bytes, file, None, &Limits::default()).map(|table| table.reading)
        }
        _ => read(bytes, file),
    };
    reading.map(|reading| reading.sbom).map_err(|error| error.to_string())
}

/// The SBOM without what depends on the text it was read from.
fn content(sbom: &Sbom) -> Sbom {
    let mut sbom = sbom.clone();
    sbom.file = String::new();
    sbom.digest = Digest::of_bytes(b"");
    sbom.original = Original::default();
    for package in sbom.primary.iter_mut().chain(&mut sbom.packages) {
        package.place = Place::start_of("");
    }
    sbom
}

/// All SBOMs of the data that can be read, of at most so many bytes.
fn corpus(most: usize) -> Vec<(String, Sbom)> {
    let Some(folder) = folder("sbom") else { return Vec::new() };
    let mut all = Vec::new();
    for path in files(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        if bytes.len() < most
            && let Ok(reading) = read(&bytes, &name(&path))
        {
            all.push((path.display().to_string(), reading.sbom));
        }
    }
    all
}

fn own_target(sbom: &Sbom) -> Option<Target> {
    let minor = || sbom.spec_version.strip_prefix("1.")?.parse::<u8>().ok().filter(|it| (4..=7).contains(it));
    match sbom.format {
        Format::CyclonedxJson => minor().map(Target::CyclonedxJson),
        Format::CyclonedxXml => minor().map(Target::CyclonedxXml),
        Format::SpdxJson if sbom.spec_version == "2.3" => Some(Target::SpdxJson),
        Format::SpdxTagValue if sbom.spec_version == "2.3" => Some(Target::SpdxTagValue),
        Format::Spdx3 => Some(Target::Spdx3),
        _ => None,
    }
}

#[test]
fn what_is_read_and_written_in_its_own_format_is_read_the_same() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (path, sbom) in corpus(400_000) {
        let Some(target) = own_target(&sbom) else { continue };
        let out = written(&sbom, target);
        let back = again(&out.bytes, target, &sbom.file);
        let (mut before, mut after) = (content(&sbom), content(&back));
        // A document without a number or a time gets one.
        if before.serial_number.is_none() {
            after.serial_number = None;
        }
        if before.timestamp.is_none() {
            after.timestamp = None;
        }
        if before.version.is_none() || before.version == Some(0) {
            (before.version, after.version) = (None, None);
        }
        let lost: Vec<_> = out.losses.iter().map(|(field, _)| field.to_owned()).collect();
        if before != after && lost.is_empty() {
            wrong.push(format!("{path} {}", first_difference(&before, &after)));
        }
        *counts.entry(target.name().to_owned()).or_default() += 1;
        // In JSON, nothing at all is missing from the document.
        if matches!(sbom.format, Format::CyclonedxJson | Format::SpdxJson | Format::Spdx3) && lost.is_empty()
        {
            let gone = missing(&sbom.original.tree(), &back.original.tree(), "");
            if !gone.is_empty() {
                wrong.push(format!("{path}: gone {gone:?}"));
            }
        }
    }
    println!("read, written and read again: {counts:?}");
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}

/// Pointers of `one` that `two` does not have, or has otherwise.
fn missing(one: &serde_json::Value, two: &serde_json::Value, at: &str) -> Vec<String> {
    use serde_json::Value;
    match (one, two) {
        (Value::Object(one), Value::Object(two)) => one
            .iter()
            .filter(|(key, _)| *key != "$schema" && *key != "@context")
            .flat_map(|(key, value)| match two.get(key) {
                Some(other) => missing(value, other, &format!("{at}/{key}")),
                None => vec![format!("{at}/{key}")],
            })
            .collect(),
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            let pairs = one.iter().zip(two).enumerate();
            pairs.flat_map(|(number, (one, two))| missing(one, two, &format!("{at}/{number}"))).collect()
        }
        (one, two) if one == two => Vec::new(),
        _ => vec![at.to_owned()],
    }
}

fn first_difference(one: &Sbom, two: &Sbom) -> String {
    let (one, two) = (serde_json::to_value(one).unwrap(), serde_json::to_value(two).unwrap());
    let mut all = missing(&one, &two, "");
    all.extend(missing(&two, &one, ""));
    let at = all.first().cloned().unwrap_or_default();
    format!("{at}: {:?} != {:?}", one.pointer(&at), two.pointer(&at))
}

/// What every format can hold of a package.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Core {
    name: String,
    version: Option<String>,
    purl: Option<String>,
    cpe: Option<String>,
    supplier: Option<String>,
    level: Option<SupportLevel>,
    end: Option<vigil_base::Date>,
}

fn core(package: &Package) -> Core {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let level = package.support.level.filter(|level| *level != SupportLevel::Unknown);
    Core {
        name: line(&package.name),
        // DaggerBoard's file has a version for each package, and this word for none.
        version: package.version.as_deref().map(line).filter(|version| version != "unknown"),
        purl: package.purl.as_ref().and_then(vigil_sbom::PackagePurl::canonical),
        cpe: package.cpe.clone().filter(|cpe| cpe.starts_with("cpe:")),
        supplier: package
            .supplier
            .as_ref()
            .and_then(|party| party.name.clone())
            .filter(|name| name != "NOASSERTION")
            .or_else(|| package.publisher.clone())
            // Versions before 1.6 have no maker of a component: the name becomes the publisher's.
            .or_else(|| package.manufacturer.as_ref().and_then(|party| party.name.clone()))
            .map(|name| line(&name)),
        level,
        end: package.support.end_of_support,
    }
}

#[test]
fn every_format_holds_name_version_identifiers_supplier_and_support() {
    let mut wrong = Vec::new();
    let mut count = 0;
    // Every third file: the test in the format of its own takes all.
    for (path, sbom) in corpus(30_000).into_iter().step_by(3) {
        for (_, target) in Target::all() {
            let out = written(&sbom, target);
            let back = match try_again(&out.bytes, target, &sbom.file) {
                Ok(back) => back,
                Err(error) => {
                    wrong.push(format!("{path} {target}: {error}"));
                    continue;
                }
            };
            let mut before: Vec<_> = sbom.all_packages().map(core).collect();
            let mut after: Vec<_> = back.all_packages().map(core).collect();
            // A CPE name that the format does not take is reported, not written.
            if out.losses.iter().any(|(field, _)| field.split('.').next_back() == Some("cpe")) {
                before.iter_mut().chain(&mut after).for_each(|it| it.cpe = None);
            }
            before.sort();
            after.sort();
            if before != after {
                let pair = before.iter().zip(&after).find(|(one, two)| one != two);
                wrong.push(format!("{path} {target}: {} {} {pair:?}", before.len(), after.len()));
            }
            count += 1;
        }
    }
    println!("{count} conversions");
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(6)]);
}

#[test]
fn relationships_survive_in_all_formats_that_have_them() {
    let mut wrong = Vec::new();
    for (path, sbom) in corpus(30_000) {
        for target in [
            Target::CyclonedxJson(6),
            Target::CyclonedxXml(5),
            Target::SpdxJson,
            Target::SpdxTagValue,
            Target::Spdx3,
        ] {
            let Ok(back) = try_again(&written(&sbom, target).bytes, target, &sbom.file) else { continue };
            let (before, after) = (edges(&sbom), edges(&back));
            if !after.is_superset(&before) {
                let gone: Vec<_> = before.difference(&after).take(2).collect();
                wrong.push(format!(
                    "{path} {target}: {} of {} {gone:?}",
                    before.difference(&after).count(),
                    before.len()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(8)]);
}

/// What needs what, by name, for packages that have one reference of their own.
fn edges(sbom: &Sbom) -> BTreeSet<(String, String)> {
    let mut names: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for package in sbom.all_packages() {
        if let Some(reference) = &package.bom_ref {
            let name = package.name.split_whitespace().collect::<Vec<_>>().join(" ");
            names.entry(reference).and_modify(|it| *it = None).or_insert(Some(name));
        }
    }
    let name = |reference: &String| names.get(reference.as_str()).cloned().flatten();
    let pairs = sbom.dependencies.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    pairs.filter_map(|(from, to)| Some((name(from)?, name(to)?))).collect()
}

#[test]
fn the_same_sbom_gives_the_same_bytes() {
    for (_, sbom) in corpus(30_000).into_iter().step_by(7) {
        for (_, target) in Target::all() {
            assert!(written(&sbom, target) == written(&sbom, target), "{} {target}", sbom.file);
        }
    }
}

#[test]
fn the_columns_of_a_written_list_are_all_recognised() {
    let sbom = read(SUPPORTED.as_bytes(), "f").unwrap().sbom;
    let bytes = written(&sbom, Target::Csv).bytes;
    let table = read_table(&bytes, "list.csv", None, &Limits::default()).unwrap();
    let heads = String::from_utf8(bytes.split(|it| *it == b'\n').next().unwrap().to_vec()).unwrap();
    assert_eq!(table.columns.fields.len(), heads.split(',').count(), "{heads} {:?}", table.columns);
    assert!(Columns::fits("x", &written(&sbom, Target::Xlsx).bytes));
}

const SUPPORTED: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{"timestamp":"2026-02-03T10:00:00Z",
"component":{"type":"device","name":"pump","version":"3.2.0","bom-ref":"pump"}},
"components":[{"type":"library","bom-ref":"a","name":"lwip","version":"2.1.2","x-own":{"kept":[1]}},
{"type":"library","bom-ref":"b","name":"mbedtls","version":"3.6.0"}],"own-top":{"k":"v"},
"dependencies":[{"ref":"pump","dependsOn":["a"]}]}"#;

#[test]
fn support_facts_are_written_under_the_official_milestone_and_our_own_names() {
    let mut sbom = read(SUPPORTED.as_bytes(), "f").unwrap().sbom;
    sbom.packages[0].support.level = Some(SupportLevel::NoLongerMaintained);
    sbom.packages[0].support.end_of_support = Some("2030-01-31".parse().unwrap());
    sbom.packages[0].support.end_of_life = Some("2031-01-31".parse().unwrap());
    sbom.packages[1].support.level = Some(SupportLevel::Unknown);
    let text = String::from_utf8(written(&sbom, Target::CyclonedxJson(6)).bytes).unwrap();
    let tree: serde_json::Value = serde_json::from_str(&text).unwrap();
    let properties = &tree["components"][0]["properties"];
    assert_eq!(
        *properties,
        serde_json::json!([
            {"name": "vigil:support:level", "value": "no-longer-maintained"},
            {"name": "cdx:lifecycle:milestone:endOfSupport", "value": "2030-01-31"},
            {"name": "cdx:lifecycle:milestone:endOfLife", "value": "2031-01-31"},
        ])
    );
    assert_eq!(tree["components"][1].get("properties"), None, "an unknown level is no statement");
    for (_, target) in Target::all().filter(|(_, it)| !matches!(it, Target::Csv | Target::Xlsx)) {
        let back = again(&written(&sbom, target).bytes, target, "f");
        let lwip = back.packages.iter().find(|package| package.name == "lwip").unwrap();
        assert_eq!(lwip.support.level, sbom.packages[0].support.level, "{target}");
        assert_eq!(lwip.support.end_of_support, sbom.packages[0].support.end_of_support, "{target}");
        assert_eq!(lwip.support.end_of_life, sbom.packages[0].support.end_of_life, "{target}");
    }
}

#[test]
fn a_changed_fact_replaces_the_one_that_was_read() {
    let mut sbom = read(SUPPORTED.as_bytes(), "f").unwrap().sbom;
    sbom.packages[0].support.end_of_support = Some("2030-01-31".parse().unwrap());
    let mut back = again(&written(&sbom, Target::CyclonedxJson(6)).bytes, Target::CyclonedxJson(6), "f");
    back.packages[0].support.end_of_support = Some("2029-06-30".parse().unwrap());
    let last = again(&written(&back, Target::CyclonedxJson(6)).bytes, Target::CyclonedxJson(6), "f");
    assert_eq!(last.packages[0].support.end_of_support.unwrap().to_string(), "2029-06-30");
    assert_eq!(last.packages[0].properties.len(), 1);
}

#[test]
fn a_change_to_one_package_leaves_everything_else_as_it_was() {
    let mut sbom = read(SUPPORTED.as_bytes(), "f").unwrap().sbom;
    sbom.packages[0].version = Some("2.2.0".into());
    sbom.packages.remove(1);
    sbom.packages.push(Package { version: Some("1".into()), ..Package::named("added") });
    let bytes = written(&sbom, Target::CyclonedxJson(6)).bytes;
    let tree: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(tree["components"][0]["version"], "2.2.0");
    assert_eq!(tree["components"][0]["x-own"], serde_json::json!({"kept": [1]}));
    assert_eq!(tree["components"][1]["name"], "added");
    assert_eq!(tree["components"].as_array().unwrap().len(), 2);
    assert_eq!(tree["own-top"], serde_json::json!({"k": "v"}));
}

#[test]
fn what_a_format_cannot_hold_is_reported() {
    let sbom = read(SUPPORTED.as_bytes(), "f").unwrap().sbom;
    let lost = |target| -> Vec<String> {
        written(&sbom, target).losses.iter().map(|(field, _)| field.to_owned()).collect()
    };
    assert_eq!(lost(Target::CyclonedxJson(6)), Vec::<String>::new());
    assert_eq!(lost(Target::CyclonedxXml(6)), ["SBOM.own-top", "component.x-own"]);
    assert_eq!(lost(Target::SpdxJson), ["document.own-top", "package.x-own"]);
    assert_eq!(
        lost(Target::Csv),
        [
            "document.dependencies",
            "document.other fields",
            "document.primary",
            "document.timestamp",
            "package.other fields"
        ]
    );
}

#[test]
fn a_serial_number_comes_from_the_content_and_a_time_from_the_caller() {
    let text = SUPPORTED.replace("\"timestamp\":\"2026-02-03T10:00:00Z\",", "");
    let sbom = read(text.as_bytes(), "f").unwrap().sbom;
    let back = again(&written(&sbom, Target::CyclonedxJson(6)).bytes, Target::CyclonedxJson(6), "f");
    assert_eq!(back.timestamp.unwrap().text, "2026-02-03T10:00:00Z");
    let mut other = sbom.clone();
    other.packages[0].version = Some("2.1.3".into());
    let two = again(&written(&other, Target::CyclonedxJson(6)).bytes, Target::CyclonedxJson(6), "f");
    assert!(back.serial_number.is_some() && back.serial_number != two.serial_number);
}

#[test]
fn a_text_that_is_longer_than_a_cell_of_a_workbook_is_cut_off_and_listed() {
    let long = "x".repeat(40_000);
    let bom = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{{"type":"library","name":"a","description":"{long}"}}]}}"#
    );
    let sbom = read(bom.as_bytes(), "long.cdx.json").unwrap().sbom;
    let out = written(&sbom, Target::Xlsx);
    let (_, loss) = out.losses.iter().find(|(field, _)| *field == "cell.Description").expect("it is listed");
    assert!(loss.first == "a" && loss.why.contains("32767 characters of 40000"), "{loss:?}");
    assert!(written(&sbom, Target::Csv).losses.iter().all(|(field, _)| field != "cell.Description"));
}

#[test]
fn a_changed_spdx_3_document_keeps_what_is_not_understood() {
    let text = r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
      {"type":"CreationInfo","@id":"_:c","specVersion":"3.0.1","created":"2026-02-03T10:00:00Z","createdBy":["urn:org"]},
      {"type":"Organization","spdxId":"urn:org","creationInfo":"_:c","name":"Orchid"},
      {"type":"Person","spdxId":"urn:jane","creationInfo":"_:c","name":"Jane"},
      {"type":"SpdxDocument","spdxId":"urn:d","creationInfo":"_:c","name":"pump","rootElement":["urn:a"]},
      {"type":"software_Package","spdxId":"urn:a","creationInfo":"_:c","name":"lwip","software_packageVersion":"2.1.2","software_sourceInfo":"from a fork","builtTime":"2026-01-01T00:00:00Z"},
      {"type":"software_Package","spdxId":"urn:b","creationInfo":"_:c","name":"zlib"},
      {"type":"software_File","spdxId":"urn:f","creationInfo":"_:c","name":"tcp.c","originatedBy":["urn:jane"]},
      {"type":"Relationship","spdxId":"urn:r1","creationInfo":"_:c","relationshipType":"hasTest","from":"urn:a","to":["urn:f"]},
      {"type":"Relationship","spdxId":"urn:r2","creationInfo":"_:c","relationshipType":"hasTest","from":"urn:b","to":["urn:f"]}]}"#;
    let mut sbom = read(text.as_bytes(), "a.json").unwrap().sbom;
    sbom.primary.as_mut().unwrap().version = Some("2.2.0".into());
    sbom.packages.clear();
    let out = written(&sbom, Target::Spdx3);
    let tree: serde_json::Value = serde_json::from_slice(&out.bytes).unwrap();
    let graph = tree["@graph"].as_array().unwrap();
    let named = |name: &str| graph.iter().find(|it| it["name"] == name && it["type"] != "SpdxDocument");
    let lwip = named("lwip").unwrap();
    assert_eq!(
        (&lwip["software_packageVersion"], &lwip["software_sourceInfo"]),
        (&"2.2.0".into(), &"from a fork".into())
    );
    assert_eq!(lwip["builtTime"], "2026-01-01T00:00:00Z");
    assert!(named("tcp.c").is_some() && named("Jane").is_some(), "the file and who it refers to");
    let tests: Vec<_> = graph.iter().filter(|it| it["relationshipType"] == "hasTest").collect();
    assert_eq!(tests.len(), 1, "a relationship of a package that is gone goes with it");
    assert_eq!(tests[0]["from"], lwip["spdxId"]);
    assert!(out.losses.is_empty(), "{:?}", out.losses);
}

/// An SBOM with one library and what is added to it.
fn one(added: &str) -> vigil_sbom::Sbom {
    let text = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{{"component":{{"type":"device","bom-ref":"dev","name":"P","version":"1"}}}},
"components":[{{"type":"library","bom-ref":"a","name":"a","version":"1"{added}}}],"dependencies":[{{"ref":"dev","dependsOn":["a"]}}]}}"#
    );
    vigil_sbom::read(text.as_bytes(), "one.json").unwrap().sbom
}

fn there(sbom: &vigil_sbom::Sbom, target: &str) -> vigil_sbom::Reading {
    let stamp = vigil_sbom::Stamp { time: "2026-01-01T00:00:00Z".to_owned(), tool: None };
    let written = vigil_sbom::write(sbom, target.parse().unwrap(), &stamp).unwrap();
    vigil_sbom::read(&written.bytes, "there").unwrap()
}

#[test]
fn that_nobody_says_who_supplies_a_package_names_no_supplier() {
    let spdx = there(&one(""), "spdx-tag@2.3").sbom;
    assert_eq!(vigil_sbom::Summary::of(&spdx).with_supplier, 0);
    let back = there(&spdx, "cyclonedx-json@1.6").sbom;
    assert!(back.all_packages().all(|it| it.supplier.is_none()), "{back:#?}");
    let named = one(r#","supplier":{"name":"Acme Ltd"}"#);
    let layers = [(vigil_sbom::Layer::of(&spdx), &spdx), (vigil_sbom::Layer::of(&named), &named)];
    let merged = vigil_sbom::Merged::of(&layers).sbom;
    let supplier = merged.packages[0].supplier.as_ref().and_then(|it| it.name.clone());
    assert_eq!(supplier.as_deref(), Some("Acme Ltd"));
}

#[test]
fn a_reference_to_a_licence_of_ones_own_is_not_made_a_second_time() {
    let sbom = one(r#","licenses":[{"license":{"name":"LicenseRef-Own"}}]"#);
    for target in ["spdx-json@2.3", "spdx-tag@2.3", "spdx-json@3.0"] {
        let licences = there(&sbom, target).sbom.packages[0].licences.clone();
        assert!(
            licences.iter().all(|it| it.text == "LicenseRef-Own") && !licences.is_empty(),
            "{target}: {licences:?}"
        );
    }
}

#[test]
fn an_abandoned_package_comes_back_from_spdx_3_without_a_conflict() {
    let sbom = one(r#","properties":[{"name":"vigil:support:level","value":"abandoned"}]"#);
    let reading = there(&sbom, "spdx-json@3.0");
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    assert_eq!(reading.sbom.packages[0].support.level, Some(vigil_sbom::SupportLevel::Abandoned));
}

#[test]
fn the_end_of_a_text_inside_of_a_property_cuts_nothing_off() {
    let sbom = one(r#","properties":[{"name":"k","value":"a</text>b"}]"#);
    let back = there(&sbom, "spdx-tag@2.3").sbom;
    let value = back.packages[0].properties.iter().find(|it| it.name == "k").and_then(|it| it.value.clone());
    assert_eq!(value.as_deref(), Some("a</text >b"));
}

#[test]
fn every_fact_on_support_comes_back_from_a_list() {
    let mut sbom = read(SUPPORTED.as_bytes(), "f").unwrap().sbom;
    let support = &mut sbom.packages[0].support;
    support.level = Some(SupportLevel::NoLongerMaintained);
    support.end_of_support = Some("2030-01-31".parse().unwrap());
    support.end_of_life = Some("2031-01-31".parse().unwrap());
    support.plan = Some("replace by b".into());
    support.justification = Some("asked twice".into());
    support.assessed = Some("2026-01-01".parse().unwrap());
    support.custody = Some("escrow".into());
    for target in [Target::Csv, Target::Xlsx] {
        let out = written(&sbom, target);
        assert!(out.losses.iter().all(|(field, _)| field != "package.properties"), "{target}");
        let back = again(&out.bytes, target, "list.csv");
        let lwip = back.packages.iter().find(|package| package.name == "lwip").unwrap();
        let facts = |it: &vigil_sbom::Support| vigil_sbom::Support { statements: Vec::new(), ..it.clone() };
        assert_eq!(facts(&lwip.support), facts(&sbom.packages[0].support), "{target}");
    }
    let own = "\"properties\":[{\"name\":\"acme:support-desk\",\"value\":\"x\"}],";
    let text = SUPPORTED.replace("\"name\":\"mbedtls\",", &format!("{own}\"name\":\"mbedtls\","));
    let sbom = read(text.as_bytes(), "f").unwrap().sbom;
    assert!(written(&sbom, Target::Csv).losses.iter().any(|(field, _)| field == "package.properties"));
}

#[test]
fn a_dependency_on_what_is_not_there_is_lost_aloud_and_never_becomes_none() {
    let text = SUPPORTED.replace("\"dependsOn\":[\"a\"]", "\"dependsOn\":[\"gone\"]");
    let sbom = read(text.as_bytes(), "f").unwrap().sbom;
    for target in [Target::SpdxJson, Target::SpdxTagValue, Target::Spdx3] {
        let out = written(&sbom, target);
        let lost = out.losses.iter().find(|(field, _)| *field == "dependsOn").expect("it is listed").1;
        assert_eq!((lost.count, lost.first.as_str()), (1, "pump -> gone"), "{target}");
        let back = again(&out.bytes, target, "f");
        assert!(back.dependencies.values().flatten().next().is_none(), "{target}");
        let says_none = back.dependencies.keys().any(|from| from.contains("pump") || from.ends_with("-0"));
        assert!(!says_none, "{target}: nothing says that the pump needs nothing: {:?}", back.dependencies);
    }
    let lost = written(&sbom, Target::CyclonedxXml(6)).losses;
    assert!(lost.iter().all(|(field, _)| field != "dependsOn"));
}

#[test]
fn the_stage_of_life_survives_in_every_family_of_formats() {
    let text = SUPPORTED.replace("\"component\":", "\"lifecycles\":[{\"phase\":\"build\"}],\"component\":");
    let sbom = read(text.as_bytes(), "f").unwrap().sbom;
    for target in [Target::SpdxJson, Target::SpdxTagValue, Target::Spdx3, Target::CyclonedxXml(6)] {
        let out = written(&sbom, target);
        assert!(out.losses.iter().all(|(field, _)| field != "document.lifecycles"), "{target}");
        let back = again(&out.bytes, target, "f");
        assert_eq!(back.lifecycles[0].phase.as_deref(), Some("build"), "{target}");
    }
    let own = text.replace("{\"phase\":\"build\"}", "{\"name\":\"burn-in\"}");
    let sbom = read(own.as_bytes(), "f").unwrap().sbom;
    for target in [Target::SpdxJson, Target::Spdx3] {
        assert!(written(&sbom, target).losses.iter().any(|(field, _)| field == "document.lifecycles"));
    }
}

#[test]
fn files_of_spdx_2_and_a_primary_that_nobody_stated_are_listed_when_they_change_family() {
    let text = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: d\nPackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1\nFileName: ./a.c\nSPDXID: SPDXRef-f\n";
    let sbom = read(text.as_bytes(), "f.spdx").unwrap().sbom;
    let lost = |sbom: &Sbom, target| -> Vec<String> {
        written(sbom, target).losses.iter().map(|(field, _)| field.to_owned()).collect()
    };
    for target in [Target::CyclonedxJson(6), Target::Spdx3] {
        assert!(lost(&sbom, target).contains(&"document.files".to_owned()), "{target}");
    }
    assert!(!lost(&sbom, Target::SpdxJson).contains(&"document.files".to_owned()));
    let bare =
        r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a"}]}"#;
    let bare = read(bare.as_bytes(), "f.json").unwrap().sbom;
    assert!(lost(&bare, Target::SpdxJson).contains(&"document.primary".to_owned()));
}
