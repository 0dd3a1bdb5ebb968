//! Component lists as tables: CSV and XLSX, with a mapping that says which column holds what.
//!
//! A mapping is guessed from the headings, shown, and counts as a guess (a finding) until a person has confirmed it.

mod cells;
mod columns;

use serde_json::{Map, Value};
use vigil_base::Digest;
use vigil_exchange::table::letters;

pub use columns::{Columns, ColumnsError};

use crate::places::{Naming, Noted, Places, Spot};
use crate::report::Report;
use crate::{
    Format, Hash, Kind, Licence, Limits, Package, PackagePurl, Party, Property, ReadError, Reading, Sbom,
    findings, review, support,
};
use crate::{detect, input};
use cells::Cells;

/// A table that was read, with the mapping that was used.
#[derive(Clone, Debug)]
pub struct TableReading {
    /// The SBOM and what is odd about it.
    pub reading: Reading,
    /// Which column was taken for what.
    pub columns: Columns,
}

/// Reads a component list. Without `columns` the mapping is guessed from the headings.
///
/// # Errors
///
/// [`ReadError`] where the file is no table, or has no column for names.
pub fn read_table(
    bytes: &[u8],
    file: &str,
    columns: Option<&Columns>,
    limits: &Limits,
) -> Result<TableReading, ReadError> {
    let cells = cells::of(bytes, file, columns.and_then(|columns| columns.sheet.as_deref()), limits)?;
    let columns = columns.cloned().unwrap_or_else(|| Columns::guess(&cells.heads, cells.sheet.clone()));
    let missing = |why: String| ReadError::NotAnSbom { file: file.to_owned(), why };
    let unknown: Vec<_> = columns.fields.values().filter(|head| !cells.heads.contains(head)).collect();
    if let [first, ..] = unknown[..] {
        return Err(missing(format!(
            "it has no column `{first}`; its columns are {}",
            cells.heads.join(", ")
        )));
    }
    if !columns.fields.contains_key("name") {
        let heads = cells.heads.join(", ");
        return Err(missing(format!(
            "no column was recognised as the packages' names; its columns are {heads}"
        )));
    }
    let mut noted = Noted::new("", Naming::Noted);
    let mut packages = Vec::new();
    for (number, row) in cells.rows.iter().enumerate() {
        let at = Row { cells: &cells, columns: &columns, row, number };
        at.note(&mut noted);
        packages.push(at.package(file));
    }
    let mut sbom = Sbom::empty(file, cells.format);
    sbom.packages = packages;
    sbom.digest = Digest::of_bytes(bytes);
    let mut report = Report::new(file, Places::Noted(noted));
    for repair in &cells.repairs {
        findings::repaired(repair, &mut report);
    }
    if !columns.confirmed {
        report.add("sbom.columns-guessed", &"", || findings::columns_guessed(&columns));
    }
    for package in &sbom.packages {
        if package.name == crate::reader::UNNAMED {
            report.add("sbom.missing-field", &package.pointer, || findings::missing_field("a row", "name"));
        }
    }
    review::sbom(&sbom, &mut report);
    Ok(TableReading { reading: Reading { sbom, findings: report.finish() }, columns })
}

/// One row with everything that gives it meaning.
struct Row<'a> {
    cells: &'a Cells,
    columns: &'a Columns,
    row: &'a (u32, Vec<String>),
    number: usize,
}

