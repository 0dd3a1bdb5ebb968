//! Reading: from bytes to an SBOM. A format is one arm of [`by_format`] and a module that fills [`Sbom`].

use vigil_base::Digest;
use vigil_finding::Finding;

use crate::detect::{self, Looks};
use crate::report::Report;
use crate::{Format, Limits, ReadError, Sbom, cyclonedx, findings, input, json, review};

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
///
/// Read: CycloneDX JSON 1.2 to 1.7, plain or compressed with zstd or gzip. Other formats are refused by name.
pub fn read(bytes: &[u8], file: &str) -> Result<Reading, ReadError> {
    read_with(bytes, file, &Limits::default())
}

/// Reads an SBOM within `limits`.
pub fn read_with(bytes: &[u8], file: &str, limits: &Limits) -> Result<Reading, ReadError> {
    let input = input::text(bytes, file, limits)?;
    match detect::in_text(&input.text) {
        Looks::Json => {}
        Looks::Like(format) => return Err(ReadError::Unsupported { file: file.to_owned(), format }),
        Looks::Unlike(why) => {
            return Err(ReadError::NotAnSbom { file: file.to_owned(), why: why.to_owned() });
        }
    }
    let (raw, index) = json::parse(&input.text, file, limits)?;
    let mut report = Report::new(file, index);
    for repair in &input.repairs {
        findings::repaired(repair, &mut report);
    }
    findings::doubled_keys(&mut report);
    let mut sbom = by_format(raw, &mut report, limits)?;
    sbom.digest = Digest::of_bytes(bytes);
    review::sbom(&sbom, &mut report);
    Ok(Reading { sbom, findings: report.finish() })
}

fn by_format(raw: serde_json::Value, report: &mut Report<'_>, limits: &Limits) -> Result<Sbom, ReadError> {
    let file = report.file.clone();
    match detect::in_json(&raw) {
        Ok(Format::CyclonedxJson) => cyclonedx::sbom(raw, report, limits),
        Ok(format) => Err(ReadError::Unsupported { file, format }),
        Err(why) => Err(ReadError::NotAnSbom { file, why: why.to_owned() }),
    }
}
