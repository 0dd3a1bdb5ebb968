//! `vigil threats --paths`: from the ways in to the essential functions, and what all of these paths pass.

use std::collections::BTreeSet;

use serde::Serialize;
use vigil_base::Id;
use vigil_base::nearest::nearest;
use vigil_case::{Case, Shown};
use vigil_finding::render::neutral;
use vigil_threat::Paths;
use vigil_threat::paths::{Choke, Entry, Hop, Live, Look, ManyRoute, Route, Standing};

use crate::columns::counted;
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// The JSON form.
#[derive(Serialize)]
struct Value<'a> {
    schema_version: u32,
    as_of: String,
    functions: Vec<Function<'a>>,
    ways_in: Vec<WayIn<'a>>,
    no_ways_in: Vec<Shut<'a>>,
    many_patients: Vec<Many<'a>>,
    not_followed: &'a [String],
}

#[derive(Serialize)]
struct Function<'a> {
    function: &'a str,
    /// Null where the model does not say.
    essential: Option<bool>,
    run_by: Vec<&'a str>,
    choke_points: Vec<Point<'a>>,
    /// Ways in on a part that runs the function: no other part cuts them off.
    direct: Vec<String>,
    paths: Vec<Path<'a>>,
    /// Parts with a way in from which no path was found.
    no_path_from: Vec<&'a str>,
}

#[derive(Serialize)]
struct Point<'a> {
    component: &'a str,
    controls: Vec<Control<'a>>,
}

#[derive(Serialize)]
struct Control<'a> {
    control: &'a str,
    shown: &'a str,
    tests: Vec<&'a str>,
}

#[derive(Serialize)]
struct Path<'a> {
    start: &'a str,
    standing: &'a str,
    ways_in: Vec<Enters>,
    hops: Vec<Step<'a>>,
    states: States<'a>,
    least_credited: bool,
    shortest: bool,
}

#[derive(Serialize)]
struct Enters {
    interface: String,
    standing: &'static str,
}

/// `always`, `across` for different states one after the other, or the states.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum States<'a> {
    Always,
    Across,
    In(Vec<&'a str>),
}

#[derive(Serialize)]
struct Step<'a> {
    from: &'a str,
    to: &'a str,
    over: String,
    standing: &'a str,
    certain: bool,
    crosses_zone: bool,
    /// Null where an operator is not stated.
    changes_operator: Option<bool>,
    #[serde(flatten)]
    look: Looked<'a>,
}

#[derive(Serialize)]
struct Looked<'a> {
    uncredited: Vec<&'a str>,
    unknown: Vec<&'a str>,
    credited: Vec<&'a str>,
    not_applicable: Vec<&'a str>,
    credited_by: Vec<&'a str>,
    vulnerabilities: Vec<&'a str>,
    vulnerabilities_not_known: Option<&'a str>,
}

#[derive(Serialize)]
struct WayIn<'a> {
    interface: String,
    used: &'a str,
    states: States<'a>,
    standing: &'a str,
    #[serde(flatten)]
    look: Looked<'a>,
}

#[derive(Serialize)]
struct Shut<'a> {
    interface: String,
    because: &'a str,
}

#[derive(Serialize)]
struct Many<'a> {
    start: String,
    /// Whether the model says that it serves many or is the fleet's.
    certain: bool,
    function: &'a str,
    first: &'a str,
    hops: Vec<Step<'a>>,
}

/// Shows the paths to all functions, to one, or from one part.
pub(super) fn run(case: &Case, id: Option<&str>, context: &Context) -> anyhow::Result<Done> {
    let wanted = Wanted::of(case, id)?;
    let value = value(case, &wanted);
    context.document(text(case, &wanted), &value)
}

/// What was asked for.
struct Wanted<'a> {
    function: Option<&'a str>,
    start: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(case: &Case, id: Option<&'a str>) -> Result<Self, Problem> {
        let Some(id) = id else { return Ok(Self { function: None, start: None }) };
        let paths = case.paths();
        let plain = |kind: &str| id.strip_prefix(kind).unwrap_or(id);
        let (function, part) = (plain("function."), plain("component."));
        if paths.chokes.iter().any(|it| it.function == *function) {
            return Ok(Self { function: Some(function), start: None });
        }
        if case.model.components.contains_key(part) {
            return Ok(Self { function: None, start: Some(part) });
        }
        let functions = paths.chokes.iter().map(|it| format!("function.{}", it.function));
        let known: Vec<String> =
            functions.chain(case.model.components.keys().map(|it| format!("component.{it}"))).collect();
        let problem = Problem::new(format!("`{id}` is neither an essential function nor a part"));
        Err(match nearest(id, known.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("did you mean `vigil threats --paths {near}`?")),
            None => problem.help("`vigil threats --paths` shows the paths to all essential functions"),
        })
    }

    fn function(&self, id: &Id) -> bool {
        self.function.is_none_or(|it| *id == *it)
    }

    fn start(&self, id: &Id) -> bool {
        self.start.is_none_or(|it| *id == *it)
    }

    fn chokes<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c Choke> {
        case.paths().chokes.iter().filter(|choke| self.function(&choke.function))
    }

    fn routes<'c>(&self, case: &'c Case, function: &Id) -> impl Iterator<Item = &'c Route> {
        case.paths().routes.iter().filter(|it| it.function == *function && self.start(&it.start))
    }

    fn many<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c ManyRoute> {
        case.paths().many.routes.iter().filter(|it| self.function(&it.function) && self.start(&it.first))
    }
}

