//! Tables: system.

use vigil_case::Case;

use crate::table::Table;

/// Trust zones.
pub fn zones(_case: &Case) -> Table {
    Table::new("zones", "Trust zones", "")
}

/// States of the device.
pub fn states(_case: &Case) -> Table {
    Table::new("states", "States of the device", "")
}

/// Parts of the system.
pub fn components(_case: &Case) -> Table {
    Table::new("components", "Parts of the system", "")
}

/// Security facts of the parts.
pub fn component_facts(_case: &Case) -> Table {
    Table::new("component-facts", "Security facts of the parts", "")
}

/// Access model of the parts.
pub fn access(_case: &Case) -> Table {
    Table::new("access", "Access model of the parts", "")
}
