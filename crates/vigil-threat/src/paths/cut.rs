//! Choke points: the smallest set of parts that every path to a function passes, by maximum flow.

use std::collections::{BTreeSet, VecDeque};

use vigil_base::Id;

use super::graph::{Graph, Node};
use super::{Entry, Goal};

/// What every path to one function passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choke {
    /// The function.
    pub function: Id,
    /// Whether the model says that it is essential; it does not say of the others.
    pub essential: bool,
    /// Parts that run it.
    pub runs_on: BTreeSet<Id>,
    /// Ways in, as places in the list of them, on a part that runs the function. While there is one, no other part cuts
    /// every path.
    pub direct: Vec<usize>,
    /// The smallest set of assessed parts that cuts every other path; of several that are as small, the one nearest to the
    /// function. Empty when no other path leads to it.
    pub parts: BTreeSet<Id>,
}

/// No set of parts costs as much as a part that must not be taken.
const NEVER: u32 = u32::MAX / 2;

/// The choke points of one function, over all states: what is cut in one state only is not cut.
pub(crate) fn choke(graph: &Graph<'_>, goal: &Goal, entries: &[Entry]) -> Choke {
    let runs_on = &goal.runs_on;
    let direct = (0..entries.len()).filter(|at| runs_on.contains(&entries[*at].component)).collect();
    let starts: BTreeSet<Node> = entries
        .iter()
        .filter(|entry| !runs_on.contains(&entry.component))
        .filter_map(|entry| graph.node(&entry.component))
        .collect();
    let ends: BTreeSet<Node> = runs_on.iter().filter_map(|part| graph.node(part)).collect();
    let mut net = Net::of(graph, &starts, &ends);
    while net.push() {}
    Choke {
        function: goal.id.clone(),
        essential: goal.certain,
        runs_on: runs_on.clone(),
        direct,
        parts: net.cut().into_iter().filter_map(|node| graph.part(node).cloned()).collect(),
    }
}

/// Every place twice, with an arc between the two that costs what taking it out costs.
struct Net {
    size: usize,
    source: usize,
    sink: usize,
    /// Arcs in pairs: an arc and the way back over it.
    to: Vec<usize>,
    room: Vec<u32>,
    out: Vec<Vec<usize>>,
}

impl Net {
    fn of(graph: &Graph<'_>, starts: &BTreeSet<Node>, ends: &BTreeSet<Node>) -> Self {
        let size = graph.size();
        let (source, sink) = (2 * size, 2 * size + 1);
        let out = vec![Vec::new(); 2 * size + 2];
        let mut net = Self { size, source, sink, to: Vec::new(), room: Vec::new(), out };
        for node in 0..size {
            let may_be_cut = graph.is_assessed(node) && !ends.contains(&node);
            net.arc(node, size + node, if may_be_cut { 1 } else { NEVER });
        }
        for step in &graph.steps {
            net.arc(size + step.from, step.to, NEVER);
        }
        for start in starts {
            net.arc(source, *start, NEVER);
        }
        for end in ends {
            net.arc(size + *end, sink, NEVER);
        }
        net
    }

    fn arc(&mut self, from: usize, to: usize, room: u32) {
        self.out[from].push(self.to.len());
        self.out[to].push(self.to.len() + 1);
        self.to.extend([to, from]);
        self.room.extend([room, 0]);
    }

    /// Sends one more unit along the shortest way that has room. Each takes at least one part, so there are no more
    /// rounds than parts.
    fn push(&mut self) -> bool {
        let mut by: Vec<Option<usize>> = vec![None; self.out.len()];
        let mut open = VecDeque::from([self.source]);
        while let Some(at) = open.pop_front() {
            for arc in &self.out[at] {
                let next = self.to[*arc];
                if self.room[*arc] > 0 && by[next].is_none() && next != self.source {
                    by[next] = Some(*arc);
                    open.push_back(next);
                }
            }
        }
        let mut at = self.sink;
        let mut taken = false;
        while let Some(arc) = by[at] {
            self.room[arc] -= 1;
            self.room[arc ^ 1] += 1;
            at = self.to[arc ^ 1];
            taken = true;
        }
        taken
    }

    /// Of all smallest cuts the one nearest to the end: parts from whose far side the end can still be reached, and from
    /// whose near side it cannot.
    fn cut(&self) -> Vec<Node> {
        let mut leads = vec![false; self.out.len()];
        leads[self.sink] = true;
        let mut open = vec![self.sink];
        while let Some(at) = open.pop() {
            for arc in &self.out[at] {
                // `arc ^ 1` leads from there to here.
                let before = self.to[*arc];
                if self.room[*arc ^ 1] > 0 && !leads[before] {
                    leads[before] = true;
                    open.push(before);
                }
            }
        }
        (0..self.size).filter(|node| !leads[*node] && leads[self.size + node]).collect()
    }
}
