//! An SBOM as a printed list: the rows of the component list, the columns that fit on a page, support with them.

use vigil_base::World as _;
use vigil_document::inline::Inline;
use vigil_document::pdf;
use vigil_document::{Block, Cell, Column, Document, Meta, Table};
use vigil_sbom::{Losses, Sbom};

use crate::context::{Context, VERSION};
use crate::problem::Problem;

/// Most packages of a printed list; nobody reads more on paper, and setting them takes minutes.
const MOST: usize = 20_000;

/// The columns that are printed: heading of the list, share of the width, whether it is set in the mono face.
const COLUMNS: [(&str, u16, bool); 8] = [
    ("Name", 20, false),
    ("Version", 10, false),
    ("Supplier", 14, false),
    ("License", 12, false),
    ("PURL", 22, true),
    ("Hash", 18, true),
    ("Level of support", 12, false),
    ("End of support", 10, false),
];

/// The list as PDF. What has no column is listed as lost.
pub(super) fn print(sbom: &Sbom, losses: &mut Losses, context: &Context) -> anyhow::Result<Vec<u8>> {
    let count = sbom.all_packages().count();
    if count > MOST {
        return Err(Problem::new(format!(
            "{count} packages are too many for a printed list, which takes {MOST}"
        ))
        .help("`--to xlsx` or `--to csv` take all of them")
        .into());
    }
    let rows = vigil_sbom::write::list_of(sbom, losses);
    for package in sbom.all_packages() {
        let subject = package.key().to_string();
        if package.purl.is_some() && package.cpe.is_some() {
            losses.note("package.cpe", &subject, "the package URL is printed");
        }
        if package.description.is_some() {
            losses.note("package.description", &subject, "a printed list has no column for it");
        }
    }
    let document = document(sbom, &rows, context);
    Ok(pdf::write(&document)?.bytes)
}

fn document(sbom: &Sbom, rows: &[Vec<String>], context: &Context) -> Document {
    let primary = sbom.primary.as_ref();
    let not_stated = || "not stated".to_owned();
    let name = primary.map_or_else(not_stated, |it| it.name.clone());
    let version = primary.and_then(|it| it.version.clone()).unwrap_or_else(not_stated);
    let mut meta = Meta::new("Software bill of materials", name, version, context.world.today());
    meta.tool_version = format!("vigil {VERSION}");
    meta.maker = sbom.manufacturer.iter().chain(&sbom.supplier).find_map(|party| party.name.clone());
    meta.facts = vec![
        ("SBOM".to_owned(), format!("{} {}, {}", sbom.format.name(), sbom.spec_version, sbom.file)),
        ("SHA-256 of the SBOM".to_owned(), sbom.digest.hex()),
        ("Made".to_owned(), sbom.timestamp.as_ref().map_or_else(not_stated, |it| it.text.clone())),
    ];
    let mut document = Document::new(meta);
    document.push(Block::paragraph(counts(sbom).as_str()));
    document.push(Block::Landscape(vec![Block::Table(table(rows))]));
    document
}

/// How many there are and what is not known of them: an empty cell is not "none".
fn counts(sbom: &Sbom) -> String {
    let all = sbom.all_packages().count();
    let without = |has: fn(&vigil_sbom::Package) -> bool| sbom.all_packages().filter(|it| !has(it)).count();
    format!(
        "{all} packages, the described one among them. {} state no supplier, {} no package URL and no CPE name, {} no digest, {} no level of \
         support, {} no end of support. An empty cell means that the SBOM does not say.",
        without(|it| it.supplier_name().is_some()),
        without(|it| it.purl.is_some() || it.cpe.is_some()),
        without(|it| !it.hashes.is_empty()),
        without(|it| it.support.states_level()),
        without(|it| it.support.end_of_support.is_some()),
    )
}

fn table(rows: &[Vec<String>]) -> Table {
    let column = |(title, weight, is_mono): (&str, u16, bool)| {
        let title = if title == "PURL" { "Package URL, else CPE" } else { title };
        let column = Column::new(title, weight);
        if is_mono { column.mono() } else { column }
    };
    let mut table = Table::new("packages", "Packages", COLUMNS.map(column));
    table.zebra = true;
    let (heads, packages) = rows.split_first().map_or((&[][..], &[][..]), |(heads, rows)| (heads, rows));
    let at = |name: &str| heads.iter().position(|head| head == name);
    for package in packages {
        let text = |name: &str| at(name).and_then(|at| package.get(at)).map_or("", String::as_str);
        let cells = COLUMNS.map(|(name, ..)| match name {
            "PURL" if text("PURL").is_empty() => text("CPE"),
            "Supplier" if text("Supplier").is_empty() => text("Manufacturer"),
            name => text(name),
        });
        table.row(cells.map(|text| Cell { text: vec![Inline::text(text)] }));
    }
    table
}
