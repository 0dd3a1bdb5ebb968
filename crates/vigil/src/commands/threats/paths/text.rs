//! Paths for people: each as a line of parts and steps, each step once below.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_case::{Case, Shown};
use vigil_finding::render::neutral;
use vigil_threat::Paths;
use vigil_threat::paths::{Choke, Hop, Live, Look, ManyRoute, Route, Standing};

use super::Wanted;
use crate::columns::counted;

pub(super) fn text(case: &Case, wanted: &Wanted<'_>) -> String {
    let paths = case.paths();
    let routes: Vec<&Route> = wanted.chokes(case).flat_map(|it| wanted.routes(case, &it.function)).collect();
    let open = routes.iter().filter(|route| paths.weakest(route) == Standing::Open).count();
    let entries = paths.entries.iter().filter(|it| wanted.start(&it.component)).count();
    let mut text = format!(
        "{}: {} from {} to {}, {open} of them open at every step, as of {}\n",
        case.device(),
        counted(routes.len(), "path"),
        counted(entries, "way in").replace("way ins", "ways in"),
        counted(wanted.chokes(case).count(), "essential function"),
        case.as_of
    );
    for choke in wanted.chokes(case) {
        text.push_str(&of_function(case, choke, wanted));
    }
    text.push_str(&steps(case, &routes));
    text.push_str(&of_many(case, wanted));
    if !paths.not_followed.is_empty() {
        text.push_str(&format!("\nNot followed: {}\n", neutral(&paths.not_followed.join("; "))));
    }
    text
}

fn name(case: &Case, function: &Id) -> String {
    let stated = case.model.functions.get(function).and_then(|it| it.name.clone());
    stated.map_or_else(|| format!("function.{function}"), |name| format!("{name} (function.{function})"))
}

fn of_function(case: &Case, choke: &Choke, wanted: &Wanted<'_>) -> String {
    let paths = case.paths();
    let run_by = if choke.runs_on.is_empty() {
        "no part is said to run it".to_owned()
    } else {
        format!("run by {}", ids(&choke.runs_on))
    };
    let essential = if choke.essential { "" } else { ", not stated whether essential" };
    let mut text = format!("\n{}: {run_by}{essential}\n", neutral(&name(case, &choke.function)));
    text.push_str(&choke_points(case, choke));
    for route in wanted.routes(case, &choke.function) {
        text.push_str(&of_route(paths, route));
    }
    let apart: Vec<&Id> = paths.apart.get(&choke.function).into_iter().flatten().collect();
    let apart: Vec<&str> = apart.into_iter().filter(|it| wanted.start(it)).map(Id::as_str).collect();
    if !apart.is_empty() {
        text.push_str(&format!("  no path from: {}\n", neutral(&apart.join(", "))));
    }
    text
}

fn ids<'i>(ids: impl IntoIterator<Item = &'i Id>) -> String {
    ids.into_iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}

fn choke_points(case: &Case, choke: &Choke) -> String {
    let paths = case.paths();
    let mut text = String::new();
    if !choke.direct.is_empty() {
        let direct: Vec<String> = choke.direct.iter().map(|at| paths.entries[*at].path()).collect();
        text.push_str(&format!(
            "  no part cuts every path: ways in on a part that runs it ({})\n",
            neutral(&direct.join(", "))
        ));
    }
    let others = if choke.direct.is_empty() { "every path" } else { "every other path" };
    if !choke.parts.is_empty() {
        text.push_str(&format!("  choke points of {others}: {}\n", neutral(&ids(&choke.parts))));
    }
    for part in &choke.parts {
        text.push_str(&format!("      {}\n", neutral(&controls_at(case, part))));
    }
    text
}

/// How many controls at a part are shown, and those that are not by name.
fn controls_at(case: &Case, part: &Id) -> String {
    let controls: Vec<&Id> = case.controls_at(part).collect();
    if controls.is_empty() {
        return format!("{part}: no control is stated at it");
    }
    let others: Vec<String> = controls
        .iter()
        .map(|id| (id, case.answers[*id].shown))
        .filter(|(_, shown)| *shown != Shown::Tested)
        .map(|(id, shown)| format!("control.{id}: {}", shown.words()))
        .collect();
    let tested = controls.len() - others.len();
    let mut text =
        format!("{part}: {tested} of {} implemented with passing tests", counted(controls.len(), "control"));
    if !others.is_empty() {
        text.push_str(&format!("; {}", others.join("; ")));
    }
    text
}

