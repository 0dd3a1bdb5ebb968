//! Tables: path_links.

use vigil_case::Case;

use crate::table::Table;

/// Paths: links to threats, risks, controls, tests and software.
pub fn paths_links(_case: &Case) -> Table {
    Table::new("paths-links", "Paths: links to threats, risks, controls, tests and software", "")
}

/// Where the 19 path facts stand.
pub fn path_facts(_case: &Case) -> Table {
    Table::new("path-facts", "Where the 19 path facts stand", "")
}
