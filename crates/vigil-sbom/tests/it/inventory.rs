//! Several SBOMs together, the graph, and the numbers.

use vigil_sbom::{Fact, Inventory, Summary, read};

fn sbom(name: &str, supplier: &str, hash: char, primary_ref: &str) -> vigil_sbom::Sbom {
    let hash: String = std::iter::repeat_n(hash, 40).collect();
    let text = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.6",
        "metadata":{{"component":{{"type":"device","name":"pump","version":"3.2.0"{primary_ref}}}}},
        "components":[
         {{"type":"library","bom-ref":"tls","name":"mbedtls","version":"3.6.0","purl":"pkg:github/Mbed-TLS/mbedtls@3.6.0",
           "supplier":{{"name":"{supplier}"}},"hashes":[{{"alg":"SHA-1","content":"{hash}"}}],
           "components":[{{"type":"file","name":"aes.c"}}]}},
         {{"type":"library","bom-ref":"ip","name":"lwip","version":"2.1.2","cpe":"cpe:2.3:a:lwip_project:lwip:2.1.2:*:*:*:*:*:*:*"}},
         {{"type":"library","bom-ref":"lost","name":"NOASSERTION","publisher":"unknown"}}],
        "dependencies":[{{"ref":"d","dependsOn":["ip"]}},{{"ref":"ip","dependsOn":["tls"]}},{{"ref":"tls","dependsOn":["ip"]}}]}}"#
    );
    read(text.as_bytes(), name).unwrap().sbom
}

const REF: &str = r#","bom-ref":"d""#;

#[test]
fn conflicts_name_both_values_and_places() {
    let one = sbom("a.json", "Arm", 'a', REF);
    let two = sbom("b.json", "TrustedFirmware", 'b', REF);
    let inventory = Inventory::of([("radio", &two), ("comms", &one)]);
    assert_eq!(inventory.items[0].component, "comms");
    let what: Vec<_> =
        inventory.conflicts().into_iter().map(|conflict| (conflict.key.to_string(), conflict.what)).collect();
    let key = "pkg:github/mbed-tls/mbedtls@3.6.0".to_owned();
    assert_eq!(what, [(key.clone(), "SHA-1".to_owned()), (key, "supplier".to_owned())]);
    let findings = inventory.findings();
    assert_eq!(findings.len(), 2);
    assert!(
        findings[1].message.ends_with("is stated as `Arm` and `TrustedFirmware`"),
        "{}",
        findings[1].message
    );
    assert_eq!(findings[1].related[0].place.file, "b.json");
    assert!(Inventory::of([("x", &one), ("y", &one)]).conflicts().is_empty());
}

#[test]
fn packages_are_reached_over_dependencies_and_nesting_or_are_orphans() {
    let one = sbom("a.json", "Arm", 'a', REF);
    let inventory = Inventory::of([("comms", &one)]);
    let names = |items: Vec<&vigil_sbom::Item>| {
        items.iter().map(|item| item.package.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(inventory.reachable().collect()), ["mbedtls", "aes.c", "lwip"]);
    assert_eq!(names(inventory.orphans().collect()), ["NOASSERTION"]);
    assert_eq!(one.graph().cycles(), [["ip", "tls"]]);
    let summary = Summary::of(&one);
    assert_eq!((summary.packages, summary.depth, summary.orphans), (4, Some(3), Some(1)));
    assert_eq!(summary.orphan_packages, ["NOASSERTION"]);
    assert_eq!((summary.with_purl, summary.with_cpe, summary.with_hash, summary.with_supplier), (1, 1, 1, 1));
    assert_eq!(summary.unidentified, 2);
}

#[test]
fn without_a_way_in_nothing_is_called_reachable_or_orphan() {
    let one = sbom("a.json", "Arm", 'a', "");
    let inventory = Inventory::of([("comms", &one)]);
    assert_eq!(
        (inventory.reachable().count(), inventory.orphans().count(), inventory.unplaced().count()),
        (0, 0, 4)
    );
    let findings = inventory.findings();
    assert_eq!(findings[0].code, "sbom.graph-unknown");
    assert!(findings[0].message.contains("has no bom-ref"), "{}", findings[0].message);
    assert_eq!(Summary::of(&one).orphans, None);
}

#[test]
fn facts_tell_stated_from_said_unknown_from_absent() {
    let one = sbom("a.json", "Arm", 'a', REF);
    let inventory = Inventory::of([("comms", &one)]);
    let [tls, file, ip, lost] = inventory.items.as_slice() else { panic!() };
    assert!(tls.facts.all()[..6].iter().all(|(_, fact)| fact.is_stated()));
    assert_eq!(file.facts.identifier, Fact::Absent);
    assert!(file.facts.relationship.is_stated());
    assert_eq!(ip.facts.identifier.value().map(|cpe| &cpe[..8]), Some("cpe:2.3:"));
    assert!(matches!(&lost.facts.name, Fact::SaidUnknown { value, .. } if value == "NOASSERTION"));
    assert!(matches!(&lost.facts.supplier, Fact::SaidUnknown { field, .. } if field == "publisher"));
    assert_eq!((&lost.facts.version, &lost.facts.relationship), (&Fact::Absent, &Fact::Absent));
}

#[test]
fn an_inventory_is_written_and_read_back_the_same() {
    let one = sbom("a.json", "Arm", 'a', REF);
    let inventory = Inventory::of([("comms", &one)]);
    let text = vigil_base::canonical::pretty(&inventory).unwrap();
    assert_eq!(serde_json::from_str::<Inventory>(&text).unwrap(), inventory);
    assert_eq!(
        vigil_base::canonical::pretty(&one).unwrap(),
        vigil_base::canonical::pretty(&one.clone()).unwrap()
    );
    assert!(text.contains("\"canonical\": \"pkg:github/mbed-tls/mbedtls@3.6.0\""));
}
