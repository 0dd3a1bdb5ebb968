//! Reading: from bytes to an SBOM.

use vigil_finding::Finding;

use crate::{Limits, ReadError, Sbom};

/// The name given to a package without one, which is a finding too.
pub(crate) const UNNAMED: &str = "(unnamed)";

/// An SBOM and what a person should know about how it was written.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The SBOM.
    pub sbom: Sbom,
    /// What was repaired or odd, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Reads an SBOM. `file` is its name as printed; the format is found from the content.
pub fn read(bytes: &[u8], file: &str) -> Result<Reading, ReadError> {
    read_with(bytes, file, &Limits::default())
}

/// Reads an SBOM within `limits`.
pub fn read_with(bytes: &[u8], file: &str, limits: &Limits) -> Result<Reading, ReadError> {
    let _ = (bytes, limits);
    Err(ReadError::Empty { file: file.to_owned() })
}
