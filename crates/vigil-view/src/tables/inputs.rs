//! Tables: inputs.

use vigil_case::Case;

use crate::table::Table;

/// Files that the case was made from.
pub fn inputs(_case: &Case) -> Table {
    Table::new("inputs", "Files that the case was made from", "")
}
