//! Tables: decisions.

use vigil_case::Case;

use crate::table::Table;
use crate::tables::Audience;

/// Decisions.
pub fn decisions(_case: &Case, _audience: Audience) -> Table {
    Table::new("decisions", "Decisions", "")
}

/// Fixes that are put off.
pub fn deferred(_case: &Case, _audience: Audience) -> Table {
    Table::new("deferred", "Fixes that are put off", "")
}
