//! `vigil baseline` as a user starts it, and what `vigil match` makes of baselines.

use std::collections::BTreeMap;
use std::path::Path;

use crate::device::{Orchid, json, on_day, put, run};

/// All files of a folder with their bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn fielded(said: &str, release: &str) -> serde_json::Value {
    let said = json(said);
    let all = said["result"]["fielded"].as_array().or(said["fielded"].as_array()).unwrap().clone();
    all.into_iter().find(|it| it["release"] == release).unwrap()
}

#[test]
fn the_same_folder_is_cut_to_the_same_bytes_and_a_second_cut_changes_nothing() {
    let (one, two) = (Orchid::matched(), Orchid::matched());
    for orchid in [&one, &two] {
        let (ended, said, failed) = orchid.on_day(&["baseline", "cut", "r3-2-0", "--despite-open"]);
        assert_eq!(ended, 0, "{said}{failed}");
        assert!(said.contains("Release 3.2.0 frozen in baselines/r3-2-0/"), "{said}");
        assert!(said.contains("next: write `baseline = \"r3-2-0\"` in `[release.\"3.2.0\"]`"), "{said}");
    }
    let first = bytes(&one.root().join("baselines/r3-2-0"));
    assert_eq!(first, bytes(&two.root().join("baselines/r3-2-0")));
    let (ended, said, _) = one.on_day(&["baseline", "cut", "r3-2-0", "--despite-open"]);
    assert!(ended == 0 && said.contains("nothing was written"), "{ended}: {said}");
    let later = ["baseline", "cut", "r3-2-0", "--despite-open", "--date", "2027-01-01"];
    let (ended, said, _) = run(&one.root(), &later);
    assert!(
        ended == 0 && said.contains("nothing was written"),
        "another day alone is no reason: {ended}: {said}"
    );
    assert_eq!(first, bytes(&one.root().join("baselines/r3-2-0")));
}

#[test]
fn a_baseline_is_kept_until_it_is_asked_to_go_and_what_differs_is_shown_before() {
    let orchid = Orchid::matched();
    let cut = |more: &[&str]| orchid.on_day(&[&["baseline", "cut", "r1", "--despite-open"], more].concat());
    assert_eq!(cut(&[]).0, 0);
    let before = bytes(&orchid.root().join("baselines/r1"));
    orchid.edit("sbom/phone.cdx.json", |text| {
        text.replacen("\"version\": \"4.1.2\"", "\"version\": \"4.1.3\"", 1)
    });
    orchid.edit("decisions/vulnerabilities.toml", |text| {
        text.replacen("because  = \"The tar applet is not built.\"", "because  = \"It is not built.\"", 1)
    });
    let (ended, _, failed) = cut(&[]);
    assert!(ended == 2 && failed.contains("is another one"), "{ended}: {failed}");
    assert!(
        failed.contains("decision busybox-tar: its text or scope") && failed.contains("sbom/phone.cdx.json"),
        "{failed}"
    );
    assert_eq!(before, bytes(&orchid.root().join("baselines/r1")));
    let (_, said, _) = orchid.on_day(&["baseline", "diff", "r1"]);
    assert!(said.contains("decision busybox-tar"), "{said}");
    let (ended, said, failed) = cut(&["--again"]);
    assert!(ended == 0 && said.contains("What differs from the one that was there"), "{said}{failed}");
    assert_ne!(before, bytes(&orchid.root().join("baselines/r1")));
    let (_, said, _) = orchid.on_day(&["baseline", "diff", "r1"]);
    assert!(said.contains("Nothing differs"), "{said}");
}

#[test]
fn nothing_is_frozen_that_is_not_whole_or_not_accepted() {
    let orchid = Orchid::matched();
    let (ended, _, failed) = orchid.on_day(&["baseline", "cut", "r1"]);
    assert!(ended == 2 && failed.contains("risk.r-026: approval by risk-board"), "{ended}: {failed}");
    let (ended, _, failed) = orchid.on_day(&["baseline", "cut", "../r1", "--despite-open"]);
    assert!(ended == 2 && failed.contains("is no name of a baseline"), "{failed}");
    std::fs::remove_file(orchid.root().join("sbom/phone.cdx.json")).unwrap();
    let (ended, _, failed) = orchid.on_day(&["baseline", "cut", "r1", "--despite-open"]);
    assert!(ended == 2 && failed.contains("not whole") && failed.contains("phone.cdx.json"), "{failed}");
    assert!(!orchid.root().join("baselines/r1").exists());
}

