//! Cells of CSV and XLSX files as text, within bounds.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};

use super::Columns;
use crate::{Format, Limits, ReadError, input};

/// The headings and rows of one table.
pub(super) struct Cells {
    pub(super) format: Format,
    pub(super) sheet: Option<String>,
    pub(super) heads: Vec<String>,
    /// Each row that is not empty, with its number in the file.
    pub(super) rows: Vec<(u32, Vec<String>)>,
}

pub(super) fn of(bytes: &[u8], file: &str, sheet: Option<&str>, limits: &Limits) -> Result<Cells, ReadError> {
    let format = Columns::format(bytes);
    let (sheet, rows) = match format {
        Format::Xlsx => workbook(bytes, file, sheet, limits)?,
        _ => (None, separated(bytes, file, limits)?),
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
    let heads = heads.iter().map(|head| head.trim().to_owned()).collect();
    Ok(Cells { format, sheet, heads, rows })
}

type Rows = Vec<(u32, Vec<String>)>;

/// Comma, semicolon or tab: the one that the first line has most of.
fn separated(bytes: &[u8], file: &str, limits: &Limits) -> Result<Rows, ReadError> {
    let input = input::text(input::unpack(bytes, file, limits)?, file)?;
    let first = input.text.lines().next().unwrap_or("");
    let separator =
        [b',', b';', b'\t'].into_iter().max_by_key(|byte| first.bytes().filter(|it| it == byte).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(input.text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let broken = |error: csv::Error| ReadError::Syntax {
            place: vigil_base::Place::start_of(file),
            syntax: "CSV",
            cause: error.to_string(),
        };
        let record = record.map_err(broken)?;
        let line = record.position().map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        rows.push((line, record.iter().map(str::to_owned).collect()));
        if rows.len() > limits.packages + 1 {
            return Err(ReadError::TooMany { file: file.to_owned(), limit: limits.packages });
        }
    }
    Ok(rows)
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
    let range = book.worksheet_range(&name).map_err(|error| broken(error.to_string()))?;
    let first = range.start().map_or(0, |(row, _)| row);
    let rows = range.rows().enumerate().map(|(number, row)| {
        let line = first + 1 + u32::try_from(number).unwrap_or(u32::MAX / 2);
        (line, row.iter().map(text).collect())
    });
    Ok((Some(name), rows.collect()))
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
