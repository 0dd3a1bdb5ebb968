//! Where the test data stands, and how its vectors are read.

use std::path::{Path, PathBuf};

/// Finds a folder of the test data; without it the test is skipped, except on the build server.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test asks where its data stands")]
    let (data, ci) = (std::env::var("VIGIL_DATA"), std::env::var("CI"));
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let found = data.map_or(beside, PathBuf::from).join(name);
    if found.is_dir() {
        return Some(found);
    }
    assert!(ci.as_deref() != Ok("true"), "test data is missing: {}", found.display());
    println!("skipped: no test data at {}", found.display());
    None
}

/// Lists the files of a folder by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}
