//! SBOMs with what the model adds.

use vigil_base::Id;
use vigil_case::{Case, SupportFacts, stated};
use vigil_model::kinds::SupportLevel;
use vigil_model::quantity::Until;
use vigil_sbom::{Sbom, Stamp, Target};

use crate::folder::Folder;

/// Two packages; of the first, the SBOM states a day and a level in words of others.
const SBOM: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","version":3,
"metadata":{"component":{"type":"firmware","bom-ref":"p","name":"pump"}},
"components":[{"type":"library","bom-ref":"l","name":"lwip","version":"2.1.2","purl":"pkg:generic/lwip@2.1.2","x-own":"kept",
 "properties":[{"name":"cdx:fda:level-of-support","value":"actively maintained"},{"name":"cdx:lifecycle:milestone:endOfSupport","value":"2030-01-31"}]},
{"type":"library","bom-ref":"m","name":"mqtt","version":"1.0","purl":"pkg:generic/mqtt@1.0"}],
"dependencies":[{"ref":"p","dependsOn":["l","m"]}]}"#;

const FACTS: &str = r#"
[package."pkg:generic/lwip@2.1.2"]
support = { level = "unknown", ends = "unknown", because = "the project\nhas not answered", source = "mail of 2026-05-04", checked = 2026-05-04 }
custody = "mirror in our own repository"
replace = { plan = "our own stack", by = 2028-01-01 }

[package."motor-blob@3"]
in = ["pump-comms"]
supplier = "Motors Ltd"
hash = { sha256 = "04dbf28771b368a7c0a58002769d49ff492338162127e8548bcb48ed428a5aef" }
licence = "LicenseRef-Motors"
"#;

fn case(facts: &str) -> Case {
    let mut folder = Folder::infusion();
    folder.0.insert("sbom/pump-comms.cdx.json".into(), SBOM.as_bytes().to_vec());
    folder.append("model/components.toml", facts);
    folder.case()
}

/// The SBOM of the pump's communication part, written and read back.
fn exported(case: &Case, target: Target) -> Sbom {
    let sbom = stated::of_component(case, &Id::new("pump-comms")).expect("there is one");
    let stamp = Stamp { time: "2026-11-01T00:00:00Z".into(), tool: None };
    let bytes = vigil_sbom::write(&sbom, target, &stamp).expect("it can be written").bytes;
    vigil_sbom::read(&bytes, "made").expect("it can be read").sbom
}

fn package<'s>(sbom: &'s Sbom, name: &str) -> &'s vigil_sbom::Package {
    sbom.packages.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn what_the_model_says_takes_the_place_of_what_the_sbom_says_in_every_format() {
    let case = case(FACTS);
    for target in [
        Target::CyclonedxJson(6),
        Target::CyclonedxXml(5),
        Target::SpdxJson,
        Target::SpdxTagValue,
        Target::Spdx3,
    ] {
        let sbom = exported(&case, target);
        let facts = SupportFacts::of_sbom(package(&sbom, "lwip"));
        let expected = SupportFacts {
            level: Some(SupportLevel::Unknown),
            ends: Some(Until::Unknown),
            because: Some("the project has not answered".into()),
            source: Some("mail of 2026-05-04".into()),
            checked: vigil_base::date::parse("2026-05-04"),
            custody: Some("mirror in our own repository".into()),
            plan: Some("our own stack (by 2028-01-01)".into()),
        };
        assert_eq!(facts, expected, "{}", target.name());
        assert_eq!(SupportFacts::of_sbom(package(&sbom, "mqtt")), SupportFacts::default());
        let blob = package(&sbom, "motor-blob");
        assert_eq!(blob.supplier_name().map(|(name, _)| name), Some("Motors Ltd"));
        assert_eq!(blob.hashes[0].alg, "SHA-256");
        let reach = sbom.graph().reach();
        assert_eq!(reach.has(blob), Some(true), "the component needs it: {}", target.name());
    }
}

