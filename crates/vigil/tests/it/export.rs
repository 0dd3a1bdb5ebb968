//! `vigil export sbom`: one source for the SBOMs and the support addendum.

use std::collections::BTreeSet;

use vigil_case::SupportFacts;
use vigil_model::kinds::SupportLevel;
use vigil_model::quantity::Until;

use crate::device::{DAY, Orchid};

/// Package, level, end and reason, as the addendum prints them.
type Row = [String; 4];

/// The rows of document 08 of one part.
fn addendum(orchid: &Orchid) -> Vec<(String, Row)> {
    let (ended, said, failed) = orchid.on_day(&["build", "--only", "support-addendum"]);
    assert!(ended < 2, "{said}{failed}");
    let file = orchid.root().join("out/submission/08_Software_Support_Addendum.csv");
    let table = vigil_exchange::table::read(&std::fs::read(file).unwrap(), "").unwrap();
    let heads = ["Package", "Part", "Level of support", "End of support", "Why it is not known"];
    let at = heads.map(|head| table.header.iter().position(|it| it == head).unwrap());
    let row = |cells: &[String]| {
        // A name that a spreadsheet would take for a formula stands behind an apostrophe.
        let [package, part, level, ends, why] = at.map(|at| cells[at].trim_start_matches('\'').to_owned());
        let package = package.rsplit('/').next().unwrap_or_default().to_owned();
        let ends = ends.split(" past").next().unwrap_or_default().to_owned();
        (part, [package, level, ends, why])
    };
    table.rows.iter().map(|it| row(&it.cells)).collect()
}

/// A package that was read back, in the addendum's words.
fn printed(package: &vigil_sbom::Package) -> Row {
    // The group before the name stands in the package URL only, where a format has no field for it.
    let name = package.name.rsplit('/').next().unwrap_or_default();
    let facts = SupportFacts::of_sbom(package);
    let why = match (&facts.because, facts.level, facts.ends) {
        (Some(because), ..) => because.clone(),
        (None, Some(level), Some(Until::Day(_))) if level != SupportLevel::Unknown => {
            "it is known".to_owned()
        }
        _ => "not stated".to_owned(),
    };
    [
        format!("{name} {}", package.version.as_deref().unwrap_or("version not stated")),
        // The SBOM's own word, not what the case makes of it: both would lose the same.
        package.support.level.map_or_else(|| "not stated".to_owned(), |level| level.word().replace('-', " ")),
        match facts.ends {
            None => "not stated".to_owned(),
            Some(Until::Unknown) => "unknown, as stated".to_owned(),
            Some(Until::Day(day)) => day.to_string(),
        },
        why,
    ]
}

/// Written and read back.
fn written(sbom: &vigil_sbom::Sbom, format: &str) -> vigil_sbom::Sbom {
    let stamp = vigil_sbom::Stamp { time: format!("{DAY}T00:00:00Z"), tool: None };
    let bytes = vigil_sbom::write(sbom, format.parse().unwrap(), &stamp).unwrap().bytes;
    vigil_sbom::read(&bytes, "made").unwrap().sbom
}

fn exported(orchid: &Orchid, more: &[&str], format: &str) -> vigil_sbom::Sbom {
    let (ended, said, failed) =
        orchid.on_day(&[&["export", "sbom", "--to", format, "-o", "made.json"], more].concat());
    assert!(ended < 2, "{said}{failed}");
    vigil_sbom::read(&std::fs::read(orchid.root().join("made.json")).unwrap(), "made.json").unwrap().sbom
}

#[test]
fn exported_sboms_read_back_say_what_the_support_addendum_says_row_for_row() {
    let orchid = Orchid::new();
    orchid.edit("sbom/pump-motor.cdx.json", |text| text.replace("actively-maintained", "limited-support"));
    orchid.import();
    let (ended, said, failed) = orchid.on_day(&["match"]);
    assert!(ended < 2, "{said}{failed}");
    // A day that the SBOM states and the model does not believe, and a level that was asked in vain.
    let facts = "\n[package.\"pkg:generic/mbedtls@2.28.3\"]\nsupport = { level = \"unknown\", ends = \"unknown\", because = \"\"\"asked\ntwice\"\"\" }\n";
    orchid.edit("model/packages.toml", |text| format!("{text}{facts}"));
    let rows = addendum(&orchid);
    let world = vigil_base::Disk { today: vigil_base::date::parse(DAY).unwrap() };
    let case =
        vigil_case::build(&world, &orchid.root(), &vigil_case::Options { as_of: world.today }).unwrap();
    assert!(case.packages.iter().any(|row| row.support.level == Some(SupportLevel::Unknown)));
    assert!(case.packages.iter().any(|row| row.support.level == Some(SupportLevel::LimitedSupport)));
    assert!(case.packages.iter().any(|row| row.sbom_file.is_none()), "one is written by hand");
    let mut compared = 0;
    for (id, component) in &case.model.components {
        let part = component.name.as_deref().unwrap_or(id.as_str());
        let of_part = rows.iter().filter(|(it, _)| it == part);
        let mut expected: Vec<Row> = of_part.map(|(_, row)| row.clone()).collect();
        expected.sort();
        if expected.is_empty() {
            continue;
        }
        for format in ["cyclonedx-json@1.6", "cyclonedx-xml@1.5", "spdx-json@2.3", "spdx-json@3.0"] {
            let sbom = written(&vigil_case::stated::of_component(&case, id).unwrap(), format);
            let mut found: Vec<Row> = sbom.packages.iter().map(printed).collect();
            found.sort();
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected, "{id} as {format}");
            }
            assert_eq!(found.len(), expected.len(), "{id} as {format}");
            compared += found.len();
        }
    }
    println!("{compared} rows compared");
    assert_eq!(compared, rows.len() * 4, "no row of the addendum was left out");
}

