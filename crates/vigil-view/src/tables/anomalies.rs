//! Tables: anomalies.

use vigil_case::Case;

use crate::table::Table;

/// Unresolved anomalies.
pub fn anomalies(_case: &Case) -> Table {
    Table::new("anomalies", "Unresolved anomalies", "")
}

/// Metrics.
pub fn metrics(_case: &Case) -> Table {
    Table::new("metrics", "Metrics", "")
}
