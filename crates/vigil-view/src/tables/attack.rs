//! Tables: ways in, attack paths and their steps.

mod reach;

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_case::Case;
use vigil_model::Kind;
use vigil_threat::paths::{Entry, Hop, Live, Look, Route, Standing, Via};

use crate::table::{Cell, Table, Tone};
use crate::tables::words::{ids, interface, record, threat, written};

pub use reach::{choke_points, many_paths};

const NO_FUNCTION: &str =
    "The model states no function that is essential or may be, so no path was looked for.";

/// The code of a step in table and figure.
pub(crate) fn step_code(at: usize) -> String {
    format!("S{}", at + 1)
}

/// How far something holds an attacker up.
pub(crate) fn standing(standing: Standing) -> Cell {
    let tone = match standing {
        Standing::Open => Tone::Bad,
        Standing::Unknown => Tone::Warn,
        Standing::Credited => Tone::Good,
    };
    Cell::status(standing.word(), tone)
}

/// Ways in, and the interfaces that are none with what keeps them shut.
pub fn ways_in(case: &Case) -> Table {
    let empty = "No interface of an assessed part leads to the outside.";
    let mut table = Table::new("ways-in", "Ways in", empty).columns(&[
        ("Interface", 1.8),
        ("Use", 1.2),
        ("Live in", 1.2),
        ("Stands", 0.8),
        ("What lets through", 2.4),
        ("What holds", 2.2),
    ]);
    for entry in &case.paths().entries {
        table.row(vec![
            interface(case, &entry.component, &entry.interface),
            Cell::text(entry.used.words()),
            live(case, &entry.states),
            standing(entry.standing),
            lets_through(case, &entry.look),
            holds(case, &entry.look),
        ]);
    }
    let mut shut: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for it in &case.paths().shut {
        shut.entry(&it.because).or_default().push(format!("{}.{}", it.component, it.interface));
    }
    for (because, interfaces) in shut {
        table.note(format!("No way in, since it {}: {}.", keeps(because), interfaces.join(", ")));
    }
    table
}

/// `stays inside the housing`, or `is kept shut by component.pump-motor, debug-port-locked`.
fn keeps(because: &str) -> String {
    if because.starts_with("stays") { because.to_owned() } else { format!("is kept shut by {because}") }
}

fn live(case: &Case, live: &Live) -> Cell {
    match live {
        Live::Always => Cell::text("every state"),
        Live::Across => Cell::text("different states one after the other"),
        Live::In(states) => ids(case, Kind::State, states, "no state"),
    }
}

fn lets_through(case: &Case, look: &Look) -> Cell {
    let named = |set: &BTreeSet<String>, after: &str| -> Vec<Cell> {
        set.iter().map(|id| threat(case, id).say(after)).collect()
    };
    let mut cells = named(&look.uncredited, "");
    cells.extend(look.flaws.open.iter().map(Cell::text));
    cells.extend(named(&look.unknown, " (outcome unknown)"));
    cells
        .extend(look.flaws.blind.as_ref().map(|why| Cell::text(format!("vulnerabilities not known: {why}"))));
    if look.standing() == Standing::Unknown && cells.is_empty() {
        cells.push(Cell::text("no threat was looked at"));
    }
    Cell::joined(cells, "; ", "nothing that is known")
}

/// What answers its threats: controls and channels by name, facts by the part that states them.
fn holds(case: &Case, look: &Look) -> Cell {
    let by = look.by.iter().map(|by| {
        let fact = by.starts_with("component.") || by.starts_with("interface.");
        if fact { Cell::text("facts of ").then(written(case, by)) } else { written(case, by) }
    });
    let aside = look.set_aside.iter().map(|id| threat(case, id).say(" (decided not to apply)"));
    Cell::joined(by.chain(aside), ", ", "nothing")
}

/// Paths: from parts with ways in to essential functions.
pub fn attack_paths(case: &Case) -> Table {
    let paths = case.paths();
    let mut table = Table::new("attack-paths", "Attack paths", empty(case)).columns(&[
        ("Function", 1.3),
        ("Ways in", 2.0),
        ("Way", 2.6),
        ("Live in", 1.2),
        ("Stands", 0.8),
    ]);
    for route in &paths.routes {
        table.row(vec![
            record(case, Kind::Function, &route.function),
            Cell::list(paths.entries_of(route).map(|it| way_in(case, route, it)), "none in these states"),
            way(case, &route.start, &route.hops).say(match (route.least_credited, route.shortest) {
                (true, false) => " (least credited)",
                (false, true) => " (shortest)",
                _ => "",
            }),
            live(case, &route.states),
            standing(paths.weakest(route)),
        ]);
    }
    notes(case, &mut table);
    table
}

