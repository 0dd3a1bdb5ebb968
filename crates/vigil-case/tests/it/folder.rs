//! The small infusion system in memory, so that a test can change it.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Date, Disk, Memory, World};
use vigil_case::{Case, Options};

/// The day that tests stand still at.
pub(crate) const DAY: Date = Date::constant(2026, 11, 1);

/// The files of a device folder, by path.
#[derive(Clone, Debug)]
pub(crate) struct Folder(pub(crate) BTreeMap<String, Vec<u8>>);

impl Folder {
    /// The infusion system as it stands on disk.
    pub(crate) fn infusion() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion");
        let disk = Disk { today: DAY };
        let files = disk.walk(&root).expect("the fixture is there").into_iter().map(|path| {
            let bytes = disk.read(&root.join(&path)).expect("a file that was listed");
            (path.to_string_lossy().replace('\\', "/"), bytes)
        });
        Self(files.collect())
    }

    /// The text of one file; empty when there is none.
    pub(crate) fn text(&self, file: &str) -> String {
        self.0.get(file).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// Replaces the one place where `from` stands.
    pub(crate) fn replace(&mut self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {file}");
        self.0.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    }

    /// Adds to the end of a file, or makes it.
    pub(crate) fn append(&mut self, file: &str, more: &str) {
        self.0.entry(file.to_owned()).or_default().extend_from_slice(more.as_bytes());
    }

    /// The same files as a world.
    pub(crate) fn world(&self) -> Memory {
        self.0.iter().fold(Memory::new(DAY), |world, (path, bytes)| {
            world.with(Path::new("infusion").join(path), bytes.clone())
        })
    }

    /// The case that follows from them.
    pub(crate) fn case(&self) -> Case {
        vigil_case::build(&self.world(), Path::new("infusion"), &Options { as_of: DAY })
            .expect("the folder is one")
    }
}
