//! Tables: where the parts of the system stand and what is known of them.

use std::collections::BTreeSet;

use vigil_case::Case;
use vigil_model::derive::{operator, zones_outwards};
use vigil_model::kinds::{AccessModel, Component, Logs, Zone};
use vigil_model::{Kind, Record};

use crate::table::{Cell, Table};
use crate::tables::words::{head, prose, record, refs, said, yes_no};

/// Trust zones with who runs them and what stands in them.
pub fn zones(case: &Case) -> Table {
    let mut table = Table::new("zones", "Trust zones", "The model states no trust zone.").columns(&[
        ("Zone", 1.6),
        ("Kind", 0.9),
        ("Inside", 1.2),
        ("Run by", 1.0),
        ("Use environment", 1.2),
        ("Parts in it", 2.4),
        ("Remarks", 1.6),
    ]);
    for zone in case.model.zones.values() {
        table.record(zone.subject(), zone_row(case, zone));
    }
    table.last_are_remarks()
}

fn zone_row(case: &Case, zone: &Zone) -> Vec<Cell> {
    let outwards = zones_outwards(&case.model, zone.id());
    let run_by = outwards.iter().find_map(|zone| zone.run_by);
    let inherited = if zone.run_by.is_none() && run_by.is_some() { ", as the zone around it" } else { "" };
    let parts = case.model.components.values().filter(|it| it.zone.id == *zone.id());
    vec![
        head(zone.name.as_deref(), zone.id()),
        Cell::stated(zone.kind),
        refs(case, &zone.within, "no other zone"),
        run_by.map_or_else(Cell::not_stated, |it| Cell::text(format!("{it}{inherited}"))),
        refs(case, &zone.environment, crate::table::NOT_STATED),
        Cell::list(parts.map(|it| record(case, Kind::Component, it.id())), "no part stands in it directly"),
        said(zone.text.as_deref()),
    ]
}

/// Security-relevant states of the device.
pub fn states(case: &Case) -> Table {
    let mut table = Table::new("states", "States of the device", "The model states no state of the device.")
        .columns(&[("State", 1.5), ("What the device does in it", 3.0)]);
    for state in case.model.states.values() {
        table.record(
            state.subject(),
            vec![head(state.name.as_deref(), state.id()), said(state.text.as_deref())],
        );
    }
    table
}

/// Parts of the system.
pub fn components(case: &Case) -> Table {
    let mut table =
        Table::new("components", "Parts of the system", "The model states no part of the system.").columns(
            &[
                ("Part", 2.0),
                ("Kind", 1.0),
                ("Zone, run by", 1.5),
                ("Clinical functions", 1.4),
                ("Made by", 1.2),
                ("Serves many", 0.8),
                ("Can be updated", 0.9),
                ("What it does", 2.2),
            ],
        );
    for component in case.model.components.values() {
        table.record(component.subject(), component_row(case, component));
    }
    table
}

fn component_row(case: &Case, it: &Component) -> Vec<Cell> {
    let run_by = operator(&case.model, it);
    let run_by = run_by.map_or_else(|| "operator not stated".to_owned(), |by| format!("run by {by}"));
    let made = [it.developed_by.as_deref(), it.supplier.as_deref()];
    vec![
        head(it.name.as_deref(), it.id()),
        Cell::text(it.kind.word()),
        record(case, Kind::Zone, &it.zone.id).say(format!(", {run_by}")),
        refs(case, &it.runs, "none stated"),
        Cell::list(made.into_iter().flatten().map(|text| Cell::text(prose(text))), crate::table::NOT_STATED),
        yes_no(it.serves_many),
        yes_no(it.patchable),
        said(it.text.as_deref()),
    ]
}

