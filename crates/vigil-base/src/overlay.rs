//! A world with some files in it that are not on the disk yet: what follows from them is known before they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::{Date, World};

/// The world behind it, but for the files laid over it.
pub struct Overlay<'w> {
    behind: &'w dyn World,
    files: BTreeMap<PathBuf, Vec<u8>>,
    lists: bool,
}

impl<'w> Overlay<'w> {
    /// Lays files over a world. They are read by name; folders are listed as they are behind.
    pub fn new(behind: &'w dyn World, files: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { behind, files, lists: false }
    }

    /// The same, with files that are new listed in their folders, too.
    pub fn listing(behind: &'w dyn World, files: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { behind, files, lists: true }
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
        if !self.lists {
            return self.behind.walk(folder);
        }
        let over = self.files.keys().filter_map(|path| path.strip_prefix(folder).ok()).map(Path::to_path_buf);
        let over: BTreeSet<PathBuf> = over.collect();
        // A folder that is only laid over is no folder of the world behind.
        let behind = if over.is_empty() || self.behind.exists(folder) {
            self.behind.walk(folder)?
        } else {
            Vec::new()
        };
        Ok(behind.into_iter().chain(over).collect::<BTreeSet<_>>().into_iter().collect())
    }

    fn passed_by(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.behind.passed_by(folder)
    }

    fn exists(&self, path: &Path) -> bool {
        let over = |file: &PathBuf| if self.lists { file.starts_with(path) } else { file == path };
        self.files.keys().any(over) || self.behind.exists(path)
    }

    fn write(&self, path: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::Error::other(format!("`{}` would be written while only looking", path.display())))
    }

    fn env(&self, name: &str) -> Option<String> {
        self.behind.env(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;

    #[test]
    fn what_is_laid_over_is_read_and_found_and_never_written() {
        let behind = Memory::new(Date::constant(2026, 11, 1)).with("d/model/a.toml", "old").with("d/x", "x");
        let files = [("d/model/a.toml", "new"), ("d/model/b.toml", "more")];
        let files = files.map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
        let over = Overlay::listing(&behind, files.into_iter().collect());
        assert_eq!(over.walk(Path::new("d/model")).unwrap(), ["a.toml", "b.toml"].map(PathBuf::from));
        assert_eq!(over.read(Path::new("d/model/a.toml")).unwrap(), b"new");
        assert_eq!(over.read(Path::new("d/x")).unwrap(), b"x");
        assert!(over.exists(Path::new("d/model/b.toml")) && !over.exists(Path::new("d/model/c.toml")));
        assert!(over.write(Path::new("d/x"), b"y").is_err());
    }
}
