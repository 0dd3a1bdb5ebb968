//! The edition for others: nothing that the policy withholds is anywhere in the bytes.

use vigil_sbom::edition::{Edition, Policy, PolicyError};
use vigil_sbom::{Stamp, Target, read, write};

const SBOM: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
"version":1,"metadata":{"timestamp":"2026-02-03T10:00:00Z","component":{"type":"device","name":"pump","version":"1","bom-ref":"pump"}},
"components":[{"type":"library","name":"lwip","version":"2.1.2","bom-ref":"lwip","x-own":"secret-a",
"supplier":{"name":"lwIP"},"pedigree":{"notes":"secret-b"},"externalReferences":[{"type":"vcs","url":"https://secret-c"},{"type":"website","url":"https://lwip.example"}],
"properties":[{"name":"acme:team","value":"secret-d"},{"name":"cdx:lifecycle:milestone:endOfSupport","value":"2030-01-01"}]},
{"type":"library","name":"secret-e-core","version":"9","bom-ref":"secret-e-core","description":"secret-f"}],
"dependencies":[{"ref":"pump","dependsOn":["lwip","secret-e-core"]}],"own-top":"secret-g"}"#;

const POLICY: &str =
    "fields = [\"pedigree\"]\nproperties = [\"acme:\"]\nreferences = [\"vcs\"]\nwithhold = [\"secret-*\"]\n";

#[test]
fn what_is_withheld_is_in_no_format_and_is_marked() {
    let sbom = read(SBOM.as_bytes(), "f").unwrap().sbom;
    let edition = Edition::of(&sbom, &Policy::parse(POLICY).unwrap());
    let stamp = Stamp { time: "2026-02-03T10:00:00Z".into(), tool: None };
    for (_, target) in Target::all().filter(|(_, target)| target.is_text()) {
        let text = String::from_utf8(write(&edition.sbom, target, &stamp).unwrap().bytes).unwrap();
        assert!(!text.contains("secret"), "{target}: {text}");
        assert!(text.contains("lwip") && text.contains("(withheld)"), "{target}: {text}");
    }
    let marks: Vec<_> = edition
        .sbom
        .packages
        .iter()
        .flat_map(|package| &package.properties)
        .filter(|property| property.name == "vigil:sbom:redacted")
        .filter_map(|property| property.value.as_deref())
        .collect();
    assert_eq!(marks, ["other fields, pedigree, properties, references", "package"]);
    assert_eq!(edition.sbom.packages[0].support.end_of_support.unwrap().to_string(), "2030-01-01");
    assert_eq!(edition.redacted["document.own-top"], 1);
    let back =
        read(&write(&edition.sbom, Target::CyclonedxJson(6), &stamp).unwrap().bytes, "f").unwrap().sbom;
    let primary = back.primary.as_ref().and_then(|it| it.bom_ref.clone()).unwrap();
    assert_eq!(back.dependencies[&primary].len(), 2, "the graph is whole");
    assert_ne!(back.serial_number, sbom.serial_number);
}

#[test]
fn a_file_for_daggerboard_has_every_tag_that_it_counts_once_a_package() {
    let sbom = read(SBOM.as_bytes(), "f").unwrap().sbom;
    let stamp = Stamp { time: "2026-02-03T10:00:00Z".into(), tool: None };
    let text = String::from_utf8(write(&sbom, Target::SpdxDaggerboard, &stamp).unwrap().bytes).unwrap();
    for tag in ["PackageName:", "PackageVersion:", "PackageSupplier: Organization:", "PackageComment:"] {
        assert_eq!(text.matches(tag).count(), 3, "{tag}");
    }
    for tag in ["DocumentName:", "Creator: Organization:", "CreatorComment:"] {
        assert_eq!(text.matches(tag).count(), 1, "{tag}");
    }
    assert_eq!(read(text.as_bytes(), "f").unwrap().sbom.packages.len(), 2);
}

#[test]
fn a_policy_with_a_misspelt_field_is_refused() {
    assert!(matches!(Policy::parse("fields = [\"pedigre\"]"), Err(PolicyError::Field { .. })));
    assert!(matches!(Policy::parse("withold = []"), Err(PolicyError::Syntax(_))));
}

