//! Integration tests, in one binary.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::disallowed_methods)]

mod device;
mod otm;
mod tables;

use std::path::{Path, PathBuf};

/// All files of a folder of the data, sorted; none, loudly, where the data is absent, and with `CI=true` that is a failure.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("VIGIL_DATA").map_or(beside, PathBuf::from).join(folder);
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        let ci = std::env::var("CI").is_ok_and(|it| it == "true");
        assert!(!ci, "no files in {}; set VIGIL_DATA to the folder that holds them", root.display());
        eprintln!("SKIPPED: no files in {}", root.display());
    }
    found
}
