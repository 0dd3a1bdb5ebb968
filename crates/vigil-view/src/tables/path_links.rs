//! Tables: what each path is linked to (P17 to P19 of Appendix 2.B), and where all 19 path facts stand.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_case::{Case, Chain};
use vigil_model::derive::medium;
use vigil_model::kinds::{Channel, Flow};
use vigil_model::{Kind, Record, Target};
use vigil_threat::Threat;

use crate::table::{Cell, Table};
use crate::tables::words::{counted, ids, record, tests, threat};

/// P17, P18 and P19: threats, risks, controls and tests of each path, and the software at its ends.
pub fn paths_links(case: &Case) -> Table {
    let mut table = Table::new(
        "paths-links",
        "Paths: links to threats, risks, controls, tests and software",
        "The model states no flow between parts.",
    )
    .columns(&[
        ("Flow", 1.2),
        ("Threats (P17)", 2.4),
        ("Risks", 1.0),
        ("Controls", 1.4),
        ("Tests, as evidence (P18)", 1.6),
        ("Software at its ends (P19)", 2.0),
    ]);
    for flow in case.model.flows.values() {
        let target = Target::Record(Kind::Flow, flow.id().clone());
        let on: Vec<&Threat> = case.threats.all.values().filter(|it| it.on.contains(&target)).collect();
        let chains: Vec<&Chain> = on.iter().filter_map(|it| case.trace.chains.get(&it.id)).collect();
        table.row(vec![
            record(case, Kind::Flow, flow.id()),
            Cell::list(on.iter().map(|it| threat(case, &it.id)), "no threat on it"),
            ids(case, Kind::Risk, all(&chains, |chain| &chain.risks), "no risk"),
            ids(case, Kind::Control, all(&chains, |chain| &chain.controls), "no control"),
            tests(case, all(&chains, |chain| &chain.tests), "no test"),
            software(case, flow),
        ]);
    }
    table
}

fn all<'c>(chains: &[&'c Chain], part: fn(&'c Chain) -> &'c BTreeSet<Id>) -> BTreeSet<&'c Id> {
    chains.iter().flat_map(|chain| part(chain)).collect()
}

fn software(case: &Case, flow: &Flow) -> Cell {
    let ends: BTreeSet<&Id> = [&flow.from.component, &flow.to.component].into();
    let one = |id: &Id| {
        let part = case.model.components.get(id);
        let known = part.is_some_and(|it| !it.sbom.is_empty());
        let unread = part.is_some_and(|it| !case.unread_sboms(it).is_empty());
        let words = match (case.sboms.contains_key(id) && !unread, known) {
            (true, _) => counted(case.packages_of(id).count(), "package", "packages"),
            (false, true) => "SBOM could not be read".to_owned(),
            (false, false) => "no SBOM stated".to_owned(),
        };
        record(case, Kind::Component, id).say(format!(": {words}"))
    };
    Cell::joined(ends.into_iter().map(one), "; ", "no part at its ends")
}

type Has = fn(&Case, &Flow) -> bool;

