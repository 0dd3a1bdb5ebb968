//! Cells of CSV and XLSX files as text, within bounds.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use vigil_base::Place;
use vigil_exchange::table::letters;

use super::Columns;
use crate::input::{self, Repair};
use crate::{Format, Limits, ReadError};

/// The headings and rows of one table.
pub(super) struct Cells {
    pub(super) format: Format,
    pub(super) sheet: Option<String>,
    pub(super) heads: Vec<String>,
    /// Each row that is not empty, with its number in the file.
    pub(super) rows: Vec<(u32, Vec<String>)>,
    /// What had to be put right about the characters.
    pub(super) repairs: Vec<Repair>,
}

pub(super) fn of(bytes: &[u8], file: &str, sheet: Option<&str>, limits: &Limits) -> Result<Cells, ReadError> {
    let unpacked = input::unpack(bytes, file, limits)?;
    let bytes = &*unpacked;
    let format = Columns::format(bytes);
    let (sheet, rows, repairs) = match format {
        Format::Xlsx => {
            let (sheet, rows) = workbook(bytes, file, sheet, limits)?;
            (sheet, rows, Vec::new())
        }
        _ => {
            let (rows, repairs) = separated(bytes, file, limits)?;
            (None, rows, repairs)
        }
    };
    let mut rows = rows.into_iter().filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    // Titles above the table are skipped: the headings are the first row with at least two texts.
    let heads = rows.by_ref().find(|(_, row)| row.iter().filter(|cell| !cell.trim().is_empty()).count() > 1);
    let Some((_, heads)) = heads else {
        let why = "it has no row of headings".to_owned();
        return Err(ReadError::NotAnSbom { file: file.to_owned(), why });
    };
    let rows: Vec<_> = rows.collect();
    if rows.len() > limits.packages {
        return Err(ReadError::TooMany { file: file.to_owned(), limit: limits.packages });
    }
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    let heads = headings(&heads, width);
    Ok(Cells { format, sheet, heads, rows, repairs })
}

/// The headings, each once: a doubled one, and a column without one, are called by the column's letters, so that what stands below
/// is kept.
fn headings(heads: &[String], width: usize) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for column in 0..width.max(heads.len()) {
        let head = heads.get(column).map_or("", |head| head.trim());
        let is_doubled = !head.is_empty() && all.iter().any(|known| known == head);
        all.push(match (head.is_empty(), is_doubled) {
            (true, _) => format!("column {}", letters(column)),
            (false, true) => format!("{head} (column {})", letters(column)),
            (false, false) => head.to_owned(),
        });
    }
    all
}

type Rows = Vec<(u32, Vec<String>)>;

/// Rows, within bounds: a few bytes of a workbook can stand for a text in a million cells, or for a cell far away.
struct Table<'l> {
    rows: Rows,
    values: usize,
    bytes: usize,
    file: &'l str,
    limits: &'l Limits,
}

impl<'l> Table<'l> {
    fn new(file: &'l str, limits: &'l Limits) -> Self {
        Self { rows: Vec::new(), values: 0, bytes: 0, file, limits }
    }

    /// Adds a cell to the row `line`, which is the last one or comes after it.
    fn add(&mut self, line: u32, column: usize, text: String) -> Result<(), ReadError> {
        let file = || self.file.to_owned();
        if text.len() > self.limits.text {
            let place =
                Place { line, column: u32::try_from(column + 1).unwrap_or(1), ..Place::start_of(self.file) };
            return Err(ReadError::TooLong { place, limit: self.limits.text });
        }
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > self.limits.bytes {
            return Err(ReadError::TooLarge { file: file(), limit: self.limits.bytes, packed: true });
        }
        if self.rows.last().is_none_or(|(last, _)| *last != line) {
            if self.rows.len() > self.limits.packages {
                return Err(ReadError::TooMany { file: file(), limit: self.limits.packages });
            }
            self.rows.push((line, Vec::new()));
        }
        let Some((_, row)) = self.rows.last_mut() else { return Ok(()) };
        let before = row.len();
        self.values += (column + 1).saturating_sub(before).max(1);
        if self.values > self.limits.values {
            return Err(ReadError::TooManyValues { file: file(), limit: self.limits.values });
        }
        row.resize(before.max(column + 1), String::new());
        row[column] = text;
        Ok(())
    }
}

/// Whether the first line of `text` has the heading of names and another that is known.
pub(super) fn has_headings(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let Some(Ok(heads)) = reader(first).records().next() else { return false };
    let heads: Vec<String> = heads.iter().map(|head| head.trim().to_owned()).collect();
    let guess = Columns::guess(&heads, None);
    guess.fields.contains_key("name") && guess.fields.len() > 1
}

/// Comma, semicolon or tab: the one that the first line has most of.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    let first = text.lines().next().unwrap_or("");
    let separator =
        [b',', b';', b'\t'].into_iter().max_by_key(|byte| first.bytes().filter(|it| it == byte).count());
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes())
}

fn separated(bytes: &[u8], file: &str, limits: &Limits) -> Result<(Rows, Vec<Repair>), ReadError> {
    let input = input::text(bytes.into(), file)?;
    let mut reader = reader(&input.text);
    let mut table = Table::new(file, limits);
    for record in reader.records() {
        let broken = |error: csv::Error| ReadError::Syntax {
            place: Place::start_of(file),
            syntax: "CSV",
            cause: error.to_string(),
        };
        let record = record.map_err(broken)?;
        let line = record.position().map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        for (column, cell) in record.iter().enumerate() {
            table.add(line, column, cell.to_owned())?;
        }
    }
    Ok((table.rows, input.repairs))
}

fn workbook(
    bytes: &[u8],
    file: &str,
    sheet: Option<&str>,
    limits: &Limits,
) -> Result<(Option<String>, Rows), ReadError> {
    let broken = |cause: String| ReadError::Packing { file: file.to_owned(), packing: "XLSX", cause };
    weigh(bytes, file, limits)?;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| broken(error.to_string()))?;
    let names = book.sheet_names().clone();
    let Some(name) = sheet.map(str::to_owned).or_else(|| names.first().cloned()) else {
        return Err(broken("it has no sheet".to_owned()));
    };
    if !names.contains(&name) {
        return Err(broken(format!("it has no sheet `{name}`; its sheets are {}", names.join(", "))));
    }
    let mut table = Table::new(file, limits);
    // Cell by cell: the range of all cells would hold every empty one up to the last.
    let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(error.to_string()))?;
    while let Some(cell) = cells.next_cell().map_err(|error| broken(error.to_string()))? {
        let (row, column) = cell.get_position();
        table.add(row.saturating_add(1), column as usize, text(&Data::from(cell.get_value().clone())))?;
    }
    Ok((Some(name), table.rows))
}

/// Unpacks every part of the workbook once without keeping it: what would be too large is refused before it is held.
fn weigh(bytes: &[u8], file: &str, limits: &Limits) -> Result<(), ReadError> {
    let broken = |cause: String| ReadError::Packing { file: file.to_owned(), packing: "XLSX", cause };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let mut left = limits.bytes as u64;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|error| broken(error.to_string()))?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let read = read.map_err(|error| broken(error.to_string()))?;
        left = left.checked_sub(read).ok_or(ReadError::TooLarge {
            file: file.to_owned(),
            limit: limits.bytes,
            packed: true,
        })?;
    }
    Ok(())
}

/// A cell as text. Days keep their form; whole numbers lose the `.0` that the format gives them.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => {
            let (year, month, date, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{date:02}")
        }
        other => other.to_string(),
    }
}
