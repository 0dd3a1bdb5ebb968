use super::{Format, ModelError, Shape, ThreatModel, detect, read};

const TM7: &str = include_str!("../../tests/data/threat-models/ward.tm7");
const TB7: &str = include_str!("../../tests/data/threat-models/ward.tb7");
const DRAGON: &str = include_str!("../../tests/data/threat-models/ward.dragon.json");
const OTM: &str = include_str!("../../tests/data/threat-models/ward.otm.yaml");
const THREAGILE: &str = include_str!("../../tests/data/threat-models/ward.threagile.yaml");

pub(super) const DRAGON_1: &str = r#"{"summary": {"title": "Old"}, "detail": {"diagrams": [{"title": "D", "diagramJson": {"cells": [
      {"type": "tm.Process", "id": "p", "attrs": {"text": {"text": "Pump"}}, "threats": [{"threatId": "t", "title": "T", "status": "Open", "type": "Spoofing"}]},
      {"type": "tm.Store", "id": "s", "attrs": {"text": {"text": "Store"}}},
      {"type": "tm.Flow", "id": "f", "source": {"id": "p"}, "target": {"id": "s"}, "labels": [{"attrs": {"text": {"text": "write"}}}], "protocol": "HTTP"}]}}]}}"#;

fn model(text: &str) -> ThreatModel {
    read(text.as_bytes(), None).unwrap()
}

fn left(model: &ThreatModel, words: &str) -> bool {
    model.left.iter().any(|it| it.line > 1 && format!("{} {}", it.what, it.because).contains(words))
}

#[test]
fn each_format_is_known_by_its_content() {
    let known = [
        (TM7, Format::Tm7),
        (TB7, Format::Tb7),
        (DRAGON, Format::ThreatDragon),
        (OTM, Format::Otm),
        (THREAGILE, Format::Threagile),
    ];
    for (text, format) in known {
        assert_eq!(detect(text.as_bytes()), Ok(format));
        let asked = if format == Format::Otm { Format::Tm7 } else { Format::Otm };
        assert_eq!(read(text.as_bytes(), Some(asked)), Err(ModelError::Other { found: format, asked }));
    }
}

