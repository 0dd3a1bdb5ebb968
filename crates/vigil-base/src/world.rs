//! The one door to the outside world.
//!
//! Documents must come out byte-identical for the same inputs, so no library code reads the clock, the
//! environment or the disk by itself: it asks a [`World`]. The command line brings the real one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::FileType;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::Date;

/// Everything a computation may ask of the outside.
pub trait World {
    /// The date compared with end-of-support dates when no as-of date is given.
    fn today(&self) -> Date;

    /// The content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// All files below a folder, sorted, as paths relative to it; hidden entries and links out are left out.
    fn walk(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// What [`World::walk`] passes by below a folder because it is a link or no regular file, sorted, as paths relative to
    /// it. Links may lead anywhere, so they are not followed; who expects a file there says so.
    fn passed_by(&self, _folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(Vec::new())
    }

    /// Whether there is a file or folder at `path`.
    fn exists(&self, path: &Path) -> bool;

    /// Writes a file whole or not at all, making the folders above it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// A variable of the environment.
    fn env(&self, name: &str) -> Option<String>;

    /// Tells how far a long piece of work has come; where nobody listens, nothing happens.
    fn progress(&self, _what: &str, _done: u64, _total: Option<u64>) {}
}

/// The disk, with a given day and an empty environment: for tests, and the base of the command line's world.
#[derive(Clone, Copy, Debug)]
pub struct Disk {
    /// What [`World::today`] answers.
    pub today: Date,
}

impl World for Disk {
    fn today(&self) -> Date {
        self.today
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        below(folder, FileType::is_file)
    }

    fn passed_by(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        below(folder, |kind| !kind.is_file())
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // A reader sees the old file or the new one, never half of one.
        let name = path.file_name().ok_or_else(|| io::Error::other("the path names no file"))?;
        let draft = path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        std::fs::write(&draft, bytes)?;
        std::fs::rename(&draft, path).inspect_err(|_| {
            let _ = std::fs::remove_file(&draft);
        })
    }

    fn env(&self, _name: &str) -> Option<String> {
        None
    }
}

/// Everything below a folder that is no folder and of a wanted kind; hidden entries are left out.
fn below(folder: &Path, wanted: impl Fn(&FileType) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(relative) = open.pop() {
        for entry in std::fs::read_dir(folder.join(&relative))? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let path = relative.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                open.push(path);
            } else if wanted(&kind) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A world in memory, for tests and for devices embedded in the program.
#[derive(Clone, Debug)]
pub struct Memory {
    /// What [`World::today`] answers.
    pub today: Date,
    files: RefCell<BTreeMap<PathBuf, Vec<u8>>>,
}

impl Memory {
    /// An empty world on the given day.
    pub fn new(today: Date) -> Self {
        Self { today, files: RefCell::default() }
    }

    /// The same world with one more file.
    #[must_use]
    pub fn with(self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.borrow_mut().insert(plain(path.as_ref()), bytes.into());
        self
    }

    /// All paths that hold a file.
    pub fn paths(&self) -> BTreeSet<PathBuf> {
        self.files.borrow().keys().cloned().collect()
    }
}

fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

impl World for Memory {
    fn today(&self) -> Date {
        self.today
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.borrow().get(&plain(path)).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let folder = plain(folder);
        let files = self.files.borrow();
        let below = files.keys().filter_map(|path| path.strip_prefix(&folder).ok());
        Ok(below
            .filter(|path| !path.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.')))
            .map(Path::to_path_buf)
            .collect())
    }

    fn exists(&self, path: &Path) -> bool {
        let path = plain(path);
        self.files.borrow().keys().any(|file| file.starts_with(&path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.borrow_mut().insert(plain(path), bytes.to_vec());
        Ok(())
    }

    fn env(&self, _name: &str) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_worlds_walk_a_folder_in_the_same_sorted_order() {
        let day = Date::constant(2026, 11, 1);
        let root = std::env::temp_dir().join(format!("vigil-base-{}", std::process::id()));
        let disk = Disk { today: day };
        let memory = Memory::new(day);
        for name in ["b/z.toml", "a.toml", "b/a.toml", ".hidden/x"] {
            disk.write(&root.join(name), b"x").unwrap();
            memory.write(&root.join(name), b"x").unwrap();
        }
        let expected: Vec<PathBuf> = ["a.toml", "b/a.toml", "b/z.toml"].map(PathBuf::from).to_vec();
        assert_eq!(disk.walk(&root).unwrap(), expected);
        assert_eq!(memory.walk(&root).unwrap(), expected);
        std::fs::remove_dir_all(&root).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_file_of_the_folder_and_is_told_apart() {
        let root = std::env::temp_dir().join(format!("vigil-base-links-{}", std::process::id()));
        let disk = Disk { today: Date::constant(2026, 11, 1) };
        disk.write(&root.join("a.toml"), b"x").unwrap();
        std::os::unix::fs::symlink(root.join("a.toml"), root.join("b.toml")).unwrap();
        assert_eq!(disk.walk(&root).unwrap(), [PathBuf::from("a.toml")]);
        assert_eq!(disk.passed_by(&root).unwrap(), [PathBuf::from("b.toml")]);
        std::fs::remove_dir_all(&root).unwrap();
    }
}
