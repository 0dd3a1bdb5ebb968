//! `vigil db export` and `vigil db import BUNDLE` as a user starts them.

use crate::db::FLAW;
use crate::run::{Folder, code, text, vigil};

/// A key pair for tests only, made with `minisign -G -W`.
pub(crate) const SECRET: &str = "untrusted comment: minisign encrypted secret key\nRWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAATNpGamob1gXZmIOVkasGPmhZFTh0SHCPeoLRSTLSf0blkQgcTcZfun4EscXPX/FebvKJdP1dS4KZJ6RxxX28vBcZ2MCCa0ABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
pub(crate) const PUBLIC: &str = "RWRM2kZqahvWBX4EscXPX/FebvKJdP1dS4KZJ6RxxX28vBcZ2MCCa0AB";
/// The public key of another pair.
const OTHER: &str = "RWROcq1TfW6en8gQYpeNa9laDZEyl+mDSDT9Kf8WgekELNTPy1GM3mCw";

fn run(folder: &Folder, args: &[&str]) -> (i32, String, String) {
    let output = vigil(folder.path(), args).output().unwrap();
    (code(&output), text(&output.stdout), text(&output.stderr))
}

/// A site with a database.
fn site() -> Folder {
    let folder = Folder::with(&[("flaw.json", FLAW), ("site.key", SECRET), ("site.pub", PUBLIC)]);
    run(&folder, &["db", "import", "flaw.json"]);
    folder
}

fn read(folder: &Folder, name: &str) -> Vec<u8> {
    std::fs::read(folder.path().join(name)).unwrap()
}

#[test]
fn a_signed_bundle_carries_the_database_byte_for_byte() {
    let folder = site();
    let (ended, said, _) = run(&folder, &["db", "export", "db.bundle", "--key", "site.key"]);
    assert_eq!(ended, 0, "{said}");
    for trust in ["site.pub", PUBLIC] {
        let args = ["db", "import", "db.bundle", "--trust", trust, "--db", "plant.vdb", "--allow-older"];
        let (ended, said, error) = run(&folder, &args);
        assert_eq!(ended, 0, "{said}{error}");
        assert!(said.contains("Signed with") && said.contains("data cut 2026-10-20"), "{said}");
        assert_eq!(read(&folder, "plant.vdb"), read(&folder, "vigil.vdb"));
    }
    let first = read(&folder, "db.bundle");
    run(&folder, &["db", "export", "again.bundle", "--key", "site.key"]);
    assert!(first == read(&folder, "again.bundle"), "the same inputs give the same bytes");
}

#[test]
fn a_bundle_without_a_signature_that_holds_is_refused_unless_that_is_allowed() {
    let folder = site();
    let (ended, said, _) = run(&folder, &["db", "export", "bare.bundle"]);
    assert!(ended == 0 && said.contains("is not signed"), "{said}");
    run(&folder, &["db", "export", "db.bundle", "--key", "site.key"]);
    let mut changed = read(&folder, "db.bundle");
    changed[600] ^= 1;
    std::fs::write(folder.path().join("changed.bundle"), changed).unwrap();
    for (bundle, trust, part) in [
        ("bare.bundle", PUBLIC, "it has no signature"),
        ("db.bundle", OTHER, "none of the trusted ones"),
        ("changed.bundle", PUBLIC, "not what was signed"),
    ] {
        let args = ["db", "import", bundle, "--trust", trust, "--db", "plant.vdb"];
        let (ended, _, said) = run(&folder, &args);
        assert!(ended == 2 && said.contains(part) && said.contains("--allow-unsigned"), "{bundle}: {said}");
        assert!(!folder.path().join("plant.vdb").exists());
    }
    let (ended, _, said) = run(&folder, &["db", "import", "db.bundle", "--db", "plant.vdb"]);
    assert!(ended == 2 && said.contains("--trust PUBKEY"), "{said}");
    let args = ["db", "import", "bare.bundle", "--allow-unsigned", "--db", "plant.vdb"];
    let (ended, said, _) = run(&folder, &args);
    assert!(ended == 0 && said.contains("was taken although it has no signature"), "{said}");
}

#[test]
fn a_damaged_database_is_refused_even_where_signatures_are_not_asked_for() {
    let folder = site();
    run(&folder, &["db", "export", "db.bundle"]);
    let mut changed = read(&folder, "db.bundle");
    let at = changed.len() - 1_024 - 600;
    changed[at] ^= 1;
    std::fs::write(folder.path().join("db.bundle"), changed).unwrap();
    let before = read(&folder, "vigil.vdb");
    let (ended, _, said) = run(&folder, &["db", "import", "db.bundle", "--allow-unsigned"]);
    assert!(ended == 2 && said.contains("not what its manifest says"), "{said}");
    assert_eq!(read(&folder, "vigil.vdb"), before);
    assert!(!folder.path().join(".vigil.vdb.unpacked").exists());
}

#[test]
fn an_old_bundle_does_not_take_a_database_back_unnoticed() {
    let folder = site();
    run(&folder, &["db", "export", "old.bundle", "--key", "site.key"]);
    std::fs::write(folder.path().join("flaw.json"), FLAW.replace("2026-10-20", "2026-11-20")).unwrap();
    run(&folder, &["db", "import", "flaw.json", "vigil.vdb"]);
    let args = ["db", "import", "old.bundle", "--trust", "site.pub"];
    let (ended, _, said) = run(&folder, &args);
    assert!(ended == 2 && said.contains("data of 2026-11-20") && said.contains("--allow-older"), "{said}");
    let (ended, ..) = run(&folder, &[&args[..], &["--allow-older"]].concat());
    assert_eq!(ended, 0);
}

#[test]
fn keys_that_are_none_are_named() {
    let folder = site();
    let (ended, _, said) = run(&folder, &["db", "export", "x.bundle", "--key", "flaw.json"]);
    assert!(ended == 2 && said.contains("no secret key in the format of minisign"), "{said}");
    run(&folder, &["db", "export", "db.bundle", "--key", "site.key"]);
    let (ended, _, said) = run(&folder, &["db", "import", "db.bundle", "--trust", "missing.pub"]);
    assert!(ended == 2 && said.contains("neither a file with a public key"), "{said}");
}
