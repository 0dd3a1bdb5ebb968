//! XLSX: one sheet per table, a sheet `About` behind them that says what they are and as of when.
//!
//! The first row of a sheet is its header and nothing stands above or beside the table, so that a sheet which people
//! have edited reads back. Text is always text: nothing in it is ever taken for a formula.

mod about;
mod styles;

use rust_xlsxwriter as excel;
use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Format, ProtectionOptions, Worksheet};
use vigil_base::Date;

use crate::meta::Meta;
use crate::sheet::{Sheet, SheetColumn, Value, Workbook};
use styles::{Look, Styles};

/// Longest text of a cell, rows and columns of a sheet, links in a sheet, as the format sets them.
const LONGEST_TEXT: usize = 32_767;
const MOST_ROWS: usize = 1_048_575;
const MOST_COLUMNS: usize = 16_384;
const MOST_LINKS: usize = 65_000;
const LONGEST_LINK: usize = 2_000;
/// Longest list of choices that the format takes, in characters.
const LONGEST_CHOICES: usize = 255;
/// Widths of columns that have none given, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;

/// Why no workbook came out.
#[derive(Debug, thiserror::Error)]
#[error("the sheet `{sheet}` cannot be written: {reason}")]
pub struct XlsxError {
    /// Name of the sheet.
    pub sheet: String,
    /// Why.
    pub reason: String,
    /// What the writing library said.
    #[source]
    source: Option<excel::XlsxError>,
}

/// Writes the workbook.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut file = excel::Workbook::new();
    file.set_properties(&properties(&workbook.meta));
    for sheet in &workbook.sheets {
        check(sheet)?;
        let failed = |source: excel::XlsxError| because(&sheet.name, source);
        let target = file.add_worksheet();
        target.set_name(&sheet.name).map_err(failed)?;
        fill(target, sheet, &styles).map_err(failed)?;
        page_setup(target, &workbook.meta, sheet).map_err(failed)?;
    }
    about::write(file.add_worksheet(), workbook, &styles).map_err(|source| because(about::NAME, source))?;
    file.save_to_buffer().map_err(|source| because("all", source))
}

fn because(sheet: &str, source: excel::XlsxError) -> XlsxError {
    XlsxError { sheet: sheet.to_owned(), reason: source.to_string(), source: Some(source) }
}

/// What the format cannot hold is refused with a reason, never cut off in silence.
fn check(sheet: &Sheet) -> Result<(), XlsxError> {
    let refuse = |reason: String| Err(XlsxError { sheet: sheet.name.clone(), reason, source: None });
    if sheet.rows.len() > MOST_ROWS {
        return refuse(format!("{} rows, the format holds {MOST_ROWS}; write CSV instead", sheet.rows.len()));
    }
    if sheet.columns.is_empty() || sheet.columns.len() > MOST_COLUMNS {
        return refuse(format!("{} columns, the format holds 1 to {MOST_COLUMNS}", sheet.columns.len()));
    }
    if let Some(at) = sheet.rows.iter().position(|row| row.len() > sheet.columns.len()) {
        return refuse(format!("row {} has more values than there are columns", at + 1));
    }
    for column in &sheet.columns {
        let length: usize = column.choices.iter().map(|choice| choice.chars().count() + 1).sum();
        if length > LONGEST_CHOICES || column.choices.iter().any(|choice| choice.contains(',')) {
            return refuse(format!(
                "the choices of column `{}` hold a comma or more than {LONGEST_CHOICES} characters",
                column.title
            ));
        }
    }
    Ok(())
}

fn properties(meta: &Meta) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(&meta.title)
        .set_subject(format!("{} {}", meta.device, meta.version))
        .set_author(meta.maker.as_deref().unwrap_or_default())
        .set_keywords(meta.keywords.join(", "))
        .set_comment(format!("As of {}. {}", meta.as_of, meta.tool_version));
    match excel_date(meta.as_of) {
        Some(date) => properties.set_creation_datetime(&date),
        None => properties,
    }
}

/// A day as the format counts it; it knows none before 1900.
fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year > 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()
}

fn fill(target: &mut Worksheet, sheet: &Sheet, styles: &Styles) -> Result<(), excel::XlsxError> {
    let locked = sheet.columns.iter().any(|column| column.key);
    for (at, column) in sheet.columns.iter().enumerate() {
        let at = column_number(at);
        target.set_column_width(at, column_width(sheet, usize::from(at)))?;
        if locked && !column.key {
            target.set_column_format(at, styles.open())?;
        }
        target.write_string_with_format(0, at, &column.title, styles.header(column.key))?;
        choices(target, column, at, sheet.rows.len())?;
    }
    let mut links = 0;
    for (at, row) in sheet.rows.iter().enumerate() {
        let line = u32::try_from(at + 1).expect("check() bounds the rows");
        for (at, column) in sheet.columns.iter().enumerate() {
            let value = row.get(at).unwrap_or(&Value::Empty);
            let open = locked && !column.key;
            cell(
                &mut Place { target, line, column: column_number(at), links: &mut links },
                value,
                styles,
                open,
            )?;
        }
    }
    let frozen = sheet.freeze_columns.min(column_number(sheet.columns.len()));
    target.set_freeze_panes(1, frozen)?;
    if sheet.filter {
        let last = u32::try_from(sheet.rows.len()).expect("check() bounds the rows");
        target.autofilter(0, 0, last, column_number(sheet.columns.len() - 1))?;
    }
    if locked {
        protect(target);
    }
    Ok(())
}