#[test]
fn every_level_of_support_that_an_sbom_states_is_the_level_of_the_row() {
    for level in ["actively-maintained", "limited-support", "no-longer-maintained", "abandoned", "unknown"] {
        let mut folder = Folder::infusion();
        let sbom = SBOM.replace("actively maintained", level);
        folder.0.insert("sbom/pump-comms.cdx.json".into(), sbom.into_bytes());
        let case = folder.case();
        let row = case.packages.iter().find(|it| it.name == "lwip").expect("it is listed");
        assert_eq!(row.support.level.map(SupportLevel::word), Some(level));
    }
}

#[test]
fn a_level_of_the_model_is_written_in_every_format() {
    let facts = FACTS.replace("level = \"unknown\"", "level = \"limited-support\"");
    let case = case(&facts);
    for target in [Target::CyclonedxJson(6), Target::CyclonedxXml(5), Target::SpdxJson, Target::Spdx3] {
        let level = package(&exported(&case, target), "lwip").support.level;
        assert_eq!(level, Some(vigil_sbom::SupportLevel::LimitedSupport), "{}", target.name());
    }
}

#[test]
fn a_package_written_by_hand_is_the_kind_of_thing_that_its_record_says() {
    for kind in vigil_model::kinds::PackageKind::ALL {
        let facts =
            FACTS.replace("in = [\"pump-comms\"]", &format!("in = [\"pump-comms\"]\nkind = \"{kind}\""));
        let case = case(&facts);
        let row = case.packages.iter().find(|it| it.name == "motor-blob").expect("it is listed");
        assert_eq!(row.kind.word(), kind.word());
        for target in [Target::CyclonedxJson(6), Target::CyclonedxXml(6), Target::Spdx3, Target::SpdxJson] {
            let sbom = exported(&case, target);
            let blob = package(&sbom, "motor-blob");
            let said = blob.properties.iter().find(|it| it.name == "vigil:package:kind");
            let said = said.and_then(|it| it.value.as_deref()).unwrap_or(blob.kind.word());
            assert_eq!(said, kind.word(), "{}", target.name());
        }
        let cyclonedx = exported(&case, Target::CyclonedxJson(6));
        assert_eq!(package(&cyclonedx, "motor-blob").kind.word(), kind.word());
    }
}

#[test]
fn another_document_has_another_number_and_names_the_one_it_was_made_from() {
    let sbom = exported(&case(FACTS), Target::CyclonedxJson(6));
    assert_ne!(sbom.serial_number.as_deref(), Some("urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"));
    let source = sbom.properties.iter().find(|it| it.name == vigil_sbom::merge::SOURCE);
    let source = source.and_then(|it| it.value.as_deref()).unwrap_or_default();
    let digest = vigil_base::Digest::of_bytes(SBOM.as_bytes()).hex();
    assert_eq!(source, format!("sbom/pump-comms.cdx.json sha256:{digest}"));
    assert_eq!(package(&sbom, "lwip").unknown.get("x-own").and_then(|it| it.as_str()), Some("kept"));
}

#[test]
fn where_the_model_adds_nothing_the_sbom_stays_what_it_was() {
    let case = case("");
    let sbom = stated::of_component(&case, &Id::new("pump-comms")).expect("there is one");
    assert_eq!(sbom, case.sboms[&Id::new("pump-comms")]);
}

#[test]
fn support_that_differs_from_part_to_part_is_told_where_one_entry_stands_for_both() {
    let mut folder = Folder::infusion();
    folder.0.insert("sbom/pump-comms.cdx.json".into(), SBOM.as_bytes().to_vec());
    let other = SBOM.replace("2030-01-31", "2031-01-31").replace("\"name\":\"pump\"", "\"name\":\"motor\"");
    folder.0.insert("sbom/motor.cdx.json".into(), other.into_bytes());
    folder.replace(
        "model/components.toml",
        "[component.pump-motor]\n",
        "[component.pump-motor]\nsbom = \"sbom/motor.cdx.json\"\n",
    );
    let case = folder.case();
    let (merged, findings) = stated::of_device(&case);
    assert_eq!(merged.sbom.packages.iter().filter(|it| it.name == "lwip").count(), 1);
    let told: Vec<_> = findings.iter().map(|it| (it.code.as_str(), it.subject.as_str())).collect();
    assert_eq!(told, [("case.support-merged", "pkg:generic/lwip@2.1.2")]);
}
