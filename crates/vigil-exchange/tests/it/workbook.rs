//! Workbooks as people make them.

use rust_xlsxwriter::{Format, Workbook};
use vigil_exchange::table::{headed, rows};

#[test]
fn a_cell_that_is_merged_in_a_workbook_holds_for_the_rows_it_spans() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 2, "Risks of the pump", &plain).unwrap();
    for (column, head) in ["ID", "Title", "Control"].into_iter().enumerate() {
        sheet.write(1, u16::try_from(column).unwrap(), head).unwrap();
    }
    sheet.merge_range(2, 0, 3, 0, "R-1", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "Flooding", &plain).unwrap();
    sheet.write(2, 2, "mac").unwrap();
    sheet.write(3, 2, "rate").unwrap();
    sheet.write(4, 0, "R-2").unwrap();
    // A spreadsheet keeps what a merged cell covers, and shows it to nobody.
    sheet.write(3, 0, "R-999").unwrap();
    let bytes = book.save_to_buffer().unwrap();

    let score = |heads: &[String]| heads.iter().filter(|it| *it == "ID" || *it == "Title").count();
    let table = headed(rows(&bytes, None).unwrap(), &score).unwrap();
    let cells: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
    assert_eq!(cells, [vec!["R-1", "Flooding", "mac"], vec!["R-1", "Flooding", "rate"], vec!["R-2"]]);
    let above: Vec<Vec<usize>> = table.rows.iter().map(|row| row.above.iter().copied().collect()).collect();
    assert_eq!(above, [vec![], vec![0, 1], vec![]]);
}
