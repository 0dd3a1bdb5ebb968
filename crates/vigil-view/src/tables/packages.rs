//! Tables: packages.

use vigil_case::Case;

use crate::table::Table;

/// Software bill of materials.
pub fn packages(_case: &Case) -> Table {
    Table::new("packages", "Software bill of materials", "")
}

/// Software support.
pub fn support(_case: &Case) -> Table {
    Table::new("support", "Software support", "")
}

/// End of support by day.
pub fn support_calendar(_case: &Case) -> Table {
    Table::new("support-calendar", "End of support by day", "")
}
