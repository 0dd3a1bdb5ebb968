//! Tables: the files that a case was made from.

use vigil_case::Case;

use crate::table::{Cell, Table};

/// Every input file with its digest.
pub fn inputs(case: &Case) -> Table {
    let empty = "No file was read.";
    let mut table = Table::new("inputs", "Files that the case was made from", empty)
        .columns(&[("#File", 2.4), ("#Digest", 4.0)]);
    for (file, digest) in &case.inputs {
        table.row(vec![Cell::code(file), Cell::code(digest.to_string())]);
    }
    if !table.rows.is_empty() {
        table.note(format!("The case is judged as of {}.", case.as_of));
    }
    table
}
