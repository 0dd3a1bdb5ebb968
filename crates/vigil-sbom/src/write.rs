//! Writing: from the model to bytes. Same content, same bytes: identifiers come from a digest of the content, the time
//! from the caller, and every list keeps its order.
//!
//! Within one family of formats the original is the ground that is written on: a field that is not understood here
//! stays where it was, and only what differs from what was read is written anew. Across families everything comes
//! from the model. What the target cannot hold is reported, never dropped in silence.

mod cpe;
mod cyclonedx;
mod ends;
mod json;
mod losses;
mod number;
mod overlay;
mod put;
mod spdx2;
mod spdx3;
mod support;
mod table;
mod target;
mod time;

use thiserror::Error;

pub use losses::{Loss, Losses};
pub(crate) use support::withhold as withhold_support;
pub use table::rows as list_of;
pub use target::{Target, TargetError};

use crate::json::skip;
use crate::{Form, Format, Sbom};

/// What the writer cannot know by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time of making, in UTC to the second: `2026-02-03T10:00:00Z`. Used where the SBOM states none.
    pub time: String,
    /// Name and version of the program that writes.
    pub tool: Option<(String, String)>,
}

/// A written SBOM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file's content.
    pub bytes: Vec<u8>,
    /// What the target format could not hold.
    pub losses: Losses,
}

/// Why an SBOM could not be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The format's own bound, such as the rows of a sheet.
    #[error("the SBOM cannot be written as {}: {cause}", target.name())]
    Bound {
        /// The target.
        target: Target,
        /// What it cannot take.
        cause: String,
    },
}

/// Writes `sbom` as `target`.
///
/// # Errors
///
/// [`WriteError`] where the format cannot hold so much. What single packages lose is in [`Written::losses`].
pub fn write(sbom: &Sbom, target: Target, stamp: &Stamp) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    for claim in &sbom.signatures {
        let (field, at) = match claim.form {
            Form::Dsse => ("envelope", format!("at `{}`", claim.pointer)),
            Form::Detached => ("signature", "beside the file".to_owned()),
            Form::Jsf | Form::XmlSignature => continue,
        };
        losses.add(field, &sbom.file, &format!("the signature {at} is over the file as it came"));
    }
    if Family::of(sbom.format) == Family::Spdx2 && !target.is_spdx2() {
        for (list, count) in beside_packages(sbom) {
            let why = format!("{count} {list} are no packages, and the format has no place for them");
            losses.add(&format!("document.{list}"), &sbom.file, &why);
        }
    }
    let bytes = match target {
        Target::CyclonedxJson(minor) => cyclonedx::json(sbom, minor, stamp, &mut losses).into_bytes(),
        Target::CyclonedxXml(minor) => cyclonedx::xml(sbom, minor, stamp, &mut losses).into_bytes(),
        Target::SpdxJson => spdx2::json(sbom, stamp, &mut losses).into_bytes(),
        Target::SpdxTagValue => spdx2::tag_value(sbom, stamp, &mut losses).into_bytes(),
        Target::SpdxDaggerboard => spdx2::for_daggerboard(sbom, stamp, &mut losses).into_bytes(),
        Target::Spdx3 => spdx3::json(sbom, stamp, &mut losses).into_bytes(),
        Target::Csv => table::csv(sbom, &mut losses),
        Target::Xlsx => {
            table::xlsx(sbom, &mut losses).map_err(|cause| WriteError::Bound { target, cause })?
        }
    };
    Ok(Written { bytes, losses })
}

/// What an SPDX 2 document lists beside its packages, with how many there are.
pub(crate) fn beside_packages(sbom: &Sbom) -> Vec<(&'static str, usize)> {
    let text = sbom.original.text();
    let count = |list| {
        skip::child(text, 0, list).and_then(|at| skip::elements(&text[at..])).map_or(0, |all| all.len())
    };
    ["files", "snippets"]
        .into_iter()
        .map(|list| (list, count(list)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// Whether fields that are not interpreted of such an SBOM are none of CycloneDX.
pub(crate) fn is_foreign(format: Format) -> bool {
    Family::of(format) != Family::Cyclonedx
}

/// Formats whose documents have one tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Cyclonedx,
    Spdx2,
    Spdx3,
    Table,
    Other,
}

impl Family {
    pub(crate) fn of(format: Format) -> Self {
        match format {
            Format::CyclonedxJson | Format::CyclonedxXml => Self::Cyclonedx,
            Format::SpdxJson | Format::SpdxTagValue | Format::SpdxYaml | Format::SpdxXml => Self::Spdx2,
            // An archive is many documents: its entries are SPDX 2, but it has no tree of its own.
            Format::SpdxTar => Self::Spdx2,
            Format::Spdx3 => Self::Spdx3,
            Format::Csv | Format::Xlsx => Self::Table,
            _ => Self::Other,
        }
    }
}
