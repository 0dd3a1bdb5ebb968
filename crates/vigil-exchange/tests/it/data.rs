//! Real documents, read from `VIGIL_DATA`, else from `shared/data` beside the workspace.

use std::path::{Path, PathBuf};

/// All files of a folder of the data whose name ends so, sorted; none, loudly, where the data is absent.
pub(crate) fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("VIGIL_DATA").map_or(beside, PathBuf::from).join(folder);
    let mut found = Vec::new();
    collect(&root, end, &mut found);
    found.sort();
    if found.is_empty() {
        let ci = std::env::var("CI").is_ok_and(|it| it == "true");
        assert!(!ci, "no files in {}; set VIGIL_DATA to the folder that holds them", root.display());
        eprintln!("SKIPPED: no files in {}", root.display());
    }
    found
}

fn collect(folder: &Path, end: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, end, found);
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
}
