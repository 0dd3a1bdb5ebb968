//! Signing what is written, and verifying it as its reader does.

use std::process::Command;

use serde_json::Value;

use crate::bundle::{PUBLIC, SECRET};
use crate::device::Orchid;
use crate::run::{Folder, code, text, vigil};
use crate::sbom::SMALL;

fn ended(folder: &Folder, args: &[&str]) -> (i32, String) {
    let output = vigil(folder.path(), args).output().unwrap();
    (code(&output), text(&output.stdout) + &text(&output.stderr))
}

fn signed() -> Folder {
    let folder = Folder::with(&[("in.json", SMALL), ("site.key", SECRET), ("site.pub", PUBLIC)]);
    let args =
        ["sbom", "convert", "in.json", "--to", "cyclonedx-xml@1.6", "-o", "out.xml", "--sign", "site.key"];
    let (ended, said) = ended(&folder, &args);
    assert!(ended == 0 && said.contains("out.xml.minisig"), "{said}");
    folder
}

#[test]
fn what_is_converted_is_signed_and_verified_and_a_changed_bit_is_seen() {
    let folder = signed();
    let (code, said) = ended(&folder, &["sbom", "verify", "out.xml", "--key", "site.pub"]);
    assert!(code == 0 && said.contains("out.xml: verified"), "{said}");
    let sum = Command::new("sha256sum").args(["-c", "out.xml.sha256"]).current_dir(folder.path()).status();
    assert!(sum.unwrap().success(), "`sha256sum -c` reads the digest");
    let bytes = std::fs::read_to_string(folder.path().join("out.xml")).unwrap();
    std::fs::write(folder.path().join("out.xml"), bytes.replace("3.0.7", "3.0.8")).unwrap();
    let (code, said) = ended(&folder, &["sbom", "verify", "out.xml", "--key", "site.pub"]);
    assert!(
        code == 1 && said.contains("sbom.digest-wrong") && said.contains("sbom.signature-wrong"),
        "{said}"
    );
    assert!(said.contains("out.xml: NOT verified"), "{said}");
}

#[test]
fn the_same_sbom_is_signed_with_the_same_bytes() {
    let read = |name: &str, folder: &Folder| std::fs::read(folder.path().join(name)).unwrap();
    let (one, two) = (signed(), signed());
    for name in ["out.xml", "out.xml.sha256", "out.xml.minisig"] {
        assert_eq!(read(name, &one), read(name, &two), "{name}");
    }
}

#[test]
fn a_missing_signature_is_not_valid_and_one_without_its_key_is_not_checked() {
    let folder = signed();
    let (code, said) = ended(&folder, &["sbom", "verify", "in.json", "--key", "site.pub"]);
    assert!(code == 1 && said.contains("sbom.signature-missing"), "{said}");
    let (code, said) = ended(&folder, &["sbom", "verify", "out.xml"]);
    assert!(code == 3 && said.contains("not checked"), "{said}");
    std::fs::remove_file(folder.path().join("out.xml.minisig")).unwrap();
    let (code, said) = ended(&folder, &["sbom", "verify", "out.xml", "--key", "site.pub"]);
    assert!(code == 1 && said.contains("sbom.signature-missing"), "a digest is no signature: {said}");
    let (code, said) = ended(&folder, &["sbom", "verify", "out.xml", "--key", "in.json"]);
    assert!(code == 2 && said.contains("public key `in.json` cannot be used"), "{said}");
}

