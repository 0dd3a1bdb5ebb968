//! Why a database cannot be opened or read.

use std::path::{Path, PathBuf};

use crate::file::MAJOR;
use crate::file::layout::BadHeader;

/// A file that is not what it should be at some place. Nothing in a file is trusted, so every look-up can say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the vulnerability database is damaged: {0}; make it anew with `vigil db import`")]
pub struct Damage(pub(crate) &'static str);

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such file, or it may not be read.
    #[error(
        "cannot open the vulnerability database {path}: {source}; make one with `vigil db import` or `vigil db update`"
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The file is something else.
    #[error("{path} is not a vulnerability database")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file has another major format.
    #[error("{path} has format {found}, this version reads format {known}; {step}")]
    Format {
        /// The file.
        path: PathBuf,
        /// Its major format.
        found: u16,
        /// The major format this version reads.
        known: u16,
        /// What to do.
        step: &'static str,
    },
    /// The file is damaged.
    #[error("{path} is damaged: {cause}; make it anew with `vigil db import`")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        cause: &'static str,
    },
}

pub(super) fn bad_header(bad: BadHeader, path: &Path) -> OpenError {
    let path = path.to_path_buf();
    match bad {
        BadHeader::Magic => OpenError::Foreign { path },
        BadHeader::Major(found) if found > MAJOR => {
            OpenError::Format { path, found, known: MAJOR, step: "use a newer version of the tool" }
        }
        BadHeader::Major(found) => {
            OpenError::Format { path, found, known: MAJOR, step: "make it anew with `vigil db import`" }
        }
        BadHeader::Damaged(cause) => OpenError::Damaged { path, cause },
    }
}
