//! Tables: identity.

use vigil_case::Case;

use crate::table::Table;

/// Device and submission.
pub fn identity(_case: &Case) -> Table {
    Table::new("identity", "Device and submission", "")
}

/// Parts of the release under review.
pub fn release_parts(_case: &Case) -> Table {
    Table::new("release-parts", "Parts of the release under review", "")
}

/// Cyber device: the three limbs of section 524B(c).
pub fn cyber_device_limbs(_case: &Case) -> Table {
    Table::new("cyber-device-limbs", "Cyber device: the three limbs of section 524B(c)", "")
}
