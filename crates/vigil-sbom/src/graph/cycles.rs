//! Circles in a graph: Tarjan's strongly connected components, without recursion.

use std::collections::{BTreeMap, BTreeSet};

type Edges<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// One node that is being looked at, with the targets still to look at.
struct Visit<'a> {
    node: &'a str,
    rest: Vec<&'a str>,
}

#[derive(Default)]
struct Search<'a> {
    order: BTreeMap<&'a str, usize>,
    low: BTreeMap<&'a str, usize>,
    open: Vec<&'a str>,
    is_open: BTreeSet<&'a str>,
    found: Vec<Vec<&'a str>>,
}

/// All groups of nodes that reach each other, and nodes that point to themselves.
pub(super) fn of<'a>(edges: &Edges<'a>) -> Vec<Vec<&'a str>> {
    let mut search = Search::default();
    for start in edges.keys() {
        if !search.order.contains_key(start) {
            search.from(start, edges);
        }
    }
    search.found.sort();
    search.found
}

impl<'a> Search<'a> {
    fn from(&mut self, start: &'a str, edges: &Edges<'a>) {
        let mut path = vec![self.enter(start, edges)];
        while let Some(visit) = path.last_mut() {
            let node = visit.node;
            let Some(to) = visit.rest.pop() else {
                path.pop();
                self.leave(node, path.last().map(|visit| visit.node), edges);
                continue;
            };
            if !self.order.contains_key(to) {
                let next = self.enter(to, edges);
                path.push(next);
            } else if self.is_open.contains(to) {
                self.lower(node, self.order[to]);
            }
        }
    }

    fn enter(&mut self, node: &'a str, edges: &Edges<'a>) -> Visit<'a> {
        let at = self.order.len();
        self.order.insert(node, at);
        self.low.insert(node, at);
        self.open.push(node);
        self.is_open.insert(node);
        Visit { node, rest: edges.get(node).map(|to| to.iter().copied().collect()).unwrap_or_default() }
    }

    fn leave(&mut self, node: &'a str, parent: Option<&'a str>, edges: &Edges<'a>) {
        let low = self.low[node];
        if let Some(parent) = parent {
            self.lower(parent, low);
        }
        if low == self.order[node] {
            self.close(node, edges);
        }
    }

    fn close(&mut self, node: &'a str, edges: &Edges<'a>) {
        let from =
            self.open.iter().rposition(|open| *open == node).expect("a node closes after it was opened");
        let mut group = self.open.split_off(from);
        for member in &group {
            self.is_open.remove(member);
        }
        let to_itself = edges.get(node).is_some_and(|to| to.contains(node));
        if group.len() > 1 || to_itself {
            group.sort_unstable();
            self.found.push(group);
        }
    }

    fn lower(&mut self, node: &'a str, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = to.min(*low);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(pairs: &[(&'static str, &'static str)]) -> Edges<'static> {
        let mut edges = Edges::new();
        for (from, to) in pairs {
            edges.entry(*from).or_default().insert(*to);
        }
        edges
    }

    #[test]
    fn circles_and_self_references_are_found_and_chains_are_not() {
        let graph =
            edges(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "d"), ("e", "a"), ("e", "f")]);
        assert_eq!(of(&graph), [vec!["a", "b", "c"], vec!["d"]]);
        assert!(of(&edges(&[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])).is_empty());
    }

    #[test]
    fn a_circle_of_200_000_does_not_end_the_stack() {
        let names: Vec<String> = (0..200_000).map(|n| n.to_string()).collect();
        let mut graph = Edges::new();
        for pair in names.windows(2) {
            graph.entry(pair[0].as_str()).or_default().insert(pair[1].as_str());
        }
        graph.entry(names[199_999].as_str()).or_default().insert(names[0].as_str());
        assert_eq!(of(&graph)[0].len(), 200_000);
    }
}