fn value<'c>(case: &'c Case, wanted: &Wanted<'_>) -> Value<'c> {
    let paths = case.paths();
    Value {
        schema_version: 1,
        as_of: case.as_of.to_string(),
        functions: wanted.chokes(case).map(|choke| function(case, choke, wanted)).collect(),
        ways_in: paths.entries.iter().filter(|it| wanted.start(&it.component)).map(way_in).collect(),
        no_ways_in: paths
            .shut
            .iter()
            .filter(|it| wanted.start(&it.component))
            .map(|it| Shut { interface: format!("{}.{}", it.component, it.interface), because: &it.because })
            .collect(),
        many_patients: wanted.many(case).map(|route| many(paths, route)).collect(),
        not_followed: &paths.not_followed,
    }
}

fn function<'c>(case: &'c Case, choke: &'c Choke, wanted: &Wanted<'_>) -> Function<'c> {
    let paths = case.paths();
    let apart = paths.apart.get(&choke.function).into_iter().flatten().filter(|it| wanted.start(it));
    Function {
        function: choke.function.as_str(),
        essential: choke.essential.then_some(true),
        run_by: choke.runs_on.iter().map(Id::as_str).collect(),
        choke_points: choke.parts.iter().map(|part| point(case, part)).collect(),
        direct: choke.direct.iter().map(|at| paths.entries[*at].path()).collect(),
        paths: wanted.routes(case, &choke.function).map(|route| path(paths, route)).collect(),
        no_path_from: apart.map(Id::as_str).collect(),
    }
}

fn point<'c>(case: &'c Case, part: &'c Id) -> Point<'c> {
    let control = |id: &'c Id| {
        let answer = &case.answers[id];
        let tests = answer.tests.keys().map(Id::as_str).collect();
        Control { control: id.as_str(), shown: answer.shown.words(), tests }
    };
    Point { component: part.as_str(), controls: case.controls_at(part).map(control).collect() }
}

fn path<'c>(paths: &'c Paths, route: &'c Route) -> Path<'c> {
    let enters =
        |entry: &Entry| Enters { interface: entry.path(), standing: paths.standing(route, entry).word() };
    Path {
        start: route.start.as_str(),
        standing: paths.weakest(route).word(),
        ways_in: paths.entries_of(route).map(enters).collect(),
        hops: paths.hops_of(route).map(step).collect(),
        states: states(&route.states),
        least_credited: route.least_credited,
        shortest: route.shortest,
    }
}

fn states(live: &Live) -> States<'_> {
    match live {
        Live::Always => States::Always,
        Live::Across => States::Across,
        Live::In(states) => States::In(states.iter().map(Id::as_str).collect()),
    }
}

fn step(hop: &Hop) -> Step<'_> {
    Step {
        from: hop.from.as_str(),
        to: hop.to.as_str(),
        over: hop.via.words(),
        standing: hop.standing.word(),
        certain: hop.certain,
        crosses_zone: hop.zone,
        changes_operator: hop.operator,
        look: looked(&hop.look),
    }
}

fn looked(look: &Look) -> Looked<'_> {
    Looked {
        uncredited: look.uncredited.iter().map(String::as_str).collect(),
        unknown: look.unknown.iter().map(String::as_str).collect(),
        credited: look.credited.iter().map(String::as_str).collect(),
        not_applicable: look.set_aside.iter().map(String::as_str).collect(),
        credited_by: look.by.iter().map(String::as_str).collect(),
        vulnerabilities: look.flaws.open.iter().map(String::as_str).collect(),
        vulnerabilities_not_known: look.flaws.blind.as_deref(),
    }
}

fn way_in(entry: &Entry) -> WayIn<'_> {
    WayIn {
        interface: entry.path(),
        used: entry.used.words(),
        states: states(&entry.states),
        standing: entry.standing.word(),
        look: looked(&entry.look),
    }
}

fn many<'c>(paths: &'c Paths, route: &'c ManyRoute) -> Many<'c> {
    Many {
        start: route.start.to_string(),
        certain: route.certain,
        function: route.function.as_str(),
        first: route.first.as_str(),
        hops: route.hops.iter().map(|at| step(&paths.hops[*at])).collect(),
    }
}

fn text(case: &Case, wanted: &Wanted<'_>) -> String {
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