fn column_number(at: usize) -> u16 {
    u16::try_from(at).expect("check() bounds the columns")
}

/// Without a password: it keeps keys from being changed by mistake, not by intent.
fn protect(target: &mut Worksheet) {
    target.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    });
}

fn choices(
    target: &mut Worksheet,
    column: &SheetColumn,
    at: u16,
    rows: usize,
) -> Result<(), excel::XlsxError> {
    if column.choices.is_empty() || rows == 0 {
        return Ok(());
    }
    let last = u32::try_from(rows).expect("check() bounds the rows");
    let rule = DataValidation::new()
        .allow_list_strings(&column.choices)?
        .set_error_title("Not one of the values")?
        .set_error_message(format!("Choose a value of the list for \"{}\".", shorten(&column.title, 60)))?;
    target.add_data_validation(1, at, last, at, &rule)?;
    Ok(())
}

/// A cell to be written.
struct Place<'a> {
    target: &'a mut Worksheet,
    line: u32,
    column: u16,
    links: &'a mut usize,
}

fn cell(place: &mut Place<'_>, value: &Value, styles: &Styles, open: bool) -> Result<(), excel::XlsxError> {
    let (line, column) = (place.line, place.column);
    let style = |look| styles.get(look, open);
    match value {
        Value::Empty => place.target.write_blank(line, column, style(Look::Text))?,
        Value::Text(text) => return text_cell(place, text, style(Look::Text)),
        Value::Number(number) if number.is_finite() => {
            place.target.write_number_with_format(line, column, *number, style(Look::Number))?
        }
        Value::Number(number) => return text_cell(place, &number.to_string(), style(Look::Text)),
        Value::Date(date) => match excel_date(*date) {
            Some(date) => place.target.write_datetime_with_format(line, column, &date, style(Look::Date))?,
            None => return text_cell(place, &date.to_string(), style(Look::Text)),
        },
        Value::Flag(_) => return text_cell(place, &value.to_text(), style(Look::Text)),
        Value::Link { to, text } => return link_cell(place, to, text, styles, open),
        Value::Status { tone, .. } => return text_cell(place, &value.to_text(), style(Look::Status(*tone))),
    };
    Ok(())
}

fn text_cell(place: &mut Place<'_>, text: &str, format: &Format) -> Result<(), excel::XlsxError> {
    let text = shorten(text, LONGEST_TEXT);
    place.target.write_string_with_format(place.line, place.column, text, format)?;
    Ok(())
}

fn link_cell(
    place: &mut Place<'_>,
    to: &str,
    text: &str,
    styles: &Styles,
    open: bool,
) -> Result<(), excel::XlsxError> {
    let shown = if text.is_empty() { to } else { text };
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| to.starts_with(scheme));
    if !known || to.len() > LONGEST_LINK || *place.links >= MOST_LINKS {
        let both = if shown == to { to.to_owned() } else { format!("{shown} ({to})") };
        return text_cell(place, &both, styles.get(Look::Text, open));
    }
    *place.links += 1;
    let url = excel::Url::new(to).set_text(shorten(shown, LONGEST_TEXT));
    place.target.write_url_with_format(place.line, place.column, url, styles.get(Look::Link, open))?;
    Ok(())
}

/// At most `most` characters; what is cut off is counted in the text itself.
fn shorten(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let note = format!("… [{count} characters, cut to fit a cell]");
    let kept: String = text.chars().take(most.saturating_sub(note.chars().count())).collect();
    kept + &note
}

fn column_width(sheet: &Sheet, at: usize) -> f64 {
    let column = &sheet.columns[at];
    if let Some(width) = column.width {
        return f64::from(width);
    }
    let longest_line = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let content =
        sheet.rows.iter().filter_map(|row| row.get(at)).map(|value| longest_line(&value.to_text())).max();
    // The filter button covers the end of the header.
    let title = longest_line(&column.title) + 3;
    content.unwrap_or(0).max(title).clamp(NARROWEST, WIDEST) as f64 + 1.0
}

fn page_setup(target: &mut Worksheet, meta: &Meta, sheet: &Sheet) -> Result<(), excel::XlsxError> {
    const US_LETTER: u8 = 1;
    target.set_paper_size(US_LETTER).set_landscape().set_print_fit_to_pages(1, 0);
    target.set_repeat_rows(0, 0)?;
    let number = meta.number.as_deref().unwrap_or("no document number");
    target.set_header(shorten(&format!("&L{}&R{}", code_free(&sheet.title), code_free(&meta.device)), 240));
    target
        .set_footer(shorten(&format!("&L{} · as of {}&RPage &P of &N", code_free(number), meta.as_of), 240));
    Ok(())
}

/// In headers and footers an ampersand begins a command.
fn code_free(text: &str) -> String {
    text.chars().take(90).collect::<String>().replace('&', "&&")
}
