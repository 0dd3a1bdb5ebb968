//! Tables: controls.

use vigil_case::Case;
use vigil_check::Judged;
use vigil_guidance::Catalogue;

use crate::table::Table;

/// Controls.
pub fn controls(_case: &Case) -> Table {
    Table::new("controls", "Controls", "")
}

/// Requirements.
pub fn requirements(_case: &Case) -> Table {
    Table::new("requirements", "Requirements", "")
}

/// Controls by family.
pub fn control_families(_case: &Case, _catalogue: &Catalogue) -> Table {
    Table::new("control-families", "Controls by family", "")
}

/// Answers to Appendix 1.
pub fn appendix1_answers(_case: &Case, _judged: &Judged, _catalogue: &Catalogue) -> Table {
    Table::new("appendix1-answers", "Answers to Appendix 1", "")
}
