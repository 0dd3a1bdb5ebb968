//! Tables: plan.

use vigil_case::Case;
use vigil_guidance::Catalogue;

use crate::table::Table;

/// Elements of the management plan.
pub fn plan_elements(_case: &Case, _catalogue: &Catalogue) -> Table {
    Table::new("plan-elements", "Elements of the management plan", "")
}

/// Monitored sources.
pub fn monitor(_case: &Case) -> Table {
    Table::new("monitor", "Monitored sources", "")
}