/// Yes/no facts of the parts. What a threat rule asks for and nobody has stated stands beside them.
pub fn component_facts(case: &Case) -> Table {
    let mut table = Table::new(
        "component-facts",
        "Security facts of the parts",
        "No part states a security fact, and no threat rule asks for one.",
    )
    .columns(&[("Part", 1.6), ("Stated: yes", 2.4), ("Stated: no", 1.6), ("Asked for, not stated", 3.0)]);
    for component in case.model.components.values() {
        let asked = asked_for(case, component);
        if component.facts.iter().next().is_none() && asked.is_empty() {
            continue;
        }
        let stated = |value: bool| {
            Cell::list(
                component.facts.iter().filter(|fact| fact.1 == value).map(|fact| Cell::text(fact.0.word())),
                "none",
            )
        };
        table.row(vec![
            record(case, Kind::Component, component.id()),
            stated(true),
            stated(false),
            Cell::list(asked.into_iter().map(Cell::text), "nothing that a threat rule asks for"),
        ]);
    }
    if !table.rows.is_empty() {
        table.note("A fact that is not stated is unknown: it is taken neither as safe nor as unsafe.");
    }
    table
}

/// Facts of a component that keep a threat's outcome unknown.
fn asked_for(case: &Case, component: &Component) -> BTreeSet<String> {
    let subject = component.subject();
    let open = case.threats.all.values().flat_map(|threat| &threat.unknown);
    open.filter(|it| it.record == subject)
        .filter_map(|it| it.key.strip_prefix("facts.").map(str::to_owned))
        .collect()
}

/// Who may do what on each part, what is built in and not used, and where its logs are.
pub fn access(case: &Case) -> Table {
    let mut table = Table::new(
        "access",
        "Access model of the parts",
        "No part states accounts, unused functions, logs or an assessment of its hardware.",
    )
    .columns(&[
        ("Part", 1.4),
        ("Accounts and roles", 2.0),
        ("Authentication, privileges, passwords", 2.4),
        ("Functions built in and not used", 2.0),
        ("Logs", 1.6),
        ("Commercial hardware assessed", 1.4),
    ]);
    for it in case.model.components.values() {
        let silent = it.access.is_none()
            && it.logs.is_none()
            && it.unused_functions.is_none()
            && it.hardware_assessed.is_none();
        if !silent {
            table.row(vec![
                record(case, Kind::Component, it.id()),
                accounts(it.access.as_ref()),
                authentication(it.access.as_ref()),
                said(it.unused_functions.as_deref()),
                logs(it.logs.as_ref()),
                said(it.hardware_assessed.as_deref()),
            ]);
        }
    }
    table
}

fn accounts(access: Option<&AccessModel>) -> Cell {
    let accounts = access.into_iter().flat_map(|it| &it.accounts);
    let one = |(name, may): (&String, &String)| Cell::strong(name).say(format!(": {}", prose(may)));
    Cell::joined(accounts.map(one), "; ", crate::table::NOT_STATED)
}

fn authentication(access: Option<&AccessModel>) -> Cell {
    let parts = [
        ("authentication: ", access.and_then(|it| it.authentication.as_deref())),
        ("privileges: ", access.and_then(|it| it.privileges.as_deref())),
        ("passwords: ", access.and_then(|it| it.passwords.as_deref())),
    ];
    labelled(&parts)
}

fn logs(logs: Option<&Logs>) -> Cell {
    let parts = [
        ("at ", logs.and_then(|it| it.location.as_deref())),
        ("as ", logs.and_then(|it| it.format.as_deref())),
        ("kept ", logs.and_then(|it| it.kept.as_deref())),
        ("exported ", logs.and_then(|it| it.exported.as_deref())),
    ];
    labelled(&parts)
}

/// What is stated, each with its label.
pub(crate) fn labelled(parts: &[(&str, Option<&str>)]) -> Cell {
    let stated = parts.iter().filter_map(|(before, text)| Some(format!("{before}{}", prose((*text)?))));
    Cell::joined(stated.map(Cell::text), "; ", crate::table::NOT_STATED)
}
