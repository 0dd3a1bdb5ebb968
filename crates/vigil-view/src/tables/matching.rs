//! Tables: matching.

use vigil_case::Case;

use crate::table::Table;

/// Packages by state of matching.
pub fn match_counts(_case: &Case) -> Table {
    Table::new("match-counts", "Packages by state of matching", "")
}

/// Packages that could not be looked up.
pub fn unidentified(_case: &Case) -> Table {
    Table::new("unidentified", "Packages that could not be looked up", "")
}

/// Data that was matched against.
pub fn data_cut(_case: &Case) -> Table {
    Table::new("data-cut", "Data that was matched against", "")
}
