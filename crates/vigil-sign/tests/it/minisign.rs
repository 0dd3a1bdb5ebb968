//! Against the real program, where it is installed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use vigil_sign::bundle::{Content, Piece, write};
use vigil_sign::{PublicKey, SecretKey, sign, verify};

use crate::support::{Folder, PUBLIC, SECRET, public, secret};

/// Runs `minisign`; nothing, loudly, where it is not installed.
fn minisign(folder: &Path, args: &[&str]) -> Option<Output> {
    #[expect(clippy::print_stdout, reason = "a test that did not run must say so")]
    let Ok(output) = Command::new("minisign").current_dir(folder).args(args).output() else {
        assert_ne!(std::env::var_os("CI").as_deref(), Some("true".as_ref()), "minisign must be installed");
        println!("SKIPPED: minisign is not installed");
        return None;
    };
    Some(output)
}

#[test]
fn minisign_verifies_what_is_signed_here() {
    let folder = Folder::new();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("file"), "content").unwrap();
    std::fs::write(at("file.minisig"), sign(&secret(), b"content", "a comment")).unwrap();
    std::fs::write(at("a.pub"), PUBLIC).unwrap();
    let Some(output) = minisign(folder.path(), &["-Vm", "file", "-p", "a.pub"]) else { return };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("Trusted comment: a comment"), "{output:?}");
    std::fs::write(at("file"), "contend").unwrap();
    assert!(!minisign(folder.path(), &["-Vm", "file", "-p", "a.pub"]).unwrap().status.success());
}

#[test]
fn what_minisign_signs_is_verified_here_hashed_or_not() {
    let folder = Folder::new();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("file"), "content").unwrap();
    std::fs::write(at("a.key"), SECRET).unwrap();
    for kind in ["-S", "-Sl"] {
        let Some(output) = minisign(folder.path(), &[kind, "-s", "a.key", "-m", "file", "-t", "words"])
        else {
            return;
        };
        assert!(output.status.success(), "{output:?}");
        let signature = std::fs::read_to_string(at("file.minisig")).unwrap();
        assert_eq!(verify(&[public()], b"content", &signature).unwrap().comment, "words");
    }
}

#[test]
fn fresh_keys_of_minisign_are_read() {
    let folder = Folder::new();
    let Some(output) = minisign(folder.path(), &["-G", "-W", "-p", "n.pub", "-s", "n.key"]) else { return };
    assert!(output.status.success(), "{output:?}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let (public, secret) =
        (PublicKey::read(&read("n.pub")).unwrap(), SecretKey::read(&read("n.key")).unwrap());
    assert_eq!(public.number(), secret.public().number());
    assert!(verify(&[public], b"x", &sign(&secret, b"x", "")).is_ok());
}

#[test]
fn a_bundle_is_verified_with_tar_and_minisign_alone() {
    let folder = Folder::new();
    let piece = Piece { name: "notes.txt".to_owned(), content: Content::Bytes(b"notes".to_vec()) };
    let path = folder.path().join("b.bundle");
    write(&path, "test", BTreeMap::new(), &[piece], Some((&secret(), "a comment"))).unwrap();
    tar::Archive::new(std::fs::File::open(&path).unwrap()).unpack(folder.path()).unwrap();
    std::fs::write(folder.path().join("a.pub"), PUBLIC).unwrap();
    let Some(output) = minisign(folder.path(), &["-Vm", "vigil-bundle.json", "-p", "a.pub"]) else { return };
    assert!(output.status.success(), "{output:?}");
}
