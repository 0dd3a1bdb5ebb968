//! What can be written.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A format and version that can be written. Its text is what `--to` takes: `cyclonedx-json@1.6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// CycloneDX JSON 1.x; the number is x, 4 to 7.
    CyclonedxJson(u8),
    /// CycloneDX XML 1.x; the number is x, 4 to 7.
    CyclonedxXml(u8),
    /// SPDX 2.3 JSON.
    SpdxJson,
    /// SPDX 2.3 as tag and value.
    SpdxTagValue,
    /// The same with every tag that DaggerBoard counts: a name, version, supplier and comment for each package.
    SpdxDaggerboard,
    /// SPDX 3.0.1 JSON-LD.
    Spdx3,
    /// A component list as comma-separated values.
    Csv,
    /// A component list as an Excel workbook.
    Xlsx,
}

/// A text that names no target.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is no format that can be written; there are {known}")]
pub struct TargetError {
    text: String,
    known: String,
}

const NAMES: &[(&str, Target)] = &[
    ("cyclonedx-json@1.4", Target::CyclonedxJson(4)),
    ("cyclonedx-json@1.5", Target::CyclonedxJson(5)),
    ("cyclonedx-json@1.6", Target::CyclonedxJson(6)),
    ("cyclonedx-json@1.7", Target::CyclonedxJson(7)),
    ("cyclonedx-xml@1.4", Target::CyclonedxXml(4)),
    ("cyclonedx-xml@1.5", Target::CyclonedxXml(5)),
    ("cyclonedx-xml@1.6", Target::CyclonedxXml(6)),
    ("cyclonedx-xml@1.7", Target::CyclonedxXml(7)),
    ("spdx-json@2.3", Target::SpdxJson),
    ("spdx-tag@2.3", Target::SpdxTagValue),
    ("spdx-tag@2.3+daggerboard", Target::SpdxDaggerboard),
    ("spdx-json@3.0", Target::Spdx3),
    ("csv", Target::Csv),
    ("xlsx", Target::Xlsx),
];

/// Names without a version: the version that most tools read today.
const DEFAULTS: &[(&str, Target)] = &[
    ("cyclonedx-json", Target::CyclonedxJson(6)),
    ("cyclonedx-xml", Target::CyclonedxXml(6)),
    ("spdx-json", Target::SpdxJson),
    ("spdx-tag", Target::SpdxTagValue),
];

impl Target {
    /// All targets with their names.
    pub fn all() -> impl Iterator<Item = (&'static str, Self)> {
        NAMES.iter().copied()
    }

    /// The target's name.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, target)| *target == self).map_or("cyclonedx-json", |(name, _)| name)
    }

    /// Whether it is one of SPDX 2's.
    pub(crate) fn is_spdx2(self) -> bool {
        matches!(self, Self::SpdxJson | Self::SpdxTagValue | Self::SpdxDaggerboard)
    }

    /// Whether the bytes are text that a terminal can show.
    pub fn is_text(self) -> bool {
        self != Self::Xlsx
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let found = NAMES.iter().chain(DEFAULTS).find(|(name, _)| *name == text);
        found.map(|(_, target)| *target).ok_or_else(|| TargetError {
            text: text.to_owned(),
            known: NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
