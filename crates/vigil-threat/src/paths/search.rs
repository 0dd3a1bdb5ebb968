//! Looks for the paths, backwards from the parts that run a function: one search a state and order, not one a path.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use vigil_base::Id;
use vigil_model::derive::operator;

use super::graph::{Graph, Node, Step};
use super::weigh::Scales;
use super::{Entry, Goal, Hop, Live, Route, Standing};

/// What makes one path better for an attacker than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Fewest credited steps, then fewest unknown ones, then fewest.
    LeastCredited,
    /// Fewest steps, then fewest credited ones.
    Shortest,
}

/// Compared from left to right; adds up along a path.
type Cost = [u32; 3];

impl Order {
    fn cost(self, step: &Step) -> Cost {
        if step.via.is_none() {
            return [0; 3];
        }
        let credited = u32::from(step.standing == Standing::Credited);
        let unknown = u32::from(step.standing == Standing::Unknown);
        match self {
            Self::LeastCredited => [credited, unknown, 1],
            Self::Shortest => [1, credited, unknown],
        }
    }
}

/// For each place the cost of its best path, and the step with which it begins; `None` at the end itself.
pub(crate) type Best = Vec<Option<(Cost, Option<usize>)>>;

/// The best path from every place to one of `ends`.
pub(crate) fn to(graph: &Graph<'_>, ends: &BTreeSet<Node>, state: Option<&Id>, order: Order) -> Best {
    let mut best: Best = vec![None; graph.size()];
    let mut open = BinaryHeap::new();
    for end in ends {
        best[*end] = Some(([0; 3], None));
        open.push(Reverse(([0; 3], *end)));
    }
    while let Some(Reverse((cost, node))) = open.pop() {
        if best[node].is_some_and(|(known, _)| known < cost) {
            continue;
        }
        for at in &graph.into[node] {
            let step = &graph.steps[*at];
            if !step.is_live(state) {
                continue;
            }
            let more = order.cost(step);
            let sum = [cost[0] + more[0], cost[1] + more[1], cost[2] + more[2]];
            let better = match best[step.from] {
                None => true,
                Some((known, _)) if sum < known => true,
                // Of two that cost the same, the step that stands first.
                Some((known, Some(by))) => {
                    if sum == known && *at < by {
                        best[step.from] = Some((sum, Some(*at)));
                    }
                    false
                }
                Some((_, None)) => false,
            };
            if better {
                best[step.from] = Some((sum, Some(*at)));
                open.push(Reverse((sum, step.from)));
            }
        }
    }
    best
}

/// The steps of the best path from a place, without the halves that lead to a secret.
pub(crate) fn steps(graph: &Graph<'_>, best: &Best, from: Node) -> Option<Vec<usize>> {
    let mut at = from;
    let mut taken = Vec::new();
    best[at]?;
    while let Some((_, Some(step))) = best[at] {
        if graph.steps[step].via.is_some() {
            taken.push(step);
        }
        at = graph.steps[step].to;
    }
    Some(taken)
}

/// Routes that differ only in state are one.
#[derive(Default)]
struct Same {
    states: BTreeSet<Option<Id>>,
    least_credited: bool,
    shortest: bool,
}

/// What was found so far.
pub(crate) struct Found<'g> {
    graph: &'g Graph<'g>,
    scales: &'g Scales<'g>,
    known: BTreeMap<(Node, usize), usize>,
    pub(crate) hops: Vec<Hop>,
    pub(crate) routes: Vec<Route>,
    pub(crate) apart: BTreeMap<Id, BTreeSet<Id>>,
}

impl<'g> Found<'g> {
    pub(crate) fn new(graph: &'g Graph<'g>, scales: &'g Scales<'g>) -> Self {
        let (known, hops) = (BTreeMap::new(), Vec::new());
        Self { graph, scales, known, hops, routes: Vec::new(), apart: BTreeMap::new() }
    }

