//! What is remembered of a file that was fetched, in a hidden file beside it.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use vigil_base::{Date, Digest, canonical};

/// A fetched file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The address that was asked for.
    pub address: String,
    /// The version the server gave it, for `If-None-Match`.
    pub etag: Option<String>,
    /// When the server says it changed, for `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its digest as it was sent.
    pub digest: Digest,
    /// The day on which the server last sent or confirmed it.
    pub confirmed: Date,
}

impl Kept {
    /// What is remembered of the file at `path`; nothing where the file is not the one that was fetched.
    pub fn of(path: &Path) -> Option<Self> {
        let kept: Self = serde_json::from_slice(&read_small(&beside(path, "kept.json"))?).ok()?;
        let (bytes, digest) = measure(path).ok()?;
        (kept.bytes == bytes && kept.digest == digest).then_some(kept)
    }

    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        let text = canonical::pretty(self).map_err(io::Error::other)?;
        write_whole(&beside(path, "kept.json"), text.as_bytes())
    }
}

/// A hidden file beside `path`: `feeds/a.json` to `feeds/.a.json.SUFFIX`.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{suffix}"))
}

/// A file of at most 64 KiB; what is larger was not written by this program.
pub(crate) fn read_small(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(1 << 16).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Writes a small file whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)
}

/// Makes a rename in `folder` last over a loss of power, where the system lets folders be synced.
pub(crate) fn sync_folder(path: &Path) {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        // A file system that cannot do this leaves the old or the new file all the same.
        let _ = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
    }
}

/// Size and digest of a file.
pub(crate) fn measure(path: &Path) -> io::Result<(u64, Digest)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        bytes += count as u64;
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = Digest::parse(&hex).ok_or_else(|| io::Error::other("a digest has 64 digits"))?;
    Ok((bytes, digest))
}
