//! Tables: risks.

use vigil_case::Case;

use crate::table::Table;
use crate::tables::Audience;

/// Risks.
pub fn risks(_case: &Case, _audience: Audience) -> Table {
    Table::new("risks", "Risks", "")
}

/// Risk matrix.
pub fn risk_matrix(_case: &Case) -> Table {
    Table::new("risk-matrix", "Risk matrix", "")
}