fn of_route(paths: &Paths, route: &Route) -> String {
    let mut way = route.start.to_string();
    for at in &route.hops {
        way.push_str(&format!(" > {} > {}", code(*at), paths.hops[*at].to));
    }
    let when = match &route.states {
        Live::Always => "in every state".to_owned(),
        Live::Across => "across states only".to_owned(),
        Live::In(states) => format!("in {}", ids(states)),
    };
    let kind = match (route.least_credited, route.shortest) {
        (true, false) => ", least credited",
        (false, true) => ", shortest",
        _ => "",
    };
    let standing = paths.weakest(route).word();
    let enters: Vec<String> =
        paths.entries_of(route).map(|it| format!("{} ({})", it.path(), it.standing.word())).collect();
    format!(
        "  {standing:<8}  {} ({when}{kind})\n            enters at {}\n",
        neutral(&way),
        neutral(&enters.join(", "))
    )
}

/// The steps of the paths shown, each once.
fn steps(case: &Case, routes: &[&Route]) -> String {
    let taken: BTreeSet<usize> = routes.iter().flat_map(|route| route.hops.iter().copied()).collect();
    if taken.is_empty() {
        return String::new();
    }
    let lines =
        taken.iter().map(|at| format!("  {:<4} {}\n", code(*at), neutral(&of_hop(&case.paths().hops[*at]))));
    format!("\nSteps\n{}", lines.collect::<String>())
}

/// The code of a step, the same as in the documents.
fn code(at: usize) -> String {
    format!("S{}", at + 1)
}

/// A step in a line: what it leads over, where it crosses, what stands against it.
fn of_hop(hop: &Hop) -> String {
    let mut words =
        vec![format!("{:<8}  {}: {} to {}", hop.standing.word(), hop.via.words(), hop.from, hop.to)];
    if !hop.certain {
        words.push("not stated whether it is shared".to_owned());
    }
    if hop.zone {
        words.push("into another zone".to_owned());
    }
    if hop.operator == Some(true) {
        words.push("to another operator".to_owned());
    }
    words.extend(of_look(&hop.look));
    words.join("; ")
}

/// What lets through, named; what holds, by what gives it.
fn of_look(look: &Look) -> Vec<String> {
    let mut words = Vec::new();
    let mut say = |what: &str, of: &BTreeSet<String>| {
        if !of.is_empty() {
            words.push(format!("{what} {}", of.iter().map(String::as_str).collect::<Vec<_>>().join(", ")));
        }
    };
    say("uncredited", &look.uncredited);
    say("vulnerable to", &look.flaws.open);
    say("not known", &look.unknown);
    say("credited by", &look.by);
    if let Some(blind) = &look.flaws.blind {
        words.push(format!("vulnerabilities not known: {blind}"));
    }
    if look.standing() == Standing::Unknown && look.unknown.is_empty() && look.flaws.blind.is_none() {
        words.push("no threat on it was looked at".to_owned());
    }
    words
}

fn of_many(case: &Case, wanted: &Wanted<'_>) -> String {
    let paths = case.paths();
    let routes: Vec<&ManyRoute> = wanted.many(case).collect();
    if paths.many.starts.is_empty() {
        return "\nMany patients: no part is said to serve many, and no secret to be the fleet's\n"
            .to_owned();
    }
    let mut text = "\nMany patients at once\n".to_owned();
    if routes.is_empty() {
        text.push_str("  no path leads from a part that serves many, or a secret of the fleet, to this\n");
    }
    for route in routes {
        let start = route.start.to_string();
        let mut way = vec![route.first.as_str()];
        way.extend(route.hops.iter().map(|at| paths.hops[*at].to.as_str()));
        let standing = route.hops.iter().map(|at| paths.hops[*at].standing).max();
        let standing = standing.map_or("no step between", Standing::word);
        let doubt = if route.certain { "" } else { ", not stated whether it serves many" };
        text.push_str(&format!(
            "  {} to function.{}: {} ({standing}{doubt})\n",
            neutral(&start),
            neutral(route.function.as_str()),
            neutral(&way.join(" > "))
        ));
    }
    text
}
