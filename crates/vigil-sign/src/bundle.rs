//! Bundles: files in one tar archive, with a manifest of their digests and a signature over the manifest.
//!
//! The first entry is `vigil-bundle.json`, the second its signature where there is one, then the files in the order of the
//! manifest. `tar xf BUNDLE` and `minisign -Vm vigil-bundle.json -p KEY` verify it without this program.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use vigil_base::Digest;

use crate::signature::{Refused, Verified};

mod read;
mod write;

pub use read::{Bundle, is_bundle};
pub use write::{Content, Piece, write};

/// The format of the manifest.
const FORMAT: &str = "vigil-bundle/1";
/// The name of the manifest.
const MANIFEST: &str = "vigil-bundle.json";
/// The name of its signature.
const SIGNATURE: &str = "vigil-bundle.json.minisig";

/// What a bundle holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format of the bundle.
    pub format: String,
    /// What it is for, in one word.
    pub kind: String,
    /// What there is to know about it.
    pub facts: BTreeMap<String, String>,
    /// Its files.
    pub files: Vec<Entry>,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its plain name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its digest.
    pub digest: Digest,
}

/// What is known of the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signed {
    /// It holds.
    Good(Verified),
    /// It does not hold, or cannot be judged with the trusted keys.
    Refused(Refused),
    /// There is none.
    Missing,
}

/// A bundle that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The disk.
    #[error("`{}` cannot be used: {error}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Not a bundle, or a damaged one.
    #[error("it is no whole bundle: {0}")]
    Damaged(String),
    /// A file is not the one of the manifest.
    #[error("`{name}` in it is not what its manifest says")]
    Changed {
        /// The file.
        name: String,
    },
    /// Made by a newer program.
    #[error("it has the format `{0}`, this program reads `{FORMAT}`")]
    Format(String),
}

/// Names that cannot lead out of a folder.
fn is_plain(name: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && name.len() <= 90 && !name.starts_with('.') && name.chars().all(safe)
}
