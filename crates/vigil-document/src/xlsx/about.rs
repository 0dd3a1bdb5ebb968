//! The sheet `About`: what the workbook is, as of when, and how to read each sheet.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::shorten;
use super::styles::{Look, Styles};
use crate::sheet::Workbook;

/// Name of the sheet.
pub(super) const NAME: &str = "About";

pub(super) fn write(target: &mut Worksheet, workbook: &Workbook, styles: &Styles) -> Result<(), XlsxError> {
    target.set_name(NAME)?;
    target.set_column_width(0, 26)?;
    target.set_column_width(1, 100)?;
    target.write_string_with_format(0, 0, &workbook.meta.title, &styles.title)?;
    let mut rows = workbook.meta.rows();
    if let Some(status) = &workbook.meta.status {
        rows.insert(0, ("State".to_owned(), status.clone()));
    }
    for sheet in &workbook.sheets {
        rows.push((format!("Sheet {}", sheet.name), about_sheet(sheet)));
        rows.extend(sheet.notes.iter().map(|note| (String::new(), note.clone())));
    }
    for (at, (name, value)) in rows.iter().enumerate() {
        let line = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(2);
        target.write_string_with_format(line, 0, name, &styles.name)?;
        target.write_string_with_format(
            line,
            1,
            shorten(value, super::LONGEST_TEXT),
            styles.get(Look::Text, false),
        )?;
    }
    Ok(())
}

fn about_sheet(sheet: &crate::sheet::Sheet) -> String {
    let keys: Vec<_> =
        sheet.columns.iter().filter(|column| column.key).map(|column| column.title.as_str()).collect();
    let mut text = format!("{}: {} rows.", sheet.title, sheet.rows.len());
    if !keys.is_empty() {
        text.push_str(&format!(
            " The grey columns ({}) are keys and locked: rows are recognised by them when the sheet is read back.",
            keys.join(", ")
        ));
    }
    text
}
