//! Paths as JSON.

use serde::Serialize;
use vigil_base::Id;
use vigil_case::Case;
use vigil_threat::Paths;
use vigil_threat::paths::{Choke, Entry, Hop, Live, Look, ManyRoute, Route};

use super::Wanted;

/// The JSON form.
#[derive(Serialize)]
pub(super) struct Value<'a> {
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

pub(super) fn value<'c>(case: &'c Case, wanted: &Wanted<'_>) -> Value<'c> {
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
