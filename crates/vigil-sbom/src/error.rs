//! Why an SBOM could not be read at all. Whatever leaves something to work with is a finding instead.

use thiserror::Error;
use vigil_base::Place;
use vigil_finding::Finding;

use crate::{Format, findings};

/// Reading stopped. Every case names the file; [`ReadError::finding`] adds place and next step.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it.
    #[error("{file} is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// More bytes than allowed, before or after decompression.
    #[error("{file} holds more than {limit} bytes{}", if *packed { " when decompressed" } else { "" })]
    TooLarge {
        /// The file.
        file: String,
        /// The bound.
        limit: usize,
        /// Whether that is after decompression.
        packed: bool,
    },
    /// Compressed data that cannot be unpacked.
    #[error("{file} begins as {packing} data but cannot be decompressed: {cause}")]
    Packing {
        /// The file.
        file: String,
        /// `zstd` or `gzip`.
        packing: &'static str,
        /// What the decompressor says.
        cause: String,
    },
    /// No format of SBOMs that is known here.
    #[error("{file} is not an SBOM: {why}")]
    NotAnSbom {
        /// The file.
        file: String,
        /// What it looks like instead.
        why: String,
    },
    /// A format that is known but not read.
    #[error("{file} is {}, which is not read yet", format.name())]
    Unsupported {
        /// The file.
        file: String,
        /// The format.
        format: Format,
    },
    /// A version of the format that is not read.
    #[error("{} states {family} version `{version}`; {read} are read", place.file)]
    UnsupportedVersion {
        /// `CycloneDX` or `SPDX`.
        family: &'static str,
        /// Which versions are read.
        read: &'static str,
        /// Where the version stands.
        place: Place,
        /// The version.
        version: String,
    },
    /// Not JSON, XML, YAML.
    #[error("{place} is not {syntax}: {cause}")]
    Syntax {
        /// Where it goes wrong.
        place: Place,
        /// `JSON`, `XML` or `YAML`.
        syntax: &'static str,
        /// What is wrong.
        cause: String,
    },
    /// XML with entities of its own. Expanding them is how a few lines fill a machine's memory.
    #[error("{place} declares or uses an entity of the document's own; entities are not expanded")]
    Entity {
        /// Where it stands.
        place: Place,
    },
    /// The file ends too early.
    #[error("{} ends in the middle of a value, at line {}", place.file, place.line)]
    Truncated {
        /// Where it ends.
        place: Place,
    },
    /// Nested deeper than allowed.
    #[error("{place} is nested more than {limit} levels deep")]
    TooDeep {
        /// Where the bound is passed.
        place: Place,
        /// The bound.
        limit: usize,
    },
    /// A string longer than allowed.
    #[error("{place} begins a text of more than {limit} bytes")]
    TooLong {
        /// Where it begins.
        place: Place,
        /// The bound.
        limit: usize,
    },
    /// More values than allowed: elements and attributes count, too.
    #[error("{file} holds more than {limit} values")]
    TooManyValues {
        /// The file.
        file: String,
        /// The bound.
        limit: usize,
    },
    /// More packages than allowed.
    #[error("{file} lists more than {limit} packages")]
    TooMany {
        /// The file.
        file: String,
        /// The bound.
        limit: usize,
    },
}

impl ReadError {
    /// The same as a finding, with what to do next.
    pub fn finding(&self) -> Finding {
        findings::refused(self)
    }

    /// Where it stands; the start of the file if nothing closer is known.
    pub fn place(&self) -> Place {
        match self {
            Self::Empty { file }
            | Self::TooLarge { file, .. }
            | Self::Packing { file, .. }
            | Self::NotAnSbom { file, .. }
            | Self::Unsupported { file, .. }
            | Self::TooManyValues { file, .. }
            | Self::TooMany { file, .. } => Place::start_of(file),
            Self::UnsupportedVersion { place, .. }
            | Self::Syntax { place, .. }
            | Self::Entity { place }
            | Self::Truncated { place }
            | Self::TooDeep { place, .. }
            | Self::TooLong { place, .. } => place.clone(),
        }
    }
}
