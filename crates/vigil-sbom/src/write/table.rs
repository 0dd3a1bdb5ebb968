//! Component lists: one row a package, in columns whose headings the reader recognises.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, XlsxError};

use super::{Family, Losses};
use crate::{Hash, Package, Property, Sbom, SupportLevel};

type Cell = fn(&Package) -> Option<String>;

const COLUMNS: &[(&str, f64, Cell)] = &[
    ("Name", 32.0, |package| Some(package.name.clone())),
    ("Version", 14.0, |package| package.version.clone()),
    ("Supplier", 24.0, |package| {
        let supplier = package.supplier.as_ref().and_then(|party| party.name.clone());
        supplier.or_else(|| package.publisher.clone())
    }),
    ("Manufacturer", 24.0, |package| package.manufacturer.as_ref().and_then(|party| party.name.clone())),
    ("Group", 18.0, |package| package.group.clone()),
    ("Type", 14.0, |package| {
        Some(package.kind.word()).filter(|word| *word != "unspecified").map(str::to_owned)
    }),
    ("PURL", 48.0, |package| package.purl.as_ref().map(|purl| purl.raw.clone())),
    ("CPE", 48.0, |package| package.cpe.clone()),
    ("License", 24.0, |package| licence(package)),
    ("Hash", 48.0, |package| strongest(package).map(|hash| format!("{}: {}", hash.alg, hash.value))),
    ("Level of support", 20.0, |package| {
        let level = package.support.level.filter(|level| *level != SupportLevel::Unknown);
        level.map(|level| level.word().to_owned())
    }),
    ("End of support", 14.0, |package| package.support.end_of_support.map(|day| day.to_string())),
    ("End of life", 14.0, |package| package.support.end_of_life.map(|day| day.to_string())),
    ("Support plan", 32.0, |package| package.support.plan.clone()),
    ("Support justification", 32.0, |package| package.support.justification.clone()),
    ("Support assessed", 14.0, |package| package.support.assessed.map(|day| day.to_string())),
    ("Source code custody", 24.0, |package| package.support.custody.clone()),
    ("Description", 60.0, |package| package.description.clone()),
];

/// Headings and rows of a component list, the primary package first: what stands in a CSV, a workbook and a printed list.
pub fn rows(sbom: &Sbom, losses: &mut Losses) -> Vec<Vec<String>> {
    let is_own = Family::of(sbom.format) == Family::Table;
    let mut more: Vec<&str> = Vec::new();
    if is_own {
        for key in sbom.all_packages().flat_map(|package| package.unknown.keys()) {
            if !more.contains(&key.as_str()) {
                more.push(key);
            }
        }
    }
    let heads = COLUMNS.iter().map(|(head, ..)| (*head).to_owned());
    let mut rows = vec![heads.chain(more.iter().map(|head| (*head).to_owned())).collect()];
    for package in sbom.all_packages() {
        lost(package, is_own, losses);
        let own = COLUMNS.iter().map(|(.., cell)| cell(package).unwrap_or_default());
        let more = more
            .iter()
            .map(|key| package.unknown.get(*key).and_then(|it| it.as_str()).unwrap_or("").to_owned());
        rows.push(own.chain(more).collect());
    }
    document(sbom, losses);
    rows
}

/// What a list cannot say of the whole SBOM.
fn document(sbom: &Sbom, losses: &mut Losses) {
    if !sbom.dependencies.is_empty() {
        losses.add("document.dependencies", &sbom.file, "a list of components has no relationships");
    }
    if sbom.primary.is_some() {
        losses.add("document.primary", &sbom.file, "it is written as the first row");
    }
    let stated = [
        ("serialNumber", sbom.serial_number.is_some()),
        ("timestamp", sbom.timestamp.is_some()),
        ("authors", !sbom.authors.is_empty() || sbom.manufacturer.is_some() || sbom.supplier.is_some()),
        ("tools", !sbom.tools.is_empty()),
        ("lifecycles", !sbom.lifecycles.is_empty()),
        ("services", !sbom.services.is_empty()),
        ("compositions", !sbom.compositions.is_empty()),
        ("provides", !sbom.provides.is_empty()),
        ("externalReferences", !sbom.external_references.is_empty()),
        ("properties", !sbom.properties.is_empty()),
        ("other fields", !sbom.unknown.is_empty()),
    ];
    for (field, _) in stated.into_iter().filter(|(_, is_stated)| *is_stated) {
        losses.add(
            &format!("document.{field}"),
            &sbom.file,
            "a list of components says nothing of the whole",
        );
    }
}

