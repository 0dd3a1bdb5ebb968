//! Tables: the parts that all paths pass, and the reach over many patients.

use vigil_base::Id;
use vigil_case::{Case, Shown};
use vigil_model::{Kind, Target};
use vigil_threat::paths::{Choke, ManyRoute};

use super::{NO_FUNCTION, standing, way};
use crate::table::{Cell, Table, Tone};
use crate::tables::words::{ids, record, target};

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