impl Row<'_> {
    fn column(&self, field: &str) -> Option<usize> {
        let head = self.columns.fields.get(field)?;
        self.cells.heads.iter().position(|known| known == head)
    }

    fn text(&self, field: &str) -> Option<String> {
        let text = self.row.1.get(self.column(field)?)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn pointer(&self) -> String {
        format!("/{}", self.number)
    }

    /// A row is called by its first cell, a field by its cell: `B7`.
    fn note(&self, noted: &mut Noted<'_>) {
        let line = self.row.0;
        let spot = |column: usize| Spot::at_cell(line, column);
        noted.note(&self.pointer(), spot(0), 1, &format!("A{line}"));
        for field in self.columns.fields.keys() {
            let Some(column) = self.column(field) else { continue };
            let cell = format!("{}{line}", letters(column));
            noted.note(&format!("{}/{field}", self.pointer()), spot(column), 1, &cell);
        }
    }

    fn package(&self, file: &str) -> Package {
        let pointer = self.pointer();
        let mut package =
            Package::named(self.text("name").unwrap_or_else(|| crate::reader::UNNAMED.to_owned()));
        package.place = Spot::at_cell(self.row.0, 0).place(file);
        package.kind = self.text("type").map_or(Kind::Other("unspecified".into()), |word| {
            Kind::from(word.to_ascii_lowercase().replace([' ', '_'], "-"))
        });
        package.group = self.text("group");
        package.version = self.text("version");
        let party = |name| Party { name: Some(name), ..Party::default() };
        package.supplier = self.text("supplier").map(party);
        package.manufacturer = self.text("manufacturer").map(party);
        package.purl = self.text("purl").map(PackagePurl::read);
        package.cpe = self.text("cpe");
        package.description = self.text("description");
        package.hashes = self.text("hash").into_iter().map(hash).collect();
        package.licences = self.text("licence").into_iter().map(Licence::of).collect();
        let said = [
            ("support-level", "vigil:support:level"),
            ("end-of-support", "vigil:support:end-of-support"),
            ("end-of-life", "vigil:support:end-of-life"),
            ("support-plan", "vigil:support:plan"),
            ("support-justification", "vigil:support:justification"),
            ("support-assessed", "vigil:support:assessed"),
            ("support-custody", "vigil:support:custody"),
        ];
        let said: Vec<_> = said
            .iter()
            .filter_map(|(field, name)| {
                Some((0, Property { name: (*name).to_owned(), value: Some(self.text(field)?) }))
            })
            .collect();
        package.support = support::read(&said, &pointer);
        package.properties = said.into_iter().map(|(_, property)| property).collect();
        package.unknown = self
            .raw()
            .into_iter()
            .filter(|(head, value)| !self.columns.fields.values().any(|used| used == head) && value != "")
            .collect();
        package.pointer = pointer;
        package
    }

    fn raw(&self) -> Map<String, Value> {
        let cells = self.cells.heads.iter().zip(&self.row.1);
        cells.map(|(head, text)| (head.clone(), Value::from(text.as_str()))).collect()
    }
}

/// `SHA-256: digits`, or digits whose number tells the algorithm.
fn hash(text: String) -> Hash {
    if let Some((alg, value)) = text.split_once(':') {
        return Hash::of(alg, value.trim());
    }
    let alg = match text.len() {
        32 => "MD5",
        40 => "SHA-1",
        64 => "SHA-256",
        96 => "SHA-384",
        128 => "SHA-512",
        _ => "unknown",
    };
    Hash { alg: alg.to_owned(), value: text }
}

impl Columns {
    /// Whether a file is a table, by its content: a workbook, or text of no format for SBOMs whose first line has the
    /// heading of names and one more that is known. The name decides only for text that nothing else tells about.
    pub fn fits(file: &str, bytes: &[u8]) -> bool {
        let begin = input::begin(bytes);
        if Self::format(&begin) == Format::Xlsx {
            return true;
        }
        let Ok(text) = input::text(begin.into(), file) else { return false };
        if !matches!(detect::in_text(&text.text), detect::Looks::Unlike(_)) {
            return false;
        }
        let plain = file.trim_end_matches(".gz").trim_end_matches(".zst");
        let extension = std::path::Path::new(plain).extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|it| ["csv", "tsv"].contains(&it.to_ascii_lowercase().as_str()))
            || cells::has_headings(&text.text)
    }

    /// The format of such bytes.
    pub(crate) fn format(bytes: &[u8]) -> Format {
        if bytes.starts_with(b"PK\x03\x04") { Format::Xlsx } else { Format::Csv }
    }
}
