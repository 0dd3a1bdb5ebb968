//! Level and end of support, from real words.

use std::collections::BTreeMap;

use vigil_sbom::{Fact, Inventory, SupportField, SupportLevel, read};

use crate::data::{files, folder, name};

#[test]
fn the_words_of_a_real_medical_device_are_mapped_visibly_or_kept() {
    let Some(folder) = folder("sbom/medical-device-case-study") else { return };
    for path in files(&folder) {
        let reading = read(&std::fs::read(&path).unwrap(), &name(&path)).unwrap();
        let mut outcomes: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
        for package in reading.sbom.all_packages() {
            for said in &package.support.statements {
                *outcomes
                    .entry((format!("{}: {}", said.property, said.text), said.rule.clone()))
                    .or_default() += 1;
                if said.field == SupportField::Level && said.rule.is_some() {
                    assert!(package.support.level.is_some());
                }
                if said.field == SupportField::EndOfSupport && said.rule.is_none() {
                    assert_eq!(package.support.end_of_support, None, "{}", said.text);
                }
            }
        }
        println!("{}: {outcomes:#?}", name(&path));
        let unread =
            outcomes.keys().filter(|(said, rule)| rule.is_none() && !said.ends_with("Unknown")).count();
        let told = reading.findings.iter().filter(|finding| finding.code == "sbom.support-words").count();
        assert_eq!(told, unread, "each sort of words that is not understood is told once");
    }
}

const SAID: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[
 {"type":"library","name":"a","bom-ref":"a","properties":[
  {"name":"vigil:support:level","value":"limited-support"},
  {"name":"Level of Support","value":"Actively maintained"},
  {"name":"cdx:lifecycle:milestone:endOfSupport","value":"2028-06-30"},
  {"name":"cdx:fda:end-of-support-plan","value":"replace by b"}]},
 {"type":"library","name":"b","bom-ref":"b","properties":[
  {"name":"cdx:fda:level-of-support","value":"Unknown"},
  {"name":"cdx:fda:justification","value":"the maker no longer exists"}]},
 {"type":"library","name":"c","bom-ref":"c","properties":[
  {"name":"End-of-Support","value":"Open source"}]},
 {"type":"library","name":"d","bom-ref":"d"}
]}"#;

#[test]
fn statements_become_values_and_facts() {
    let reading = read(SAID.as_bytes(), "s.json").unwrap();
    let [a, b, c, d] = reading.sbom.packages.as_slice() else { panic!() };
    assert_eq!(a.support.level, Some(SupportLevel::LimitedSupport));
    assert_eq!(a.support.end_of_support.unwrap().to_string(), "2028-06-30");
    assert_eq!(a.support.plan.as_deref(), Some("replace by b"));
    assert_eq!(b.support.level, Some(SupportLevel::Unknown));
    assert_eq!((c.support.level, d.support.statements.len()), (None, 0));

    let conflict = reading.findings.iter().find(|finding| finding.code == "sbom.support-conflict").unwrap();
    assert_eq!(
        conflict.message,
        "the level of support is stated as `actively-maintained` and `limited-support`"
    );
    assert_eq!(conflict.place.as_ref().unwrap().to_string(), "s.json:2:2");

    let inventory = Inventory::of([("pump", &reading.sbom)]);
    let facts = |at: usize| &inventory.items[at].facts;
    assert!(facts(0).support_level.is_stated() && facts(0).end_of_support.is_stated());
    let unknown = |value: &str, field: &str| Fact::SaidUnknown { value: value.into(), field: field.into() };
    assert_eq!(facts(1).support_level, unknown("Unknown", "cdx:fda:level-of-support"));
    assert_eq!(facts(1).end_of_support, unknown("the maker no longer exists", "cdx:fda:justification"));
    assert!(matches!(facts(2).end_of_support, Fact::Unusable { .. }));
    assert_eq!(facts(3).support_level, Fact::Absent);
}
