//! `vigil match` as a user starts it.

use crate::device::{DAY, Orchid, json, run};

fn index(orchid: &Orchid) -> serde_json::Value {
    json(&std::fs::read_to_string(orchid.root().join("snapshot/index.json")).unwrap())
}

#[test]
fn a_missing_or_empty_database_ends_with_3_and_writes_nothing() {
    let orchid = Orchid::new();
    let (ended, said, _) = orchid.on_day(&["match"]);
    assert!(ended == 3 && said.contains("vigil db import"), "{ended}: {said}");
    std::fs::write(orchid.root().join("vigil.vdb"), "").unwrap();
    let (ended, said, _) = orchid.on_day(&["match"]);
    assert!(ended == 3 && said.contains("no package was matched"), "{ended}: {said}");
    assert!(!orchid.root().join("snapshot").exists() && !orchid.root().join("vigil.lock").exists());
    std::fs::write(orchid.root().join("vigil.vdb"), "something else").unwrap();
    let (ended, ..) = orchid.on_day(&["match"]);
    assert_eq!(ended, 2);
}

#[test]
fn a_database_that_knows_only_exploited_ids_ends_with_3() {
    let orchid = Orchid::new();
    let kev = orchid.root().join("../feed/kev").display().to_string();
    let (ended, said, _) =
        run(&orchid.root(), &["db", "import", &kev, "--db", "vigil.vdb", "--fetched", DAY]);
    assert!(ended == 0, "{said}");
    let (ended, said, _) = orchid.on_day(&["match"]);
    assert!(ended == 3 && said.contains("knows no flaws"), "{said}");
}

#[test]
fn data_older_than_the_project_allows_ends_with_3_and_calls_no_package_clear() {
    let orchid = Orchid::new();
    orchid.import();
    let (ended, said, _) = run(&orchid.root(), &["match", "--date", "2026-12-24"]);
    assert!(ended == 3 && said.contains("53 days"), "{ended}: {said}");
    assert_eq!(index(&orchid)["counts"]["clear"], 0);
    orchid.edit("vigil.toml", |text| text.replace("\"30 days\"", "\"90 days\""));
    let (ended, said, _) = run(&orchid.root(), &["match", "--date", "2026-12-24"]);
    assert!(ended < 2, "{ended}: {said}");
}

#[test]
fn undecided_flaws_end_with_1_and_are_named_with_the_decision_to_write() {
    let orchid = Orchid::new();
    orchid.import();
    let (ended, said, _) = orchid.on_day(&["match"]);
    assert_eq!(ended, 1, "{said}");
    let step = "flaw = \"CVE-2025-15467\", package = \"openssl\", components = [\"pump-comms\"]";
    assert!(said.contains("error[match.undecided]") && said.contains(step), "{said}");
    assert!(said.contains("There was no snapshot before"), "{said}");
    let lock = std::fs::read_to_string(orchid.root().join("vigil.lock")).unwrap();
    assert!(lock.contains("as-of = \"2026-11-01\"") && lock.contains("risk.r-012"), "{lock}");
    let (_, again, _) = orchid.on_day(&["match"]);
    assert!(again.contains("Nothing new, gone or changed"), "{again}");
}

#[test]
fn what_is_new_and_gone_is_said_and_files_of_components_that_are_gone_are_removed() {
    let orchid = Orchid::matched();
    let phone = orchid.root().join("snapshot/phone.json");
    std::fs::write(orchid.root().join("snapshot/mine.txt"), "kept").unwrap();
    assert!(phone.exists());
    orchid.edit("model/components.toml", |text| text.replace("sbom         = \"sbom/phone.cdx.json\"\n", ""));
    let before = index(&orchid);
    let (_, said, _) = orchid.on_day(&["match", "--dry-run"]);
    assert!(said.contains("\nGone (") && said.contains("(phone)"), "{said}");
    assert_eq!(index(&orchid), before);
    orchid.on_day(&["match"]);
    assert!(!phone.exists() && orchid.root().join("snapshot/mine.txt").exists());
    assert!(index(&orchid)["files"].get("phone").is_none());
    orchid.edit("model/components.toml", |text| {
        text.replace("[component.phone]\n", "[component.phone]\nsbom = \"sbom/phone.cdx.json\"\n")
    });
    let (_, said, _) = orchid.on_day(&["match"]);
    assert!(said.contains("\nNew (") && phone.exists(), "{said}");
}

#[test]
fn a_record_that_is_gone_keeps_its_id_from_being_used_again() {
    let orchid = Orchid::matched();
    orchid.edit("model/components.toml", |text| {
        text.replace("component.ehr]", "component.records]\nwas = [\"ehr\"]")
    });
    orchid.on_day(&["match"]);
    let lock = std::fs::read_to_string(orchid.root().join("vigil.lock")).unwrap();
    let retired = lock.lines().skip_while(|line| !line.starts_with("retired")).take(3).collect::<String>();
    assert!(retired.contains("component.ehr"), "{retired}");
}