/// The licences as one text.
fn licence(package: &Package) -> Option<String> {
    let mut texts: Vec<&str> = package.licences.iter().map(|licence| licence.text.as_str()).collect();
    texts.dedup();
    (!texts.is_empty()).then(|| texts.join(" AND "))
}

/// The digest to show where there is room for one.
fn strongest(package: &Package) -> Option<&Hash> {
    const ORDER: [&str; 5] = ["SHA-512", "SHA-384", "SHA-256", "SHA-1", "MD5"];
    let rank = |hash: &&Hash| ORDER.iter().position(|known| *known == hash.alg).unwrap_or(2);
    package.hashes.iter().min_by_key(rank)
}

fn lost(package: &Package, is_own: bool, losses: &mut Losses) {
    let subject = package.key().to_string();
    let stated = [
        ("hashes", package.hashes.len() > 1),
        ("licences", package.licences.len() > 1),
        ("authors", !package.authors.is_empty()),
        ("publisher", package.publisher.is_some() && package.supplier.is_some()),
        ("swid", package.swid.is_some()),
        ("externalReferences", !package.external_references.is_empty()),
        ("properties", super::support::own_properties(package).any(|it| !is_in_a_column(it, package))),
        ("copyright", package.copyright.is_some()),
        ("scope", package.scope.is_some()),
        ("pedigree", package.pedigree.is_some()),
        ("evidence", package.evidence.is_some()),
        ("other fields", !is_own && !package.unknown.is_empty()),
    ];
    for (field, _) in stated.into_iter().filter(|(_, is_stated)| *is_stated) {
        losses.add(
            &format!("package.{field}"),
            &subject,
            "a list of components has no column for it, or one cell only",
        );
    }
}

/// Whether a property is the fact on support that stands in one of the columns.
fn is_in_a_column(property: &Property, package: &Package) -> bool {
    package.support.statements.iter().any(|said| {
        said.rule.is_some() && said.property == property.name && Some(&said.text) == property.value.as_ref()
    })
}

/// The list as comma-separated values, with a line feed after each row.
pub(super) fn csv(sbom: &Sbom, losses: &mut Losses) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows(sbom, losses) {
        // Writing into memory fails for no row: all have the same number of cells.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

/// The list as a workbook of one sheet.
pub(super) fn xlsx(sbom: &Sbom, losses: &mut Losses) -> Result<Vec<u8>, String> {
    let rows = rows(sbom, losses);
    let heads = &rows[0];
    for row in &rows[1..] {
        for (text, head) in
            row.iter().zip(heads).filter(|(text, _)| text.chars().nth(MOST_IN_A_CELL).is_some())
        {
            let why = format!("a cell holds {MOST_IN_A_CELL} characters of {}", text.chars().count());
            losses.add(&format!("cell.{head}"), &row[0], &why);
        }
    }
    workbook(&rows).map_err(|error| error.to_string())
}

/// How many characters a cell of a workbook holds; a longer text is cut off rather than losing the list.
const MOST_IN_A_CELL: usize = 32_767;

fn workbook(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed time: the same list gives the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("SBOM").set_creation_datetime(&made));
    let head = Look::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name("Components")?;
    sheet.set_freeze_panes(1, 0)?;
    for (number, row) in rows.iter().enumerate() {
        let line = u32::try_from(number).unwrap_or(u32::MAX);
        for (column, text) in row.iter().enumerate() {
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            let text: String = text.chars().take(MOST_IN_A_CELL).collect();
            if number == 0 {
                sheet.write_string_with_format(line, column, &text, &head)?;
            } else if !text.is_empty() {
                sheet.write_string(line, column, &text)?;
            }
        }
    }
    for (column, (_, width, _)) in COLUMNS.iter().enumerate() {
        sheet.set_column_width(u16::try_from(column).unwrap_or(0), *width)?;
    }
    book.save_to_buffer()
}
