//! CSV after RFC 4180: comma, CRLF, quotes where needed, UTF-8 without byte order mark.
//!
//! A spreadsheet takes a field that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula and may run it. Such
//! a field gets an apostrophe in front, unless it is a plain number (`-5`, `+3.2e4`). A field that begins with an
//! apostrophe gets a second one, so [`unguard`] restores every field exactly.

use crate::sheet::Sheet;

/// The sheet as CSV: a header row, then the values.
pub fn write(sheet: &Sheet) -> String {
    let mut out = String::new();
    push_line(&mut out, sheet.columns.iter().map(|column| column.title.clone()));
    for row in &sheet.rows {
        let blank = sheet.columns.len().saturating_sub(row.len());
        let values = row.iter().map(crate::sheet::Value::to_text);
        push_line(&mut out, values.chain(std::iter::repeat_n(String::new(), blank)));
    }
    out
}

fn push_line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            out.push(',');
        }
        push_field(out, &guard(&field));
    }
    out.push_str("\r\n");
}

fn push_field(out: &mut String, field: &str) {
    let spaced = field.starts_with(' ') || field.ends_with(' ');
    if spaced || field.contains([',', '"', '\r', '\n']) {
        out.push('"');
        out.push_str(&field.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(field);
    }
}

/// The field as it is written: guarded against being run as a formula.
pub fn guard(field: &str) -> String {
    let risky = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']);
    if risky && !is_number(field) { format!("'{field}") } else { field.to_owned() }
}

/// The field as it was before [`guard`].
pub fn unguard(field: &str) -> &str {
    field.strip_prefix('\'').unwrap_or(field)
}

fn is_number(field: &str) -> bool {
    let shaped = field.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    shaped && field.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{SheetColumn, Value};

    #[test]
    fn formulas_are_guarded_numbers_are_not_and_every_field_comes_back() {
        for risky in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "'quoted", "-", "+inf"] {
            assert!(guard(risky).starts_with('\''), "{risky}");
            assert_eq!(unguard(&guard(risky)), risky);
        }
        for plain in ["-5", "+3.2e4", "-0.5", "pkg:npm/%40a/b@1", "", "a=b"] {
            assert_eq!(guard(plain), plain);
        }
    }

    #[test]
    fn commas_quotes_and_line_ends_are_quoted_and_short_rows_are_filled() {
        let mut sheet = Sheet::new("a", "A", ["id", "text, long"].map(SheetColumn::new));
        sheet.row(["1", "say \"no\"\nor, yes"]);
        sheet.rows.push(vec![Value::Number(2.5)]);
        assert_eq!(write(&sheet), "id,\"text, long\"\r\n1,\"say \"\"no\"\"\nor, yes\"\r\n2.5,\r\n");
    }
}