/// Whether the package that `state` is told of still counts as one that nobody looks after.
fn unidentified(report: &str) -> Vec<String> {
    let report = json(report);
    let packages = report["result"]["unidentified"].as_array().unwrap().iter();
    packages.map(|it| it[1].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_person_can_say_what_a_package_is_or_how_it_is_watched() {
    let orchid = Orchid::matched();
    let (_, before, _) = orchid.on_day(&["match", "--format", "json"]);
    let [watched, pinned] = [0, 1].map(|at| unidentified(&before)[at].clone());
    let record = |package: &str, key: &str, value: &str| {
        format!("[identity.\"{package}\"]\n{key} = \"{value}\"\nbecause = \"The SBOM names it badly.\"\n")
    };
    let openssl = "cpe:2.3:a:openssl:openssl:3.0.14:*:*:*:*:*:*:*";
    let records = record(&watched, "watched", "Release notes, weekly") + &record(&pinned, "cpe", openssl);
    std::fs::write(orchid.root().join("model/pins.toml"), records).unwrap();
    let (_, after, _) = orchid.on_day(&["match", "--format", "json"]);
    let still = unidentified(&after);
    assert!(!still.contains(&watched) && !still.contains(&pinned), "{still:?}");
    let undecided = json(&after)["result"]["undecided"].as_array().unwrap().clone();
    let found = undecided.iter().any(|it| it["package"] == pinned.as_str() && it["flaw"] == "CVE-2025-15467");
    assert!(found, "{pinned} is not found to be the pinned product: {undecided:?}");
}

#[test]
fn public_data_on_the_support_of_packages_is_frozen_and_fills_what_nobody_states() {
    let orchid = Orchid::new();
    orchid.import();
    let (_, said, _) = orchid.on_day(&["match"]);
    assert!(said.contains("packages are of a release that endoflife.date"), "{said}");
    let path = orchid.root().join("snapshot/lifecycles.json");
    let known = json(&std::fs::read_to_string(&path).unwrap());
    let openssl = known["packages"]["pkg:generic/openssl@3.0.14"].clone();
    assert_eq!(openssl["ends"]["on"], "2026-09-07", "{openssl}");
    std::fs::write(&path, "{").unwrap();
    let (_, said, _) = orchid.on_day(&["check", "--only", "case.lifecycles-unreadable"]);
    assert!(said.contains("error[case.lifecycles-unreadable]") && said.contains("vigil match"), "{said}");
}

/// A flaw of OpenSSL that is one only on a certain board.
const ON_A_BOARD: &str = r#"{"vulnerabilities":[{"cve":{"id":"CVE-2026-9001","sourceIdentifier":"x","published":"2026-10-01T00:00:00.000",
    "lastModified":"2026-10-20T00:00:00.000","vulnStatus":"Analyzed","descriptions":[{"lang":"en","value":"Only there."}],
    "configurations":[{"operator":"AND","nodes":[
      {"operator":"OR","negate":false,"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*","matchCriteriaId":"A"}]},
      {"operator":"OR","negate":false,"cpeMatch":[{"vulnerable":false,"criteria":"cpe:2.3:h:acme:board_7:-:*:*:*:*:*:*:*","matchCriteriaId":"B"}]}]}]}}]}"#;

#[test]
fn a_flaw_that_needs_a_certain_hardware_is_found_where_a_part_runs_on_it() {
    let orchid = Orchid::new();
    orchid.import();
    std::fs::write(orchid.root().join("board.json"), ON_A_BOARD).unwrap();
    let import = ["db", "import", "board.json", "vigil.vdb", "--db", "next.vdb", "--fetched", DAY];
    let (ended, said, _) = run(&orchid.root(), &import);
    assert_eq!(ended, 0, "{said}");
    std::fs::rename(orchid.root().join("next.vdb"), orchid.root().join("vigil.vdb")).unwrap();
    let open = "CVE-2026-9001 could not be evaluated";
    let (_, said, _) = orchid.on_day(&["match"]);
    assert!(said.contains(open), "no hardware is named, so it cannot be said: {said}");
    orchid.edit("model/pump.toml", |text| {
        let board = "runs-on = [\"cpe:2.3:h:acme:board_7:-:*:*:*:*:*:*:*\", \"board 8\"]\n";
        text.replace("[component.pump-comms]\n", &format!("[component.pump-comms]\n{board}"))
    });
    let (_, said, _) = orchid.on_day(&["match"]);
    assert!(!said.contains(open) && said.contains("CVE-2026-9001"), "{said}");
    assert!(said.contains("board 8"), "a name that is none is said: {said}");
    orchid.edit("model/pump.toml", |text| text.replace("acme:board_7", "acme:board_9"));
    let (_, said, _) = orchid.on_day(&["match"]);
    let now =
        |line: &&str| line.contains("error[match.undecided]") || line.contains("error[match.not-checked]");
    let rows = said.lines().filter(now).filter(|line| line.contains("CVE-2026-9001"));
    assert_eq!(rows.collect::<Vec<_>>(), Vec::<&str>::new(), "it runs on another board");
}
