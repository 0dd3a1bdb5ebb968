//! `vigil check` as a user starts it.

use serde_json::Value;

use crate::device::{Orchid, json, new, run};

const STRICT: [&str; 5] = ["check", "--profile", "submission", "--format", "json"];

/// Code, subject, file and line of a finding.
type Named = (String, String, String, u64);

fn findings(report: &str) -> Vec<(Named, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let named = |it: &Value| {
        let place = (text(&it["place"]["file"]), it["place"]["line"].as_u64().unwrap_or_default());
        ((text(&it["code"]), text(&it["subject"]), place.0, place.1), text(&it["message"]))
    };
    json(report)["findings"].as_array().unwrap().iter().map(named).collect()
}

/// What `check` says of the example after a change that it did not say before.
fn said_after(orchid: &Orchid, file: &str, change: impl Fn(&str) -> String) -> (i32, Vec<(Named, String)>) {
    let (_, before, _) = orchid.on_day(&STRICT);
    orchid.edit(file, change);
    orchid.on_day(&["match"]);
    let (ended, after, failed) = orchid.on_day(&STRICT);
    assert!(!after.is_empty(), "{failed}");
    let before: Vec<String> = findings(&before).into_iter().map(|(_, message)| message).collect();
    (ended, findings(&after).into_iter().filter(|(_, message)| !before.contains(message)).collect())
}

fn line_of(orchid: &Orchid, file: &str, line: &str) -> u64 {
    let text = std::fs::read_to_string(orchid.root().join(file)).unwrap();
    1 + text.lines().position(|it| it.contains(line)).unwrap() as u64
}

#[test]
fn a_test_without_its_results_is_named_with_the_requirement_that_it_leaves_open() {
    let orchid = Orchid::matched();
    let find = "find     = { junit = \"ble::bond::rejects_*\" }\n";
    let (ended, new) = said_after(&orchid, "model/tests.toml", |text| text.replacen(find, "", 1));
    assert_eq!(ended, 1);
    let line = line_of(&orchid, "model/requirements.toml", "[requirement.sec-031]");
    let (_, message) = new
        .iter()
        .find(|(named, _)| {
            *named == ("G26.TE.1".into(), "sec-031".into(), "model/requirements.toml".into(), line)
        })
        .unwrap();
    assert!(message.contains("`t-031`"), "{message}");
}

#[test]
fn a_control_without_its_requirement_is_named() {
    let orchid = Orchid::matched();
    let link = "implements = [\"hard-limits\"]\n";
    let (ended, new) = said_after(&orchid, "model/requirements.toml", |text| text.replacen(link, "", 1));
    assert_eq!(ended, 1);
    let line = line_of(&orchid, "model/controls.toml", "[control.hard-limits]");
    let wanted: Named = ("G26.AR.5".into(), "hard-limits".into(), "model/controls.toml".into(), line);
    assert!(new.iter().any(|(named, _)| *named == wanted), "{new:#?}");
}

/// The SBOM without the first part of a package that `drop` takes out, and the package.
fn without(text: &str, drop: impl Fn(&mut Value) -> bool) -> (String, String) {
    let mut sbom = json(text);
    let packages = sbom["components"].as_array_mut().unwrap();
    let package = packages.iter_mut().find_map(|it| drop(it).then(|| it["purl"].clone())).unwrap();
    (serde_json::to_string_pretty(&sbom).unwrap(), package.as_str().unwrap().to_owned())
}

fn drop_hash(package: &mut Value) -> bool {
    package["purl"].is_string() && package.as_object_mut().unwrap().remove("hashes").is_some()
}

fn drop_support_date(package: &mut Value) -> bool {
    let Some(properties) = package["properties"].as_array_mut() else { return false };
    let before = properties.len();
    properties.retain(|it| it["name"] != "cdx:lifecycle:milestone:endOfSupport");
    properties.len() < before
}

#[test]
fn a_package_without_its_hash_is_named_where_it_stands_in_the_sbom() {
    part_of_a_package_is_missed("sbom/phone.cdx.json", "SB.3", drop_hash);
}

#[test]
fn a_package_without_its_end_of_support_is_named_where_it_stands_in_the_sbom() {
    part_of_a_package_is_missed("sbom/pump-comms.cdx.json", "G26.SB.10", drop_support_date);
}

fn part_of_a_package_is_missed(file: &str, rule: &str, drop: fn(&mut Value) -> bool) {
    let orchid = Orchid::matched();
    let (_, package) = without(&std::fs::read_to_string(orchid.root().join(file)).unwrap(), drop);
    let (ended, new) = said_after(&orchid, file, |text| without(text, drop).0);
    assert_eq!(ended, 1);
    let said = new.iter().find(|((code, subject, ..), _)| code == rule && *subject == package);
    let ((_, _, place, line), _) = said.unwrap_or_else(|| panic!("{package}: {new:#?}"));
    let text = std::fs::read_to_string(orchid.root().join(file)).unwrap();
    let entry: String = text.lines().skip(*line as usize - 1).take(40).collect();
    assert!(place == file && entry.contains(&package), "{place}:{line} {entry}");
}

