//! Tables: whose software the packages are, and the packages that nothing leads to.

use std::collections::BTreeMap;

use vigil_case::{Case, PackageRow};
use vigil_model::Kind;

use super::packages::package_ref;
use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{counted, prose, record};

/// Whose software a package is; in this order they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Own,
    ThirdParty,
    NotStated,
}

/// Packages by supplier: the maker's own apart from those of others, and those of which nobody says whose they are.
pub fn origins(case: &Case) -> Table {
    let mut table = Table::new("origins", "Packages by supplier", "No package is listed.").columns(&[
        ("Supplier", 2.0),
        ("Whose", 1.2),
        ("Packages", 0.8),
        ("Not related to their part", 1.2),
    ]);
    let mut counts: BTreeMap<(Origin, String), (usize, usize)> = BTreeMap::new();
    for row in &case.packages {
        let (packages, orphans) = counts.entry(origin(case, row)).or_default();
        *packages += 1;
        *orphans += usize::from(row.related == Some(false));
    }
    for ((origin, name), (packages, orphans)) in &counts {
        table.row(vec![
            Cell::strong(name),
            match origin {
                Origin::Own => Cell::text("the maker's own"),
                Origin::ThirdParty => Cell::text("third party"),
                Origin::NotStated => Cell::status(NOT_STATED, Tone::Bad),
            },
            Cell::text(packages.to_string()),
            Cell::text(orphans.to_string()),
        ]);
    }
    if case.model.project.as_ref().is_none_or(|it| it.maker.is_none()) {
        table
            .note("The model does not state the maker, so its own packages cannot be told apart.".to_owned());
    }
    table
}

fn origin(case: &Case, row: &PackageRow) -> (Origin, String) {
    match row.supplier.as_deref().map(prose).filter(|name| !name.is_empty()) {
        // A maker that spells its name in several ways is one maker.
        Some(_) if row.is_own(&case.model) => {
            let maker = case.model.project.as_ref().and_then(|it| it.maker.as_ref());
            (Origin::Own, maker.map_or_else(String::new, |it| prose(&it.name)))
        }
        Some(name) => (Origin::ThirdParty, name),
        None => (Origin::NotStated, NOT_STATED.to_owned()),
    }
}

/// Packages that their SBOM lists and that nothing leads to from what it describes.
pub fn orphans(case: &Case) -> Table {
    let unknown = case.packages.iter().filter(|row| row.related.is_none()).count();
    let empty = if case.packages.is_empty() {
        "No package is listed."
    } else if unknown == case.packages.len() {
        "No SBOM says what its packages are needed by, so nothing is known of packages that nothing leads to."
    } else {
        "Every package of which the SBOM says what needs it is reached from what the SBOM describes."
    };
    let mut table = Table::new("orphans", "Packages that nothing leads to", empty).columns(&[
        ("Package", 2.4),
        ("Part", 1.4),
        ("Supplier", 1.6),
    ]);
    for row in case.packages.iter().filter(|row| row.related == Some(false)) {
        table.row(vec![
            package_ref(row),
            record(case, Kind::Component, &row.component),
            Cell::text(row.supplier.as_deref().map_or_else(|| NOT_STATED.to_owned(), prose)),
        ]);
    }
    if unknown > 0 && unknown < case.packages.len() {
        let packages = counted(unknown, "package the SBOM", "packages the SBOM");
        table.note(format!("Of {packages} does not say what needs it: they are not in this table."));
    }
    table
}