#[test]
fn signatures_in_and_around_an_sbom_need_a_key_that_was_given() {
    let data: Value =
        serde_json::from_str(include_str!("../../../vigil-sign/tests/data/signed.json")).unwrap();
    let jsf = data["jsf"]["ES256"].to_string();
    let dsse = data["dsse"]["p256"].to_string();
    let key = |name: &str| data["keys"][name].as_str().unwrap().to_owned();
    let files = [
        ("jsf.json", jsf.as_str()),
        ("dsse.json", &dsse),
        ("right.pem", &key("p256")),
        ("other.pem", &key("other")),
    ];
    let folder = Folder::with(&files);
    for (file, key, expected) in [
        ("jsf.json", Some("right.pem"), 0),
        ("jsf.json", Some("other.pem"), 1),
        ("jsf.json", None, 1),
        ("dsse.json", Some("right.pem"), 0),
        ("dsse.json", Some("other.pem"), 1),
        ("dsse.json", None, 3),
    ] {
        let args = ["sbom", "verify", file].into_iter().chain(key.iter().flat_map(|key| ["--key", key]));
        let (code, said) = ended(&folder, &args.collect::<Vec<_>>());
        assert_eq!(code, expected, "{file} {key:?}: {said}");
    }
    let (code, said) = ended(&folder, &["sbom", "show", "dsse.json", "--key", "right.pem"]);
    assert!(code == 0 && said.contains("holds with a key that was given"), "{said}");
}

#[test]
fn the_sboms_of_a_submission_have_their_digests_beside_them_without_a_key() {
    let orchid = Orchid::new();
    let (_, said, failed) = orchid.on_day(&["build", "--only", "sbom"]);
    let out = orchid.root().join("out/submission");
    let files = std::fs::read_dir(&out).into_iter().flatten();
    let made: Vec<String> = files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    let digests: Vec<&String> = made.iter().filter(|name| name.ends_with(".sha256")).collect();
    assert!(
        !digests.is_empty() && !made.iter().any(|name| name.ends_with(".minisig")),
        "{made:?} {said}{failed}"
    );
    for name in digests {
        let sum = Command::new("sha256sum").args(["-c", name]).current_dir(&out).status();
        assert!(sum.unwrap().success(), "{name}");
    }
}

#[test]
fn the_sboms_of_a_submission_are_signed_and_verified_where_they_lie() {
    let orchid = Orchid::new();
    let at = |name: &str| orchid.root().join(name);
    std::fs::write(at("site.key"), SECRET).unwrap();
    std::fs::write(at("site.pub"), PUBLIC).unwrap();
    let (_, said, failed) = orchid.on_day(&["build", "--only", "sbom", "--sign", "site.key"]);
    let out = at("out/submission");
    let files = std::fs::read_dir(&out).into_iter().flatten();
    let made: Vec<String> = files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    let with = |ending: &str| made.iter().filter(|name| name.ends_with(ending)).count();
    assert!(with(".minisig") > 0 && with(".minisig") == with(".sha256"), "{made:?} {said}{failed}");
    let is_digest_or_signature = |name: &&String| name.ends_with(".minisig") || name.ends_with(".sha256");
    let sboms = made.iter().filter(|name| name.starts_with("07") && !is_digest_or_signature(name));
    for name in sboms {
        let file = format!("out/submission/{name}");
        let (code, said, _) = orchid.on_day(&["sbom", "verify", &file, "--key", "site.pub"]);
        assert!(code == 0 && said.contains("holds, by the key"), "{said}");
    }
}

#[test]
fn a_signature_beside_an_sbom_counts_when_it_is_judged() {
    let folder = signed();
    let check = |key: &[&str]| {
        let args = ["sbom", "check", "out.xml", "--against", "cisa-2026"];
        ended(&folder, &[&args, key].concat()).1
    };
    let row =
        |said: &str| said.lines().find(|line| line.trim_start().starts_with("signature")).map(str::to_owned);
    assert!(row(&check(&["--key", "site.pub"])).unwrap().contains("1 of 1 stated"));
    let bytes = std::fs::read_to_string(folder.path().join("out.xml")).unwrap();
    std::fs::write(folder.path().join("out.xml"), bytes.replace("3.0.7", "3.0.8")).unwrap();
    let said = check(&["--key", "site.pub"]);
    assert!(
        row(&said).unwrap().contains("1 not usable") && said.contains("does not vouch for the file"),
        "{said}"
    );
    std::fs::remove_file(folder.path().join("out.xml.minisig")).unwrap();
    assert!(row(&check(&[])).unwrap().contains("1 missing"));
}
