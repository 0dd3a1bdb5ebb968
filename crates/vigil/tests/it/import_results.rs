//! `vigil import results` as a user starts it.

use crate::device::{json, new, on_day};
use crate::run::Folder;

const JUNIT: &str = r#"<testsuite name="s"><properties><property name="git.commit" value="4be1d07"/></properties>
<testcase classname="bond" name="rejects_old"/><testcase classname="bond" name="rejects_new"/></testsuite>"#;
const TEST: &str = "[requirement.sec-1]\ntext = \"It shall refuse.\"\nchanged = 2026-01-01\n[test.t-1]\nkind = \"negative\"\nverifies = [\"sec-1\"]\nfind = { junit = \"bond::*\" }\n";

/// A new device folder with a test, beside a build that left results.
fn device() -> (Folder, std::path::PathBuf) {
    let folder = new("bedside-networked");
    std::fs::write(folder.path().join("model/tests-of-bond.toml"), TEST).unwrap();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    let results = folder.path().join("out/build-results.xml");
    std::fs::write(&results, JUNIT).unwrap();
    (folder, results)
}

fn index(folder: &Folder) -> String {
    std::fs::read_to_string(folder.path().join("evidence/index.toml")).unwrap_or_default()
}

fn import(folder: &Folder, more: &[&str]) -> (i32, String, String) {
    on_day(folder.path(), &[&["import", "results"], more].concat())
}

#[test]
fn results_are_kept_with_digest_release_commit_and_day_and_answer_their_test() {
    let (folder, results) = device();
    let file = results.to_str().unwrap();
    let more = [file, "--component", "monitor", "--tested-on", "2026-09-24", "--format", "json"];
    let (ended, said, failed) = import(&folder, &more);
    assert_eq!(ended, 0, "{said}{failed}");
    let said = json(&said);
    assert_eq!(said["tests"][0]["test"], "t-1");
    assert_eq!(said["tests"][0]["state"], "passed");
    let index = index(&folder);
    for line in [
        "[evidence.imported-build-results]",
        "release = \"1.0.0\"",
        "commit = \"4be1d07\"",
        "date = 2026-09-24",
        "component = \"monitor\"",
    ] {
        assert!(index.contains(line), "{line} in {index}");
    }
    let kept = std::fs::read_to_string(folder.path().join("evidence/imported/build-results.xml")).unwrap();
    assert_eq!(kept, JUNIT);
}

#[test]
fn the_same_file_again_changes_its_entry_and_another_one_is_never_written_over() {
    let (folder, results) = device();
    let file = results.to_str().unwrap();
    assert_eq!(import(&folder, &[file, "--tested-on", "2026-09-24"]).0, 0);
    assert_eq!(import(&folder, &[file, "--tested-on", "2026-09-25"]).0, 0);
    let before = index(&folder);
    assert_eq!(before.matches("[evidence.").count(), 1, "{before}");
    assert!(before.contains("2026-09-25") && !before.contains("2026-09-24"), "{before}");
    std::fs::write(&results, JUNIT.replace("rejects_old", "other")).unwrap();
    let (ended, _, failed) = import(&folder, &[file]);
    assert!(ended == 2 && failed.contains("is there already and is another file"), "{failed}");
    assert_eq!(index(&folder), before);
    let (ended, said, failed) = import(&folder, &[file, "--to", "ci-2"]);
    assert_eq!(ended, 0, "{said}{failed}");
}

#[test]
fn what_is_no_report_or_names_what_the_model_has_not_is_refused_and_nothing_is_written() {
    let (folder, results) = device();
    let file = results.to_str().unwrap();
    let (ended, _, failed) = import(&folder, &[file, "--component", "monitr"]);
    assert!(ended == 2 && failed.contains("did you mean `monitor`"), "{failed}");
    let (ended, _, failed) = import(&folder, &[file, "--to", "../out"]);
    assert!(ended == 2 && failed.contains("leads out of"), "{failed}");
    std::fs::write(&results, "shopping list").unwrap();
    let (ended, _, failed) = import(&folder, &[file]);
    assert!(ended == 2 && failed.contains("neither JUnit XML"), "{failed}");
    assert_eq!(index(&folder), "");
}

#[test]
fn results_of_several_components_name_the_commit_of_each() {
    let (folder, results) = device();
    let file = results.to_str().unwrap();
    let with = |commits: &[&str]| {
        let given: Vec<&str> = commits.iter().flat_map(|it| ["--commit", it]).collect();
        import(&folder, &[&[file, "--tested-on", "2026-09-24"], &given[..]].concat())
    };
    let (ended, said, failed) = with(&["monitor=4be1d07", "station=7aa90f4"]);
    assert_eq!(ended, 0, "{said}{failed}");
    let index = index(&folder);
    assert!(index.contains(r#"commits = { monitor = "4be1d07", station = "7aa90f4" }"#), "{index}");
    let (ended, _, failed) = with(&["monitr=4be1d07"]);
    assert!(ended == 2 && failed.contains("did you mean `monitor`"), "{failed}");
    let (ended, _, failed) = with(&["4be1d07", "7aa90f4"]);
    assert!(ended == 2 && failed.contains("given twice"), "{failed}");
}

#[test]
fn an_original_report_is_kept_as_it_came() {
    let (folder, _) = device();
    let report = folder.path().join("out/lab-report.pdf");
    std::fs::write(&report, b"%PDF-1.7 of the lab").unwrap();
    let (ended, said, failed) =
        import(&folder, &[report.to_str().unwrap(), "--tested-on", "2026-10-02", "--to", "lab"]);
    assert!(ended == 0 && said.contains("PDF, kept as it came"), "{said}{failed}");
    assert!(index(&folder).contains("from = \"lab/lab-report.pdf\""), "{}", index(&folder));
}