const TELLING: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
"metadata":{"component":{"type":"device","name":"pump","version":"1","bom-ref":"pkg:generic/acme-secret/pump@1"}},
"components":[{"type":"library","name":"lwip","version":"2.1.2","bom-ref":"pkg:generic/acme-secret/lwip@2.1.2","purl":"pkg:generic/acme-secret/lwip@2.1.2",
"pedigree":{"ancestors":[{"type":"library","name":"x","purl":"pkg:generic/acme-secret/x@1"}]},
"evidence":{"identity":[{"field":"purl","concludedValue":"pkg:generic/acme-secret/lwip@2.1.2"}]},
"externalReferences":[{"type":"other","url":"pkg:generic/acme-secret/lwip@2.1.2"}],
"properties":[{"name":"scan:guess","value":"pkg:generic/acme-secret/lwip@2.1.2"},
{"name":"vigil:support:level","value":"abandoned"},{"name":"vigil:support:custody","value":"secret escrow"}]}],
"dependencies":[{"ref":"pkg:generic/acme-secret/pump@1","dependsOn":["pkg:generic/acme-secret/lwip@2.1.2"]}]}"#;

/// The edition of [`TELLING`] by `policy`, in every format that is text.
fn editions(policy: &str) -> Vec<(Target, String)> {
    let sbom = read(TELLING.as_bytes(), "f").unwrap().sbom;
    let edition = Edition::of(&sbom, &Policy::parse(policy).unwrap());
    let stamp = Stamp { time: "2026-02-03T10:00:00Z".into(), tool: None };
    let text = |target| String::from_utf8(write(&edition.sbom, target, &stamp).unwrap().bytes).unwrap();
    Target::all().filter(|(_, it)| it.is_text()).map(|(_, target)| (target, text(target))).collect()
}

#[test]
fn a_withheld_package_url_stands_in_no_reference_property_or_evidence() {
    for (target, text) in editions("fields = [\"purl\"]") {
        assert!(!text.contains("acme-secret"), "{target}: {text}");
        assert!(text.contains("abandoned") || target == Target::Csv, "{target}: {text}");
    }
}

#[test]
fn a_withheld_property_on_support_is_not_written_from_the_fact_it_became() {
    for (target, text) in editions("properties = [\"vigil:support:custody\"]") {
        assert!(!text.contains("escrow"), "{target}: {text}");
    }
    for (target, text) in editions("fields = [\"support\"]") {
        assert!(!text.contains("escrow") && !text.contains("abandoned"), "{target}: {text}");
    }
}

const NAMED: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
"metadata":{"component":{"type":"device","name":"pump","version":"1","bom-ref":"pump"}},
"components":[{"type":"library","name":"acme-secret-core","version":"9","bom-ref":"acme-secret-core"},
{"type":"library","name":"lwip","version":"2.1.2","bom-ref":"lwip-for-acme-secret-core","description":"patched for acme-secret-core",
"pedigree":{"variants":[{"type":"library","name":"acme-secret-core","version":"7.7.7"}]},
"properties":[{"name":"acme-secret-core:uses","value":"1"},{"name":"note","value":"see acme-secret-core"},
{"name":"vigil:support:level","value":"abandoned"},{"name":"vigil:support:source","value":"review-secret"},
{"name":"vigil:end-of-support:unknown","value":"asked-secret"}]}],
"dependencies":[{"ref":"pump","dependsOn":["lwip-for-acme-secret-core","pkg:generic/acme-secret-loader@1"]},{"ref":"acme-secret-gone"}]}"#;

#[test]
fn a_withheld_name_is_told_by_nothing_else_and_nothing_leads_to_what_is_not_there() {
    let sbom = read(NAMED.as_bytes(), "f").unwrap().sbom;
    let policy =
        "fields = [\"support\"]\nwithhold = [\"acme-secret-*\", \"acme-secrt-*\"]\nproperties = [\"nope:\"]";
    let edition = Edition::of(&sbom, &Policy::parse(policy).unwrap());
    let stamp = Stamp { time: "2026-02-03T10:00:00Z".into(), tool: None };
    for (_, target) in Target::all().filter(|(_, target)| target.is_text()) {
        let text = String::from_utf8(write(&edition.sbom, target, &stamp).unwrap().bytes).unwrap();
        assert!(!text.contains("secret"), "{target}: {text}");
    }
    assert_eq!(edition.sbom.dependencies.values().flatten().count(), 1);
    assert_eq!(edition.unused, ["acme-secrt-*", "nope:"]);
    assert!(edition.findings().iter().any(|it| it.code == "sbom.nothing-withheld"));
    let bare = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","properties":[{"name":"vigil:end-of-support:unknown","value":"asked"}]}]}"#;
    let edition = Edition::of(
        &read(bare.as_bytes(), "f").unwrap().sbom,
        &Policy::parse("fields = [\"support\"]").unwrap(),
    );
    assert_eq!(
        edition.redacted["support"], 1,
        "what goes with a field is marked where the field itself is not stated"
    );
}
