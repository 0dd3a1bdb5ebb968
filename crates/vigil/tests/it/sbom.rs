//! `vigil sbom` as a user starts it.

use std::io::Write as _;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::run::{Folder, code, text, transcript, vigil};

/// One library with everything that identifies it, one of which only the name is known.
pub(crate) const SMALL: &str = r#"{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  "version": 1,
  "metadata": {
    "timestamp": "2026-10-01T08:00:00Z",
    "tools": { "components": [{ "type": "application", "name": "builder", "version": "1.0" }] },
    "component": { "type": "firmware", "bom-ref": "pump", "name": "orchid-pump", "version": "3.2.0" }
  },
  "components": [
    {
      "type": "library", "bom-ref": "ssl", "name": "openssl", "version": "3.0.7",
      "supplier": { "name": "OpenSSL Software Foundation" },
      "cpe": "cpe:2.3:a:openssl:openssl:3.0.7:*:*:*:*:*:*:*",
      "purl": "pkg:generic/openssl@3.0.7"
    },
    { "type": "library", "bom-ref": "blob", "name": "motor-blob" }
  ],
  "dependencies": [
    { "ref": "pump", "dependsOn": ["ssl", "blob"] },
    { "ref": "ssl", "dependsOn": [] },
    { "ref": "blob", "dependsOn": [] }
  ]
}
"#;

#[test]
fn an_sbom_is_shown_in_numbers_with_what_is_odd_about_it() {
    let folder = Folder::with(&[("pump.cdx.json", SMALL)]);
    assert_snapshot!(transcript(folder.path(), &["sbom", "show", "pump.cdx.json"]));
}

#[test]
fn an_sbom_is_printed_as_the_same_pdf_each_time_and_tells_what_it_leaves_out() {
    let folder = Folder::with(&[("pump.cdx.json", SMALL)]);
    let print = |out: &str| {
        let args = ["sbom", "convert", "pump.cdx.json", "--to", "pdf", "-o", out, "--date", "2026-11-01"];
        vigil(folder.path(), &args).output().unwrap()
    };
    let said = text(&print("a.pdf").stdout);
    assert!(said.contains("a.pdf: 3 packages as pdf") && said.contains("`document.dependencies`"), "{said}");
    assert_eq!(code(&print("b.pdf")), 0);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(read("a.pdf").starts_with(b"%PDF-") && read("a.pdf") == read("b.pdf"));
    let args = ["sbom", "convert", "pump.cdx.json", "--to", "pdf"];
    let refused = vigil(folder.path(), &args).output().unwrap();
    assert!(code(&refused) == 2 && text(&refused.stderr).contains("name the file with `--out`"));
}

#[test]
fn an_sbom_is_shown_as_json_beside_its_findings() {
    let folder = Folder::with(&[("pump.cdx.json", SMALL)]);
    let output =
        vigil(folder.path(), &["sbom", "show", "pump.cdx.json", "--format", "json"]).output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["result"][0]["packages"], 2);
    assert_eq!(value["report"]["checked"][1]["number"], 2);
    assert_eq!(value["schema_version"], 1);
}

#[test]
fn a_file_that_cannot_be_read_ends_with_2_and_the_others_are_still_shown() {
    let cut = &SMALL[..SMALL.len() / 2];
    let folder = Folder::with(&[("cut.cdx.json", cut), ("pump.cdx.json", SMALL)]);
    let output = vigil(folder.path(), &["sbom", "show", "cut.cdx.json", "pump.cdx.json"]).output().unwrap();
    let said = text(&output.stdout);
    assert_eq!(code(&output), 2, "{said}");
    for part in ["incomplete: `cut.cdx.json`", "pump.cdx.json: CycloneDX", "error[sbom.truncated]"] {
        assert!(said.contains(part), "{part} is not said:\n{said}");
    }
    let allowed = ["sbom", "show", "cut.cdx.json", "--allow-incomplete"];
    assert_eq!(code(&vigil(folder.path(), &allowed).output().unwrap()), 2, "2 wins whatever is allowed");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = Folder::new();
    let said = transcript(folder.path(), &["sbom", "show", "gone.cdx.json"]);
    assert!(
        said.contains("error: `gone.cdx.json` cannot be read") && said.ends_with("exit code 2\n"),
        "{said}"
    );
}

