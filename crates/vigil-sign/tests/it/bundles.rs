//! Bundles: whole, changed, cut, hostile.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_sign::bundle::{Bundle, BundleError, Content, Piece, Signed, is_bundle, write};
use vigil_sign::{Refused, SecretKey};

use crate::support::{Folder, public, secret};

fn pieces(folder: &Folder) -> Vec<Piece> {
    let file = folder.path().join("big");
    std::fs::write(&file, vec![7; 300_000]).unwrap();
    vec![
        Piece { name: "NOTICES.txt".to_owned(), content: Content::Bytes(b"thanks\n".to_vec()) },
        Piece { name: "vigil.vdb".to_owned(), content: Content::File(file) },
    ]
}

fn made(folder: &Folder, key: Option<&SecretKey>) -> std::path::PathBuf {
    let path = folder.path().join("db.bundle");
    let facts = BTreeMap::from([("data-cut".to_owned(), "2026-11-25".to_owned())]);
    write(&path, "test", facts, &pieces(folder), key.map(|key| (key, "a comment"))).unwrap();
    path
}

fn extracted(path: &Path, folder: &Folder) -> Result<(), BundleError> {
    Bundle::open(path, &[public()])?.extract(&folder.path().join("out"))
}

#[test]
fn a_signed_bundle_gives_its_files_back() {
    let folder = Folder::new();
    let path = made(&folder, Some(&secret()));
    assert!(is_bundle(&path) && !is_bundle(&folder.path().join("big")));
    let bundle = Bundle::open(&path, &[public()]).unwrap();
    assert!(matches!(&bundle.signed, Signed::Good(by) if by.comment == "a comment"), "{:?}", bundle.signed);
    bundle.extract(&folder.path().join("out")).unwrap();
    assert_eq!(std::fs::read(folder.path().join("out/vigil.vdb")).unwrap(), vec![7; 300_000]);
    assert_eq!(std::fs::read(folder.path().join("out/NOTICES.txt")).unwrap(), b"thanks\n");
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (one, two) = (Folder::new(), Folder::new());
    let read = |folder: &Folder| std::fs::read(made(folder, Some(&secret()))).unwrap();
    assert_eq!(read(&one), read(&two));
}

#[test]
fn missing_and_foreign_signatures_are_told_apart() {
    let folder = Folder::new();
    let unsigned = made(&folder, None);
    assert_eq!(Bundle::open(&unsigned, &[public()]).unwrap().signed, Signed::Missing);
    let signed = made(&folder, Some(&secret()));
    let judged = Bundle::open(&signed, &[]).unwrap().signed;
    assert!(matches!(judged, Signed::Refused(Refused::Unknown { .. })), "{judged:?}");
}

#[test]
fn no_changed_byte_of_a_signed_bundle_goes_unnoticed() {
    let folder = Folder::new();
    let path = made(&folder, Some(&secret()));
    let bytes = std::fs::read(&path).unwrap();
    let wrong = folder.path().join("wrong.bundle");
    // Times and owners in the headers are not signed and not used; the contents and names are.
    let manifest = 512..512 + 300;
    let database = bytes.len() - 300_000..bytes.len() - 200_000;
    let mut noticed = 0;
    for at in manifest.step_by(7).chain(database.step_by(9_973)) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        std::fs::write(&wrong, changed).unwrap();
        let judged = Bundle::open(&wrong, &[public()]);
        let is_good = |bundle: &Bundle| matches!(bundle.signed, Signed::Good(_));
        let accepted =
            judged.is_ok_and(|bundle| is_good(&bundle) && bundle.extract(&folder.path().join("x")).is_ok());
        assert!(!accepted, "byte {at}");
        noticed += 1;
    }
    assert!(noticed > 40, "{noticed}");
}

#[test]
fn a_bundle_that_is_cut_short_is_refused() {
    let folder = Folder::new();
    let path = made(&folder, Some(&secret()));
    let bytes = std::fs::read(&path).unwrap();
    for length in [0, 100, 512, 700, 2048, bytes.len() / 2, bytes.len() - 150_000] {
        std::fs::write(&path, &bytes[..length]).unwrap();
        let refused = extracted(&path, &folder).unwrap_err();
        assert!(
            matches!(refused, BundleError::Damaged(_) | BundleError::Changed { .. }),
            "{length}: {refused}"
        );
    }
}

#[test]
fn names_that_lead_out_of_the_folder_and_files_that_are_not_listed_are_refused() {
    let folder = Folder::new();
    let refused = write(
        &folder.path().join("x"),
        "test",
        BTreeMap::new(),
        &[Piece { name: "../x".to_owned(), content: Content::Bytes(Vec::new()) }],
        None,
    );
    assert!(matches!(refused, Err(BundleError::Damaged(_))));
    let mut tar = tar::Builder::new(Vec::new());
    let mut add = |name: &str, bytes: &[u8]| {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes).unwrap();
    };
    add("vigil-bundle.json", br#"{"format":"vigil-bundle/1","kind":"t","facts":{},"files":[]}"#);
    add("more.txt", b"x");
    let path = folder.path().join("more.bundle");
    std::fs::write(&path, tar.into_inner().unwrap()).unwrap();
    let refused = extracted(&path, &folder).unwrap_err().to_string();
    assert!(refused.contains("more.txt"), "{refused}");
}
