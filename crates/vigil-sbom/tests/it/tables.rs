//! Component lists that people keep in spreadsheets.

use rust_xlsxwriter::Workbook;
use vigil_sbom::{Columns, Format, Limits, ReadError, SupportLevel, TableReading, read_table};

const CSV: &str = "Software of the pump;;;;\n\
Component;Version;Vendor;End of Support;Level of Support;Bought from\n\
lwIP;2.1.2;lwIP project;2030-01-31;Actively maintained;-\n\
;;;;\n\
\"Free;RTOS\";10.4;Amazon;;;Orchid\n\
;1.0;;;;\n";

fn table(bytes: &[u8], file: &str, columns: Option<&Columns>) -> Result<TableReading, ReadError> {
    read_table(bytes, file, columns, &Limits::default())
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Parts").unwrap();
    let rows = [
        ["Component", "Version", "Vendor", "End of Support", "Level of Support", "Bought from"],
        ["lwIP", "2.1.2", "lwIP project", "2030-01-31", "Actively maintained", "-"],
        ["Free;RTOS", "10.4", "Amazon", "", "", "Orchid"],
        ["", "1.0", "", "", "", ""],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_list_is_the_same_inventory_as_csv_and_as_a_workbook() {
    for (bytes, file, format) in
        [(CSV.as_bytes().to_vec(), "list.csv", Format::Csv), (workbook(), "list.xlsx", Format::Xlsx)]
    {
        assert!(Columns::fits(file, &bytes));
        let read = table(&bytes, file, None).unwrap();
        let sbom = &read.reading.sbom;
        assert_eq!(sbom.format, format);
        let keys: Vec<_> = sbom.packages.iter().map(|package| package.key().to_string()).collect();
        assert_eq!(keys, ["lwIP@2.1.2", "Free;RTOS@10.4", "(unnamed)@1.0"]);
        assert_eq!(sbom.packages[0].supplier_name(), Some(("lwIP project", "supplier")));
        assert_eq!(sbom.packages[0].support.level, Some(SupportLevel::ActivelyMaintained));
        assert_eq!(sbom.packages[0].support.end_of_support.unwrap().to_string(), "2030-01-31");
        assert_eq!(sbom.packages[1].unknown["Bought from"], "Orchid");
        let codes: Vec<_> = read.reading.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert!(
            codes.contains(&"sbom.columns-guessed") && codes.contains(&"sbom.missing-field"),
            "{codes:?}"
        );
    }
}

#[test]
fn a_row_is_found_by_its_line_and_cell() {
    let read = table(CSV.as_bytes(), "list.csv", None).unwrap();
    let unnamed = read.reading.findings.iter().find(|finding| finding.code == "sbom.missing-field").unwrap();
    let place = unnamed.place.as_ref().unwrap();
    assert_eq!((place.to_string().as_str(), place.pointer.as_deref()), ("list.csv:6:1", Some("A6")));
}

#[test]
fn a_guessed_mapping_can_be_kept_corrected_and_confirmed() {
    let guessed = table(CSV.as_bytes(), "list.csv", None).unwrap().columns;
    assert_eq!(Columns::parse(&guessed.written()).unwrap(), guessed);
    let kept = guessed
        .written()
        .replace("confirmed = false", "confirmed = true")
        .replace("supplier = \"Vendor\"", "supplier = \"Bought from\"");
    let read = table(CSV.as_bytes(), "list.csv", Some(&Columns::parse(&kept).unwrap())).unwrap();
    assert!(!read.reading.findings.iter().any(|finding| finding.code == "sbom.columns-guessed"));
    assert_eq!(read.reading.sbom.packages[1].supplier_name(), Some(("Orchid", "supplier")));
}

#[test]
fn a_mapping_that_does_not_fit_and_a_list_without_names_say_what_there_is() {
    let wrong = Columns::parse("[columns]\nname = \"Part\"\n").unwrap();
    let error = table(CSV.as_bytes(), "list.csv", Some(&wrong)).unwrap_err().to_string();
    assert!(error.contains("no column `Part`") && error.contains("Component, Version"), "{error}");
    assert!(
        Columns::parse("[columns]\nnmae = \"Part\"\n").unwrap_err().to_string().contains("no field `nmae`")
    );
    let error = table(b"a,b\n1,2\n", "x.csv", None).unwrap_err().to_string();
    assert!(error.contains("no column was recognised"), "{error}");
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_held() {
    let limits = Limits { bytes: 20_000, ..Limits::default() };
    let bytes = workbook();
    assert!(bytes.len() < 20_000);
    assert!(matches!(
        read_table(&bytes, "f", None, &Limits { bytes: 500, ..limits }),
        Err(ReadError::TooLarge { .. })
    ));
    assert!(matches!(table(&bytes[..100], "f", None), Err(ReadError::Packing { packing: "XLSX", .. })));
}

#[test]
fn a_list_is_told_by_its_content_packed_or_from_standard_input() {
    let list = b"Name;Version;Supplier\nlwip;2.1.2;lwIP\n";
    let packed = zstd::encode_all(list.as_slice(), 3).unwrap();
    for (file, bytes) in [("-", list.as_slice()), ("list.csv.zst", &packed), ("list", &packed)] {
        assert!(Columns::fits(file, bytes), "{file}");
        assert_eq!(table(bytes, file, None).unwrap().reading.sbom.packages[0].name, "lwip", "{file}");
    }
    let json = br#"{"bomFormat":"CycloneDX","specVersion":"1.6","name":"a,version"}"#;
    assert!(!Columns::fits("sbom.csv", json), "a name does not make JSON a table");
    assert!(!Columns::fits("-", b"Dear reader, this is a letter\n"));
    assert!(
        Columns::fits("letter.csv", b"Dear reader, this is a letter\n"),
        "it is refused as the table it claims to be"
    );
}

#[test]
fn what_stands_beyond_the_headings_or_below_a_doubled_one_is_kept() {
    let list = "Name,Version,Note,Note\nlwip,2.1.2,one,two,three\n";
    let sbom = table(list.as_bytes(), "list.csv", None).unwrap().reading.sbom;
    let kept: Vec<_> = sbom.packages[0].unknown.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(kept, ["Note=\"one\"", "Note (column D)=\"two\"", "column E=\"three\""]);
}
