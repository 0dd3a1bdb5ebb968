//! Tables as plain text with aligned columns.

use crate::table::Table;

/// The table as lines of at most `width` columns: heading, columns, rows, notes.
pub fn render(_table: &Table, _width: usize) -> String {
    String::new()
}
