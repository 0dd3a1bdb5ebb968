//! The bundle of EMB3D.

use vigil_exchange::emb3d::{Refused, read};

use crate::data;

const SMALL: &str = r#"{"type":"bundle","objects":[
 {"type":"x-mitre-emb3d-property","id":"p--1","name":"Has a part","category":"Hardware","x_mitre_emb3d_property_id":"PID-1"},
 {"type":"x-mitre-emb3d-property","id":"p--2","name":"Has a part of it","x_mitre_emb3d_property_id":"PID-2"},
 {"type":"vulnerability","id":"v--1","name":"It breaks","x_mitre_emb3d_threat_id":"TID-1"},
 {"type":"vulnerability","id":"v--2","name":"Old","x_mitre_emb3d_threat_id":"TID-2","revoked":true},
 {"type":"relationship","id":"r--1","relationship_type":"relates-to","source_ref":"p--2","target_ref":"v--1"},
 {"type":"relationship","id":"r--2","relationship_type":"subproperty-of","source_ref":"p--2","target_ref":"p--1"},
 {"type":"relationship","id":"r--3","relationship_type":"relates-to","source_ref":"p--2","target_ref":"v--2"},
 {"type":"relationship","id":"r--4","relationship_type":"mitigates","source_ref":"c--1","target_ref":"v--1"}]}"#;

#[test]
fn properties_lead_to_threats_and_to_what_they_are_a_part_of() {
    let read = read(SMALL.as_bytes()).unwrap();
    assert_eq!(read.properties["PID-2"].parent.as_deref(), Some("PID-1"));
    assert_eq!(read.properties["PID-2"].threats.iter().collect::<Vec<_>>(), ["TID-1"]);
    assert_eq!(
        (read.threats.len(), read.dangling),
        (1, 1),
        "what was revoked is gone, and the relation to it counted"
    );
}

#[test]
fn what_is_no_bundle_of_this_catalogue_is_refused_with_the_reason() {
    let twice = SMALL.replace("PID-2", "PID-1");
    let deep = format!("{{\"type\":\"bundle\",\"x\":{}", "[".repeat(100_000));
    for (text, said) in [
        ("", "no STIX bundle"),
        ("{\"type\":\"bundle\",\"objects\":[]}", "no properties"),
        ("{\"type\":\"report\",\"objects\":[]}", "report"),
        ("[1, 2]", "no STIX bundle"),
        (twice.as_str(), "twice"),
        (deep.as_str(), "no STIX bundle"),
    ] {
        let refused = read(text.as_bytes()).expect_err("it is refused");
        assert!(refused.to_string().contains(said), "{refused}");
    }
    assert_eq!(read(&vec![b' '; vigil_exchange::emb3d::MAX_BUNDLE + 1]), Err(Refused::TooLarge));
}

#[test]
fn the_real_bundle_is_read_whole() {
    for path in data::files("threat/emb3d", "") {
        let name = path.to_string_lossy().into_owned();
        if !name.contains("stix") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let packed = path.extension().is_some_and(|it| it == "zst");
        let bytes = if packed { zstd::decode_all(bytes.as_slice()).unwrap() } else { bytes };
        let read = read(&bytes).unwrap_or_else(|refused| panic!("{name}: {refused}"));
        eprintln!("{name}: {} properties, {} threats", read.properties.len(), read.threats.len());
        assert_eq!(read.dangling, 0);
        assert!(read.properties.len() > 50 && read.threats.len() > 50);
        let brought: std::collections::BTreeSet<_> =
            read.properties.values().flat_map(|it| it.threats.iter()).collect();
        assert_eq!(brought.len(), read.threats.len(), "every threat is brought by some property");
        for (id, property) in &read.properties {
            assert!(!property.name.is_empty() && property.parent.as_ref() != Some(id));
        }
    }
}
