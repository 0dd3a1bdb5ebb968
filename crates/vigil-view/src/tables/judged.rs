//! Tables: judged.

use vigil_check::Judged;
use vigil_guidance::Catalogue;

use crate::table::Table;

/// Judgements by element.
pub fn judgements_by_element(_judged: &Judged, _catalogue: &Catalogue) -> Table {
    Table::new("judgements-by-element", "Judgements by element", "")
}

/// Open points.
pub fn judgements(_judged: &Judged, _catalogue: &Catalogue) -> Table {
    Table::new("judgements", "Open points", "")
}
