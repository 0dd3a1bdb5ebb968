//! The rules by which properties are read as statements on support. Nothing outside of these tables is
//! read as anything: other words are kept and reported.

use super::{SupportField, SupportLevel};

/// How a property is recognised by its name.
pub(super) struct NameRule {
    /// Begins with this, then one of the `ends`.
    pub(super) prefix: &'static str,
    /// The last part of the name, without case and separators.
    pub(super) ends: &'static [(&'static str, SupportField)],
}

const OWN: &[(&str, SupportField)] = &[
    ("level", SupportField::Level),
    ("endofsupport", SupportField::EndOfSupport),
    ("endoflife", SupportField::EndOfLife),
    ("justification", SupportField::Justification),
    ("plan", SupportField::Plan),
    ("assessed", SupportField::Assessed),
    ("custody", SupportField::Custody),
];

/// The official taxonomy.
const MILESTONE: &[(&str, SupportField)] =
    &[("endofsupport", SupportField::EndOfSupport), ("endoflife", SupportField::EndOfLife)];

/// The proposals for FDA's fields; two revisions differ in values, not in these names.
const FDA: &[(&str, SupportField)] = &[
    ("levelofsupport", SupportField::Level),
    ("endofsupportdate", SupportField::EndOfSupport),
    ("endofsupport", SupportField::EndOfSupport),
    ("endoflifedate", SupportField::EndOfLife),
    ("endoflife", SupportField::EndOfLife),
    ("endofsupportplan", SupportField::Plan),
    ("justification", SupportField::Justification),
    ("supportassesseddate", SupportField::Assessed),
    ("sourcecodecustody", SupportField::Custody),
];

const RELIZA: &[(&str, SupportField)] = &[("levelofsupport", SupportField::Level)];

/// Names without a prefix, as people write them by hand.
const PLAIN: &[(&str, SupportField)] = &[
    ("levelofsupport", SupportField::Level),
    ("supportlevel", SupportField::Level),
    ("endofsupport", SupportField::EndOfSupport),
    ("endofsupportdate", SupportField::EndOfSupport),
    ("eos", SupportField::EndOfSupport),
    ("eosdate", SupportField::EndOfSupport),
    ("endoflife", SupportField::EndOfLife),
    ("endoflifedate", SupportField::EndOfLife),
    ("eol", SupportField::EndOfLife),
    ("eoldate", SupportField::EndOfLife),
    // SPDX: "the end of the support period for the package from the supplier" (2.3) and its heir in 3.0.
    ("validuntildate", SupportField::EndOfSupport),
    ("validuntiltime", SupportField::EndOfSupport),
];

/// The rules, strongest first: of two readable statements the one by the earlier rule counts.
pub(super) const NAMES: &[NameRule] = &[
    NameRule { prefix: "vigil:support:", ends: OWN },
    NameRule { prefix: "cdx:lifecycle:milestone:", ends: MILESTONE },
    NameRule { prefix: "cdx:fda:", ends: FDA },
    NameRule { prefix: "reliza:support:", ends: RELIZA },
    NameRule { prefix: "", ends: PLAIN },
];

/// The words for levels, without case and separators. `Inactive` and `deprecated` are not among them: the first
/// can mean "no longer maintained" or "finished", the second says that use is discouraged, not who mends it.
pub(super) const LEVELS: &[(&str, SupportLevel)] = &[
    ("activelymaintained", SupportLevel::ActivelyMaintained),
    ("activelysupported", SupportLevel::ActivelyMaintained),
    // The words of SPDX 3.0; `development` and `endOfSupport` name no level and stay unread.
    ("support", SupportLevel::ActivelyMaintained),
    ("deployed", SupportLevel::ActivelyMaintained),
    ("nosupport", SupportLevel::NoLongerMaintained),
    ("limitedsupport", SupportLevel::LimitedSupport),
    ("nolongermaintained", SupportLevel::NoLongerMaintained),
    ("notmaintained", SupportLevel::NoLongerMaintained),
    ("unmaintained", SupportLevel::NoLongerMaintained),
    ("nolongersupported", SupportLevel::NoLongerMaintained),
    ("unsupported", SupportLevel::NoLongerMaintained),
    ("abandoned", SupportLevel::Abandoned),
    ("unknown", SupportLevel::Unknown),
    ("notknown", SupportLevel::Unknown),
    ("noassertion", SupportLevel::Unknown),
];

/// Letters and digits of `text` in lower case: `Level of Support`, `level-of-support` and `levelOfSupport` are one name.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
