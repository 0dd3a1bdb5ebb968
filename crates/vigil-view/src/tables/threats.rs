//! Tables: threats.

use vigil_case::Case;

use crate::table::Table;

/// Threats.
pub fn threats(_case: &Case) -> Table {
    Table::new("threats", "Threats", "")
}

/// Threats in full.
pub fn threat_details(_case: &Case) -> Table {
    Table::new("threat-details", "Threats in full", "")
}
