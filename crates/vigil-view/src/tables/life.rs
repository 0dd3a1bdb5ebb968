//! Tables: life.

use vigil_case::Case;

use crate::table::Table;

/// Releases.
pub fn releases(_case: &Case) -> Table {
    Table::new("releases", "Releases", "")
}

/// Update paths.
pub fn updates(_case: &Case) -> Table {
    Table::new("updates", "Update paths", "")
}

/// Approvals.
pub fn approvals(_case: &Case) -> Table {
    Table::new("approvals", "Approvals", "")
}

/// Standards.
pub fn standards(_case: &Case) -> Table {
    Table::new("standards", "Standards", "")
}
