//! Every rule of every pack has three devices: one that nothing protects, one that something does, and one that does not say. Further
//! devices of an outcome have a title of their own behind it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigil_base::{Date, Memory};
use vigil_model::Model;
use vigil_threat::{Outcome, Pack, generate};

const OUTCOMES: [(&str, Outcome); 3] =
    [("fires", Outcome::Uncredited), ("credited", Outcome::Credited), ("unknown", Outcome::Unknown)];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The parts of a fixture by the word in their heading.
fn parts(text: &str) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    for part in text.split("# ---- ").skip(1) {
        let (title, body) = part.split_once('\n').unwrap_or((part, ""));
        parts.insert(title.trim().to_owned(), body.to_owned());
    }
    parts
}

/// A device of the records that stand under `every` and under `title`.
fn device(parts: &BTreeMap<String, String>, title: &str) -> Result<Model, String> {
    let Some(own) = parts.get(title) else { return Err(format!("there is no part `{title}`")) };
    let every = parts.get("every").map_or("", String::as_str);
    let project = "[project]\nid = \"fixture\"\nname = \"Fixture\"\nversion = \"1.0.0\"\n\n[release.\"1.0.0\"]\nstatus = \"in-development\"\n";
    let world = Memory::new(Date::constant(2026, 11, 1))
        .with("device/vigil.toml", project)
        .with("device/model/parts.toml", format!("{every}\n{own}"));
    let loaded = vigil_model::load(&world, Path::new("device")).map_err(|error| error.to_string())?;
    let faults: Vec<String> = loaded.findings.iter().map(|it| it.message.clone()).collect();
    if faults.is_empty() { Ok(loaded.model) } else { Err(faults.join("; ")) }
}

/// Why a rule's fixture does not show what it should.
fn faults(pack: &Pack, rule: &str) -> Vec<String> {
    let Ok(text) = std::fs::read_to_string(folder().join(format!("{rule}.txt"))) else {
        return vec![format!("{rule}: it has no fixture")];
    };
    let parts = parts(&text);
    OUTCOMES.iter().flat_map(|(title, wanted)| of_outcome(pack, rule, &parts, title, *wanted)).collect()
}

/// The device of an outcome, and further ones of it: `fires: one key a site`.
fn of_outcome(
    pack: &Pack,
    rule: &str,
    parts: &BTreeMap<String, String>,
    outcome: &str,
    wanted: Outcome,
) -> Vec<String> {
    let more = parts.keys().filter(|it| it.split_once(": ").is_some_and(|(first, _)| first == outcome));
    let titles = std::iter::once(outcome).chain(more.map(String::as_str));
    titles.flat_map(|title| of_device(pack, rule, parts, title, wanted)).collect()
}

fn of_device(
    pack: &Pack,
    rule: &str,
    parts: &BTreeMap<String, String>,
    title: &str,
    wanted: Outcome,
) -> Vec<String> {
    let model = match device(parts, title) {
        Ok(model) => model,
        Err(cause) => return vec![format!("{rule}, {title}: {cause}")],
    };
    let mut faults = Vec::new();
    let threats = generate(&model, std::slice::from_ref(pack));
    let own: Vec<_> = threats.all.values().filter(|it| it.id.starts_with(&format!("{rule}@"))).collect();
    if own.is_empty() {
        faults.push(format!("{rule}, {title}: it says nothing of this device"));
    }
    let other = own.iter().filter(|it| it.outcome != wanted);
    faults.extend(other.map(|it| format!("{rule}, {title}: {} is {}", it.id, it.outcome.word())));
    if wanted == Outcome::Unknown && own.iter().any(|it| it.unknown.is_empty()) {
        faults.push(format!("{rule}, {title}: it does not say what is missing"));
    }
    faults
}

#[test]
fn every_part_of_a_fixture_is_a_device_of_some_outcome() {
    for entry in std::fs::read_dir(folder()).expect("the fixtures are there") {
        let path = entry.expect("it can be read").path();
        let text = std::fs::read_to_string(&path).expect("it is text");
        for title in parts(&text).into_keys().filter(|it| it != "every") {
            let first = title.split(": ").next().unwrap_or_default();
            let known = OUTCOMES.iter().any(|(outcome, _)| *outcome == first);
            assert!(known, "{}: no device is looked at in the part `{title}`", path.display());
        }
    }
}

/// Segments of the update path (design and guidance, V.B.2), each with the rules that ask about it.
const SEGMENTS: [(&str, &[&str]); 6] = [
    ("build", &["update-build-altered"]),
    ("signing", &["update-signing-misused", "signing-key-in-build"]),
    ("store", &["update-store-taken"]),
    ("transport", &["update-path-taken", "update-withheld"]),
    ("install", &["update-installed-unasked", "update-forged", "update-broken-off"]),
    ("way back", &["update-harms-all", "rolled-back"]),
];

#[test]
fn every_segment_of_the_update_path_has_rules_of_its_own() {
    let pack = Pack::builtin("medical-core@1").expect("the pack comes with the tool");
    let mut properties = std::collections::BTreeSet::new();
    for (segment, rules) in SEGMENTS {
        for rule in rules {
            assert!(pack.rules.contains_key(*rule), "{segment}: there is no rule `{rule}`");
        }
        let first = &pack.rules[rules[0]];
        assert!(properties.insert(first.asks), "{segment} asks what another segment asks, too");
    }
}

#[test]
fn every_rule_has_a_device_where_it_fires_one_where_it_is_credited_and_one_where_it_cannot_be_said() {
    let (mut rules, mut all) = (0, Vec::new());
    for name in Pack::builtin_names() {
        let pack = Pack::builtin(&name).expect("the pack comes with the tool");
        rules += pack.rules.len();
        all.extend(pack.rules.keys().flat_map(|rule| faults(&pack, rule)));
    }
    println!("{rules} rules with three devices each");
    assert!(rules > 0 && all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn every_fixture_is_that_of_a_rule() {
    let known: Vec<String> = Pack::builtin_names()
        .into_iter()
        .flat_map(|name| Pack::builtin(&name).expect("the pack comes with the tool").rules.into_keys())
        .collect();
    for entry in std::fs::read_dir(folder()).expect("the fixtures are there") {
        let path = entry.expect("it can be read").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        assert!(known.iter().any(|rule| rule == stem), "{} is of no rule", path.display());
    }
}
