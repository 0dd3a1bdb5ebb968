//! A world with some files in it that are not on the disk yet: what follows from them is known before they are written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use vigil_base::{Date, World};

/// The world behind it, but for the files laid over it.
pub struct Overlay<'w> {
    behind: &'w dyn World,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl<'w> Overlay<'w> {
    /// Lays files over a world.
    pub fn new(behind: &'w dyn World, files: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { behind, files }
    }
}

impl World for Overlay<'_> {
    fn today(&self) -> Date {
        self.behind.today()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().map_or_else(|| self.behind.read(path), Ok)
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.behind.walk(folder)
    }

    fn passed_by(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.behind.passed_by(folder)
    }

    fn exists(&self, path: &Path) -> bool {
        self.files.contains_key(path) || self.behind.exists(path)
    }

    fn write(&self, path: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::Error::other(format!("`{}` would be written while only looking", path.display())))
    }

    fn env(&self, name: &str) -> Option<String> {
        self.behind.env(name)
    }
}
