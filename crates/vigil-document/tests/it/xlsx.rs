//! The workbook writer: what is written reads back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use vigil_base::Date;
use vigil_document::{Sheet, SheetColumn, Tone, Value, Workbook, xlsx};

use crate::sample;

fn workbook() -> Workbook {
    let columns = [
        SheetColumn::new("Id").key(),
        SheetColumn::new("Text").width(40),
        SheetColumn::new("Number"),
        SheetColumn::new("Day"),
        SheetColumn::new("Verdict").choices(["affected", "not-affected"]),
        SheetColumn::new("Link"),
    ];
    let mut sheet = Sheet::new("Triage", "Matches to decide on", columns);
    sheet.freeze_columns = 1;
    sheet.notes.push("12 packages could not be looked up".to_owned());
    for text in [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "plain",
        "Größe µ 中文",
        " spaced ",
        "two\nlines",
        "007",
        "_x0041_",
        "\u{1}",
    ] {
        sheet.rows.push(vec![
            format!("match.{text}").into(),
            text.into(),
            Value::Number(7.5),
            Date::constant(2026, 11, 2).into(),
            Value::Status { tone: Tone::Bad, text: "affected".to_owned() },
            Value::Link { to: "https://example.org/a?b=c&d".to_owned(), text: "=link".to_owned() },
        ]);
    }
    sheet.rows.push(vec!["short".into()]);
    Workbook { meta: sample::meta(), sheets: vec![sheet] }
}

fn read(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("it is a workbook")
}

#[test]
fn every_value_reads_back_and_no_text_becomes_a_formula() {
    let workbook = workbook();
    let mut file = read(xlsx::write(&workbook).unwrap());
    let sheet = &workbook.sheets[0];
    let range = file.worksheet_range("Triage").unwrap();
    let titles: Vec<_> = (0..6).map(|at| range.get_value((0, at)).unwrap().to_string()).collect();
    assert_eq!(titles, ["Id", "Text", "Number", "Day", "Verdict", "Link"]);
    for (at, row) in sheet.rows.iter().enumerate() {
        for (column, value) in row.iter().enumerate() {
            let place = (u32::try_from(at + 1).unwrap(), u32::try_from(column).unwrap());
            let found = range.get_value(place).unwrap();
            match (value, found) {
                (Value::Number(number), Data::Float(found)) => {
                    assert!((number - found).abs() < 1e-9, "{number} {found}");
                }
                (Value::Date(date), Data::DateTime(found)) => {
                    let (year, month, day, ..) = found.to_ymd_hms_milli();
                    assert_eq!(date.to_string(), format!("{year:04}-{month:02}-{day:02}"));
                }
                (value, Data::String(found)) => assert_eq!(&value.to_text(), found),
                (value, found) => panic!("{value:?} came back as {found:?}"),
            }
        }
    }
    let formulas = file.worksheet_formula("Triage").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "a text became a formula");
}

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    assert!(xlsx::write(&workbook()).unwrap() == xlsx::write(&workbook()).unwrap());
}

#[test]
fn the_sheet_about_says_what_it_is_and_what_was_not_looked_at() {
    let mut file = read(xlsx::write(&workbook()).unwrap());
    assert_eq!(file.sheet_names(), ["Triage", "About"]);
    let about = file.worksheet_range("About").unwrap();
    let text: Vec<_> = about.used_cells().map(|(_, _, value)| value.to_string()).collect();
    let text = text.join("\n");
    for expected in
        ["DOC-0042", "2026-11-02", "2026-10-30", "12 packages could not be looked up", "12 rows", "(Id)"]
    {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
}

#[test]
fn what_the_format_cannot_hold_is_refused_with_the_reason() {
    let mut long = workbook();
    long.sheets[0].rows[0].push("too much".into());
    long.sheets[0].rows[0].push("too much".into());
    let error = xlsx::write(&long).unwrap_err().to_string();
    assert!(error.contains("Triage") && error.contains("row 1"), "{error}");
    let mut choices = workbook();
    choices.sheets[0].columns[1].choices = (0..60).map(|at| format!("choice {at}")).collect();
    assert!(xlsx::write(&choices).unwrap_err().to_string().contains("choices of column `Text`"));
    let mut name = workbook();
    name.sheets[0].name = "a/b".to_owned();
    assert!(xlsx::write(&name).is_err());
}

#[test]
fn a_text_longer_than_a_cell_says_that_it_was_cut() {
    let mut workbook = workbook();
    workbook.sheets[0].rows[0][1] = Value::Text("x".repeat(40_000));
    let mut file = read(xlsx::write(&workbook).unwrap());
    let range = file.worksheet_range("Triage").unwrap();
    assert!(range.get_value((1, 1)).unwrap().to_string().ends_with("[40000 characters, cut to fit a cell]"));
}
