//! `vigil triage` as a user starts it.

use crate::device::{Orchid, json, on_day};

const FLAW: &str = "CVE-2025-15467";
const REASON: &str = "Built without CMS, as test t-055 shows.";

fn read(orchid: &Orchid, file: &str) -> String {
    std::fs::read_to_string(orchid.root().join(file)).unwrap()
}

fn set<'a>(verdict: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["triage", "set", FLAW, verdict, "--because", REASON, "--component", "pump-comms"], more].concat()
}

#[test]
fn the_list_shows_what_is_undecided_and_what_became_of_the_decisions() {
    let orchid = Orchid::matched();
    let (ended, said, _) = orchid.on_day(&["triage"]);
    assert!(ended == 0 && said.contains("1. CVE-2025-15467 in openssl"), "{ended}: {said}");
    assert!(said.contains("Decisions: ") && said.contains(" carried, 0 asked again"), "{said}");
    let (ended, said, _) = Orchid::new().on_day(&["triage"]);
    assert!(ended == 3 && said.contains("INCOMPLETE"), "{ended}: {said}");
}

#[test]
fn a_decision_is_written_beside_the_others_and_is_refused_a_second_time() {
    let orchid = Orchid::matched();
    let before = read(&orchid, "decisions/vulnerabilities.toml");
    let (ended, _, failed) = orchid.on_day(&set("not-affected", &[]));
    assert!(ended == 2 && failed.contains("needs a justification"), "{ended}: {failed}");
    let why = ["--why", "vulnerable_code_not_present", "--by", "psirt", "--review", "2027-05-01"];
    let (ended, said, failed) = orchid.on_day(&set("not-affected", &why));
    assert!(ended == 0 && said.contains("Written to decisions/triage.toml"), "{said}{failed}");
    let written = read(&orchid, "decisions/triage.toml");
    assert!(written.contains("[decision.cve-2025-15467-openssl-pump-comms]"), "{written}");
    assert!(
        written.contains("rests-on = [\"package.version\"]") && written.contains("review = 2027-05-01"),
        "{written}"
    );
    assert_eq!(read(&orchid, "decisions/vulnerabilities.toml"), before);
    let (_, said, _) = orchid.on_day(&["triage", "--format", "json"]);
    assert_eq!(json(&said)["undecided"], 0, "{said}");
    let (ended, _, failed) = orchid.on_day(&set("affected", &[]));
    assert!(ended == 2 && failed.contains("covers CVE-2025-15467"), "{ended}: {failed}");
    assert_eq!(read(&orchid, "decisions/triage.toml"), written);
}

#[test]
fn of_all_decisions_only_the_one_whose_ground_changed_is_asked_again_until_it_is_confirmed() {
    let orchid = Orchid::matched();
    orchid.edit("model/data-and-flows.toml", |text| {
        text.replacen(
            "idle_end = \"10 min\", ids = \"random, 128 bit\"",
            "idle_end = \"20 min\", ids = \"random, 128 bit\"",
            1,
        )
    });
    let (ended, said, _) = orchid.on_day(&["match"]);
    assert!(ended == 1 && said.contains("decision `certificate-names` has to be looked at again"), "{said}");
    assert!(said.contains("`channel.mtls`, which it rests on, has changed"), "{said}");
    let decisions = |orchid: &Orchid| {
        let (_, said, _) = orchid.on_day(&["triage", "--format", "json"]);
        json(&said)["decisions"].clone()
    };
    let said = decisions(&orchid);
    assert_eq!(said["asked_again"].as_array().unwrap().len(), 1, "{said}");
    assert!(said["carried"].as_array().unwrap().len() > 20, "{said}");
    // Matching again does not make it forgotten.
    orchid.on_day(&["match"]);
    assert_eq!(decisions(&orchid)["asked_again"].as_array().unwrap().len(), 1);
    let (ended, _, failed) = orchid.on_day(&["triage", "confirm", "certificate-names"]);
    assert_eq!(ended, 0, "{failed}");
    orchid.on_day(&["match"]);
    assert_eq!(decisions(&orchid)["asked_again"].as_array().unwrap().len(), 0);
}

