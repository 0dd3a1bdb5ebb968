//! The whole system.

use vigil_case::Case;

use crate::graph::Diagram;

/// Every part with its zone, everybody who works with it, and every flow.
pub fn global_system(_case: &Case) -> Diagram {
    Diagram::new("global-system", "Global system view")
}
