//! `vigil import` and `vigil export` as a user starts them.

use vigil_document::meta::Meta;
use vigil_document::sheet::{Sheet, SheetColumn, Value, Workbook};

use crate::device::{DAY, Orchid, json, on_day, run};
use crate::run::Folder;

const DRAGON: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.dragon.json");
const OTM: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.otm.yaml");
const THREAGILE: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.threagile.yaml");
const TM7: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.tm7");
const TB7: &str = include_str!("../../../vigil-exchange/tests/data/threat-models/ward.tb7");

const MODELS: [(&str, &str, &str); 4] = [
    ("threat-dragon", "ward.json", DRAGON),
    ("otm", "ward.yaml", OTM),
    ("threagile", "threagile.yaml", THREAGILE),
    ("tm7", "ward.tm7", TM7),
];

fn models() -> Folder {
    Folder::with(&MODELS.map(|(_, file, text)| (file, text)))
}

#[test]
fn each_model_makes_a_folder_that_check_reads_without_a_fault() {
    let folder = models();
    for (kind, file, _) in MODELS {
        let (ended, said, failed) = run(folder.path(), &["import", kind, file, "--new", kind]);
        assert!(ended == 0 && said.contains("Not carried") && said.contains("Guessed"), "{said}{failed}");
        let (ended, said, failed) = on_day(&folder.path().join(kind), &["check", "--format", "json"]);
        // Nothing was matched yet: that, and nothing worse.
        assert_eq!(ended, 3, "{kind}: {failed}");
        let faults: Vec<String> = json(&said)["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["code"].as_str().unwrap().to_owned())
            .filter(|code| code.starts_with("model.") || code.starts_with("threat."))
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn a_file_without_a_kind_is_named_and_one_of_another_kind_is_refused() {
    let folder = models();
    for (kind, file, _) in MODELS {
        let (ended, said, _) = run(folder.path(), &["import", file]);
        assert!(ended == 0 && said.contains(&format!("vigil import {kind} {file}")), "{said}");
        let other = if kind == "otm" { "tm7" } else { "otm" };
        let (ended, _, failed) = run(folder.path(), &["import", other, file, "-o", "-"]);
        assert!(ended == 2 && failed.contains(&format!("vigil import {kind}")), "{failed}");
    }
    let (ended, _, failed) = run(folder.path(), &["import", "otm", "ward.yaml"]);
    assert!(ended == 2 && failed.contains("`--new DIR` makes a device folder"), "{failed}");
}

#[test]
fn an_import_stands_beside_the_folder_and_is_not_overwritten() {
    let orchid = Orchid::new();
    std::fs::write(orchid.root().join("ward.tm7"), TM7).unwrap();
    let (ended, said, _) = orchid.on_day(&["import", "tm7", "ward.tm7", "--dry-run"]);
    assert!(ended == 0 && said.contains("Nothing is written"), "{said}");
    assert!(!orchid.root().join("model/imported-ward.toml").exists());
    let (ended, said, failed) = orchid.on_day(&["import", "tm7", "ward.tm7", "--format", "json"]);
    assert_eq!(ended, 0, "{failed}");
    let report = json(&said);
    assert_eq!(
        (&report["written"], &report["records"]["flow"]),
        (&"model/imported-ward.toml".into(), &4.into())
    );
    let written = std::fs::read_to_string(orchid.root().join("model/imported-ward.toml")).unwrap();
    let (ended, _, failed) = orchid.on_day(&["import", "tm7", "ward.tm7"]);
    assert!(ended == 2 && failed.contains("not overwritten"), "{failed}");
    let (ended, _, failed) = orchid.on_day(&["import", "tm7", "ward.tm7", "--force"]);
    assert_eq!(ended, 0, "{failed}");
    let (ended, printed, failed) = orchid.on_day(&["import", "tm7", "ward.tm7", "-o", "-"]);
    assert!(
        ended == 0 && failed.contains("Guessed") && printed.contains("[flow.programme-start-2]"),
        "{printed}"
    );
    assert_eq!(std::fs::read_to_string(orchid.root().join("model/imported-ward.toml")).unwrap(), written);
}

#[test]
fn tables_that_are_exported_and_imported_change_no_byte_of_the_folder() {
    let orchid = Orchid::new();
    let (ended, _, failed) = orchid.on_day(&["export", "xlsx", "-o", "all.xlsx"]);
    assert_eq!(ended, 0, "{failed}");
    for table in ["risks", "requirements", "anomalies", "threats", "controls", "tests"] {
        let csv = format!("{table}.csv");
        let (ended, _, failed) = orchid.on_day(&["export", "csv", table, "-o", &csv]);
        assert_eq!(ended, 0, "{failed}");
        for file in ["all.xlsx", csv.as_str()] {
            let (ended, said, failed) = orchid.on_day(&["import", table, file, "--write"]);
            assert!(ended == 0 && said.contains("0 new, 0 changed,"), "{table} {file}: {said}{failed}");
            assert!(
                said.contains("0 not understood") && said.contains("Nothing to write"),
                "{table}: {said}"
            );
        }
    }
}

/// A workbook as a tracker of bugs writes it: a title, numbers and days of the spreadsheet, headings of its own.
fn bugs() -> Vec<u8> {
    let heads =
        ["Bug ID", "Summary", "Component", "CWE", "Security Assessment", "Rationale", "Due date", "Sprint"];
    let mut sheet = Sheet::new("Export", "Bugs", heads.map(SheetColumn::new));
    sheet.rows.push(vec![
        Value::Number(7.0),
        "Log line lost".into(),
        "component.pump-comms".into(),
        Value::Number(778.0),
        "No security effect".into(),
        "One line only.".into(),
        Value::Date(vigil_base::Date::constant(2027, 3, 12)),
        Value::Number(4.0),
    ]);
    sheet.rows.push(vec![Value::Number(8.0), "Odd".into(), "component.pumpcomms".into()]);
    let meta = Meta::new("Bugs", "Orchid", "1", vigil_base::Date::constant(2026, 11, 1));
    vigil_document::xlsx::write(&Workbook { meta, sheets: vec![sheet] }).unwrap()
}

#[test]
fn a_table_with_headings_of_its_own_is_written_only_by_a_mapping_that_somebody_confirmed() {
    let orchid = Orchid::new();
    std::fs::write(orchid.root().join("bugs.xlsx"), bugs()).unwrap();
    let (ended, said, _) = orchid.on_day(&["import", "anomalies", "bugs.xlsx"]);
    assert!(ended == 1 && said.contains("verdict = \"Security Assessment\""), "{said}");
    assert!(said.contains("pumpcomms") && said.contains("1 new, 0 changed"), "{said}");
    let (ended, said, _) = orchid.on_day(&["import", "anomalies", "bugs.xlsx", "--write"]);
    assert!(ended == 2 && said.contains("nothing is written by a guess"), "{said}");
    let start = said.find("confirmed = false").unwrap();
    let end = said.find("\nNew (").unwrap();
    let mapping = said[start..end].replace("confirmed = false", "confirmed = true");
    std::fs::write(orchid.root().join("bugs.toml"), mapping).unwrap();
    let args = ["import", "anomalies", "bugs.xlsx", "--columns", "bugs.toml", "--keep", "--write"];
    let (ended, said, failed) = orchid.on_day(&args);
    assert!(ended == 1 && said.contains("Written to model/lifecycle.toml"), "{said}{failed}");
    let written = std::fs::read_to_string(orchid.root().join("model/lifecycle.toml")).unwrap();
    for line in ["[anomaly.7]", "cwe = 778", "deferral = { by = 2027-03-12 }", "sprint = \"4\""] {
        assert!(written.contains(line), "{line}");
    }
    assert!(!written.contains("pumpcomms"));
    let (_, said, _) = orchid.on_day(&args);
    assert!(said.contains("0 new, 0 changed, 1 the same, 1 not understood"), "{said}");
}

#[test]
fn a_template_becomes_a_checklist_whose_answers_become_threats() {
    let orchid = Orchid::new();
    std::fs::write(orchid.root().join("ward.tb7"), TB7).unwrap();
    let (ended, said, failed) = orchid.on_day(&["import", "tb7", "ward.tb7"]);
    assert!(ended == 0 && said.contains("2 rows in ward-checklist.csv"), "{said}{failed}");
    let path = orchid.root().join("ward-checklist.csv");
    let list = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = list.lines().map(str::to_owned).collect();
    lines[1] = "TH1,Imitated tablet,Somebody answers.,component.tablet,S,,,,,,,,yes,Spoofing,,".to_owned();
    std::fs::write(&path, lines.join("\r\n")).unwrap();
    let (ended, said, failed) = orchid.on_day(&["import", "threats", "ward-checklist.csv", "--write"]);
    assert!(ended == 0 && said.contains("1 new, 0 changed"), "{said}{failed}");
    assert!(said.contains("`Applies` is not answered"), "{said}");
}

#[test]
fn an_exported_model_is_read_back() {
    let orchid = Orchid::new();
    let (ended, said, failed) = orchid.on_day(&["export", "otm", "-o", "orchid.json"]);
    assert!(
        ended == 0 && said.contains("9 components") && said.contains("no place for them"),
        "{said}{failed}"
    );
    let (ended, printed, failed) = orchid.on_day(&["export", "otm"]);
    assert_eq!(ended, 0, "{failed}");
    assert_eq!(printed, std::fs::read_to_string(orchid.root().join("orchid.json")).unwrap());
    let (ended, said, failed) =
        run(&orchid.root(), &["import", "otm", "orchid.json", "--new", "back", "--date", DAY]);
    assert!(ended == 0 && said.contains("9 component"), "{said}{failed}");
}
