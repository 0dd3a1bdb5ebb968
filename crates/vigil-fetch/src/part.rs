//! A file that is being fetched: what is there of it, and whether the rest can be asked for.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use vigil_base::canonical;

use crate::kept::{beside, read_small, write_whole};

/// Which state of the file the part is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Version {
    pub(crate) address: String,
    /// A strong entity tag, else the day of change: what `If-Range` may name (RFC 9110, 13.1.5).
    pub(crate) validator: String,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// The file `.NAME.part` and what is known of it in `.NAME.part.json`.
pub(crate) struct Part {
    pub(crate) path: PathBuf,
    facts: PathBuf,
}

impl Part {
    pub(crate) fn of(target: &Path) -> Self {
        Self { path: beside(target, "part"), facts: beside(target, "part.json") }
    }

    /// How many bytes are there of which version, if the rest of it can be asked for at `address`.
    pub(crate) fn begun(&self, address: &str) -> Option<(u64, Version)> {
        let version: Version = serde_json::from_slice(&read_small(&self.facts)?).ok()?;
        let bytes = std::fs::metadata(&self.path).ok()?.len();
        (bytes > 0 && version.address == address).then_some((bytes, version))
    }

    /// Begins anew. Without a version the part cannot be continued later.
    pub(crate) fn begin(&self, version: Option<&Version>) -> io::Result<File> {
        self.discard();
        let file = File::create(&self.path)?;
        if let Some(version) = version {
            write_whole(&self.facts, canonical::pretty(version).map_err(io::Error::other)?.as_bytes())?;
        }
        Ok(file)
    }

    /// Goes on at its end.
    pub(crate) fn go_on(&self) -> io::Result<File> {
        OpenOptions::new().append(true).open(&self.path)
    }

    /// Takes the part away; there may be none.
    pub(crate) fn discard(&self) {
        // The facts go first: a part without facts is never continued.
        let _ = std::fs::remove_file(&self.facts);
        let _ = std::fs::remove_file(&self.path);
    }

    /// Makes the part the target.
    pub(crate) fn finish(&self, target: &Path) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(&self.path)?;
        file.flush()?;
        file.sync_all()?;
        std::fs::rename(&self.path, target)?;
        let _ = std::fs::remove_file(&self.facts);
        crate::kept::sync_folder(target);
        Ok(())
    }
}
