//! Trees: the root at the left, each level in a column of its own, what hangs on a node beside it.

use crate::geometry::{Point, Rect};
use crate::graph::Diagram;

use super::boxes::{self, Sized};
use super::{Laid, LaidEdge, LaidNode, Layout, LayoutError, Options};

/// White around the drawing.
const MARGIN: f64 = 4.0;
/// Between levels; the lines turn in the middle of it.
const ACROSS: f64 = 36.0;
/// Between nodes of one level.
const BETWEEN: f64 = 10.0;
/// Titles of a tree are sentences: lines may be longer than in a box of a system.
const WIDER: f64 = 1.5;

/// Lays out drawings whose flows lead from a node to those that hang on it. Zones are left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hierarchy;

impl Layout for Hierarchy {
    fn lay_out(&self, diagram: &Diagram, options: &Options) -> Result<Laid, LayoutError> {
        diagram.validate()?;
        let mut forest = Forest::of(diagram, options);
        forest.rows();
        let columns = forest.columns();
        let nodes: Vec<LaidNode> = forest.place(&columns);
        let edges = diagram.edges.iter().zip(&forest.ends).filter_map(|(edge, ends)| {
            let (from, to) = (*ends)?;
            Some(LaidEdge {
                edge: edge.clone(),
                points: way(&nodes[from].rect, &nodes[to].rect),
                label: None,
            })
        });
        let edges = edges.collect();
        let right = nodes.iter().map(|node| node.rect.x + node.rect.w).fold(0.0, f64::max);
        let bottom = nodes.iter().map(|node| node.rect.y + node.rect.h).fold(0.0, f64::max);
        let mut laid = Laid {
            id: diagram.id.clone(),
            title: diagram.title.clone(),
            description: diagram.description.clone(),
            direction: diagram.direction,
            width: right + 2.0 * MARGIN,
            height: bottom + 2.0 * MARGIN,
            scale: 1.0,
            zones: Vec::new(),
            nodes,
            edges,
            legend: Vec::new(),
        };
        laid.shift(Point::new(MARGIN, MARGIN));
        Ok(laid)
    }
}

struct Forest {
    sizes: Vec<Sized<LaidNode>>,
    /// Start and end of each flow.
    ends: Vec<Option<(usize, usize)>>,
    below: Vec<Vec<usize>>,
    depth: Vec<usize>,
    /// Middle of each node, from above.
    middle: Vec<f64>,
    /// Nodes, each before those below it.
    order: Vec<usize>,
}

impl Forest {
    fn of(diagram: &Diagram, options: &Options) -> Self {
        let at = |id: &str| diagram.nodes.iter().position(|node| node.id == id);
        let ends: Vec<_> = diagram.edges.iter().map(|edge| at(&edge.from).zip(at(&edge.to))).collect();
        let count = diagram.nodes.len();
        let mut below = vec![Vec::new(); count];
        let mut hangs = vec![false; count];
        for (from, to) in ends.iter().flatten().copied() {
            // The first that names a node has it; a circle begins nowhere and stays out of the order.
            if !hangs[to] && from != to {
                below[from].push(to);
                hangs[to] = true;
            }
        }
        let sizes = diagram.nodes.iter().map(|node| boxes::node(node, options.wrap * WIDER)).collect();
        let mut forest =
            Self { sizes, ends, below, depth: vec![0; count], middle: vec![0.0; count], order: Vec::new() };
        let mut open: Vec<usize> = (0..count).rev().filter(|node| !hangs[*node]).collect();
        while let Some(node) = open.pop() {
            forest.order.push(node);
            for child in forest.below[node].iter().rev() {
                forest.depth[*child] = forest.depth[node] + 1;
                open.push(*child);
            }
        }
        forest
    }

    /// Leaves one under the other, each other node in the middle of those that hang on it, and no node over another one.
    fn rows(&mut self) {
        let mut free: Vec<f64> = Vec::new();
        let mut next = 0.0_f64;
        for node in self.order.clone() {
            if self.below[node].is_empty() {
                let height = self.sizes[node].height;
                self.middle[node] = next + height / 2.0;
                next += height + BETWEEN;
            }
        }
        for node in self.order.clone().into_iter().rev() {
            if let [first, .., last] | [first @ last] = self.below[node].as_slice() {
                self.middle[node] = f64::midpoint(self.middle[*first], self.middle[*last]);
            }
        }
        // A node with many lines may stand over its neighbour of the same level: everything from there on moves down.
        for at in 0..self.order.len() {
            let node = self.order[at];
            let depth = self.depth[node];
            free.resize(free.len().max(depth + 1), 0.0);
            let top = self.middle[node] - self.sizes[node].height / 2.0;
            let push = free[depth] - top;
            if push > 0.0 {
                for later in &self.order[at..] {
                    self.middle[*later] += push;
                }
            }
            free[depth] = self.middle[node] + self.sizes[node].height / 2.0 + BETWEEN;
        }
    }

    /// The left side of each level.
    fn columns(&self) -> Vec<f64> {
        let mut widths: Vec<f64> = Vec::new();
        for node in &self.order {
            let depth = self.depth[*node];
            widths.resize(widths.len().max(depth + 1), 0.0);
            widths[depth] = widths[depth].max(self.sizes[*node].width);
        }
        let mut left = 0.0;
        widths
            .iter()
            .map(|width| {
                let here = left;
                left += width + ACROSS;
                here
            })
            .collect()
    }

    fn place(&self, columns: &[f64]) -> Vec<LaidNode> {
        let put = |(at, size): (usize, &Sized<LaidNode>)| {
            let x = columns.get(self.depth[at]).copied().unwrap_or_default();
            let rect = Rect::new(x, self.middle[at] - size.height / 2.0, size.width, size.height);
            boxes::put_node(size.content.clone(), rect)
        };
        self.sizes.iter().enumerate().map(put).collect()
    }
}

/// Out at the right, over to the level of the end, and in at its left.
fn way(from: &Rect, to: &Rect) -> Vec<Point> {
    let (start, end) = (from.y + from.h / 2.0, to.y + to.h / 2.0);
    let turn = to.x - ACROSS / 2.0;
    let (first, last) = (Point::new(from.x + from.w, start), Point::new(to.x, end));
    if (start - end).abs() < 0.01 {
        return vec![first, last];
    }
    vec![first, Point::new(turn, start), Point::new(turn, end), last]
}
