use std::path::Path;

use vigil_base::{Date, Memory};
use vigil_exchange::threat_model::{self, ThreatModel};
use vigil_import::{Imported, Taken, device, project};
use vigil_model::{Kind, Loaded, Model};

use crate::files;

const DRAGON: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.dragon.json");
const OTM: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.otm.yaml");
const THREAGILE: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.threagile.yaml");
const TM7: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.tm7");

fn imported(bytes: &[u8]) -> (ThreatModel, Imported) {
    let model = threat_model::read(bytes, None).unwrap();
    let imported = device(&model, "ward", &Taken::default());
    (model, imported)
}

/// A folder around the records, read.
pub(crate) fn folder(text: &str) -> Loaded {
    let world = Memory::new(Date::constant(2026, 11, 1))
        .with("d/vigil.toml", project::head("Ward pump"))
        .with("d/model/imported-ward.toml", text);
    vigil_model::load(&world, Path::new("d")).unwrap()
}

fn loaded(text: &str) -> Model {
    let loaded = folder(text);
    assert!(loaded.findings.is_empty(), "{:#?}\n{text}", loaded.findings);
    loaded.model
}

#[test]
fn every_imported_model_loads_without_a_fault_and_loses_nothing() {
    let own = [DRAGON, OTM, THREAGILE, TM7].map(|it| ("a fixture".to_owned(), it.as_bytes().to_vec()));
    for (name, bytes) in &own {
        whole(name, &threat_model::read(bytes, None).unwrap());
    }
    let (mut there, mut cases) = (0, 0);
    for path in files("threat") {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(source) = threat_model::read(&bytes, None) else { continue };
        there += usize::from(threat_model::detect(&bytes).is_ok());
        whole(&path.display().to_string(), &source);
        cases += 1;
    }
    eprintln!("{} fixtures and {cases} models of the data imported and loaded", own.len());
    assert_eq!(there, cases);
}

/// What was read of a file is in the records or in one of the lists.
fn whole(name: &str, source: &ThreatModel) {
    let made = device(source, "ward", &Taken::default());
    let model = loaded(&made.text);
    assert_eq!(model.ids(Kind::Component).len(), source.parts.len(), "{name}");
    assert_eq!(model.ids(Kind::Flow).len(), source.flows.len(), "{name}");
    assert_eq!(model.ids(Kind::Threat).len(), source.threats.len(), "{name}");
    assert_eq!(model.ids(Kind::Data).len(), source.data.len(), "{name}");
    assert_eq!(
        made.text,
        device(source, "ward", &Taken::default()).text,
        "the same file gives the same bytes"
    );
    for left in &source.left {
        let is_it = |line: &vigil_import::Line| {
            (line.line, &line.what, &line.said) == (left.line, &left.what, &left.because)
        };
        assert!(made.left.iter().any(is_it), "{name}: {left:?}");
    }
    // The head names file, title, format and version.
    let mut said: Vec<String> = made.text.lines().take(1).map(str::to_owned).collect();
    assert!(said[0].contains(source.format.name()), "{said:?}");
    said.push(source.format.word().to_owned());
    for &kind in Kind::ALL {
        let records = model.ids(kind).into_iter().filter_map(|id| model.record_json(kind, id.as_str()));
        records.for_each(|it| texts(&it, &mut said));
    }
    said.extend(
        [&made.left, &made.guessed, &made.carried]
            .into_iter()
            .flatten()
            .map(|it| format!("{} {}", it.what, it.said)),
    );
    let said = plain(&said.join(" "));
    let mut wanted = Vec::new();
    texts(&serde_json::to_value(source).unwrap(), &mut wanted);
    // A category that is one of STRIDE is its letter, and a shape that nobody stated is none.
    let stated = |it: &&String| vigil_import::stride(it).is_none() && *it != "unknown";
    let lost: Vec<&String> = wanted.iter().filter(stated).filter(|it| !said.contains(&plain(it))).collect();
    assert!(lost.is_empty(), "{name}: nothing says {lost:#?}");
}

/// Every text in a value, however deep.
fn texts(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|it| texts(it, found)),
        serde_json::Value::Object(entries) => entries.values().for_each(|it| texts(it, found)),
        _ => {}
    }
}

/// Without white space and control characters, in which the two sides may differ.
fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && !it.is_control()).collect()
}

#[test]
fn what_another_tool_calls_mitigated_gives_no_credit() {
    let (_, made) = imported(DRAGON.as_bytes());
    let model = loaded(&made.text);
    assert!(model.threats.values().all(|it| it.controls.is_empty()));
    let candidate = model.controls.values().next().unwrap();
    assert!(candidate.text.contains("message authentication code"));
    assert!(candidate.gives.is_empty() && candidate.on.is_empty(), "a candidate gives nothing");
    let json = candidate.json();
    assert_eq!(json["x"]["answers"][0], "threat.false-programme");
    let said = |words: &str| made.left.iter().any(|it| format!("{} {}", it.what, it.said).contains(words));
    assert!(said("no credit is taken over") && said("encrypted there, which gives no credit"));
    assert!(said("no reason is given; the threat is open"));
    assert!(model.decisions.is_empty());
    assert!(model.channels.values().all(|it| it.gives.is_none()));
}

