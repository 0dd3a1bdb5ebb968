//! The files of the built-in catalogue, in the order rules are listed. A test compares this list with the folder.

use crate::catalogue::File;

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(File { path: $path, text: include_str!(concat!("../../../catalogue/", $path)) }),+]
    };
}

/// The catalogue that comes with the program.
pub const BUILTIN: &[File<'static>] = files![
    "toc.toml",
    "elements.toml",
    "applies.toml",
    "controls.toml",
    "standards.toml",
    "estar.toml",
    "fda-2026/scope.toml",
    "fda-2026/spdf-risk.toml",
    "fda-2026/threat-model.toml",
    "fda-2026/risk-assessment.toml",
    "fda-2026/interoperability.toml",
    "fda-2026/sbom.toml",
    "fda-2026/sbom-baseline.toml",
    "fda-2026/anomalies.toml",
    "fda-2026/life-cycle.toml",
    "fda-2026/architecture.toml",
    "fda-2026/controls.toml",
    "fda-2026/views.toml",
    "fda-2026/testing.toml",
    "fda-2026/labeling.toml",
    "fda-2026/management-plan.toml",
    "fda-2026/modification.toml",
    "fda-2026/statute-524b.toml",
    "fda-2016/postmarket.toml",
    "fda-2026/cross-document.toml",
];
