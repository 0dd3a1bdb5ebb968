//! Many patients: what is reached from a part that serves many, or through a secret of the whole fleet.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::kinds::Scope;
use vigil_model::{Kind, Target};

use super::Goal;
use super::graph::{Graph, Node};
use super::search::{Found, Order, steps, to};

/// A path from where many patients are served to an essential function.
#[derive(Clone, Debug)]
pub struct ManyRoute {
    /// The part or the secret that it starts at.
    pub start: Target,
    /// Whether the model says that the part serves many, or that the secret is the fleet's; else it says nothing of it.
    pub certain: bool,
    /// The function.
    pub function: Id,
    /// The part of the first step: the start itself, or the holder of the secret.
    pub first: Id,
    /// Its steps, as places in the list of them, over all states.
    pub hops: Vec<usize>,
}

/// What is reached from where many patients are served.
#[derive(Clone, Debug, Default)]
pub struct Many {
    /// Parts that serve many and secrets of the fleet, and whether the model says so of each.
    pub starts: Vec<(Target, bool)>,
    /// The path on which least is credited, by start and function.
    pub routes: Vec<ManyRoute>,
    /// Parts that are said to be a start or to hold such a secret, and whatever lies between one of them and a function.
    pub on_the_way: BTreeSet<Id>,
}

impl Many {
    /// Starts from which an essential function is reached.
    pub fn harmful(&self) -> BTreeSet<&Target> {
        self.routes.iter().filter(|route| route.certain).map(|route| &route.start).collect()
    }
}

pub(crate) fn of(graph: &Graph<'_>, functions: &[Goal], found: &mut Found<'_>) -> Many {
    let starts = starts(graph);
    let mut many = Many { on_the_way: on_the_way(graph, functions, &starts), ..Many::default() };
    for goal in functions {
        let ends = nodes(graph, &goal.runs_on);
        let best = to(graph, &ends, None, Order::LeastCredited);
        for (start, certain, parts) in &starts {
            let costs = parts.iter().filter_map(|part| Some((best[graph.node(part)?]?.0, *part)));
            let Some((_, first)) = costs.min() else { continue };
            let Some(taken) = graph.node(first).and_then(|node| steps(graph, &best, node)) else { continue };
            many.routes.push(ManyRoute {
                start: start.clone(),
                certain: *certain,
                function: goal.id.clone(),
                first: first.clone(),
                hops: found.taken(first, &taken),
            });
        }
    }
    many.routes.sort_by(|a, b| (&a.start, &a.function).cmp(&(&b.start, &b.function)));
    many.starts = starts.into_iter().map(|(start, certain, _)| (start, certain)).collect();
    many
}

/// A start, whether the model says that it is one, and the parts that it begins at.
type Start<'m> = (Target, bool, Vec<&'m Id>);

fn starts<'m>(graph: &Graph<'m>) -> Vec<Start<'m>> {
    let parts = graph.model.components.iter().filter_map(|(id, part)| {
        let certain = part.serves_many == Some(true);
        let may = part.serves_many.is_none() && part.kind.may_serve_many();
        (certain || may).then(|| (Target::Record(Kind::Component, id.clone()), certain, vec![id]))
    });
    let secrets = graph.model.secrets.iter().filter_map(|(id, secret)| {
        let holders = secret.held_in.iter().filter_map(|it| graph.node(&it.id)).map(|at| graph.parts[at]);
        let is_one = matches!(secret.scope, None | Some(Scope::Fleet));
        is_one.then(|| {
            (Target::Record(Kind::Secret, id.clone()), secret.scope.is_some(), holders.collect::<Vec<_>>())
        })
    });
    parts.chain(secrets).collect()
}

fn nodes<'i>(graph: &Graph<'_>, ids: impl IntoIterator<Item = &'i Id>) -> BTreeSet<Node> {
    ids.into_iter().filter_map(|id| graph.node(id)).collect()
}

fn on_the_way(graph: &Graph<'_>, functions: &[Goal], starts: &[Start<'_>]) -> BTreeSet<Id> {
    let begin =
        starts.iter().filter(|(_, certain, _)| *certain).flat_map(|(_, _, parts)| parts.iter().copied());
    let begin = nodes(graph, begin);
    let end = nodes(graph, functions.iter().flat_map(|goal| &goal.runs_on));
    let forward = closure(&begin, |node| graph.out[node].iter().map(|at| graph.steps[*at].to));
    let backward = closure(&end, |node| graph.into[node].iter().map(|at| graph.steps[*at].from));
    let between = forward.intersection(&backward).copied();
    between.chain(begin).filter_map(|node| graph.part(node).cloned()).collect()
}

fn closure<I: Iterator<Item = Node>>(from: &BTreeSet<Node>, next: impl Fn(Node) -> I) -> BTreeSet<Node> {
    let mut seen = from.clone();
    let mut open: Vec<Node> = from.iter().copied().collect();
    while let Some(at) = open.pop() {
        for node in next(at) {
            if seen.insert(node) {
                open.push(node);
            }
        }
    }
    seen
}
