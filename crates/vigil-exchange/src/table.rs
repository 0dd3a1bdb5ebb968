//! Tables that people edit in spreadsheets: CSV and XLSX, as rows of text.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use vigil_base::Date;

use crate::ReadError;

mod columns;
mod headed;
mod merged;

pub use columns::{Columns, ColumnsError, FieldNames, bare};
pub use headed::{Headed, headed};
pub use merged::Merged;

/// Largest file that is read, in bytes.
pub const MAX_TABLE: usize = 50_000_000;
/// Most bytes that an XLSX file may unpack to.
const MAX_UNPACKED: u64 = 400_000_000;
/// Most rows and columns that are looked at; what stands beyond is refused.
const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 256;

/// A table: a header and rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Cells of the first row.
    pub header: Vec<String>,
    /// The rows below it.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet counts, the header being 1. In CSV the row, not the line of the text.
    pub line: usize,
    /// Its cells; days as 2027-03-01.
    pub cells: Vec<String>,
    /// Columns, from 0, whose text stands in a row above, in a cell that is merged down to this one.
    pub above: BTreeSet<usize>,
}

/// All rows of a table, headings and titles included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The rows. In CSV the row is counted, not the line of the text.
    pub rows: Vec<Row>,
    /// Cells that are merged downwards.
    pub merged: Vec<Merged>,
}

/// The names of the sheets of a workbook; none of what is no workbook.
pub fn sheets(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    if bytes.len() > MAX_TABLE {
        return Err(ReadError::TooLarge);
    }
    if !bytes.starts_with(b"PK") {
        return Ok(Vec::new());
    }
    Ok(open(bytes)?.sheet_names())
}

/// Reads all rows: XLSX by its first bytes, else CSV. Of a workbook the sheet named, else the first.
pub fn rows(bytes: &[u8], sheet: Option<&str>) -> Result<Rows, ReadError> {
    if bytes.len() > MAX_TABLE {
        return Err(ReadError::TooLarge);
    }
    let (sheet, rows, merged) = if bytes.starts_with(b"PK") {
        let first = sheets(bytes)?.into_iter().next().unwrap_or_default();
        let name = sheet.map_or(first, str::to_owned);
        let (rows, merged) = xlsx(bytes, &name)?;
        (Some(name), rows, merged)
    } else {
        let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)?;
        (None, csv(text.trim_start_matches('\u{feff}'))?, Vec::new())
    };
    Ok(Rows { sheet, rows: numbered(rows).collect(), merged })
}

/// Reads a table: XLSX by its first bytes, else CSV. Of a workbook the sheet `name` is read, without a name its first.
pub fn read(bytes: &[u8], name: &str) -> Result<Table, ReadError> {
    let rows = rows(bytes, (!name.is_empty()).then_some(name))?.rows;
    Ok(table(rows.into_iter().map(|it| it.cells).collect()))
}

fn table(rows: Vec<Vec<String>>) -> Table {
    let mut rows = numbered(rows);
    let header = rows.next().map(|row| row.cells).unwrap_or_default();
    Table { header, rows: rows.collect() }
}

/// The letters of a column as spreadsheets have them: A to Z, then AA. `column` counts from 0.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

fn numbered(rows: Vec<Vec<String>>) -> impl Iterator<Item = Row> {
    rows.into_iter().enumerate().map(|(at, cells)| Row { line: at + 1, cells, above: BTreeSet::new() })
}

/// CSV after RFC 4180; also with semicolons, as spreadsheets of some countries write it.
fn csv(text: &str) -> Result<Vec<Vec<String>>, ReadError> {
    let head = text.lines().next().unwrap_or("");
    let comma = if head.matches(';').count() > head.matches(',').count() { ';' } else { ',' };
    let mut rows = Vec::new();
    let (mut row, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(plain(std::mem::take(&mut field)));
                rows.push(std::mem::take(&mut row));
            }
            c if c == comma && !quoted => row.push(plain(std::mem::take(&mut field))),
            c => field.push(c),
        }
        if rows.len() as u64 > u64::from(MOST_ROWS) || row.len() as u64 > u64::from(MOST_COLUMNS) {
            return Err(malformed("CSV", "it has too many rows or columns".to_owned(), rows.len()));
        }
    }
    if quoted {
        return Err(malformed("CSV", "a quote is opened and never closed".to_owned(), rows.len() + 1));
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(plain(field));
        rows.push(row);
    }
    Ok(rows)
}

/// The apostrophe that keeps a field from being run as a formula is no part of it.
fn plain(field: String) -> String {
    field.strip_prefix('\'').map(str::to_owned).unwrap_or(field)
}

fn malformed(format: &'static str, cause: String, line: usize) -> ReadError {
    ReadError::Malformed { format, cause, line }
}

