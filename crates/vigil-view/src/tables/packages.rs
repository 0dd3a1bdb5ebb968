//! Tables: the bill of materials for readers, support of packages, and what ends when.

use vigil_base::{Date, Id};
use vigil_case::{Case, PackageRow};
use vigil_model::kinds::SupportLevel;
use vigil_model::quantity::Until;
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{counted, day, label, prose, record, said};

/// The id under which a package of one part is printed in full.
pub(crate) fn anchor(component: &Id, key: &str) -> String {
    format!("package.{component}/{key}")
}

const EMPTY: &str = "No package is listed: no SBOM could be read, and no package is written by hand.";

fn empty(case: &Case) -> String {
    let stated = case.model.components.values().filter(|it| !it.sbom.is_empty()).count();
    let read = case.sboms.len();
    if stated == 0 {
        "No package is listed: no part states an SBOM, and no package is written by hand.".to_owned()
    } else if read > 0 {
        format!("No package is listed in {}.", counted(read, "SBOM that was read", "SBOMs that were read"))
    } else {
        EMPTY.to_owned()
    }
}

/// Says which parts have no SBOM, or one that could not be read.
fn missing(case: &Case, table: &mut Table) {
    let unread = case.model.components.values().filter(|it| !case.unread_sboms(it).is_empty());
    let unread: Vec<String> = unread.map(|it| label(&case.model, Kind::Component, it.id())).collect();
    if !unread.is_empty() {
        table.note(format!(
            "The SBOM could not be read of: {}. Their packages are not in this table.",
            unread.join(", ")
        ));
    }
}

/// The bill of materials: eight attributes a package, and the part that carries it.
pub fn packages(case: &Case) -> Table {
    let mut table = Table::new("packages", "Software bill of materials", &empty(case)).columns(&[
        ("Name", 1.5),
        ("Version", 0.8),
        ("Type", 0.8),
        ("Supplier", 1.3),
        ("Licence", 1.0),
        ("#Identifier", 2.4),
        ("#Hash", 4.4),
        ("Related to the part", 0.8),
        ("Part", 1.0),
    ]);
    let mut seen = std::collections::BTreeSet::new();
    for row in &case.packages {
        let anchor = anchor(&row.component, &row.key);
        // The same package may stand in an SBOM twice: the first entry is the one that references lead to.
        if seen.insert(anchor.clone()) {
            table.record(anchor, package_row(case, row));
        } else {
            table.row(package_row(case, row));
        }
    }
    missing(case, &mut table);
    table
}

/// The bill of materials of one part.
pub fn packages_of(case: &Case, component: &Id) -> Table {
    let mut table = packages(case);
    let part = label(&case.model, Kind::Component, component);
    let rows = std::mem::take(&mut table.rows);
    let here = case.packages.iter().zip(rows).filter(|(package, _)| package.component == *component);
    table.rows = here.map(|(_, row)| row).collect();
    table.id = format!("packages-{component}");
    table.title = format!("Software bill of materials: {part}");
    let stated = case.model.components.get(component).is_some_and(|it| !it.sbom.is_empty());
    let unread = case.model.components.get(component).is_some_and(|it| !case.unread_sboms(it).is_empty());
    table.empty = match (stated, case.sboms.contains_key(component) && !unread) {
        (_, true) => format!("The SBOM of {part} was read and lists no package."),
        (true, false) => format!("The SBOM of {part} could not be read."),
        (false, false) => format!("{part} states no SBOM."),
    };
    table.notes.clear();
    table
}

fn package_row(case: &Case, row: &PackageRow) -> Vec<Cell> {
    let identifiers = row.purl.iter().chain(&row.cpe).map(Cell::code);
    let hashes = row.hashes.iter().map(|(alg, value)| Cell::code(format!("{alg}:{value}")));
    let licences = row.licences.iter().map(Cell::text);
    let by_hand = if row.sbom_file.is_none() { " (written by hand)" } else { "" };
    vec![
        Cell::strong(&row.name).say(by_hand),
        row.version.as_ref().map_or_else(|| absent(row, &["version"]), Cell::text),
        kind(row),
        row.supplier.as_ref().map_or_else(|| absent(row, &["supplier"]), Cell::text),
        none_or(licences, || absent(row, &["licence", "license"])),
        none_or(identifiers, || absent(row, &["identifier", "purl", "cpe"])),
        none_or(hashes, || absent(row, &["hash"])),
        Cell::text(match row.related {
            Some(true) => "yes",
            Some(false) => "no",
            None => "the SBOM does not say",
        }),
        record(case, Kind::Component, &row.component),
    ]
}

/// What sort of thing it is; some formats have a word for "not said".
fn kind(row: &PackageRow) -> Cell {
    match row.kind.word() {
        "unspecified" => Cell::not_stated(),
        word => Cell::text(word.replace('-', " ")),
    }
}

fn none_or(cells: impl Iterator<Item = Cell>, none: impl FnOnce() -> Cell) -> Cell {
    let cells: Vec<Cell> = cells.collect();
    if cells.is_empty() { none() } else { Cell::list(cells, "") }
}

