//! Device folders to run commands on: the worked example, and new ones.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Folder, code, text, vigil};

/// The day of the example.
pub(crate) const DAY: &str = "2026-11-01";

/// A run: exit code, standard output, standard error.
pub(crate) type Ran = (i32, String, String);

pub(crate) fn run(folder: &Path, args: &[&str]) -> Ran {
    let output = vigil(folder, args).output().unwrap();
    (code(&output), text(&output.stdout), text(&output.stderr))
}

/// Runs on the day of the example.
pub(crate) fn on_day(folder: &Path, args: &[&str]) -> Ran {
    run(folder, &[args, &["--date", DAY]].concat())
}

/// The example in a folder of its own, as it stands in the program; not matched yet.
pub(crate) struct Orchid {
    folder: Folder,
}

impl Orchid {
    pub(crate) fn new() -> Self {
        let folder = Folder::new();
        for file in vigil::embedded::EXAMPLES {
            put(&folder.path().join(file.path), file.bytes);
        }
        Self { folder }
    }

    /// The example with its feed imported and matched.
    pub(crate) fn matched() -> Self {
        let orchid = Self::new();
        orchid.import();
        let (ended, said, failed) = orchid.on_day(&["match"]);
        assert!(ended < 2, "{said}{failed}");
        orchid
    }

    pub(crate) fn import(&self) {
        let feed = ["endoflife", "epss", "kev", "nvd", "osv"].map(|name| format!("../feed/{name}"));
        let feed: Vec<&str> = feed.iter().map(String::as_str).collect();
        let options = ["--db", "vigil.vdb", "--fetched", DAY];
        let (ended, said, failed) = run(&self.root(), &[&["db", "import"], &feed[..], &options].concat());
        assert_eq!(ended, 0, "{said}{failed}");
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("orchid")
    }

    pub(crate) fn on_day(&self, args: &[&str]) -> Ran {
        on_day(&self.root(), args)
    }

    /// Changes a file; the change must be one.
    pub(crate) fn edit(&self, file: &str, change: impl Fn(&str) -> String) {
        let path = self.root().join(file);
        let before = std::fs::read_to_string(&path).unwrap();
        let after = change(&before);
        assert_ne!(before, after, "{file} was not changed");
        std::fs::write(&path, after).unwrap();
    }
}

pub(crate) fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// A new device folder of an archetype.
pub(crate) fn new(archetype: &str) -> Folder {
    let folder = Folder::new();
    let (ended, said, failed) = run(folder.path(), &["init", "--from", archetype, "."]);
    assert_eq!(ended, 0, "{said}{failed}");
    folder
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