#[test]
fn a_version_outside_the_range_asks_again_and_a_flaw_that_is_gone_retires() {
    let orchid = Orchid::matched();
    orchid.edit("decisions/vulnerabilities.toml", |text| {
        text.replacen("versions = \">=3.0.0, <3.0.15\"", "versions = \">=3.0.0, <3.0.2\"", 1)
    });
    orchid.edit("model/components.toml", |text| {
        text.replacen("sbom         = \"sbom/phone.cdx.json\"\n", "", 1)
    });
    let (_, said, _) = orchid.on_day(&["match"]);
    assert!(said.contains("is outside its versions >=3.0.0, <3.0.2"), "{said}");
    assert!(said.contains("Decisions retired (2)") && said.contains("phone-cleaner: "), "{said}");
}

#[test]
fn a_sheet_that_comes_back_unchanged_changes_nothing() {
    let orchid = Orchid::matched();
    for file in ["sheet.xlsx", "sheet.csv"] {
        let (ended, said, failed) = orchid.on_day(&["triage", "export", file]);
        assert_eq!(ended, 0, "{said}{failed}");
        let (ended, said, failed) = orchid.on_day(&["triage", "import", file, "--write"]);
        assert!(ended == 0 && said.contains("0 decisions new, 0 changed,"), "{file}: {said}{failed}");
        assert!(said.contains("0 rejected") && said.contains("Nothing to write"), "{file}: {said}");
    }
}

/// The lines of the exported CSV, with the open row filled in by `fill`.
fn filled(orchid: &Orchid, fill: &str) -> Vec<String> {
    orchid.on_day(&["triage", "export", "sheet.csv"]);
    let text = read(orchid, "sheet.csv");
    let line = |line: &str| {
        let open = line.contains("CVE-2025-15467") && line.ends_with("open,,,,,,");
        if open { line.trim_end_matches(",,,,,").to_owned() + fill } else { line.to_owned() }
    };
    text.lines().map(line).collect()
}

fn import(orchid: &Orchid, lines: &[String], more: &[&str]) -> (i32, String, String) {
    std::fs::write(orchid.root().join("sheet.csv"), lines.join("\r\n") + "\r\n").unwrap();
    on_day(&orchid.root(), &[&["triage", "import", "sheet.csv"], more].concat())
}

#[test]
fn a_filled_row_is_shown_before_it_is_written() {
    let orchid = Orchid::matched();
    let lines =
        filled(&orchid, "not-affected,vulnerable_code_not_present,\"Built, without CMS.\",,psirt,2027-05-01");
    let (ended, said, failed) = import(&orchid, &lines, &[]);
    assert!(ended == 0 && said.contains("1 decision new, 0 changed"), "{said}{failed}");
    assert!(said.contains("Nothing is written yet") && !orchid.root().join("decisions/triage.toml").exists());
    let (ended, said, failed) = import(&orchid, &lines, &["--write"]);
    assert!(ended == 0 && said.contains("Written to decisions/triage.toml"), "{said}{failed}");
    assert!(read(&orchid, "decisions/triage.toml").contains("because = \"Built, without CMS.\""));
}

#[test]
fn what_cannot_be_taken_is_named_by_row_with_its_cause() {
    let orchid = Orchid::matched();
    let mut lines = filled(&orchid, "not-afected,,x,,,");
    let at = lines.iter().position(|line| line.contains("not-afected")).unwrap();
    let (ended, said, _) = import(&orchid, &lines, &["--write"]);
    assert!(ended == 1 && said.contains(&format!("row {}: ", at + 1)), "{said}");
    assert!(said.contains("did you mean `not-affected`?"), "{said}");
    lines[at] = lines[at].replace("not-afected", "affected").replace("pump-comms", "gateway");
    lines.push(lines[2].clone());
    lines[3] = format!("0{}", &lines[3][1..]).replacen('0', "f", 1);
    let (other, stamp) = (lines[4].clone(), "-0123456789");
    lines[4] = format!("{}{stamp}{}", &other[..12], &other[23..]);
    let (ended, said, _) = import(&orchid, &lines, &[]);
    assert_eq!(ended, 1);
    for cause in [
        "a locked cell was changed",
        "the row stands twice",
        "the cell was changed, or",
        "is from another snapshot: what is matched",
    ] {
        assert!(said.contains(cause), "{cause}: {said}");
    }
    let (ended, _, failed) = import(&orchid, &["a,b".to_owned()], &[]);
    assert!(ended == 2 && failed.contains("no column `Key`"), "{failed}");
}
