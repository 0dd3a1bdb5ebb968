//! The SBOM files of a component: component lists with their mapping, and several layers as one.

use vigil_base::Id;
use vigil_case::{Case, stated};
use vigil_finding::Finding;
use vigil_sbom::{Layer, Stamp, Target};

use crate::folder::Folder;

const BUILT: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","version":3,
"metadata":{"lifecycles":[{"phase":"build"}],"component":{"type":"firmware","bom-ref":"p","name":"pump","version":"3.2.0"}},
"components":[{"type":"library","bom-ref":"l","name":"lwip","version":"2.1.2","purl":"pkg:generic/lwip@2.1.2","supplier":{"name":"lwIP"}}],
"dependencies":[{"ref":"p","dependsOn":["l"]}]}"#;

const DECLARED: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6",
"metadata":{"lifecycles":[{"phase":"pre-build"}],"component":{"type":"firmware","bom-ref":"q","name":"pump","version":"3.2.0"}},
"components":[{"type":"library","bom-ref":"a","name":"lwip","version":"2.1.2","purl":"pkg:generic/lwip@2.1.2","supplier":{"name":"Savannah"},
 "properties":[{"name":"cdx:lifecycle:milestone:endOfSupport","value":"2030-01-31"}]},
{"type":"library","bom-ref":"b","name":"jsmn","version":"1.1","purl":"pkg:generic/jsmn@1.1"}],
"dependencies":[{"ref":"q","dependsOn":["a","b"]}]}"#;

const LIST: &str =
    "Component,Ver,Kind of thing\nmotor-blob,3,firmware\nnet-weights,7,machine learning model\n";

const COLUMNS: &str =
    "confirmed = true\n\n[columns]\nname = \"Component\"\nversion = \"Ver\"\ntype = \"Kind of thing\"\n";

fn folder(sbom: &str) -> Folder {
    let mut folder = Folder::infusion();
    for (file, text) in [
        ("sbom/built.cdx.json", BUILT),
        ("sbom/declared.cdx.json", DECLARED),
        ("sbom/list.csv", LIST),
        ("sbom/list.columns.toml", COLUMNS),
    ] {
        folder.0.insert(file.into(), text.as_bytes().to_vec());
    }
    folder.replace(
        "model/components.toml",
        "sbom   = \"sbom/pump-comms.cdx.json\"",
        &format!("sbom   = {sbom}"),
    );
    folder
}

fn pump() -> Id {
    Id::new("pump-comms")
}

/// Package, kind, file, and whether it is related, of the pump's communication part.
fn rows(case: &Case) -> Vec<(String, String, String, Option<bool>)> {
    let pump = pump();
    let rows = case.packages_of(&pump);
    rows.map(|it| {
        (it.key.clone(), it.kind.word().to_owned(), it.sbom_file.clone().unwrap_or_default(), it.related)
    })
    .collect()
}

fn said<'c>(case: &'c Case, code: &str) -> Vec<&'c Finding> {
    case.findings.iter().filter(|it| it.code == code).collect()
}

fn row(key: &str, kind: &str, file: &str) -> (String, String, String, Option<bool>) {
    (key.to_owned(), kind.to_owned(), file.to_owned(), Some(true))
}

const WITH_COLUMNS: &str = r#"{ file = "sbom/list.csv", columns = "sbom/list.columns.toml" }"#;

#[test]
fn a_component_list_with_its_mapping_is_the_sbom_of_a_component() {
    let case = folder(WITH_COLUMNS).case();
    let expected = [
        row("motor-blob@3", "firmware", "sbom/list.csv"),
        row("net-weights@7", "machine-learning-model", "sbom/list.csv"),
    ];
    assert_eq!(rows(&case), expected);
    assert!(
        said(&case, "case.sbom-columns-guessed").is_empty() && said(&case, "sbom.columns-guessed").is_empty()
    );
    for file in ["sbom/list.csv", "sbom/list.columns.toml"] {
        assert!(case.inputs.contains_key(file), "what the packages are read from is an input: {file}");
    }
    let sbom = stated::of_component(&case, &pump()).expect("there is one");
    let stamp = Stamp { time: "2026-11-01T00:00:00Z".into(), tool: None };
    let bytes = vigil_sbom::write(&sbom, Target::CyclonedxJson(6), &stamp).expect("it can be written").bytes;
    let read = vigil_sbom::read(&bytes, "made").expect("it can be read").sbom;
    let primary = read.primary.as_ref().expect("it describes the component");
    assert_eq!(
        (primary.name.as_str(), primary.version.as_deref()),
        ("Pump communications module", Some("3.2.0"))
    );
    assert_eq!(vigil_sbom::Summary::of(&read).orphans, Some(0));
}

#[test]
fn a_mapping_that_nobody_confirmed_is_told_with_the_guess_and_the_way_to_confirm_it() {
    let guessed = folder("\"sbom/list.csv\"").case();
    let [finding] = said(&guessed, "case.sbom-columns-guessed")[..] else { panic!("one finding") };
    assert!(finding.message.contains("`name = \"Component\"`"), "{}", finding.message);
    assert!(finding.help.iter().any(|it| it.contains("vigil sbom show sbom/list.csv")), "{:?}", finding.help);
    assert_eq!(finding.place.as_ref().expect("a place").file, "model/components.toml");
    let mut unconfirmed = folder(WITH_COLUMNS);
    unconfirmed.replace("sbom/list.columns.toml", "confirmed = true", "confirmed = false");
    let case = unconfirmed.case();
    let [finding] = said(&case, "case.sbom-columns-guessed")[..] else { panic!("one finding") };
    assert!(finding.message.contains("`sbom/list.columns.toml`"), "{}", finding.message);
}

