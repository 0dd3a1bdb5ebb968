//! `vigil build` and `vigil demo` as a user starts them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::device::{json, new, on_day, run};
use crate::run::{Folder, code, vigil};

/// All files of a folder with their content.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |entry: std::fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
    };
    std::fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap())).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// The same bytes again in another folder, time zone, language and account, on the day of the lock.
fn built_elsewhere(root: &Path, args: &[&str]) -> Folder {
    let elsewhere = Folder::new();
    copy(root, elsewhere.path());
    // Nothing of the first build may help the second one.
    for made in ["out", ".vigil"] {
        std::fs::remove_dir_all(elsewhere.path().join(made)).unwrap();
    }
    let output = vigil(elsewhere.path(), args)
        .envs([("TZ", "Asia/Tokyo"), ("LC_ALL", "C"), ("HOME", "/nowhere"), ("USER", "somebody")])
        .output()
        .unwrap();
    assert!(code(&output) != 2, "{}", crate::run::text(&output.stderr));
    elsewhere
}

#[test]
fn a_second_build_elsewhere_gives_the_same_bytes_and_files_of_an_earlier_build_go() {
    let folder = new("samd-cloud");
    let out = folder.path().join("out/submission");
    std::fs::write(folder.path().join("vigil.lock"), "version = 1\nas-of = \"2026-11-01\"\n").unwrap();
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(
        out.join("manifest.json"),
        r#"{"files": [{"file": "old.pdf"}, {"file": "../../vigil.toml"}]}"#,
    )
    .unwrap();
    for name in ["old.pdf", "note-of-mine.txt"] {
        std::fs::write(out.join(name), "x").unwrap();
    }
    let (ended, said, failed) = run(folder.path(), &["build"]);
    assert_eq!(ended, 3, "the packages were never matched: {said}{failed}");
    assert!(said.contains("as of 2026-11-01") && said.contains("Start with"), "{said}");
    assert!(!out.join("old.pdf").exists() && folder.path().join("vigil.toml").exists());
    std::fs::remove_file(out.join("note-of-mine.txt")).unwrap();
    let elsewhere = built_elsewhere(folder.path(), &["build"]);
    let (here, there) = (content(&out), content(&elsewhere.path().join("out/submission")));
    assert!(here.len() > 10 && here.keys().eq(there.keys()));
    for (name, bytes) in &here {
        assert!(*bytes == there[name], "{name} differs");
    }
}

#[test]
fn what_did_not_change_is_taken_as_it_was_printed_and_what_was_tampered_with_is_not() {
    let folder = new("samd-cloud");
    let build = |more: &[&str]| {
        let only = ["build", "--only", "metrics", "--only", "anomalies", "--date", "2026-11-01"];
        let (ended, said, failed) = run(folder.path(), &[&only[..], more].concat());
        assert_eq!(ended, 3, "the packages were never matched: {said}{failed}");
        content(&folder.path().join("out/submission"))
    };
    let kept = folder.path().join(".vigil/print");
    let printed = |name: &str| std::fs::metadata(kept.join(name)).unwrap().modified().unwrap();
    let first = build(&[]);
    let (metrics, plan) = (printed("metrics.json"), printed("anomalies.json"));
    assert_eq!(build(&[]), first, "the same again");
    assert_eq!(
        (printed("metrics.json"), printed("anomalies.json")),
        (metrics, plan),
        "nothing was laid out anew"
    );

    // Bytes that were changed, a note that was cut: both are as if they were not there.
    std::fs::write(kept.join("metrics.pdf"), "%PDF-1.7 something else").unwrap();
    std::fs::write(kept.join("anomalies.json"), "{\"program\":").unwrap();
    assert_eq!(build(&[]), first, "what was tampered with is laid out again");
    assert!(printed("metrics.json") > metrics && printed("anomalies.json") > plan);
    let again = printed("metrics.json");
    assert_eq!(build(&["--fresh"]), first, "laid out anew, the bytes are the same");
    assert_eq!(printed("metrics.json"), again, "and what is kept stays as it was");

    let model = folder.path().join("vigil.toml");
    let text = std::fs::read_to_string(&model).unwrap();
    std::fs::write(
        &model,
        text.replacen("name = \"", "name = \"New ", 1).replacen("name    = \"", "name    = \"New ", 1),
    )
    .unwrap();
    assert_ne!(build(&[]), first, "a new name of the device is in every document");
}

#[test]
fn in_the_profile_submission_nothing_is_written_while_errors_are_open() {
    let folder = new("bedside-networked");
    let strict = ["build", "--profile", "submission", "--only", "metrics"];
    let (ended, said, _) = on_day(folder.path(), &strict);
    assert!(ended == 3 && said.contains("nothing was written") && said.contains("error["), "{ended}: {said}");
    assert!(!folder.path().join("out").exists());
    let (ended, said, failed) = on_day(folder.path(), &[&strict[..], &["--allow-incomplete"]].concat());
    assert!(ended == 0 && folder.path().join("out/submission").exists(), "{said}{failed}");
    let (ended, _, said) = on_day(folder.path(), &["build", "--only", "nothing-like-this"]);
    assert!(ended == 2 && said.contains("nothing-like-this"), "{said}");
}

/// One test for all of the example: it is built whole once, and a debug build takes its time over that.
#[test]
fn the_example_is_written_matched_checked_and_built_without_network() {
    let folder = Folder::new();
    let (ended, said, failed) = run(folder.path(), &["demo", "shown", "--format", "json"]);
    assert_eq!(ended, 0, "{said}{failed}");
    let said = json(&said);
    let root = folder.path().join("shown/orchid");
    let out = content(&root.join("out/submission"));
    assert_eq!(said["files"], out.len());
    assert!(said["pages"].as_u64() > Some(100) && said["undecided"].as_u64() > Some(0), "{said}");
    assert!(folder.path().join(said["first"].as_str().unwrap()).exists());
    let manifest = json(std::str::from_utf8(&out["manifest.json"]).unwrap());
    for file in manifest["files"].as_array().unwrap() {
        let bytes = &out[file["file"].as_str().unwrap()];
        assert_eq!(file["sha256"], vigil_base::Digest::of_bytes(bytes).to_string(), "{file}");
    }
    assert_eq!(manifest["files"].as_array().unwrap().len() + 1, out.len());

    let (ended, _, said) = run(folder.path(), &["demo", "shown"]);
    assert!(ended == 2 && said.contains("is not empty"), "{said}");

    let parts = ["build", "--only", "cyber-device-statement", "--only", "metrics"];
    let elsewhere = built_elsewhere(&root, &parts);
    let again = content(&elsewhere.path().join("out/submission"));
    assert!(again.len() >= 2 && !again.contains_key("manifest.json"));
    for (name, bytes) in &again {
        assert!(*bytes == out[name], "{name} differs");
    }
}
