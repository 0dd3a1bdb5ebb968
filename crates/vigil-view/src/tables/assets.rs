//! Tables: assets.

use vigil_case::Case;

use crate::table::Table;

/// Data.
pub fn data(_case: &Case) -> Table {
    Table::new("data", "Data", "")
}

/// Keys and credentials.
pub fn secrets(_case: &Case) -> Table {
    Table::new("secrets", "Keys and credentials", "")
}

/// Security settings and their defaults.
pub fn settings(_case: &Case) -> Table {
    Table::new("settings", "Security settings and their defaults", "")
}

/// Functions and what their loss leads to.
pub fn functions_and_harms(_case: &Case) -> Table {
    Table::new("functions-and-harms", "Functions and what their loss leads to", "")
}

/// Harms.
pub fn harms(_case: &Case) -> Table {
    Table::new("harms", "Harms", "")
}
