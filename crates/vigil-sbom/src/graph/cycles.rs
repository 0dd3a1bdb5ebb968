//! Circles in a graph: Tarjan's strongly connected components, without recursion.

/// A node that was not visited yet.
const NEW: usize = usize::MAX;

/// One node that is being looked at, with how many of its targets were.
struct Visit {
    node: usize,
    seen: usize,
}

struct Search<'e> {
    edges: &'e [Vec<usize>],
    order: Vec<usize>,
    low: Vec<usize>,
    visited: usize,
    open: Vec<usize>,
    is_open: Vec<bool>,
    found: Vec<Vec<usize>>,
}

/// All groups of nodes that reach each other, and nodes that point to themselves; nodes are numbers into `edges`.
pub(super) fn of(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        edges,
        order: vec![NEW; edges.len()],
        low: vec![NEW; edges.len()],
        visited: 0,
        open: Vec::new(),
        is_open: vec![false; edges.len()],
        found: Vec::new(),
    };
    for start in 0..edges.len() {
        if search.order[start] == NEW {
            search.from(start);
        }
    }
    search.found.sort();
    search.found
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        let mut path = vec![self.enter(start)];
        while let Some(visit) = path.last_mut() {
            let node = visit.node;
            let Some(to) = self.edges[node].get(visit.seen).copied() else {
                path.pop();
                self.leave(node, path.last().map(|visit| visit.node));
                continue;
            };
            visit.seen += 1;
            if self.order[to] == NEW {
                path.push(self.enter(to));
            } else if self.is_open[to] {
                self.low[node] = self.low[node].min(self.order[to]);
            }
        }
    }

    fn enter(&mut self, node: usize) -> Visit {
        self.order[node] = self.visited;
        self.low[node] = self.visited;
        self.visited += 1;
        self.open.push(node);
        self.is_open[node] = true;
        Visit { node, seen: 0 }
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        if let Some(parent) = parent {
            self.low[parent] = self.low[parent].min(self.low[node]);
        }
        if self.low[node] == self.order[node] {
            self.close(node);
        }
    }

    fn close(&mut self, node: usize) {
        let from =
            self.open.iter().rposition(|open| *open == node).expect("a node closes after it was opened");
        let mut group = self.open.split_off(from);
        for member in &group {
            self.is_open[*member] = false;
        }
        if group.len() > 1 || self.edges[node].contains(&node) {
            group.sort_unstable();
            self.found.push(group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(nodes: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut edges = vec![Vec::new(); nodes];
        for (from, to) in pairs {
            edges[*from].push(*to);
        }
        edges
    }

    #[test]
    fn circles_and_self_references_are_found_and_chains_are_not() {
        let graph = edges(6, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 3), (4, 0), (4, 5)]);
        assert_eq!(of(&graph), [vec![0, 1, 2], vec![3]]);
        assert!(of(&edges(4, &[(0, 1), (0, 2), (1, 3), (2, 3)])).is_empty());
    }

    #[test]
    fn a_circle_of_200_000_does_not_end_the_stack() {
        let pairs: Vec<_> = (0..200_000).map(|n| (n, (n + 1) % 200_000)).collect();
        assert_eq!(of(&edges(200_000, &pairs))[0].len(), 200_000);
    }
}