/// What is stated of each flow, by fact: number, words, table, test.
const OF_FLOWS: &[(&str, &str, &str, Has)] = &[
    ("P1", "Interfaces and ways", "Paths: what runs where", |case, flow| medium(&case.model, flow).is_some()),
    ("P2", "Data, code and commands", "Paths: what runs where", |_, flow| {
        !flow.carries.is_empty() || !flow.back.is_empty()
    }),
    ("P3", "Protocol", "Paths: what runs where", |case, flow| channel(case, flow, |it| it.name.is_some())),
    ("P7", "Hand-off to another path", "Paths: what runs where", |_, flow| flow.then.is_some()),
    ("P8", "Behaviour when cut", "Paths: what runs where", |case, flow| {
        flow.on_cut.is_some() || channel(case, flow, |it| it.on_cut.is_some())
    }),
    ("P9", "Authentication", "Paths: authentication, cryptography and sessions", |case, flow| {
        channel(case, flow, |it| it.auth.is_some())
    }),
    ("P10", "Cryptographic method", "Paths: authentication, cryptography and sessions", |case, flow| {
        channel(case, flow, |it| it.crypto.is_some())
    }),
    ("P11", "Proprietary methods", "Paths: authentication, cryptography and sessions", |case, flow| {
        channel(case, flow, |it| it.proprietary.is_some())
    }),
    (
        "P12",
        "Where authenticators are checked",
        "Paths: authentication, cryptography and sessions",
        |case, flow| {
            channel(case, flow, |it| it.auth.as_ref().is_some_and(|auth| auth.verified_by.is_some()))
        },
    ),
    ("P15", "Sessions", "Paths: authentication, cryptography and sessions", |case, flow| {
        channel(case, flow, |it| it.session.is_some())
    }),
    ("P17", "Links to threats and tests", "Paths: links", |case, flow| {
        let target = Target::Record(Kind::Flow, flow.id().clone());
        case.threats.all.values().any(|it| it.on.contains(&target))
    }),
    ("P19", "Link to the software at its ends", "Paths: links", |case, flow| {
        [&flow.from, &flow.to].into_iter().any(|end| case.sboms.contains_key(&end.component))
    }),
];

fn channel(case: &Case, flow: &Flow, test: fn(&Channel) -> bool) -> bool {
    flow.over.get(&case.model).is_some_and(test)
}

/// Where each of the 19 path facts is printed, and for how many flows or records it is stated.
pub fn path_facts(case: &Case) -> Table {
    let mut table =
        Table::new("path-facts", "Where the 19 path facts stand", "The model states no flow between parts.")
            .columns(&[("Fact", 0.6), ("What it is", 2.4), ("Table", 2.4), ("Stated for", 1.6)]);
    let flows = case.model.flows.len();
    if flows == 0 {
        return table;
    }
    for (number, words, place, has) in OF_FLOWS {
        let stated = case.model.flows.values().filter(|flow| has(case, flow)).count();
        let stated = format!("{stated} of {}", counted(flows, "flow", "flows"));
        fact(&mut table, number, words, place, stated);
    }
    of_records(case, &mut table);
    table
        .rows
        .sort_by_key(|row| row.cells[0].plain().trim_start_matches('P').parse::<u32>().unwrap_or(u32::MAX));
    table
}

fn of_records(case: &Case, table: &mut Table) {
    let model = &case.model;
    let of =
        |stated: usize, all: usize, one: &str, many: &str| format!("{stated} of {}", counted(all, one, many));
    let parts = model.components.len();
    let unused = model.components.values().filter(|it| it.unused_functions.is_some()).count();
    fact(
        table,
        "P4",
        "Functions, also those not used",
        "Access model of the parts",
        of(unused, parts, "part", "parts"),
    );
    let access = model.components.values().filter(|it| it.access.is_some()).count();
    fact(table, "P5", "Access model", "Access model of the parts", of(access, parts, "part", "parts"));
    fact(
        table,
        "P6",
        "Roles and responsibilities",
        "Users and roles",
        counted(model.actors.len(), "role", "roles"),
    );
    let secrets = model.secrets.len();
    let lives = model.secrets.values().filter(|it| it.life.is_some()).count();
    let life = of(lives, secrets, "key or credential", "keys and credentials");
    fact(table, "P13", "Life of credentials", "Keys and credentials", life.clone());
    fact(table, "P14", "Management of identities", "Keys and credentials", life);
    let settings = model.settings.len();
    let defaults = model.settings.values().filter(|it| it.default.is_some()).count();
    let defaults = of(defaults, settings, "setting", "settings");
    fact(table, "P16", "Settings and their defaults", "Security settings and their defaults", defaults);
    let tests = model.tests.len();
    let results = case.tests.values().filter(|row| !row.results.is_empty()).count();
    fact(table, "P18", "Evidence for claims", "Paths: links; Tests", of(results, tests, "test", "tests"));
}

fn fact(table: &mut Table, number: &str, words: &str, place: &str, stated: String) {
    table.row(vec![Cell::text(number), Cell::text(words), Cell::text(place), Cell::text(stated)]);
}