#[test]
fn a_list_whose_mapping_cannot_be_used_counts_as_unread() {
    for (change, code) in [
        (Some("confirmed = true\n[columns]\nname = \"Nowhere\"\n"), "case.sbom-unreadable"),
        (Some("confirmed = true\n[columns]\nnonsense = \"Ver\"\n"), "case.sbom-unreadable"),
        (None, "case.sbom-missing"),
    ] {
        let mut folder = folder(WITH_COLUMNS);
        match change {
            Some(text) => folder.0.insert("sbom/list.columns.toml".into(), text.as_bytes().to_vec()),
            None => folder.0.remove("sbom/list.columns.toml"),
        };
        let case = folder.case();
        assert_eq!(said(&case, code).len(), 1, "{change:?}: {:#?}", case.findings);
        assert!(rows(&case).is_empty() && !case.sboms.contains_key(&pump()));
        assert_eq!(case.unread_sboms(&case.model.components["pump-comms"]), ["sbom/list.csv"]);
    }
}

#[test]
fn a_mapping_beside_an_sbom_is_told() {
    let case = folder(r#"{ file = "sbom/built.cdx.json", columns = "sbom/list.columns.toml" }"#).case();
    assert_eq!(said(&case, "case.sbom-columns-unused").len(), 1);
    assert_eq!(rows(&case).len(), 1);
}

fn three() -> String {
    format!(
        "[\"sbom/built.cdx.json\", {{ file = \"sbom/declared.cdx.json\", layer = \"declared\" }}, {WITH_COLUMNS}]"
    )
}

#[test]
fn layers_of_one_component_are_one_inventory_and_what_they_disagree_on_is_told() {
    let case = folder(&three()).case();
    let expected = [
        row("motor-blob@3", "firmware", "sbom/list.csv"),
        row("net-weights@7", "machine-learning-model", "sbom/list.csv"),
        row("pkg:generic/jsmn@1.1", "library", "sbom/declared.cdx.json"),
        row("pkg:generic/lwip@2.1.2", "library", "sbom/built.cdx.json"),
    ];
    assert_eq!(rows(&case), expected);
    let conflicts = said(&case, "sbom.conflict");
    assert!(conflicts.len() == 1 && conflicts[0].message.contains("Savannah"), "{conflicts:#?}");
    let layers: Vec<Layer> = case.sbom_files(&pump()).iter().map(|(layer, _)| *layer).collect();
    assert_eq!(layers, [Layer::Built, Layer::Declared, Layer::ByHand]);
    let lwip = case.packages.iter().find(|it| it.name == "lwip").expect("it is listed");
    assert_eq!(lwip.supplier.as_deref(), Some("lwIP"), "the stronger layer's word counts");
    assert!(lwip.support.ends.is_some(), "what only the weaker layer says is kept");
}

#[test]
fn layers_survive_a_new_upload_of_one_of_them() {
    let mut folder = folder(&three());
    let new = BUILT.replace("2.1.2", "2.2.0");
    folder.0.insert("sbom/built.cdx.json".into(), new.into_bytes());
    let keys: Vec<String> = rows(&folder.case()).into_iter().map(|(key, ..)| key).collect();
    let expected = [
        "motor-blob@3",
        "net-weights@7",
        "pkg:generic/jsmn@1.1",
        "pkg:generic/lwip@2.1.2",
        "pkg:generic/lwip@2.2.0",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn the_sbom_of_several_layers_names_them_and_says_what_the_model_says() {
    let mut folder = folder(&three());
    let facts = "\n[package.\"pkg:generic/lwip@2.1.2\"]\nsupport = { level = \"limited-support\", ends = \"unknown\", because = \"asked in vain\" }\n";
    folder.append("model/components.toml", facts);
    let case = folder.case();
    let one = stated::of_component(&case, &pump()).expect("there is one");
    let (device, differ) = stated::of_device(&case);
    assert_eq!(differ, []);
    for sbom in [one, device.sbom] {
        let lwip = sbom.packages.iter().find(|it| it.name == "lwip").expect("it is listed");
        let of = |name: &str| -> Vec<&str> {
            lwip.properties.iter().filter(|it| it.name == name).filter_map(|it| it.value.as_deref()).collect()
        };
        assert_eq!(of("vigil:sbom:layer"), ["built", "declared"]);
        assert_eq!(of("vigil:sbom:source").len(), 2, "both files with their digests");
        let facts = vigil_case::SupportFacts::of_sbom(lwip);
        assert_eq!(facts.ends, Some(vigil_model::quantity::Until::Unknown), "no layer says otherwise");
        assert_eq!(facts.level, Some(vigil_model::kinds::SupportLevel::LimitedSupport));
        assert_eq!(vigil_sbom::Summary::of(&sbom).orphans, Some(0));
    }
}

#[test]
fn one_file_of_several_that_is_not_there_leaves_the_component_unread() {
    let mut folder = folder(&three());
    folder.0.remove("sbom/declared.cdx.json");
    let case = folder.case();
    assert_eq!(said(&case, "case.sbom-missing").len(), 1);
    assert_eq!(rows(&case).len(), 3, "what the others list is known");
    assert_eq!(case.unread_sboms(&case.model.components["pump-comms"]), ["sbom/declared.cdx.json"]);
}

#[test]
fn one_path_stays_plain_text_in_canonical_json() {
    let plain = folder("\"sbom/built.cdx.json\"").case();
    assert_eq!(plain.model.components["pump-comms"].json()["sbom"], "sbom/built.cdx.json");
    let several = folder(&three()).case();
    let json = several.model.components["pump-comms"].json();
    assert_eq!(json["sbom"][0], "sbom/built.cdx.json");
    assert_eq!(json["sbom"][1]["layer"], "declared");
}
