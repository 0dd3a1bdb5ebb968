//! What is stated once for a supplier, and what people wrote beside an SBOM that is replaced.

use vigil_base::Id;
use vigil_case::{Case, PackageRow};
use vigil_model::kinds::SupportLevel;

use crate::folder::Folder;

/// Two packages of one supplier; of the second, the SBOM itself states the level.
const FIRST: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"type":"firmware","bom-ref":"p","name":"pump"}},
"components":[{"type":"library","bom-ref":"l","name":"lwip","version":"2.1.2","purl":"pkg:generic/lwip@2.1.2","supplier":{"name":"Lwip Project"}},
{"type":"library","bom-ref":"m","name":"mqtt","version":"1.0","purl":"pkg:generic/mqtt@1.0","supplier":{"name":"lwIP developers"},
 "properties":[{"name":"vigil:support:level","value":"abandoned"}]}],
"dependencies":[{"ref":"p","dependsOn":["l","m"]}]}"#;

const WRITTEN: &str = r#"
[supplier.lwip]
name = "lwIP project"
also = ["lwIP developers"]
support = { level = "actively-maintained", ends = 2031-01-31, source = "letter of 2026-05-04", checked = 2026-05-04 }
custody = "mirror in our own repository"

[package."pkg:generic/lwip@2.1.2"]
support = { ends = 2029-06-30 }

[package."motor-blob@3"]
in = ["pump-comms"]
supplier = "Motors Ltd"
"#;

fn case(sbom: &str) -> Case {
    let mut folder = Folder::infusion();
    folder.0.insert("sbom/pump-comms.cdx.json".into(), sbom.as_bytes().to_vec());
    folder.append("model/components.toml", WRITTEN);
    folder.case()
}

fn row<'c>(case: &'c Case, name: &str) -> &'c PackageRow {
    case.packages.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("{name}: {:?}", case.findings))
}

fn findings<'c>(case: &'c Case, code: &str) -> Vec<&'c str> {
    case.findings.iter().filter(|it| it.code == code).map(|it| it.subject.as_str()).collect()
}

#[test]
fn what_a_supplier_stated_once_holds_for_all_of_its_packages_of_which_nobody_says_more() {
    let case = case(FIRST);
    let lwip = &row(&case, "lwip").support;
    assert_eq!(lwip.level, Some(SupportLevel::ActivelyMaintained));
    assert_eq!(lwip.ends.unwrap().day().unwrap().to_string(), "2029-06-30", "its own record counts first");
    assert_eq!(lwip.source.as_deref(), Some("supplier `lwip`: letter of 2026-05-04"));
    let mqtt = &row(&case, "mqtt").support;
    assert_eq!(mqtt.level, Some(SupportLevel::Abandoned), "the word of the SBOM counts first");
    assert_eq!(mqtt.ends.unwrap().day().unwrap().to_string(), "2031-01-31");
    assert_eq!(mqtt.custody.as_deref(), Some("mirror in our own repository"));
    let blob = &row(&case, "motor-blob").support;
    assert_eq!((blob.level, blob.ends), (None, None), "another supplier has stated nothing");
}

#[test]
fn what_people_wrote_stays_when_an_sbom_is_replaced_and_what_covers_nothing_any_more_is_told() {
    let before = case(FIRST);
    assert_eq!(findings(&before, "case.package-covers-nothing"), Vec::<&str>::new());
    let after = case(&FIRST.replace("2.1.2", "2.2.0"));
    assert_eq!(row(&after, "motor-blob").component, Id::new("pump-comms"), "by hand, so it stays");
    assert_eq!(findings(&after, "case.package-covers-nothing"), ["package.pkg:generic/lwip@2.1.2"]);
    let lwip = &row(&after, "lwip").support;
    assert_eq!(
        lwip.ends.unwrap().day().unwrap().to_string(),
        "2031-01-31",
        "the supplier's word holds for the new version"
    );
    let gone = FIRST.replace("[\"l\",\"m\"]", "[\"m\"]");
    assert_eq!(row(&case(&gone), "lwip").related, Some(false), "an orphan is told by its row");
}
