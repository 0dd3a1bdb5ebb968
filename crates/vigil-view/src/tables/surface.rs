//! Tables: surface.

use vigil_case::Case;

use crate::table::Table;

/// Interfaces.
pub fn interfaces(_case: &Case) -> Table {
    Table::new("interfaces", "Interfaces", "")
}

/// Ports, radios and other ways in.
pub fn ports(_case: &Case) -> Table {
    Table::new("ports", "Ports, radios and other ways in", "")
}
