//! `cargo xtask generate`: every generated file of the repository, each with the function that writes it.

mod cli;
mod crosswalk;
mod model;
mod rubric;
mod shape;
mod threats;

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::say;

/// A generated file: its path from the root, and its content.
type Generated = (&'static str, fn() -> anyhow::Result<String>);

/// All of them. A new one is a line here and a function in a file beside `cli.rs`.
const FILES: &[Generated] = &[
    ("docs/cli.md", || Ok(cli::reference())),
    ("docs/model.md", || Ok(model::reference())),
    ("docs/rubric.md", || Ok(rubric::reference())),
    ("docs/threat-attributes.md", threats::reference),
    ("schemas/attack-tree.schema.json", model::tree_schema),
    ("docs/threat-coverage.md", crosswalk::page),
    ("schemas/device-folder.schema.json", model::schema),
];

/// Writes those that differ.
pub(crate) fn write(root: &Path) -> anyhow::Result<()> {
    for (path, text) in stale(root, FILES)? {
        let file = root.join(path);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("`{}` cannot be made", folder.display()))?;
        }
        std::fs::write(&file, text).with_context(|| format!("`{path}` cannot be written"))?;
        say(&format!("written: {path}"));
    }
    Ok(())
}

/// Fails with the list of those that differ.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let stale: Vec<&str> = stale(root, FILES)?.into_iter().map(|(path, _)| path).collect();
    if stale.is_empty() {
        say(&format!("generated files: {} looked at, none is stale", FILES.len()));
        return Ok(());
    }
    bail!("stale generated files:\n  {}\nWrite them again with `cargo xtask generate`.", stale.join("\n  "))
}

/// The files whose content on disk is not what it should be, with what it should be.
fn stale(root: &Path, files: &[Generated]) -> anyhow::Result<Vec<(&'static str, String)>> {
    let mut stale = Vec::new();
    for (path, make) in files {
        let text = make().with_context(|| format!("`{path}` cannot be generated"))?;
        let held = std::fs::read_to_string(root.join(path));
        // A checkout may have turned the line ends.
        if held.is_ok_and(|held| held.replace("\r\n", "\n") == text) {
            continue;
        }
        stale.push((*path, text));
    }
    Ok(stale)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &[Generated] = &[("made.txt", || Ok("new\n".to_owned()))];

    #[test]
    fn a_missing_or_changed_file_is_stale_and_a_current_one_is_not() {
        let root = std::env::temp_dir().join(format!("xtask-generate-{}", std::process::id()));
        std::fs::create_dir_all(&root).unwrap();
        let names = || stale(&root, ONE).unwrap().into_iter().map(|(path, _)| path).collect::<Vec<_>>();
        assert_eq!(names(), ["made.txt"]);
        std::fs::write(root.join("made.txt"), "old\n").unwrap();
        assert_eq!(names(), ["made.txt"]);
        for current in ["new\n", "new\r\n"] {
            std::fs::write(root.join("made.txt"), current).unwrap();
            assert_eq!(names(), Vec::<&str>::new());
        }
        std::fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn no_two_entries_write_the_same_file() {
        let paths: std::collections::BTreeSet<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(paths.len(), FILES.len());
    }
}
