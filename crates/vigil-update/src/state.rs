//! What a database was made from, remembered in the cache; and the lock over both.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use vigil_base::{Date, Digest, World, canonical};

/// What a database was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Made {
    /// The database that came of it, by the digest in its header.
    pub(crate) database: Option<Digest>,
    /// Whether it was made from files of the cache alone.
    pub(crate) pure: bool,
    /// The files, below the cache.
    pub(crate) files: BTreeMap<String, Digest>,
    /// The day all of them were last confirmed.
    pub(crate) fetched: Option<Date>,
    /// The feeds that were marked as failed.
    pub(crate) failed: BTreeMap<String, String>,
}

impl Made {
    /// What is remembered of the database at `database`; nothing where that is no longer known.
    pub(crate) fn of(world: &dyn World, cache: &Path, database: &Path) -> Self {
        let read = world.read(&file(cache, database)).ok();
        read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    pub(crate) fn save(&self, world: &dyn World, cache: &Path, database: &Path) -> io::Result<()> {
        let text = canonical::pretty(self).map_err(io::Error::other)?;
        world.write(&file(cache, database), text.as_bytes())
    }
}

/// One cache may serve several databases.
fn file(cache: &Path, database: &Path) -> PathBuf {
    let path = std::path::absolute(database).unwrap_or_else(|_| database.to_path_buf());
    let digest = Digest::of_bytes(path.to_string_lossy().as_bytes()).hex();
    cache.join(format!(".made-{}.json", &digest[..16]))
}

/// Locks a file; the system lets go of it when the process ends, however it ends.
pub(crate) fn lock(path: &Path) -> io::Result<Option<File>> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let file = File::options().create(true).append(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
