//! The nested boxes of a drawing, with the level at which each flow connects two of them.

use std::collections::BTreeMap;

use crate::graph::{Diagram, Direction};
use crate::layout::request::Measured;

use super::search::Link;
use super::turned;

/// A size: along the main direction of flow, and across it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Box2 {
    pub(super) along: f64,
    pub(super) across: f64,
}

/// Boxes are numbered: zones, then nodes. Containers are numbered: the drawing, then the zones.
pub(super) struct Tree {
    pub(super) down: bool,
    /// Members of each container.
    pub(super) children: Vec<Vec<usize>>,
    /// Size of each box; zones are filled in as they are arranged.
    pub(super) sizes: Vec<Box2>,
    /// Layer of each member of each container.
    pub(super) layers: Vec<Vec<usize>>,
    /// For each flow the two members of one container that it connects; none for a flow of a node to itself.
    pub(super) flows: Vec<Option<Flow>>,
    /// Container of each box, and the box's position in it.
    home: Vec<(usize, usize)>,
    /// The boxes from each end of a flow outwards.
    ends: Vec<[Vec<usize>; 2]>,
    labels: Vec<Box2>,
    headings: Vec<Box2>,
}

/// What a flow connects at the level where its ends part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    pub(super) container: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Tree {
    pub(super) fn new(diagram: &Diagram, measured: &Measured) -> Self {
        let down = diagram.direction == Direction::Down;
        let zones = diagram.zones.len();
        let index: BTreeMap<&str, usize> =
            diagram.zones.iter().enumerate().map(|(at, zone)| (zone.id.as_str(), at)).collect();
        let node_index: BTreeMap<&str, usize> =
            diagram.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), zones + at)).collect();
        let container = |zone: Option<&str>| zone.and_then(|id| index.get(id)).map_or(0, |at| at + 1);
        let parents = diagram.zones.iter().map(|zone| zone.parent.as_deref());
        let homes = parents.chain(diagram.nodes.iter().map(|node| node.zone.as_deref())).map(container);
        let mut children = vec![Vec::new(); zones + 1];
        let mut home = Vec::new();
        for (item, container) in homes.enumerate() {
            home.push((container, children[container].len()));
            children[container].push(item);
        }
        let headings: Vec<Box2> = measured
            .headings
            .iter()
            .map(|heading| turned(heading.width + 14.0, heading.height + 14.0, down))
            .collect();
        let nodes = measured.nodes.iter().map(|node| turned(node.width, node.height, down));
        let mut tree = Self {
            down,
            layers: children.iter().map(|members| vec![0; members.len()]).collect(),
            children,
            sizes: headings.iter().copied().chain(nodes).collect(),
            flows: Vec::new(),
            home,
            ends: Vec::new(),
            labels: Vec::new(),
            headings,
        };
        for (edge, label) in diagram.edges.iter().zip(&measured.labels) {
            let ends =
                [tree.outwards(node_index[edge.from.as_str()]), tree.outwards(node_index[edge.to.as_str()])];
            tree.flows.push(tree.meeting(&ends));
            tree.ends.push(ends);
            tree.labels.push(
                label.as_ref().map_or(Box2::default(), |label| turned(label.width, label.height, down)),
            );
        }
        tree
    }

    /// A box and those around it.
    fn outwards(&self, item: usize) -> Vec<usize> {
        std::iter::successors(Some(item), |item| self.home[*item].0.checked_sub(1)).collect()
    }

    /// The members of one container that a flow with these ends connects.
    fn meeting(&self, ends: &[Vec<usize>; 2]) -> Option<Flow> {
        let pairs = ends[0].iter().flat_map(|a| ends[1].iter().map(move |b| (*a, *b)));
        let mut siblings = pairs.filter(|(a, b)| a != b && self.home[*a].0 == self.home[*b].0);
        siblings.next().map(|(from, to)| Flow { container: self.home[from].0, from, to })
    }

    /// Containers, each after those in it.
    pub(super) fn inner_first(&self) -> Vec<usize> {
        let depth = |container: &usize| container.checked_sub(1).map_or(0, |zone| self.outwards(zone).len());
        let mut containers: Vec<usize> = (0..self.children.len()).collect();
        containers.sort_by_key(|container| std::cmp::Reverse(depth(container)));
        containers
    }

    pub(super) fn layer_of(&self, item: usize) -> usize {
        let (container, at) = self.home[item];
        self.layers[container][at]
    }

    pub(super) fn set_size(&mut self, container: usize, size: Box2) {
        if let Some(zone) = container.checked_sub(1) {
            let heading = self.headings[zone];
            self.sizes[zone] =
                Box2 { along: size.along.max(heading.along), across: size.across.max(heading.across) };
        }
    }

    /// Room for a zone's border and title.
    pub(super) fn padding(&self, container: usize) -> Box2 {
        let Some(zone) = container.checked_sub(1) else { return Box2::default() };
        let title = if self.down { self.headings[zone].along } else { self.headings[zone].across };
        turned(20.0, title + 5.0, self.down)
    }

    /// The pairs of members that flows connect, each once.
    pub(super) fn links(&self, container: usize) -> Vec<Link> {
        let mut links: BTreeMap<(usize, usize), Link> = BTreeMap::new();
        for (flow, label) in self.flows.iter().zip(&self.labels) {
            let Some(flow) = flow.filter(|flow| flow.container == container) else { continue };
            let (a, b) = (self.home[flow.from].1, self.home[flow.to].1);
            let link = links.entry((a.min(b), a.max(b))).or_insert(Link {
                a: a.min(b),
                b: a.max(b),
                ..Link::default()
            });
            link.forward += usize::from(a < b);
            link.backward += usize::from(a > b);
            link.label.along = link.label.along.max(label.along);
            link.label.across += label.across;
        }
        links.into_values().collect()
    }

    /// Flows that leave the container: the member they belong to, and whether they leave at the end (else at the start).
    pub(super) fn leaving(&self, container: usize) -> Vec<(usize, bool)> {
        let mut leaving = Vec::new();
        for (flow, ends) in self.flows.iter().zip(&self.ends) {
            let Some(flow) = flow.filter(|flow| flow.container != container) else { continue };
            let forward = self.layer_of(flow.from) <= self.layer_of(flow.to);
            for (end, first) in ends.iter().zip([forward, !forward]) {
                // The member lies on the way outwards from the end, below the level where the flow's ends part.
                let below = end.iter().take_while(|item| self.home[**item].0 != flow.container);
                leaving.extend(
                    below
                        .filter(|item| self.home[**item].0 == container)
                        .map(|item| (self.home[*item].1, first)),
                );
            }
        }
        leaving
    }

    /// Members that nothing connects would all stand in the first layer. Each group of connected members that was put further on
    /// is tied to a member of the layer before it.
    pub(super) fn ties(&self, container: usize) -> Vec<(usize, usize)> {
        let (members, layers) = (&self.children[container], &self.layers[container]);
        let groups = self.groups(container);
        let mut used = vec![0; members.len()];
        let mut ties = Vec::new();
        for group in 0..members.len() {
            let first = (0..members.len()).filter(|at| groups[*at] == group).min_by_key(|at| layers[*at]);
            let Some(first) = first.filter(|at| layers[*at] > 0) else { continue };
            let before =
                (0..members.len()).filter(|at| layers[*at] + 1 == layers[first] && groups[*at] != group);
            if let Some(anchor) = before.min_by_key(|at| used[*at]) {
                used[anchor] += 1;
                ties.push((members[anchor], members[first]));
            }
        }
        ties
    }

    /// For each member the smallest member that flows connect it with.
    fn groups(&self, container: usize) -> Vec<usize> {
        let mut groups: Vec<usize> = (0..self.children[container].len()).collect();
        for link in self.links(container) {
            let (keep, gone) = (groups[link.a].min(groups[link.b]), groups[link.a].max(groups[link.b]));
            groups.iter_mut().filter(|group| **group == gone).for_each(|group| *group = keep);
        }
        groups
    }
}
