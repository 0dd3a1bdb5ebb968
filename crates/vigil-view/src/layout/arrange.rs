//! Chooses which neighbour comes first, so that the drawing gets the proportions of its page.
//!
//! The engine puts every box into a layer behind those that flow into it. A system is no river: taken as modelled, its flows
//! give one long chain or need long ways back. The arrow heads are ours to draw, so the engine may be told the other direction.
//! Here each zone's members get a layer, by local search over an estimate of the size; flows then lead from lower to higher layers.

mod boxes;
mod search;

use boxes::{Box2, Tree};
use search::{Members, search};

use crate::graph::Diagram;

use super::request::Measured;
use super::{Options, request};

/// What the engine is told beside the flows as modelled.
#[derive(Debug, Default)]
pub(super) struct Arrangement {
    /// For each flow, whether the engine is told the opposite direction.
    pub(super) reversed: Vec<bool>,
    /// Pairs of boxes (zones, then nodes) that are kept in consecutive layers though no flow connects them.
    pub(super) ties: Vec<(usize, usize)>,
}

/// Arranges the drawing for the wanted proportions; without any it is left as modelled.
pub(super) fn arrange(diagram: &Diagram, measured: &Measured, options: &Options) -> Arrangement {
    let Some(proportion) = options.proportion else {
        return Arrangement { reversed: vec![false; diagram.edges.len()], ties: Vec::new() };
    };
    let mut tree = Tree::new(diagram, measured);
    let spaces = request::Spaces::new(options);
    // Inner zones first: an outer one needs the sizes of those in it. The second round knows on which side flows leave a zone.
    for leaving in [false, true] {
        for container in tree.inner_first() {
            let members = members(&tree, container, leaving, &spaces, proportion);
            let (layers, size) = search(&members);
            tree.layers[container] = layers;
            tree.set_size(container, size);
        }
    }
    let backwards = |flow: boxes::Flow| tree.layer_of(flow.from) > tree.layer_of(flow.to);
    let reversed = tree.flows.iter().map(|flow| flow.is_some_and(backwards)).collect();
    Arrangement {
        reversed,
        ties: (0..tree.children.len()).flat_map(|container| tree.ties(container)).collect(),
    }
}

fn members(
    tree: &Tree,
    container: usize,
    leaving: bool,
    spaces: &request::Spaces,
    proportion: f64,
) -> Members {
    let children = &tree.children[container];
    let mut members = Members {
        sizes: children.iter().map(|child| tree.sizes[*child]).collect(),
        links: tree.links(container),
        early: vec![0; children.len()],
        late: vec![0; children.len()],
        gap: spaces.layers,
        side: spaces.nodes,
        lane: spaces.lanes,
        padding: tree.padding(container),
        wanted: if tree.down { proportion } else { 1.0 / proportion },
    };
    if leaving {
        for (child, late) in tree.leaving(container) {
            if late {
                members.late[child] += 1;
            } else {
                members.early[child] += 1;
            }
        }
    }
    members
}

/// A size with the flow's main direction as first side.
fn turned(width: f64, height: f64, down: bool) -> Box2 {
    if down { Box2 { along: height, across: width } } else { Box2 { along: width, across: height } }
}
