//! Cells that are merged downwards: what the first of them says holds for the rows below.

use super::Row;

/// Most bytes that are repeated because of merged cells.
const MOST_REPEATED: usize = 50_000_000;
/// Most cells that are filled.
const MOST_FILLED: usize = 2_000_000;

/// A column over which cells are merged, and the rows; all count from 0, and the last row belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merged {
    /// The first row, which holds the text.
    pub first: usize,
    /// The last row.
    pub last: usize,
    /// The column that holds the text; further columns of a region stay empty.
    pub column: usize,
}

/// Refuses regions that would make a small file large: one may state more of them than any table has.
pub(super) fn bounded(rows: &[Vec<String>], regions: &[Merged]) -> Result<(), String> {
    let (mut bytes, mut cells) = (MOST_REPEATED, MOST_FILLED);
    for region in regions {
        let below = region.last.min(rows.len().saturating_sub(1)).saturating_sub(region.first);
        let text = rows.get(region.first).and_then(|it| it.get(region.column)).map_or(0, String::len);
        let left = bytes.checked_sub(text.saturating_mul(below)).zip(cells.checked_sub(below));
        (bytes, cells) = left.ok_or("its merged cells repeat more text than any table of risks has")?;
    }
    Ok(())
}

/// Repeats what merged cells say in the rows below their first one, and marks it there as coming from above.
pub(super) fn fill(rows: &mut [Row], regions: &[Merged]) {
    let at = |rows: &[Row], row: usize| rows.partition_point(|it| it.line <= row);
    for region in regions {
        let (first, end) = (at(rows, region.first), at(rows, region.last + 1));
        let Some(source) = rows.get(first).filter(|it| it.line == region.first + 1) else { continue };
        let text = source.cells.get(region.column).cloned().unwrap_or_default();
        if text.trim().is_empty() {
            continue;
        }
        for row in &mut rows[first + 1..end.max(first + 1)] {
            row.cells.resize(row.cells.len().max(region.column + 1), String::new());
            if row.cells[region.column].trim().is_empty() {
                row.cells[region.column].clone_from(&text);
                row.above.insert(region.column);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: usize, cells: &[&str]) -> Row {
        Row { line, cells: cells.iter().map(|it| (*it).to_owned()).collect(), ..Row::default() }
    }

    #[test]
    fn a_merged_cell_holds_for_the_rows_below_and_not_beyond() {
        let mut rows = [row(2, &["R-1", "a"]), row(4, &["", "b"]), row(5, &[])];
        fill(&mut rows, &[Merged { first: 1, last: 3, column: 0 }]);
        assert_eq!(rows[1].cells, ["R-1", "b"]);
        assert!(rows[1].above.contains(&0) && rows[2].cells.is_empty());
    }

    #[test]
    fn a_region_whose_first_row_is_empty_fills_nothing() {
        let mut rows = [row(4, &["", "b"])];
        fill(&mut rows, &[Merged { first: 1, last: 3, column: 0 }]);
        assert_eq!(rows[0].cells, ["", "b"]);
    }

    #[test]
    fn more_regions_than_a_table_has_are_refused() {
        let rows = vec![vec!["x".to_owned()]; 2_000];
        let region = Merged { first: 0, last: 1_999, column: 0 };
        assert!(bounded(&rows, &vec![region; 1_000]).is_ok());
        assert!(bounded(&rows, &vec![region; 1_001]).is_err());
        let long = vec![vec!["x".repeat(30_000)]; 2_000];
        assert!(bounded(&long, &[region]).is_err());
    }
}
