//! The story of one flaw and one package says the same as the result, and also why nothing matched.

use serde_json::{Value, json};
use vigil_match::{End, Options, Story, match_inventory, story};

use crate::support::{DAY, any_of, cpe, database, inventory, leaf, nvd, osv, range, with_cpe, with_purl};

fn tell(records: &[Value], component: Value, flaw: &str) -> Option<Story> {
    let (_folder, database) = database(records);
    let inventory = inventory(&[component]);
    let told = story(&inventory, 0, flaw, &database, &Options::on(DAY)).unwrap();
    if let Some(told) = &told {
        let result = match_inventory(&inventory, &database, &Options::on(DAY)).results.remove(0);
        let row = result.matches.iter().find(|row| row.id == told.flaw);
        match &told.end {
            End::Match(found) => assert_eq!(Some(found.as_ref()), row),
            End::Dismissed(found) => assert!(result.dismissed.contains(found) && row.is_none()),
            End::NotBuilt(found) => assert!(result.not_built.contains(found)),
            End::NotNamed => assert!(row.is_none() && !result.dismissed.iter().any(|it| it.id == told.flaw)),
        }
        assert_eq!(told.tried, result.tried);
    }
    told
}

#[test]
fn a_configuration_is_told_with_the_value_of_each_node() {
    let nodes = json!([{"operator": "AND", "nodes": [
        {"operator": "OR", "negate": false, "cpeMatch": [leaf(true, &cpe("a", "acme", "pump", "*"), Some("2.0"))]},
        {"operator": "OR", "negate": false, "cpeMatch": [leaf(false, &cpe("a", "acme", "gateway", "*"), None)]}]}]);
    let told =
        tell(&[nvd("CVE-2024-1", nodes)], with_cpe(&cpe("a", "acme", "pump", "1.0")), "CVE-2024-1").unwrap();
    assert!(matches!(told.end, End::Dismissed(_)));
    let statement = &told.records[0].statements[0];
    assert_eq!((statement.value, statement.version.as_str()), ("does not hold", "1.0"));
    let parts: Vec<_> =
        statement.parts.iter().map(|part| (part.depth, part.text.as_str(), part.value)).collect();
    let gateway = format!("running on {}", cpe("a", "acme", "gateway", "*"));
    let pump = format!("{} <2.0", cpe("a", "acme", "pump", "*"));
    assert!(parts.contains(&(2, pump.as_str(), "holds")), "{parts:?}");
    assert!(parts.contains(&(2, gateway.as_str(), "does not hold")), "{parts:?}");
    assert_eq!(parts[0].1, "all of");
}

#[test]
fn a_version_outside_of_every_range_is_dismissed_with_the_range() {
    let events = json!([{"introduced": "0"}, {"fixed": "1.5.0"}]);
    let record = osv("GHSA-1", &["CVE-2024-2"], "npm", "left", range("SEMVER", events), &[]);
    let told = tell(&[record], with_purl("pkg:npm/left@2.0.0"), "CVE-2024-2").unwrap();
    assert!(matches!(&told.end, End::Dismissed(found) if found.why.contains("<1.5.0")), "{:?}", told.end);
    assert!(told.ids.contains("GHSA-1"));
    let statement = &told.records[0].statements[0];
    assert_eq!((statement.scheme.as_str(), statement.parts[0].value), ("semver", "does not hold"));
    assert!(told.keys.iter().any(|key| key == "pkg:npm/left"), "{:?}", told.keys);
}

#[test]
fn a_flaw_of_another_product_names_what_it_is_about() {
    let record = nvd("CVE-2024-3", any_of(vec![leaf(true, &cpe("a", "acme", "gateway", "*"), None)]));
    let told = tell(&[record], with_cpe(&cpe("a", "acme", "pump", "1.0")), "CVE-2024-3").unwrap();
    assert_eq!(told.end, End::NotNamed);
    assert_eq!(told.records[0].others, ["cpe:acme:gateway"]);
}

#[test]
fn a_withdrawn_record_is_told_and_does_not_count() {
    let events = json!([{"introduced": "0"}]);
    let mut record = osv("GHSA-1", &[], "npm", "left", range("SEMVER", events), &[]);
    record["withdrawn"] = json!("2024-02-01T00:00:00Z");
    let told = tell(&[record], with_purl("pkg:npm/left@2.0.0"), "GHSA-1").unwrap();
    assert_eq!(told.end, End::NotNamed);
    assert!(told.records[0].withdrawn.as_deref().unwrap().contains("2024-02-01"));
}

#[test]
fn what_no_record_has_is_not_told() {
    let events = json!([{"introduced": "0"}]);
    let record = osv("GHSA-1", &[], "npm", "left", range("SEMVER", events), &[]);
    assert_eq!(tell(&[record], with_purl("pkg:npm/left@2.0.0"), "CVE-1999-1"), None);
}
