//! Tables: flaws.

use vigil_case::Case;

use crate::table::Table;
use crate::tables::Audience;

/// Known vulnerabilities.
pub fn vulnerabilities(_case: &Case) -> Table {
    Table::new("vulnerabilities", "Known vulnerabilities", "")
}

/// Known vulnerabilities: how they matched.
pub fn vulnerability_details(_case: &Case) -> Table {
    Table::new("vulnerability-details", "Known vulnerabilities: how they matched", "")
}

/// Known exploited vulnerabilities.
pub fn kev(_case: &Case) -> Table {
    Table::new("kev", "Known exploited vulnerabilities", "")
}

/// Vulnerabilities of our own.
pub fn own_vulnerabilities(_case: &Case, _audience: Audience) -> Table {
    Table::new("own-vulnerabilities", "Vulnerabilities of our own", "")
}