#[test]
fn neighbours_that_are_not_read_are_named() {
    let not_read = [
        ("{\"bomFormat\": \"CycloneDX\"}", "CycloneDX"),
        ("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"/>", "CycloneDX"),
        ("{\"version\": \"1\", \"scope\": {}, \"trust_zones\": []}", "TM-BOM"),
        ("[{\"SID\": \"INP01\", \"condition\": \"x\"}]", "pytm"),
    ];
    for (text, name) in not_read {
        let refused = detect(text.as_bytes()).unwrap_err();
        assert!(
            matches!(refused, ModelError::NotImported { .. }) && refused.to_string().contains(name),
            "{text}"
        );
    }
    for text in ["", "key = 1", "{\"a\": 1}", "<html/>", "[1]"] {
        assert!(matches!(detect(text.as_bytes()), Err(ModelError::Unknown(_))), "{text}");
    }
    assert_eq!(detect(b"\xff"), Err(ModelError::NotText));
}

#[test]
fn a_threat_dragon_model_keeps_its_elements_and_names_what_it_cannot_say() {
    let model = model(DRAGON);
    let names: Vec<&str> = model.parts.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Infusion pump", "Nurse tablet", "Drug library"]);
    assert_eq!(model.parts[0].zone.as_deref(), Some("z1"));
    assert_eq!(model.parts[1].zone, None);
    assert_eq!(model.parts[1].out_of_scope.as_deref(), Some("Run by the hospital"));
    assert_eq!(model.parts[2].attributes.keys().collect::<Vec<_>>(), ["isEncrypted", "storesCredentials"]);
    assert_eq!(model.flows.len(), 1);
    assert_eq!((model.flows[0].encrypted, model.flows[0].both), (Some(true), true));
    let states: Vec<Option<&str>> = model.threats.iter().map(|it| it.state.as_deref()).collect();
    assert_eq!(states, [Some("Mitigated"), Some("Not Applicable"), Some("Open")]);
    assert!(
        left(&model, "`Loose end`")
            && left(&model, "a curve holds nothing")
            && left(&model, "Drawn by the team")
    );
}

#[test]
fn version_1_of_threat_dragon_is_read_too() {
    let model = model(DRAGON_1);
    assert_eq!(model.format, Format::ThreatDragon1);
    assert_eq!((model.flows[0].name.as_str(), model.flows[0].to.as_str()), ("write", "s"));
    assert_eq!((model.parts[0].name.as_str(), model.threats[0].id.as_str()), ("Pump", "t"));
}

#[test]
fn an_open_threat_model_keeps_states_and_names_dangling_references() {
    let model = model(OTM);
    assert_eq!(model.zones[1].parent.as_deref(), Some("ward"));
    assert_eq!(model.parts[1].zone.as_deref(), Some("bedside"), "a part in a part lies in its zone");
    assert_eq!((model.parts[2].zone.as_deref(), model.flows.len()), (None, 1));
    assert_eq!(model.flows[0].carries, ["programme"]);
    let change = model.threats.iter().find(|it| it.id == "t-change").unwrap();
    assert_eq!((change.state.as_deref(), change.cwe.as_slice()), (Some("mitigated"), &[345][..]));
    assert_eq!(change.mitigations, [("m-mac".to_owned(), Some("implemented".to_owned()))]);
    for lost in ["`nowhere`", "`unheard-of`", "`gone`"] {
        assert!(left(&model, lost), "{lost}: {:?}", model.left);
    }
}

#[test]
fn a_threagile_model_is_read_with_its_merge_keys() {
    let model = model(THREAGILE);
    assert_eq!(model.data[1].attributes["integrity"], "mission-critical");
    assert_eq!(model.parts[0].zone.as_deref(), Some("bedside"));
    assert_eq!(model.zones[1].parent.as_deref(), Some("ward"));
    assert_eq!(model.parts[1].out_of_scope.as_deref(), Some("Run by the hospital"));
    assert_eq!(model.flows[0].encrypted, Some(true));
    assert_eq!(model.threats[0].title, "Altered Programme at Infusion pump");
    assert_eq!((model.threats[0].on.as_slice(), model.requirements.len()), (&["pump".to_owned()][..], 1));
    assert!(left(&model, "Who services") && left(&model, "missing-hardening"));
}

#[test]
fn a_tm7_model_is_read_over_several_diagrams() {
    let model = model(TM7);
    let parts: Vec<(&str, Shape)> = model.parts.iter().map(|it| (it.name.as_str(), it.shape)).collect();
    assert_eq!(
        parts,
        [
            ("Infusion pump", Shape::Process),
            ("Nurse tablet", Shape::Process),
            ("Drug library", Shape::Store),
            ("Patient", Shape::Outside),
            ("Fleet service", Shape::Process)
        ]
    );
    assert_eq!(model.parts[1].also_in, ["Cloud"]);
    assert_eq!(model.parts[0].attributes["Authentication Scheme"], "Certificate");
    assert_eq!(model.parts[0].kind.as_deref(), Some("Device firmware"));
    assert_eq!(model.zones[1].parent.as_ref(), Some(&model.zones[0].id));
    let flows: Vec<(&str, Option<&str>)> =
        model.flows.iter().map(|it| (it.name.as_str(), it.protocol.as_deref())).collect();
    assert_eq!(
        flows,
        [
            ("Programme & start", Some("Bluetooth")),
            ("Fetch library", Some("HTTPS")),
            ("Infusion", None),
            ("Telemetry", Some("HTTPS"))
        ]
    );
    assert_eq!(
        model.flows[3].from, model.parts[1].id,
        "the tablet of the second diagram is that of the first"
    );
    assert!(left(&model, "Loose end") && left(&model, "Internet line") && left(&model, "A free note"));
    assert!(left(&model, "locked at night"));
}

#[test]
fn threats_of_a_tm7_model_have_state_reason_and_the_wording_of_its_knowledge_base() {
    let model = model(TM7);
    let [spoofed, changed, _, unread, generated] = model.threats.as_slice() else { panic!("five threats") };
    assert_eq!(
        (spoofed.state.as_deref(), spoofed.on.as_slice()),
        (Some("NeedsInvestigation"), &[model.flows[0].id.clone()][..])
    );
    assert_eq!(changed.because.as_deref(), Some("Shown by test T-12"));
    assert!(changed.mitigation.as_ref().unwrap().contains("authentication code"));
    assert_eq!((unread.state.as_deref(), unread.because.as_deref()), (Some("NotApplicable"), None));
    assert_eq!(generated.title, "Spoofing of Nurse tablet");
    assert_eq!(generated.text.as_deref(), Some("Nurse tablet may be spoofed towards Fleet service."));
    assert_eq!(generated.categories, ["Spoofing"]);
}

#[test]
fn a_template_is_a_list_of_threat_types() {
    let model = model(TB7);
    assert!(model.parts.is_empty());
    assert_eq!(model.threats[1].title, "Dose changed on the flow");
    assert_eq!(model.threats[1].categories, ["Patient Safety"]);
    assert_eq!(model.threats[0].attributes["include"], "target is 'GE.P'");
    assert!(left(&model, "Device firmware"));
}

#[test]
fn ids_that_stand_twice_and_zones_in_a_circle_are_refused_with_their_line() {
    let twice = OTM.replace("id: pump-app", "id: pump");
    let refused = read(twice.as_bytes(), None).unwrap_err().to_string();
    assert!(refused.contains("part id `pump`") && refused.contains("line 27"), "{refused}");
    let circle = OTM.replace("    risk: {trustRating: 60}", "    parent: {trustZone: bedside}");
    assert!(read(circle.as_bytes(), None).unwrap_err().to_string().contains("lies in itself"));
}

#[test]
fn a_threagile_model_keeps_what_is_said_beside_the_fields_of_its_elements() {
    let text = THREAGILE
        .replace("technology: iot-device", "technologies: [iot-device, library]\n    data_formats_accepted: [json]\n    usage: business\n    justification_cia_rating: Doses")
        .replace(
            "most_relevant_technical_asset: pump",
            "most_relevant_communication_link: pump>fetch-library\n        data_breach_technical_assets: [library]",
        )
        .replace("stride: tampering", "stride: tampering\n    detection_logic: By hand")
        .replace("title: Ward pump", "title: Ward pump\nbusiness_criticality: critical\ntechnical_overview:\n  description: Two assets");
    let model = model(&text);
    let pump = &model.parts[0];
    assert_eq!(pump.kind.as_deref(), Some("iot-device"));
    for (key, value) in [
        ("technologies", "iot-device, library"),
        ("data_formats_accepted", "json"),
        ("usage", "business"),
        ("justification_cia_rating", "Doses"),
    ] {
        assert_eq!(pump.attributes[key], value);
    }
    let threat = &model.threats[0];
    assert_eq!(threat.on, [model.flows[0].id.clone()]);
    assert_eq!(threat.attributes["data_breach_technical_assets"], "library");
    assert_eq!(threat.attributes["detection_logic"], "By hand");
    assert!(
        left(&model, "`business_criticality`: critical") && left(&model, "technical overview: Two assets")
    );
}

#[test]
fn what_stands_around_a_drawing_is_named() {
    let text = DRAGON
        .replace("\"contributors\": []", "\n\"contributors\": [{\"name\": \"A person\"}]")
        .replace("\"reviewer\": \"\"", "\"reviewer\": \"Another\"")
        .replace("\"diagramType\"", "\"description\": \"As it is\", \"diagramType\"");
    let model = model(&text);
    for words in [
        "contributor `A person`",
        "reviewer of the model: Another",
        "description of diagram `Ward`: As it is",
    ] {
        assert!(left(&model, words), "{words}: {:#?}", model.left);
    }
    assert!(left(&model, "owner of the model: Product security"));
}

#[test]
fn a_value_of_another_kind_than_expected_is_named() {
    for (text, words) in [
        ("otmVersion: 0.2.0\nproject: {name: A}\ncomponents: x\n", "`components`: x"),
        ("threagile_version: 1\ntitle: A\ntechnical_assets: x\n", "`technical_assets`: x"),
    ] {
        assert!(left(&model(text), words), "{words}: {:?}", model(text).left);
    }
    let nested = OTM.replace(
        "    type: embedded",
        "    type: embedded\n    attributes: {made: {by: A, in: B}, plain: C}",
    );
    let read = model(&nested);
    assert!(left(&read, "`components[0].attributes.made`: 2 values"), "{:?}", read.left);
    assert_eq!(read.parts[0].attributes["plain"], "C");
}
