//! First inputs: small files of the test data, copied into the corpus of a target.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Larger files teach the fuzzer little and make each run slow.
const MAX_BYTES: u64 = 32 * 1024;
/// Enough to hold every shape once.
const MAX_FILES: usize = 400;

/// Copies the first inputs of a target into its corpus and returns their number.
pub(super) fn lay(root: &Path, target: &str) -> anyhow::Result<usize> {
    let corpus = root.join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&corpus).with_context(|| corpus.display().to_string())?;
    let data = std::env::var_os("VIGIL_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    let mut files = Vec::new();
    for folder in folders(root, target)? {
        // Small fixtures of the repository stand beside the data that is too large for it.
        let is_own = folder.starts_with("crates/") || folder.starts_with("fuzz/");
        let from = if is_own { root } else { data.as_path() };
        collect(&from.join(folder), &mut files);
    }
    files.sort();
    // Evenly over all folders, not the first ones only.
    let step = files.len().div_ceil(MAX_FILES).max(1);
    let chosen: Vec<&PathBuf> = files.iter().step_by(step).collect();
    for (at, file) in chosen.iter().enumerate() {
        std::fs::copy(file, corpus.join(format!("seed-{at:04}")))
            .with_context(|| file.display().to_string())?;
    }
    Ok(chosen.len())
}

fn folders(root: &Path, target: &str) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(root.join("fuzz/seeds.toml")).context("fuzz/seeds.toml")?;
    let table: toml::Table = text.parse().context("fuzz/seeds.toml")?;
    let row = table.get(target).and_then(toml::Value::as_array);
    Ok(row.into_iter().flatten().filter_map(|it| it.as_str()).map(str::to_owned).collect())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if entry.metadata().is_ok_and(|it| it.len() <= MAX_BYTES && it.len() > 0) {
            files.push(path);
        }
    }
}
