//! Tables: labels.

use vigil_case::Case;

use crate::table::Table;

/// Labeling.
pub fn labels(_case: &Case) -> Table {
    Table::new("labels", "Labeling", "")
}
