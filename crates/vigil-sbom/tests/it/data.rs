//! The folder of test data, and a walk over it.

use std::path::{Path, PathBuf};

/// The folder `name` of the test data; nothing (with a printed line) where there is none, which fails in CI.
#[expect(clippy::disallowed_methods, reason = "a test may ask the environment where its data is")]
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var("VIGIL_DATA")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", folder.display());
    println!("skipped: {} is missing", folder.display());
    None
}

/// All files below `folder` in order of their path.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The file's name.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Whether the file's name says JSON or XML.
pub(crate) fn is_text_form(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json" || extension == "xml")
}
