//! Tables: testing.

use vigil_case::Case;

use crate::table::Table;
use crate::tables::Audience;

/// Tests.
pub fn tests(_case: &Case) -> Table {
    Table::new("tests", "Tests", "")
}

/// Evidence.
pub fn evidence(_case: &Case) -> Table {
    Table::new("evidence", "Evidence", "")
}

/// Penetration tests.
pub fn pentests(_case: &Case) -> Table {
    Table::new("pentests", "Penetration tests", "")
}

/// What testers found.
pub fn test_findings(_case: &Case, _audience: Audience) -> Table {
    Table::new("test-findings", "What testers found", "")
}
