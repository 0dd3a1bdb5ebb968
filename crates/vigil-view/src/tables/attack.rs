//! Tables: ways in, attack paths, their steps, the parts that all of them pass, and the reach over many patients.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_case::{Case, Shown};
use vigil_model::{Kind, Target};
use vigil_threat::paths::{Choke, Entry, Hop, Live, Look, ManyRoute, Route, Standing, Via};

use crate::table::{Cell, Table, Tone};
use crate::tables::words::{ids, interface, record, target, threat, written};

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

/// The parts that every path to a function passes, with their controls.
pub fn choke_points(case: &Case) -> Table {
    let mut table = Table::new("choke-points", "Choke points", NO_FUNCTION).columns(&[
        ("Function", 1.3),
        ("Run by", 1.2),
        ("Smallest set of parts that every path passes", 1.8),
        ("Controls there that are implemented and tested", 2.6),
        ("Controls there that are not", 1.8),
    ]);
    for choke in &case.paths().chokes {
        if choke.parts.is_empty() {
            table.row(choke_row(case, choke, None));
        }
        for part in &choke.parts {
            table.row(choke_row(case, choke, Some(part)));
        }
    }
    for choke in case.paths().chokes.iter().filter(|it| !it.direct.is_empty()) {
        let direct: Vec<String> = choke.direct.iter().map(|at| case.paths().entries[*at].path()).collect();
        table.note(format!(
            "No set of other parts cuts every path to function.{}: {} on a part that runs it. What stands above cuts all other paths.",
            choke.function,
            if direct.len() == 1 { format!("{} is a way in", direct[0]) } else { format!("{} are ways in", direct.join(", ")) },
        ));
    }
    if case.paths().chokes.iter().any(|it| it.parts.len() > 1) {
        table.note("Where several parts stand for one function, all of them together cut its paths. Of several smallest sets the one nearest to the function is shown.");
    }
    table
}

fn choke_row(case: &Case, choke: &Choke, part: Option<&Id>) -> Vec<Cell> {
    let controls: Vec<&Id> = part.map(|part| case.controls_at(part).collect()).unwrap_or_default();
    let (tested, others): (Vec<&Id>, Vec<&Id>) =
        controls.iter().copied().partition(|id| case.answers[*id].shown == Shown::Tested);
    let other = |id: &&Id| {
        let shown = case.answers[*id].shown;
        let tone = if shown == Shown::Failing { Tone::Bad } else { Tone::Warn };
        record(case, Kind::Control, id).say(": ").then(Cell::status(shown.words(), tone))
    };
    let none = if part.is_none() { "no part" } else { "none" };
    vec![
        record(case, Kind::Function, &choke.function),
        ids(case, Kind::Component, &choke.runs_on, "no part is said to run it"),
        match part {
            Some(part) => record(case, Kind::Component, part),
            None if !choke.direct.is_empty() => Cell::text("none: no path leads over another part"),
            None => Cell::text("none: no path leads to it"),
        },
        ids(case, Kind::Control, tested, none),
        Cell::joined(others.iter().map(other), "; ", none),
    ]
}

/// What is reached from a part that serves many, or through a secret of the fleet.
pub fn many_paths(case: &Case) -> Table {
    let many = &case.paths().many;
    let empty = if many.starts.is_empty() {
        "No part is said to serve many or may do so without a word, and no secret is the fleet's."
    } else {
        "No path leads from a part that serves many, or a secret of the fleet, to an essential function."
    };
    let mut table = Table::new("many-paths", "Reach over many patients", empty).columns(&[
        ("Start", 1.6),
        ("Function", 1.4),
        ("Way on which least is credited", 3.0),
        ("Stands", 0.8),
    ]);
    for route in &many.routes {
        table.row(vec![
            many_start(case, route),
            record(case, Kind::Function, &route.function),
            way(case, &route.first, &route.hops),
            match route.hops.iter().map(|at| case.paths().hops[*at].standing).max() {
                Some(it) => standing(it),
                None => Cell::text("no step between"),
            },
        ]);
    }
    let without: Vec<String> = many
        .starts
        .iter()
        .filter(|(start, _)| !many.routes.iter().any(|route| route.start == *start))
        .map(|(start, _)| start.to_string())
        .collect();
    if !table.rows.is_empty() && !without.is_empty() {
        table.note(format!("No path was found from {}.", without.join(", ")));
    }
    table
}

fn many_start(case: &Case, route: &ManyRoute) -> Cell {
    let cell = target(case, &route.start);
    match (&route.start, route.certain) {
        (_, true) => cell,
        (Target::Record(Kind::Secret, _), false) => cell.say(" (scope not stated)"),
        _ => cell.say(" (not stated whether it serves many)"),
    }
}
