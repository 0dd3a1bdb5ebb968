//! Tables: paths.

use vigil_case::Case;

use crate::table::Table;

/// Channels.
pub fn channels(_case: &Case) -> Table {
    Table::new("channels", "Channels", "")
}

/// Flows.
pub fn flows(_case: &Case) -> Table {
    Table::new("flows", "Flows", "")
}

/// Paths: what runs where.
pub fn paths_content(_case: &Case) -> Table {
    Table::new("paths-content", "Paths: what runs where", "")
}

/// Paths: authentication, cryptography and sessions.
pub fn paths_protection(_case: &Case) -> Table {
    Table::new("paths-protection", "Paths: authentication, cryptography and sessions", "")
}

/// Use cases.
pub fn use_cases(_case: &Case) -> Table {
    Table::new("use-cases", "Use cases", "")
}