#[test]
fn what_was_not_matched_yet_makes_a_check_incomplete_and_hides_no_finding() {
    let folder = new("samd-cloud");
    let (ended, said, _) = run(folder.path(), &["check"]);
    assert_eq!(ended, 3, "{said}");
    assert!(
        said.contains("incomplete: ") && said.contains("vigil match") && said.contains("note[G26."),
        "{said}"
    );
    let (allowed, ..) = run(folder.path(), &["check", "--allow-incomplete"]);
    assert_eq!(allowed, 0);
    let (notes, ..) = run(folder.path(), &["check", "--allow-incomplete", "--fail-on", "note"]);
    assert_eq!(notes, 1);
}

#[test]
fn a_snapshot_of_other_sboms_or_of_old_data_makes_a_check_incomplete() {
    let orchid = Orchid::matched();
    let (ended, said, _) = orchid.on_day(&["check", "--fail-on", "error"]);
    assert!(ended < 2, "{said}");
    let (ended, said, _) = run(&orchid.root(), &["check", "--date", "2026-12-24"]);
    assert!(ended == 3 && said.contains("older than the 30 days allowed: "), "{said}");
    orchid.edit("sbom/phone.cdx.json", |text| text.replacen('{', "{ ", 1));
    let (ended, said, _) = orchid.on_day(&["check"]);
    assert!(ended == 3 && said.contains("changed since they were matched: sbom/phone.cdx.json"), "{said}");
    std::fs::write(orchid.root().join("snapshot/index.json"), "{").unwrap();
    let (ended, said, _) = orchid.on_day(&["check"]);
    assert!(ended == 3 && said.contains("the snapshot cannot be read"), "{said}");
}

#[test]
fn an_sbom_or_evidence_that_cannot_be_looked_at_makes_a_check_incomplete() {
    let orchid = Orchid::matched();
    std::fs::write(orchid.root().join("sbom/phone.cdx.json"), "{").unwrap();
    let (ended, said, _) = orchid.on_day(&["check"]);
    assert!(ended == 3 && said.contains("incomplete: the SBOM `sbom/phone.cdx.json`"), "{said}");
    let orchid = Orchid::matched();
    std::fs::remove_file(orchid.root().join("evidence/ci-4711/junit.xml")).unwrap();
    let (ended, said, _) = orchid.on_day(&["check"]);
    assert!(ended == 3 && said.contains("incomplete: the evidence file"), "{said}");
    let orchid = Orchid::matched();
    let file = orchid.root().join("model/statements.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("[threat-model]\n", "[threat-model]\nemb3d = \"emb3d.json\"\n", 1))
        .unwrap();
    std::fs::write(orchid.root().join("emb3d.json"), "{").unwrap();
    let (ended, said, _) = orchid.on_day(&["check"]);
    assert!(ended == 3 && said.contains("incomplete: the copy of EMB3D `emb3d.json`"), "{said}");
}

#[test]
fn a_file_of_the_model_that_cannot_be_read_ends_with_2_and_is_shown() {
    let folder = new("samd-cloud");
    std::fs::write(folder.path().join("model/more.toml"), "[risk.r-9\n").unwrap();
    let (ended, said, _) = run(folder.path(), &["check"]);
    assert!(ended == 2 && said.contains("model/more.toml:1"), "{ended}: {said}");
    let (ended, said, _) = run(folder.path(), &["match"]);
    assert!(ended == 2 && said.contains("model/more.toml:1"), "{ended}: {said}");
    assert!(!folder.path().join("vigil.lock").exists());
}

#[test]
fn without_a_device_folder_a_check_ends_with_2_and_the_next_step() {
    let folder = crate::run::Folder::new();
    let (ended, _, said) = run(folder.path(), &["check"]);
    assert!(ended == 2 && said.contains("--device"), "{said}");
}

#[test]
fn only_the_rules_asked_for_are_shown_and_an_unknown_one_is_answered_with_the_nearest() {
    let folder = new("samd-cloud");
    let (_, said, _) = run(folder.path(), &["check", "--only", "G26.TM", "--format", "json"]);
    let found = findings(&said);
    assert!(
        !found.is_empty() && found.iter().all(|((code, ..), _)| code.starts_with("G26.TM.")),
        "{found:?}"
    );
    let (ended, _, said) = run(folder.path(), &["check", "--only", "G26.TN"]);
    assert!(ended == 2 && said.contains("has no rule `G26.TN`"), "{said}");
}

#[test]
fn a_draft_says_where_to_begin_and_how_many_errors_a_submission_would_have() {
    let folder = new("samd-cloud");
    let (_, draft, _) = run(folder.path(), &["check"]);
    let (_, strict, _) = run(folder.path(), &["check", "--profile", "submission", "--format", "json"]);
    let errors =
        json(&strict)["findings"].as_array().unwrap().iter().filter(|it| it["severity"] == "error").count();
    let last: Vec<&str> = draft.lines().rev().take(2).collect();
    assert!(last[0].contains(&format!("`--profile submission` there are {errors} errors")), "{draft}");
    assert!(last[1].starts_with("most often: ") && last[1].contains("`vigil check --only "), "{draft}");
}

#[cfg(unix)]
#[test]
fn a_model_file_that_is_a_link_is_said_to_be_unread() {
    let folder = new("samd-cloud");
    let model = folder.path().join("model");
    std::fs::rename(model.join("plan.toml"), folder.path().join("plan.toml")).unwrap();
    std::os::unix::fs::symlink("../plan.toml", model.join("plan.toml")).unwrap();
    let (ended, said, _) = run(folder.path(), &["check", "--format", "short"]);
    assert_eq!(ended, 2, "{said}");
    assert!(said.contains("model/plan.toml:1:1: error[model.unreadable]"), "{said}");
}
