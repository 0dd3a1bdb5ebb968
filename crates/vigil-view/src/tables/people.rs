//! Tables: people.

use vigil_case::Case;

use crate::table::Table;

/// Users and roles.
pub fn actors(_case: &Case) -> Table {
    Table::new("actors", "Users and roles", "")
}

/// Adversaries.
pub fn adversaries(_case: &Case) -> Table {
    Table::new("adversaries", "Adversaries", "")
}

/// Assumptions.
pub fn assumptions(_case: &Case) -> Table {
    Table::new("assumptions", "Assumptions", "")
}
