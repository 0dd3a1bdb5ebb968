//! Tables: coverage.

use vigil_case::Case;

use crate::table::Table;

/// Coverage of the subjects by threat rules.
pub fn threat_coverage(_case: &Case) -> Table {
    Table::new("threat-coverage", "Coverage of the subjects by threat rules", "")
}

/// Threats by STRIDE letter.
pub fn stride(_case: &Case) -> Table {
    Table::new("stride", "Threats by STRIDE letter", "")
}

/// Threats by life-cycle phase.
pub fn phases(_case: &Case) -> Table {
    Table::new("phases", "Threats by life-cycle phase", "")
}

/// Open questions.
pub fn open_questions(_case: &Case) -> Table {
    Table::new("open-questions", "Open questions", "")
}