    /// Paths from every way in to one function.
    pub(crate) fn routes_to(&mut self, goal: &Goal, entries: &[Entry]) {
        let mut of_part: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
        for (at, entry) in entries.iter().enumerate() {
            of_part.entry(&entry.component).or_default().push(at);
        }
        let mut states: Vec<Option<&Id>> = self.graph.model.states.keys().map(Some).collect();
        if states.is_empty() {
            states.push(None);
        }
        let mut found: BTreeMap<(&Id, Vec<usize>), Same> = BTreeMap::new();
        for state in states {
            let live = |part: &Id| of_part[part].iter().any(|at| entries[*at].is_live(state));
            self.search(goal, state, of_part.keys().copied().filter(|part| live(part)), &mut found);
        }
        let reached: BTreeSet<&Id> = found.keys().map(|(part, _)| *part).collect();
        let others: Vec<&Id> = of_part.keys().copied().filter(|part| !reached.contains(part)).collect();
        let mut across = BTreeMap::new();
        self.search(goal, None, others.iter().copied(), &mut across);
        for part in others.iter().filter(|part| !across.keys().any(|(it, _)| it == *part)) {
            self.apart.entry(goal.id.clone()).or_default().insert((*part).clone());
        }
        let all = self.graph.model.states.len();
        for ((part, steps), same) in found {
            let states: BTreeSet<Id> = same.states.iter().flatten().cloned().collect();
            let live = if states.len() == all { Live::Always } else { Live::In(states) };
            self.route(goal, part, &steps, live, &same, &of_part[part], entries);
        }
        for ((part, steps), same) in across {
            self.route(goal, part, &steps, Live::Across, &same, &of_part[part], entries);
        }
    }

    fn search<'p>(
        &self,
        goal: &Goal,
        state: Option<&Id>,
        parts: impl Iterator<Item = &'p Id>,
        found: &mut BTreeMap<(&'p Id, Vec<usize>), Same>,
    ) {
        let ends = goal.runs_on.iter().filter_map(|part| self.graph.node(part)).collect();
        let least = to(self.graph, &ends, state, Order::LeastCredited);
        let short = to(self.graph, &ends, state, Order::Shortest);
        for part in parts {
            let Some(node) = self.graph.node(part) else { continue };
            for (best, is_least) in [(&least, true), (&short, false)] {
                if let Some(steps) = steps(self.graph, best, node) {
                    let same = found.entry((part, steps)).or_default();
                    same.states.insert(state.cloned());
                    same.least_credited |= is_least;
                    same.shortest |= !is_least;
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the pieces of one route")]
    fn route(
        &mut self,
        goal: &Goal,
        part: &Id,
        steps: &[usize],
        states: Live,
        same: &Same,
        ways_in: &[usize],
        entries: &[Entry],
    ) {
        let meets = |at: &usize| match &states {
            Live::In(states) => states.iter().any(|state| entries[*at].is_live(Some(state))),
            Live::Always | Live::Across => true,
        };
        let ways_in = ways_in.iter().copied().filter(meets).collect();
        let hops = self.taken(part, steps);
        self.routes.push(Route {
            function: goal.id.clone(),
            start: part.clone(),
            entries: ways_in,
            hops,
            states,
            least_credited: same.least_credited,
            shortest: same.shortest,
        });
    }

    /// The steps as hops. Where a secret is passed, the hop starts at the part that holds it before.
    pub(crate) fn taken(&mut self, start: &Id, steps: &[usize]) -> Vec<usize> {
        let mut at = self.graph.node(start).unwrap_or_default();
        let mut hops = Vec::new();
        for step in steps {
            hops.push(self.hop(at, *step));
            at = self.graph.steps[*step].to;
        }
        hops
    }

    fn hop(&mut self, from: Node, step: usize) -> usize {
        if let Some(known) = self.known.get(&(from, step)) {
            return *known;
        }
        let Step { to, via, certain, standing, .. } = self.graph.steps[step].clone();
        let (from_id, to_id) = (self.graph.parts[from].clone(), self.graph.parts[to].clone());
        let Some(via) = via else { return 0 };
        let (zone, operator) = crossing(self.graph, &from_id, &to_id);
        let look = self.scales.step(&via, &to_id);
        self.hops.push(Hop { from: from_id, to: to_id, via, certain, look, standing, zone, operator });
        self.known.insert((from, step), self.hops.len() - 1);
        self.hops.len() - 1
    }
}

/// Whether a step leads into another zone, and to another operator where both are stated.
fn crossing(graph: &Graph<'_>, from: &Id, to: &Id) -> (bool, Option<bool>) {
    let part = |id| graph.model.components.get(id);
    let (Some(from), Some(to)) = (part(from), part(to)) else { return (false, None) };
    let (here, there) = (operator(graph.model, from), operator(graph.model, to));
    (from.zone.id != to.zone.id, here.zip(there).map(|(here, there)| here != there))
}
