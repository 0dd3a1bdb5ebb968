//! Tables: every way in, used or not.

use vigil_case::Case;
use vigil_model::derive::{PortRow, port_table};
use vigil_model::kinds::{Component, Interface};
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::words::{interface as reference, label, prose, record, refs};

/// Every interface of every part, unused ones included.
pub fn interfaces(case: &Case) -> Table {
    let mut table = Table::new(
        "interfaces",
        "Interfaces",
        "No part in the model states an interface; that says nothing about what the parts have.",
    )
    .columns(&[
        ("Part", 1.6),
        ("Interface", 1.4),
        ("Kind", 1.0),
        ("#Ports", 1.0),
        ("Direction", 0.9),
        ("Live in", 1.2),
        ("Used", 1.6),
        ("Reaches the internet", 1.6),
    ]);
    for component in case.model.components.values() {
        for (name, interface) in &component.interfaces {
            table.record(
                format!("interface.{}.{name}", component.id()),
                interface_row(case, component, name, interface),
            );
        }
    }
    silent_parts(case, &mut table);
    table
}

fn silent_parts(case: &Case, table: &mut Table) {
    let silent: Vec<String> = case
        .model
        .components
        .values()
        .filter(|it| it.interfaces.is_empty())
        .map(|it| label(&case.model, Kind::Component, it.id()))
        .collect();
    if !silent.is_empty() && !table.rows.is_empty() {
        table.note(format!("No interface is stated for: {}.", silent.join(", ")));
    }
}

fn interface_row(case: &Case, component: &Component, name: &str, it: &Interface) -> Vec<Cell> {
    let title = it
        .name
        .as_deref()
        .map_or_else(|| Cell::code(name), |text| Cell::text(prose(text)).say(" ").then(Cell::code(name)));
    vec![
        record(case, Kind::Component, component.id()),
        title,
        Cell::text(it.kind.word()),
        Cell::list(it.listens.iter().map(|port| Cell::code(port.to_string())), "none stated"),
        Cell::stated(it.direction),
        refs(case, &it.states, "all states"),
        used(it),
        internet(it),
    ]
}

fn used(it: &Interface) -> Cell {
    let word = match it.used {
        Some(true) => "yes",
        Some(false) => "no",
        None => NOT_STATED,
    };
    Cell::text(after(word, it.because.as_deref()))
}

fn internet(it: &Interface) -> Cell {
    let word = match it.internet {
        Some(true) => "yes, as stated",
        Some(false) => "no, as stated",
        None if it.kind.may_reach_internet() => "possibly, by its kind",
        None => "no, by its kind",
    };
    Cell::text(after(word, it.internet_because.as_deref()))
}

fn after(word: &str, because: Option<&str>) -> String {
    because.map_or_else(|| word.to_owned(), |because| format!("{word}: {}", prose(because)))
}

/// Ports, radios, plugs and debug lines with who is at the other end.
pub fn ports(case: &Case) -> Table {
    let mut table = Table::new(
        "ports",
        "Ports, radios and other ways in",
        "No part in the model states an interface that leads out of its housing.",
    )
    .columns(&[
        ("Part", 1.6),
        ("Interface", 1.2),
        ("Kind", 1.0),
        ("#Port", 0.9),
        ("Direction", 0.9),
        ("Other end", 1.8),
        ("Live in", 1.2),
        ("Approved destinations", 1.4),
        ("Used", 1.4),
    ]);
    let rows = port_table(&case.model);
    for row in &rows {
        table.row(port_row(case, row));
    }
    if !table.rows.is_empty() {
        table.note("Lines inside a housing, screens and keys are left out; so are systems of other parties.");
    }
    table
}

fn port_row(case: &Case, row: &PortRow<'_>) -> Vec<Cell> {
    let it = row.surface.interface;
    let states = it.states.iter();
    vec![
        record(case, Kind::Component, row.surface.component.id()),
        reference(case, row.surface.component.id(), row.surface.name),
        Cell::text(it.kind.word()),
        row.port.as_ref().map_or_else(|| Cell::text("no port"), |port| Cell::code(port.to_string())),
        Cell::stated(row.direction),
        Cell::list(row.peers.iter().map(|peer| peer_cell(case, peer)), "no flow in the model"),
        refs(case, states, "all states"),
        it.to.as_deref().map_or_else(Cell::not_stated, |to| Cell::text(prose(to))),
        used(it),
    ]
}

/// A peer comes as `component.interface` or `component`.
fn peer_cell(case: &Case, peer: &str) -> Cell {
    match peer.split_once('.') {
        Some((component, name)) => reference(case, &component.into(), name),
        None => record(case, Kind::Component, &peer.into()),
    }
}