/// An attribute that is absent: with the reason, where one is stated.
fn absent(row: &PackageRow, attributes: &[&str]) -> Cell {
    let reason = attributes.iter().find_map(|name| row.unknown.get(*name));
    reason.map_or_else(Cell::not_stated, |reason| Cell::text(format!("cannot be known: {}", prose(reason))))
}

/// Level and end of support of each package: the addendum to the bill of materials, joined to it one to one.
pub fn support(case: &Case) -> Table {
    let mut table = Table::new("support", "Software support", &empty(case)).columns(&[
        ("Package", 1.6),
        ("Part", 1.1),
        ("Level of support", 1.2),
        ("End of support", 1.1),
        ("Why it is not known", 1.6),
        ("Source, looked up", 1.4),
        ("Plan for the end", 1.6),
        ("Custody of source code", 1.2),
        ("Control of the supplier", 1.2),
    ]);
    for row in &case.packages {
        table.row(support_row(case, row));
    }
    missing(case, &mut table);
    table
}

fn support_row(case: &Case, row: &PackageRow) -> Vec<Cell> {
    let it = &row.support;
    let source = [it.source.as_deref().map(prose), it.checked.map(|day| day.to_string())];
    vec![
        package_ref(row),
        record(case, Kind::Component, &row.component),
        level(it.level),
        ends(case, it.ends),
        match (&it.because, it.level, it.ends) {
            (Some(because), ..) => Cell::text(prose(because)),
            (None, Some(level), Some(Until::Day(_))) if level != SupportLevel::Unknown => {
                Cell::text("it is known")
            }
            _ => Cell::not_stated(),
        },
        Cell::list(source.into_iter().flatten().map(Cell::text), NOT_STATED),
        said(it.plan.as_deref()),
        said(it.custody.as_deref()),
        said(row.supplier_controls.as_deref()),
    ]
}

pub(super) fn package_ref(row: &PackageRow) -> Cell {
    let version = row.version.as_deref().unwrap_or("version not stated");
    Cell::to(anchor(&row.component, &row.key), format!("{} {version}", row.name))
}

fn level(level: Option<SupportLevel>) -> Cell {
    let Some(level) = level else { return Cell::status(NOT_STATED, Tone::Bad) };
    let tone = match level {
        SupportLevel::ActivelyMaintained => Tone::Good,
        SupportLevel::Abandoned | SupportLevel::NoLongerMaintained => Tone::Bad,
        _ => Tone::Warn,
    };
    Cell::status(level.word().replace('-', " "), tone)
}

fn ends(case: &Case, ends: Option<Until>) -> Cell {
    match ends {
        None => Cell::status(NOT_STATED, Tone::Bad),
        Some(Until::Unknown) => Cell::status("unknown, as stated", Tone::Warn),
        Some(Until::Day(end)) => day(case, end),
    }
}

/// What ends when: the device, its updates and its packages, by day.
pub fn support_calendar(case: &Case) -> Table {
    let mut table = Table::new(
        "support-calendar",
        "End of support by day",
        "No day is stated on which the device, its updates or a package end.",
    )
    .columns(&[("Day", 1.0), ("What ends", 2.6), ("Part", 1.4), ("Plan", 2.6)]);
    let mut ends: Vec<(Date, Cell, Cell, Cell)> = Vec::new();
    device_ends(case, &mut ends);
    for row in &case.packages {
        if let Some(Until::Day(end)) = row.support.ends {
            let part = record(case, Kind::Component, &row.component);
            ends.push((
                end,
                Cell::text("support of ").then(package_ref(row)),
                part,
                said(row.support.plan.as_deref()),
            ));
        }
    }
    ends.sort_by_key(|(end, what, ..)| (*end, what.plain()));
    for (end, what, part, plan) in ends {
        table.row(vec![day(case, end), what, part, plan]);
    }
    let silent = case.packages.iter().filter(|row| row.support.ends.and_then(Until::day).is_none()).count();
    if silent > 0 {
        table.note(format!(
            "{} no day of end of support.",
            counted(silent, "package states", "packages state")
        ));
    }
    table
}

fn device_ends(case: &Case, ends: &mut Vec<(Date, Cell, Cell, Cell)>) {
    let life = case.model.project.as_ref().and_then(|it| it.life.as_ref());
    let device = || Cell::text("the whole device");
    let without = || Cell::text("no plan is stated here");
    if let Some(end) = life.and_then(|it| it.end_of_support) {
        ends.push((end, Cell::strong("support of the device"), device(), without()));
    }
    if let Some(end) = life.and_then(|it| it.end_of_life) {
        ends.push((end, Cell::strong("life of the device"), device(), without()));
    }
    for update in case.model.updates.values() {
        if let Some(end) = update.ends {
            let parts = crate::tables::words::refs(case, &update.of, NOT_STATED);
            let what = Cell::text("updates through ").then(record(case, Kind::Update, update.id()));
            ends.push((end, what, parts, without()));
        }
    }
}