#[test]
fn the_sbom_of_the_device_has_each_package_once_with_its_layers_and_hand_written_ones_among_them() {
    let orchid = Orchid::new();
    let sbom = exported(&orchid, &[], "cyclonedx-json@1.6");
    let primary = sbom.primary.as_ref().unwrap();
    assert_eq!((primary.kind.word(), primary.name.as_str()), ("device", "Orchid 3 infusion system"));
    let keys: BTreeSet<String> = sbom.packages.iter().map(|it| it.key().to_string()).collect();
    assert_eq!(keys.len(), sbom.packages.len());
    let by_hand = sbom.packages.iter().find(|it| it.key().as_str() == "libdosecalc@1.4").unwrap();
    let layers: Vec<&str> = by_hand
        .properties
        .iter()
        .filter(|it| it.name == vigil_sbom::merge::LAYER)
        .filter_map(|it| it.value.as_deref())
        .collect();
    assert_eq!(layers, ["by-hand"]);
    assert_eq!(by_hand.hashes[0].alg, "SHA-256");
    let radio = sbom.packages.iter().find(|it| it.name == "wcn-radio-fw").unwrap();
    assert_eq!(radio.kind.word(), "firmware");
    let summary = vigil_sbom::Summary::of(&sbom);
    assert_eq!(summary.orphans, Some(0), "all components hang on the device");
}

#[test]
fn a_component_that_is_not_there_or_has_an_sbom_that_cannot_be_read_is_refused() {
    let orchid = Orchid::new();
    let export = |more: &[&str]| {
        orchid.on_day(&[&["export", "sbom", "--to", "cyclonedx-json@1.6", "-o", "made.json"], more].concat())
    };
    let (ended, _, failed) = export(&["--component", "pumpe"]);
    assert_eq!(ended, 2);
    assert!(failed.contains("there is no component `pumpe`") && failed.contains("pump-motor"), "{failed}");
    std::fs::remove_file(orchid.root().join("sbom/gateway.cdx.json")).unwrap();
    for more in [&["--component", "gateway"][..], &[]] {
        let (ended, _, failed) = export(more);
        assert_eq!(ended, 2);
        assert!(failed.contains("component `gateway` cannot be read"), "{failed}");
    }
    assert!(!orchid.root().join("made.json").exists());
}

#[test]
fn an_exported_sbom_has_its_digest_beside_it_and_a_signature_only_with_a_key() {
    let orchid = Orchid::new();
    exported(&orchid, &[], "cyclonedx-json@1.6");
    let beside = |ending: &str| orchid.root().join(format!("made.json.{ending}"));
    let bytes = std::fs::read(orchid.root().join("made.json")).unwrap();
    let digest = vigil_base::Digest::of_bytes(&bytes).hex();
    assert_eq!(std::fs::read_to_string(beside("sha256")).unwrap(), format!("{digest}  made.json\n"));
    assert!(!beside("minisig").exists());
    std::fs::write(orchid.root().join("site.key"), crate::bundle::SECRET).unwrap();
    exported(&orchid, &["--sign", "site.key"], "cyclonedx-json@1.6");
    assert!(beside("sha256").exists() && beside("minisig").exists());
}

#[test]
fn the_edition_for_hospitals_has_the_facts_of_the_device_without_what_the_policy_withholds() {
    let orchid = Orchid::new();
    let policy =
        "fields = [\"licences\"]\nproperties = [\"vigil:supplier:\"]\nwithhold = [\"libdosecalc\"]\n";
    std::fs::write(orchid.root().join("policy.toml"), policy).unwrap();
    let edition = ["--edition", "hospital", "--policy", "policy.toml"];
    let whole = exported(&orchid, &[], "cyclonedx-json@1.6");
    let sbom = exported(&orchid, &edition, "cyclonedx-json@1.6");
    let text = std::fs::read_to_string(orchid.root().join("made.json")).unwrap();
    assert!(
        !text.contains("libdosecalc") && !text.contains("vigil:supplier:controls"),
        "nothing withheld is in it"
    );
    assert_eq!(sbom.packages.len(), whole.packages.len(), "a withheld package stays as `(withheld)`");
    assert!(sbom.packages.iter().all(|it| it.licences.is_empty()));
    assert!(text.contains(vigil_sbom::edition::REDACTED));
    let radio = sbom.packages.iter().find(|it| it.name == "wcn-radio-fw").unwrap();
    assert!(radio.support.level.is_some(), "the facts of the device folder are in it");
    let (ended, _, failed) =
        orchid.on_day(&["export", "sbom", "--to", "cyclonedx-json@1.6", "--edition", "hospital"]);
    assert!(ended == 2 && failed.contains("--policy"), "{failed}");
}

#[test]
fn an_sbom_made_of_a_list_whose_mapping_nobody_confirmed_says_so() {
    let orchid = Orchid::new();
    std::fs::write(orchid.root().join("sbom/list.csv"), "Component,Ver\nmotor-blob,3\n").unwrap();
    orchid
        .edit("model/components.toml", |text| text.replace("\"sbom/gateway.cdx.json\"", "\"sbom/list.csv\""));
    let export = |component: &str| {
        let args =
            ["export", "sbom", "--component", component, "--to", "cyclonedx-json@1.6", "-o", "made.json"];
        let (ended, said, failed) = orchid.on_day(&args);
        assert!(ended < 2, "{said}{failed}");
        said
    };
    assert!(export("gateway").contains("case.sbom-columns-guessed"));
    assert!(!export("fleet").contains("case.sbom-columns-guessed"));
}
