//! What this crate says to people: codes and wording in one place.

use vigil_finding::{Finding, Severity};

use crate::{Conflict, Format, ReadError, Source};

/// A file that could not be read at all.
pub(crate) fn refused(error: &ReadError) -> Finding {
    let place = error.place();
    let (code, help) = match error {
        ReadError::Empty { .. } => ("sbom.empty", "let the build write the SBOM again"),
        ReadError::TooLarge { .. } => {
            ("sbom.too-large", "split the SBOM, or raise the limit if the file is trusted")
        }
        ReadError::Packing { .. } => ("sbom.packing", "copy the file again, or store it uncompressed"),
        ReadError::NotAnSbom { .. } => ("sbom.not-an-sbom", "give a CycloneDX JSON file, version 1.2 to 1.7"),
        ReadError::Unsupported { format: Format::InToto, .. } => (
            "sbom.unsupported-format",
            "take the SBOM out of the attestation: it is the statement's `predicate`",
        ),
        ReadError::Unsupported { .. } => {
            ("sbom.unsupported-format", "convert it to CycloneDX JSON, version 1.2 to 1.7")
        }
        ReadError::UnsupportedVersion { .. } => {
            ("sbom.unsupported-version", "have the SBOM tool write CycloneDX 1.6 or 1.7")
        }
        ReadError::Syntax { .. } => {
            ("sbom.syntax", "mend the file at this place, or let the tool write it again")
        }
        ReadError::Truncated { .. } => ("sbom.truncated", "copy the whole file again: its end is missing"),
        ReadError::TooDeep { .. } => ("sbom.too-deep", "flatten nested components: no SBOM needs such depth"),
        ReadError::TooLong { .. } => {
            ("sbom.too-long", "keep attachments outside of the SBOM and refer to them")
        }
        ReadError::TooMany { .. } => ("sbom.too-many", "split the SBOM by part of the device"),
    };
    Finding::new(code, Severity::Error, error.to_string(), place.file.clone()).at(place).help(help)
}

/// An SBOM whose graph cannot be followed.
pub(crate) fn graph_unknown(source: &Source) -> Option<Finding> {
    let reason = source.unreachable_because.as_ref()?;
    let message = format!("it is not known which packages belong to what the SBOM describes: {reason}");
    let place = source
        .primary
        .as_ref()
        .map_or_else(|| vigil_base::Place::start_of(&source.sbom_file), |primary| primary.place.clone());
    let finding = Finding::new("sbom.graph-unknown", Severity::Warning, message, source.sbom_file.clone());
    Some(finding.at(place).help("have the SBOM tool write `metadata.component` and `dependencies`"))
}

/// Entries that contradict each other.
pub(crate) fn conflict(conflict: &Conflict) -> Finding {
    let values: Vec<_> = conflict.statements.iter().map(|(value, _)| format!("`{value}`")).collect();
    let message = format!("{} of `{}` is stated as {}", conflict.what, conflict.key, values.join(" and "));
    let mut finding = Finding::new("sbom.conflict", Severity::Warning, message, conflict.key.to_string())
        .help("find out which is right and have it corrected in the SBOM's source");
    for (at, (value, place)) in conflict.statements.iter().enumerate() {
        finding =
            if at == 0 { finding.at(place.clone()) } else { finding.related(place.clone(), value.clone()) };
    }
    finding
}