fn empty(case: &Case) -> &'static str {
    if case.paths().chokes.is_empty() { NO_FUNCTION } else { "No way in leads to an essential function." }
}

fn way_in(case: &Case, route: &Route, entry: &Entry) -> Cell {
    let word = case.paths().standing(route, entry).word();
    Cell::to(format!("interface.{}", entry.path()), &entry.interface).say(format!(" ({word})"))
}

/// `Gateway S4 Pump communications module S7 Dose controller`: parts with the codes of the steps between them.
fn way(case: &Case, start: &Id, hops: &[usize]) -> Cell {
    let mut cell = record(case, Kind::Component, start);
    if hops.is_empty() {
        return cell.say(", which runs the function itself");
    }
    for at in hops {
        cell = cell.say(" > ").then(Cell::code(step_code(*at))).say(" > ");
        cell = cell.then(record(case, Kind::Component, &case.paths().hops[*at].to));
    }
    cell
}

fn notes(case: &Case, table: &mut Table) {
    let paths = case.paths();
    for choke in paths.chokes.iter().filter(|it| it.runs_on.is_empty()) {
        table.note(format!(
            "No part is said to run function.{}: no path to it could be looked for.",
            choke.function
        ));
    }
    for choke in paths.chokes.iter().filter(|it| !it.essential) {
        table.note(format!(
            "The model does not say whether function.{} is essential; it is taken as one.",
            choke.function
        ));
    }
    for (function, parts) in &paths.apart {
        table.note(format!("No path was found to function.{function} from {}.", join(parts)));
    }
    let open = paths.chained().count();
    table.note(match open {
        0 => "On no path is every step open: on each, some step is credited or unknown.".to_owned(),
        1 => "On 1 path the way in and every step have an uncredited threat or an open vulnerability, so that weaknesses chain up to the function.".to_owned(),
        _ => format!("On {open} paths the way in and every step have an uncredited threat or an open vulnerability, so that weaknesses chain up to the function."),
    });
    if !paths.not_followed.is_empty() {
        table.note(format!("Not followed: {}.", paths.not_followed.join("; ")));
    }
    table.note("A path stands where its best step does: open when every step is open, credited when one is credited, else unknown. For each part, function and state the path on which least is credited is listed, and the shortest where that is another.");
}

fn join(ids: &BTreeSet<Id>) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}

/// The steps that paths take.
pub fn attack_steps(case: &Case) -> Table {
    let mut table = Table::new("attack-steps", "Steps of the paths", "No path takes a step.").columns(&[
        ("#Step", 0.5),
        ("From and to", 1.8),
        ("Over", 1.4),
        ("Crosses", 1.0),
        ("Stands", 0.8),
        ("What lets through", 2.4),
        ("What holds", 2.4),
    ]);
    for (at, hop) in case.paths().hops.iter().enumerate() {
        let part = |id| record(case, Kind::Component, id);
        table.row(vec![
            Cell::code(step_code(at)),
            part(&hop.from).say(" to ").then(part(&hop.to)),
            over(case, hop),
            Cell::text(crosses(hop)),
            standing(hop.standing),
            lets_through(case, &hop.look),
            holds(case, &hop.look),
        ]);
    }
    if !table.rows.is_empty() {
        table.note("Of threats those count that let somebody act on a device in use: spoofing, tampering and elevation of privilege, on what the step leads over and on the part that it ends at; of vulnerabilities those of that part's packages that are affected or undecided.");
    }
    table
}

fn over(case: &Case, hop: &Hop) -> Cell {
    let cell = match &hop.via {
        Via::Flow(id) => record(case, Kind::Flow, id),
        Via::Back(id) => Cell::text("answers of ").then(record(case, Kind::Flow, id)),
        Via::Secret(id) => Cell::text("the shared secret ").then(record(case, Kind::Secret, id)),
        Via::Update(id, flow) => {
            let update = record(case, Kind::Update, id);
            match flow {
                Some(flow) => update.say(" over ").then(record(case, Kind::Flow, flow)),
                None => update,
            }
        }
    };
    if hop.certain { cell } else { cell.say(", not stated whether it is shared") }
}

fn crosses(hop: &Hop) -> &'static str {
    match (hop.zone, hop.operator) {
        (true, Some(true)) => "zone and operator",
        (true, None) => "zone; operator not stated",
        (true, Some(false)) => "zone",
        (false, Some(true)) => "operator",
        (false, None) => "no zone; operator not stated",
        (false, Some(false)) => "no boundary",
    }
}
