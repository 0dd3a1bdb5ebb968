//! Integration tests, in one binary.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::disallowed_methods)]

mod device;
mod otm;
mod tables;

use std::path::{Path, PathBuf};

/// JSON and YAML files of a folder of the data, sorted; none, loudly, where the data is absent.
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
            } else if path.extension().is_some_and(|it| it == "json" || it == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        eprintln!("SKIPPED: no files in {}", root.display());
    }
    found
}
