//! `vigil db update` as a user starts it, against a loopback server; also killed in the middle.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use vigil_testkit::server::{Answer, File, Server};

use crate::run::{Folder, code, text, vigil};

const KEV: &str = r#"{"title":"x","catalogVersion":"2026.11.24","dateReleased":"2026-11-24T00:00:00Z","count":1,"vulnerabilities":[{"cveID":"CVE-2025-0001","vendorProject":"Acme","product":"Pad","vulnerabilityName":"n","dateAdded":"2026-11-24","shortDescription":"d","requiredAction":"Patch","dueDate":"2026-12-15","knownRansomwareCampaignUse":"Unknown","notes":"","cwes":[]}]}"#;
const KEV_PATH: &str = "/known_exploited_vulnerabilities.json";

/// A catalogue with this many entries.
fn catalogue(entries: u32) -> String {
    let entry = |number: u32| {
        KEV[KEV.find("{\"cveID").unwrap()..KEV.len() - 2].replace("0001", &format!("{number:05}"))
    };
    let list: Vec<String> = (1..=entries).map(entry).collect();
    let head = KEV[..KEV.find("{\"cveID").unwrap()].replace("\"count\":1", &format!("\"count\":{entries}"));
    format!("{head}{}]}}", list.join(","))
}

/// Runs `db update` for the catalogue of known exploited vulnerabilities.
fn update(folder: &Folder, server: &str, more: &[&str]) -> (i32, String, String) {
    let base = format!("kev={server}");
    let args =
        ["db", "update", "--source", "kev", "--base", &base, "--cache", "cache", "--date", "2026-11-25"];
    let output = vigil(folder.path(), &[&args[..], more].concat()).output().unwrap();
    (code(&output), text(&output.stdout), text(&output.stderr))
}

/// The digest that the database states, after the whole file was compared with it.
fn digest(folder: &Path) -> String {
    let args = ["db", "status", "--verify", "--date", "2026-11-25", "--format", "json"];
    let output = vigil(folder, &args).output().unwrap();
    assert!([0, 3].contains(&code(&output)), "{}", text(&output.stderr));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    value["result"]["digest"].as_str().unwrap().to_owned()
}

fn files(files: &[(&str, &str)]) -> BTreeMap<String, File> {
    files.iter().map(|(path, text)| ((*path).to_owned(), File::new(*text))).collect()
}