#[test]
fn standard_input_is_read_where_a_minus_stands_for_the_file() {
    let folder = Folder::new();
    let mut child = vigil(folder.path(), &["sbom", "show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(SMALL.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(text(&output.stdout).starts_with("-: CycloneDX JSON 1.6\n"));
}

/// An SBOM with one package that the flaw of the database tests concerns, and one that nothing identifies.
fn affected(version: &str) -> String {
    let purl = format!("pkg:npm/left-parser@{version}");
    SMALL
        .replace("pkg:generic/openssl@3.0.7", &purl)
        .replace(
            "\"openssl\", \"version\": \"3.0.7\"",
            &format!("\"left-parser\", \"version\": \"{version}\""),
        )
        .replace("      \"cpe\": \"cpe:2.3:a:openssl:openssl:3.0.7:*:*:*:*:*:*:*\",\n", "")
}

fn matched(version: &str, args: &[&str]) -> (i32, String) {
    let folder = Folder::with(&[("flaw.json", crate::db::FLAW), ("pump.cdx.json", &affected(version))]);
    assert_eq!(code(&vigil(folder.path(), &["db", "import", "flaw.json"]).output().unwrap()), 0);
    let args = [&["sbom", "match", "pump.cdx.json", "--date", "2026-10-25"], args].concat();
    let output = vigil(folder.path(), &args).output().unwrap();
    (code(&output), text(&output.stdout))
}

#[test]
fn an_affected_package_is_found_at_its_place_with_the_version_that_mends_it() {
    let (ended, said) = matched("1.2.2", &[]);
    assert_eq!(ended, 1, "{said}");
    for part in [
        "error[match.affected]: `left-parser` 1.2.2 is affected by CVE-2026-0001",
        "--> pump.cdx.json:12:",
        "mended in 1.2.3",
        "DaggerBoard grade for the same flaws: A (",
        "affected 1, not-affected 0, clear 0, unidentified 1, not-checked 0",
    ] {
        assert!(said.contains(part), "{part} is not said:\n{said}");
    }
}

#[test]
fn a_package_of_a_later_version_is_not_affected_and_the_unidentified_one_is_still_named() {
    let (ended, said) = matched("1.2.3", &[]);
    assert_eq!(ended, 0, "{said}");
    assert!(said.contains("affected 0, not-affected 1, clear 0, unidentified 1, not-checked 0"), "{said}");
    assert!(said.contains("note[match.unidentified]: `motor-blob`"), "{said}");
    let (ended, _) = matched("1.2.3", &["--profile", "submission"]);
    assert_eq!(ended, 1, "a submission needs an answer on the unidentified package");
}

#[test]
fn a_database_that_is_too_old_is_never_nothing_found() {
    let (ended, said) = matched("1.2.3", &["--max-age", "4"]);
    assert_eq!(ended, 3, "{said}");
    assert!(said.contains("sources older than allowed: ghsa (5 days)"), "{said}");
}

#[test]
fn gaps_against_a_list_end_with_1_and_name_the_package_and_what_to_write() {
    let folder = Folder::with(&[("pump.cdx.json", SMALL)]);
    let said = transcript(folder.path(), &["sbom", "check", "pump.cdx.json", "--against", "ntia"]);
    for part in ["error[sbom.ntia.version]", "`motor-blob` states no version", "`version`", "exit code 1"] {
        assert!(said.contains(part), "{part} is not said:\n{said}");
    }
    let list = Folder::with(&[("list.csv", "Component;Version\nlwip;2.1.2\n")]);
    let shown = transcript(list.path(), &["sbom", "show", "list.csv"]);
    assert!(shown.contains("name = \"Component\"") && shown.contains("confirmed = false"), "{shown}");
}

#[test]
fn an_sbom_is_converted_in_a_pipeline_and_what_is_lost_is_said_beside_it() {
    let with_scope =
        SMALL.replace("\"name\": \"motor-blob\"", "\"name\": \"motor-blob\", \"scope\": \"optional\"");
    let folder = Folder::with(&[("pump.cdx.json", &with_scope)]);
    let output =
        vigil(folder.path(), &["sbom", "convert", "pump.cdx.json", "--to", "spdx-tag@2.3"]).output().unwrap();
    let (tags, said) = (text(&output.stdout), text(&output.stderr));
    assert!(tags.starts_with("SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n"), "{tags}");
    assert!(tags.contains("PackageName: openssl"), "{tags}");
    assert!(said.contains("`package.scope` of `motor-blob` is not in what was written"), "{said}");
    assert_eq!(code(&output), 0);
}

#[test]
fn a_converted_file_is_written_where_it_is_asked_for_and_read_again() {
    let folder = Folder::with(&[("pump.cdx.json", SMALL)]);
    for target in ["cyclonedx-xml@1.5", "spdx-json@2.3", "spdx-json@3.0", "csv", "xlsx"] {
        let args = ["sbom", "convert", "pump.cdx.json", "--to", target, "-o", "out"];
        assert_eq!(code(&vigil(folder.path(), &args).output().unwrap()), 0, "{target}");
        let path = folder.path().join("out");
        if target == "csv" {
            let list = std::fs::read_to_string(&path).unwrap();
            assert!(list.contains("openssl,3.0.7,OpenSSL Software Foundation"), "{list}");
            continue;
        }
        let output = vigil(folder.path(), &["sbom", "show", "out"]).output().unwrap();
        assert!(text(&output.stdout).contains("Packages"), "{target}: {}", text(&output.stdout));
    }
    let args = ["sbom", "convert", "pump.cdx.json", "--to", "xlsx"];
    let output = vigil(folder.path(), &args).output().unwrap();
    assert!(code(&output) == 2 && text(&output.stderr).contains("--out"), "{}", text(&output.stderr));
}

#[test]
fn what_changed_between_two_sboms_is_told_and_fails_only_where_asked() {
    let newer = SMALL.replace("3.0.7", "3.0.8").replace("motor-blob", "motor-core");
    let folder = Folder::with(&[("old.cdx.json", SMALL), ("new.cdx.json", &newer)]);
    assert_snapshot!(transcript(folder.path(), &["sbom", "diff", "old.cdx.json", "new.cdx.json"]));
    let strict = ["sbom", "diff", "old.cdx.json", "new.cdx.json", "--fail-on", "note"];
    assert_eq!(code(&vigil(folder.path(), &strict).output().unwrap()), 1);
    let same = ["sbom", "diff", "old.cdx.json", "old.cdx.json", "--fail-on", "note"];
    assert_eq!(code(&vigil(folder.path(), &same).output().unwrap()), 0);
}

#[test]
fn two_sboms_become_one_with_their_layers_named() {
    let list = "Name,Version\nmotor-blob,\nbootloader,1.0\n";
    let folder = Folder::with(&[("pump.cdx.json", SMALL), ("hand.csv", list)]);
    let args = ["sbom", "merge", "pump.cdx.json", "hand.csv", "--layers", "built,by-hand"];
    let output = vigil(folder.path(), &args).output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<_> =
        value["components"].as_array().unwrap().iter().map(|it| it["bom-ref"].as_str().unwrap()).collect();
    assert_eq!(names, ["bootloader@1.0", "motor-blob", "pkg:generic/openssl@3.0.7"]);
    let layers = value["components"][1]["properties"].to_string();
    assert!(layers.contains("\"built\"") && layers.contains("\"by-hand\""), "{layers}");
    assert_eq!(code(&output), 0);
}

#[test]
fn an_edition_for_hospitals_leaves_out_and_marks_what_the_policy_withholds() {
    let policy = "fields = [\"supplier\"]\nwithhold = [\"motor-*\"]\n";
    let folder = Folder::with(&[("pump.cdx.json", SMALL), ("policy.toml", policy)]);
    let args = [
        "sbom",
        "convert",
        "pump.cdx.json",
        "--edition",
        "hospital",
        "--policy",
        "policy.toml",
        "--to",
        "spdx-tag@2.3",
    ];
    let output = vigil(folder.path(), &args).output().unwrap();
    let (tags, said) = (text(&output.stdout), text(&output.stderr));
    assert!(tags.contains("vigil:sbom:redacted=supplier") && !tags.contains("Foundation"), "{tags}");
    assert!(!tags.contains("motor") && !tags.contains("blob"), "{tags}");
    assert!(said.contains("`supplier` is withheld from 1 entry"), "{said}");
    std::fs::write(folder.path().join("policy.toml"), "fields = [\"suplier\"]").unwrap();
    let output = vigil(folder.path(), &args).output().unwrap();
    assert!(
        code(&output) == 2 && text(&output.stderr).contains("no field `suplier`"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn what_is_wrong_in_a_file_is_said_when_it_is_merged_or_compared() {
    let twice = SMALL.replacen("\"components\"", "\"components\":[],\"components\"", 1);
    let folder = Folder::with(&[("one.json", SMALL), ("two.json", &twice)]);
    for command in ["merge", "diff"] {
        let output = vigil(folder.path(), &["sbom", command, "one.json", "two.json"]).output().unwrap();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(said.contains("sbom.doubled-key"), "{command}: {said}");
        assert_eq!(code(&output), 1, "{command}");
    }
}