fn open(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, ReadError> {
    let fault = |cause: String| malformed("XLSX", cause, 1);
    unpacked(bytes).map_err(fault)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|it: calamine::XlsxError| fault(it.to_string()))
}

/// The cells of a sheet, and those of them that are merged downwards.
fn xlsx(bytes: &[u8], name: &str) -> Result<(Vec<Vec<String>>, Vec<Merged>), ReadError> {
    let fault = |cause: String| malformed("XLSX", cause, 1);
    let mut book = open(bytes)?;
    if !book.sheet_names().iter().any(|it| it == name) {
        let names = book.sheet_names().join("`, `");
        return Err(fault(format!("it has no sheet `{name}`; its sheets are `{names}`")));
    }
    let mut cells = book.worksheet_cells_reader(name).map_err(|it| fault(it.to_string()))?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|it| fault(it.to_string()))? {
        let (line, column) = cell.get_position();
        let value = text(cell.get_value());
        if value.is_empty() {
            continue;
        }
        // Cells are taken one by one: a single one at the far end of a sheet must not make a table of that size.
        if line >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(fault(format!("a cell stands beyond row {MOST_ROWS} or column {MOST_COLUMNS}")));
        }
        let (line, column) = (line as usize, column as usize);
        rows.resize_with(rows.len().max(line + 1), Vec::new);
        let row = &mut rows[line];
        row.resize(row.len().max(column + 1), String::new());
        row[column] = value;
    }
    drop(cells);
    let regions = book.merge_cells_by_sheet_name(name).map_err(|it| fault(it.to_string()))?;
    uncovered(&mut rows, &regions);
    let downwards = |it: &calamine::Dimensions| it.end.0 > it.start.0;
    let merged = regions.iter().filter(|it| downwards(it)).map(|it| Merged {
        first: it.start.0 as usize,
        last: it.end.0 as usize,
        column: it.start.1 as usize,
    });
    let mut merged: Vec<Merged> = merged.filter(|it| it.column < MOST_COLUMNS as usize).collect();
    merged.sort_unstable();
    merged::bounded(&rows, &merged).map_err(fault)?;
    Ok((rows, merged))
}

/// Takes away what merged cells cover: a spreadsheet keeps it and shows it to nobody.
fn uncovered(rows: &mut [Vec<String>], regions: &[calamine::Dimensions]) {
    let end = |last: u32, length: usize| length.min(last as usize + 1);
    for region in regions.iter().filter(|it| it.start.1 < MOST_COLUMNS) {
        let (first, column) = (region.start.0 as usize, region.start.1 as usize);
        for at in first..end(region.end.0, rows.len()) {
            for cell in column..end(region.end.1, rows[at].len()) {
                if (at, cell) != (first, column) {
                    rows[at][cell].clear();
                }
            }
        }
    }
}

/// Unpacks every part once and counts: what the directory of the file states of its size may be a lie.
fn unpacked(bytes: &[u8]) -> Result<(), String> {
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|it| it.to_string())?;
    let mut left = MAX_UNPACKED;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|it| it.to_string())?;
        let size =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|it| it.to_string())?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| format!("it unpacks to more than {} MB", MAX_UNPACKED / 1_000_000))?;
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) => day(moment.as_f64()).unwrap_or_else(|| moment.as_f64().to_string()),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A day as the format counts: 1 is the first of January 1900, and it believes in a 29th of February 1900.
fn day(serial: f64) -> Option<String> {
    let days = (61.0..2_958_466.0).contains(&serial).then(|| serial.floor() as i64)?;
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1899, 12, 30).checked_add(span).ok().map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = read(text.as_bytes(), "").unwrap();
        std::iter::once(table.header).chain(table.rows.into_iter().map(|row| row.cells)).collect()
    }

    #[test]
    fn quotes_line_ends_semicolons_and_guards_are_read() {
        assert_eq!(cells("a,b\r\n\"x \"\"y\"\"\nz\",'=1\r\n"), [["a", "b"], ["x \"y\"\nz", "=1"]]);
        assert_eq!(cells("a;b;c\n1;2,5;3"), [["a", "b", "c"], ["1", "2,5", "3"]]);
        assert!(matches!(read(b"a\n\"open", ""), Err(ReadError::Malformed { line: 2, .. })));
        assert_eq!(read(b"a\n\xff", ""), Err(ReadError::NotText));
    }

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        assert_eq!(day(46082.0).as_deref(), Some("2026-03-01"));
        assert_eq!(day(61.0).as_deref(), Some("1900-03-01"));
        assert_eq!(day(f64::NAN), None);
    }

    #[test]
    fn what_only_begins_like_a_workbook_is_refused() {
        assert!(matches!(read(b"PK\x03\x04junk", "Triage"), Err(ReadError::Malformed { .. })));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