#[test]
fn a_feed_is_fetched_imported_and_then_only_confirmed() {
    let server = Server::of(files(&[(KEV_PATH, KEV)])).unwrap();
    let folder = Folder::new();
    let (ended, said, _) = update(&folder, &server.address(""), &[]);
    assert_eq!(ended, 0, "{said}");
    assert!(said.contains("vigil.vdb: written") && said.contains("kev: 1 fetched"), "{said}");
    let (ended, said, _) = update(&folder, &server.address(""), &["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((ended, &value["result"]["written"]), (0, &serde_json::json!(false)));
    assert_eq!(value["result"]["feeds"][0]["unchanged"], 1);
    // Nothing but requests for the file went out, and they name the program and nothing else.
    for asked in server.asked() {
        assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", KEV_PATH));
        let names: Vec<&str> = asked.headers.keys().map(String::as_str).collect();
        let known = ["accept", "accept-encoding", "host", "if-none-match", "user-agent"];
        assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    }
}

#[test]
fn a_feed_that_fails_ends_with_3_and_stands_in_the_status() {
    let folder = Folder::new();
    let healthy = Server::of(files(&[(KEV_PATH, KEV)])).unwrap();
    update(&folder, &healthy.address(""), &[]);
    let gone = Server::of(files(&[])).unwrap();
    let (ended, said, _) = update(&folder, &gone.address(""), &[]);
    assert_eq!(ended, 3, "{said}");
    assert!(said.contains("update.download-failed") && said.contains("answered 404"), "{said}");
    let output = vigil(folder.path(), &["db", "status", "--date", "2026-11-25"]).output().unwrap();
    let status = text(&output.stdout);
    assert!(code(&output) == 3 && status.contains("the last download of kev failed"), "{status}");
    assert!(status.contains("kev: 1 records"), "the older records are still there: {status}");
}

#[test]
fn nothing_fetched_and_no_database_ends_with_2() {
    let folder = Folder::new();
    let gone = Server::of(files(&[])).unwrap();
    let (ended, said, _) = update(&folder, &gone.address(""), &[]);
    assert!(ended == 2 && said.contains("vigil.vdb: not written"), "{said}");
    assert!(!folder.path().join("vigil.vdb").exists());
}

#[test]
fn wrong_options_end_with_2_and_say_what_is_right() {
    let folder = Folder::new();
    for (args, part) in [
        (&["--source", "cnnvd"][..], "there is no feed `cnnvd`"),
        (&["--base", "nvd"], "not of the form NAME=URL"),
        (&["--base", "x=https://mirror.example"], "there is no feed `x`"),
        (&["--ca", "missing.pem", "--cache", "c"], "missing.pem"),
        (&["--proxy", "socks5://proxy.example", "--cache", "c"], "only `http` and `https`"),
        (&[], "no folder to keep feeds in"),
    ] {
        let output = vigil(folder.path(), &[&["db", "update"], args].concat()).output().unwrap();
        let said = text(&output.stderr);
        assert!(code(&output) == 2 && said.contains(part), "{args:?}: {said}");
    }
}

#[test]
fn the_table_of_feeds_is_shown_with_addresses_and_licences() {
    let folder = Folder::new();
    let output = vigil(folder.path(), &["db", "update", "--list"]).output().unwrap();
    let said = text(&output.stdout);
    for part in ["nvd: National Vulnerability Database", "https://www.cisa.gov/", "Licence", "on request"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// Copies all files of a folder, hidden ones too.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Puts a folder back to what it was.
fn restore(from: &Path, to: &Path) {
    std::fs::remove_dir_all(to).unwrap();
    copy(from, to);
}

/// The proof of "a crash loses nothing": the real program, killed at many moments of its work.
#[test]
fn a_killed_update_leaves_the_old_database_or_the_new_one() {
    let old = Server::of(files(&[(KEV_PATH, KEV)])).unwrap();
    let new = File::new(catalogue(1_500));
    // Slow enough that early kills meet the download: 10 pieces with 20 ms between.
    let step = new.bytes.len() / 10;
    let slow = Server::start(move |_| Answer::Slow(new.clone(), step)).unwrap();
    let (folder, saved) = (Folder::new(), Folder::new());
    update(&folder, &old.address(""), &[]);
    let before = digest(folder.path());
    restore(folder.path(), saved.path());
    assert_eq!(update(&folder, &slow.address(""), &[]).0, 0);
    let after = digest(folder.path());
    assert_ne!(before, after);
    let base = format!("kev={}", slow.address(""));
    let args =
        ["db", "update", "--source", "kev", "--base", &base, "--cache", "cache", "--date", "2026-11-25"];
    let mut seen = BTreeMap::new();
    for wait in [5, 80, 160, 240, 280, 320, 360, 400, 450, 500, 550, 600, 700, 900, 1_500] {
        restore(saved.path(), folder.path());
        let mut child =
            vigil(folder.path(), &args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        // SIGKILL: no handler runs, nothing is cleaned up. A child that has ended is none the worse for it.
        let _ = child.kill();
        child.wait().unwrap();
        let now = digest(folder.path());
        assert!(
            now == before || now == after,
            "killed after {wait} ms: {now} is neither {before} nor {after}"
        );
        *seen.entry(if now == before { "old" } else { "new" }).or_insert(0) += 1;
        // And whatever was left behind does not stand in the way of the next update.
        let (ended, said, _) = update(&folder, &slow.address(""), &[]);
        assert_eq!((ended, digest(folder.path())), (0, after.clone()), "{said}");
        assert!(!folder.path().join(".vigil.vdb.work").exists());
    }
    assert!(seen.contains_key("old"), "the earliest kills leave the old one: {seen:?}");
}
