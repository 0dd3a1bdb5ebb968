//! Tables: trace.

use vigil_case::Case;

use crate::table::Table;

/// Trace from threats to test results.
pub fn trace(_case: &Case) -> Table {
    Table::new("trace", "Trace from threats to test results", "")
}

/// What hangs on a record, upwards and downwards, as lines for the terminal; `None` when nothing is linked to it.
pub fn trace_tree(_case: &Case, _id: &str) -> Option<Vec<String>> {
    None
}