#[test]
fn not_applicable_becomes_a_decision_only_with_its_reason() {
    let (_, made) = imported(TM7.as_bytes());
    let model = loaded(&made.text);
    let decisions: Vec<String> = model.decisions.values().map(|it| it.because.clone().unwrap()).collect();
    assert_eq!(decisions, ["The pump keeps a copy of the library"]);
    assert!(
        made.left
            .iter()
            .any(|it| it.what.contains("library-read-by-others") && it.said.contains("no reason"))
    );
}

#[test]
fn every_guess_is_listed_and_kept_beside_the_record() {
    let (_, made) = imported(DRAGON.as_bytes());
    let model = loaded(&made.text);
    let pump = model.components["infusion-pump"].json();
    assert_eq!((&pump["kind"], &pump["in"]), (&"mcu".into(), &"bedside".into()));
    assert_eq!(pump["x"]["source"], "p1");
    assert_eq!(pump["x"]["guessed"], serde_json::json!(["kind", "in"]));
    assert_eq!(pump["x"]["said"]["privilegeLevel"], "root");
    let tablet = model.components["nurse-tablet"].json();
    assert_eq!((&tablet["kind"], &tablet["in"]), (&"external".into(), &"zone-not-stated".into()));
    for guess in ["component.infusion-pump.kind", "component.nurse-tablet.in", "threat.flooding.story"] {
        assert!(
            made.guessed.iter().any(|it| it.what == guess && it.line > 1),
            "{guess}: {:#?}",
            made.guessed
        );
    }
}

#[test]
fn data_of_unknown_kind_is_taken_for_what_asks_for_most() {
    let (_, made) = imported(OTM.replace("Therapy programme", "Blob").as_bytes());
    let model = loaded(&made.text);
    assert_eq!(model.data["blob"].json()["kind"], "phi");
    assert!(made.guessed.iter().any(|it| it.what == "data.blob.kind"));
}

#[test]
fn ids_of_the_folder_are_left_alone_and_those_of_the_same_import_are_made_again() {
    let (source, first) = imported(DRAGON.as_bytes());
    let there = loaded(&first.text);
    let again = device(&source, "ward", &Taken::of(&there, "model/imported-ward.toml"));
    assert_eq!(again.text, first.text);
    let beside = device(&source, "ward", &Taken::of(&there, "model/other.toml"));
    assert!(beside.text.contains("[component.infusion-pump-2]"));
}

#[test]
fn hostile_names_stay_text() {
    let hostile = DRAGON
        .replace("Drug library", "\\\"]\\n[project]\\nid = 1 \\u001b[2J")
        .replace("\"s1\"", "\"s\\\"1\"");
    let (_, made) = imported(hostile.as_bytes());
    let model = loaded(&made.text);
    assert_eq!(model.ids(Kind::Component).len(), 3);
    assert!(!made.text.contains('\u{1b}'));
}

/// Fixtures with bytes changed and parts cut out: refused, or made into records that load.
#[test]
fn broken_models_are_refused_or_load() {
    let (mut read, mut refused) = (0, 0);
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let tb7 = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.tb7");
    for fixture in [DRAGON, OTM, THREAGILE, TM7, tb7] {
        for _ in 0..150 {
            let mut bytes = fixture.as_bytes().to_vec();
            for _ in 0..=next(3) {
                let at = next(bytes.len());
                match next(3) {
                    0 => bytes[at] = b"\"{}[]:,-<>&/ 0a\n"[next(16)],
                    1 => {
                        let end = (at + next(40)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                    _ => bytes.truncate(at.max(fixture.len() / 2).min(bytes.len())),
                }
            }
            match threat_model::read(&bytes, None) {
                Err(_) => refused += 1,
                Ok(model) => {
                    let made = device(&model, "ward", &Taken::default());
                    let loaded = folder(&made.text);
                    assert!(loaded.findings.is_empty(), "{:#?}\n{}", loaded.findings, made.text);
                    read += 1;
                }
            }
        }
    }
    eprintln!("{read} read, {refused} refused");
    assert!(read > 0 && refused > 0);
}

#[test]
fn a_mitigation_without_name_and_text_is_imported_as_that() {
    let text = "otmVersion: 0.2.0\nproject: {name: n, id: n}\ntrustZones: [{id: z, name: Z, risk: {trustRating: 1}}]\n\
        components: [{id: c, name: C, type: x, parent: {trustZone: z}, threats: [{threat: t, state: mitigated, mitigations: [{mitigation: m, state: implemented}]}]}]\n\
        threats: [{id: t, name: T, categories: [Tampering], risk: {likelihood: 1, impact: 1}}]\nmitigations: [{id: m, riskReduction: 1}]\n";
    let model = loaded(&imported(text.as_bytes()).1.text);
    let control = model.controls.values().next().expect("the mitigation becomes a candidate");
    assert!(control.text.contains("neither a name nor a text"), "{}", control.text);
}