#[test]
fn a_release_in_the_field_is_matched_again_from_its_baseline() {
    let orchid = Orchid::matched();
    let (_, said, _) = orchid.on_day(&["match", "--format", "json"]);
    let old = fielded(&said, "3.1.4");
    assert_eq!(old["incomplete"], serde_json::Value::Null, "{old}");
    assert!(old["flaws"].as_u64().unwrap() > 10, "{old}");
    assert_eq!(old["undecided"][0]["flaw"], "CVE-2025-15467", "{old}");
    assert_eq!(old["undecided"].as_array().unwrap().len(), 1, "{old}");
    assert!(orchid.root().join("snapshot/fielded/3.1.4/index.json").exists());
    let unknown = fielded(&said, "2.6.9");
    assert!(unknown["incomplete"].as_str().unwrap().contains("v2-6-9"), "{unknown}");
    let (ended, said, _) = orchid.on_day(&["match"]);
    assert!(ended == 1 && said.contains("error[match.fielded-undecided]"), "{ended}: {said}");
    // Matching twice gives the same bytes.
    let before = bytes(&orchid.root().join("snapshot/fielded"));
    orchid.on_day(&["match"]);
    assert_eq!(before, bytes(&orchid.root().join("snapshot/fielded")));
}

#[test]
fn a_word_for_the_release_in_the_field_closes_its_flaw() {
    let orchid = Orchid::matched();
    let gaps = |orchid: &Orchid| {
        let (_, said, _) = orchid.on_day(&["check", "--only", "G26.LC.3", "--format", "short"]);
        said.matches("has no answer for release 3.1.4").count()
    };
    assert_eq!(gaps(&orchid), 1);
    let decision = "\n[decision.cms]\non = { flaw = \"CVE-2025-15467\", package = \"openssl\" }\nverdict = \"affected\"\nbecause = \"x\"\n";
    put(&orchid.root().join("decisions/cms.toml"), decision.as_bytes());
    assert_eq!(gaps(&orchid), 2, "the verdict for the release under review is none for the one in the field");
    put(
        &orchid.root().join("decisions/cms.toml"),
        format!("{decision}releases = {{ \"3.1.4\" = \"affected\", \"2.6.9\" = \"not-affected\" }}\n")
            .as_bytes(),
    );
    assert_eq!(gaps(&orchid), 0);
}

#[test]
fn a_baseline_that_was_changed_or_not_matched_makes_the_check_incomplete() {
    let orchid = Orchid::matched();
    let check = |orchid: &Orchid| orchid.on_day(&["check", "--only", "G26.LC.3"]);
    assert_ne!(check(&orchid).0, 3);
    orchid.edit("baselines/k253111/inventory/tablet.json", |text| text.replacen("1.6.43", "1.6.99", 1));
    let (ended, said, _) = check(&orchid);
    assert!(ended == 3 && said.contains("is not as it was frozen"), "{ended}: {said}");
    let orchid = Orchid::matched();
    std::fs::remove_dir_all(orchid.root().join("snapshot/fielded")).unwrap();
    let (ended, said, _) = check(&orchid);
    assert!(
        ended == 3 && said.contains("release 3.1.4 is in the field and was not matched"),
        "{ended}: {said}"
    );
}

#[test]
fn matches_of_a_release_that_left_the_field_are_removed() {
    let orchid = Orchid::matched();
    orchid.edit("vigil.toml", |text| {
        text.replacen(
            "status     = \"fielded\"\nunits      = 4120",
            "status     = \"retired\"\nunits      = 0",
            1,
        )
    });
    orchid.on_day(&["match"]);
    assert!(!orchid.root().join("snapshot/fielded/3.1.4/index.json").exists());
}

#[test]
fn baselines_are_listed_and_shown_with_what_is_not_known() {
    let orchid = Orchid::matched();
    let (ended, said, _) = orchid.on_day(&["baseline", "list"]);
    assert_eq!(ended, 0, "{said}");
    assert!(said.contains("k253111") && said.contains("NOT KNOWN: the baseline of release 2.6.9"), "{said}");
    let (ended, said, _) = orchid.on_day(&["baseline", "show", "k253111"]);
    assert!(ended == 0 && said.contains("release 3.1.4 of orchid") && said.contains("pump-comms"), "{said}");
    let (ended, _, failed) = orchid.on_day(&["baseline", "show", "k1"]);
    assert!(ended == 2 && failed.contains("there are k253111"), "{failed}");
}

#[test]
fn an_older_folder_is_frozen_into_this_one() {
    let (orchid, older) = (Orchid::matched(), Orchid::new());
    older.edit("vigil.toml", |text| text.replacen("version      = \"3.2.0\"", "version      = \"2.6.9\"", 1));
    let from = older.root().display().to_string();
    let (ended, said, failed) =
        on_day(&orchid.root(), &["baseline", "cut", "v2-6-9", "--from", &from, "--despite-open"]);
    assert!(ended == 0 && said.contains("Release 2.6.9 frozen"), "{said}{failed}");
    assert!(!older.root().join("baselines/v2-6-9").exists());
    let (_, said, _) = orchid.on_day(&["match", "--format", "json"]);
    assert_eq!(fielded(&said, "2.6.9")["incomplete"], serde_json::Value::Null);
}
