//! The graph in the engine's own JSON. Ids are positions (`z0`, `n0`, `e0`), so that no name can confuse the engine.

use serde_json::{Value, json};

use crate::graph::{Diagram, Direction};

use super::boxes::Sized;
use super::zones::Heading;
use super::{LaidLabel, LaidNode, Options};

/// Everything measured before the engine is asked.
pub(super) struct Measured {
    pub(super) headings: Vec<Heading>,
    pub(super) nodes: Vec<Sized<LaidNode>>,
    pub(super) labels: Vec<Option<Sized<LaidLabel>>>,
    /// Extra width per zone, for a title that found no free stretch.
    pub(super) widen: Vec<f64>,
    /// Flows that the engine is told in the opposite direction.
    pub(super) reversed: Vec<bool>,
}

/// Distances in points.
pub(super) struct Spaces {
    /// Between nodes of a layer.
    pub(super) nodes: f64,
    /// Between layers.
    pub(super) layers: f64,
    /// Between flows.
    pub(super) lanes: f64,
    /// Between a flow and a node.
    pub(super) flow_node: f64,
}

impl Spaces {
    pub(super) fn new(options: &Options) -> Self {
        let air = options.air;
        Self { nodes: 18.0 * air, layers: 18.0 * air, lanes: 8.0 * air, flow_node: 9.0 * air }
    }
}

/// Writes the engine's input.
pub(super) fn write(diagram: &Diagram, measured: &Measured, options: &Options) -> String {
    json!({
        "id": "root",
        "layoutOptions": root_options(diagram.direction, options),
        "children": children(diagram, measured, None),
        "edges": edges(diagram, measured),
    })
    .to_string()
}

fn root_options(direction: Direction, options: &Options) -> Value {
    let spaces = Spaces::new(options);
    let text = |points: f64| points.to_string();
    json!({
        "elk.algorithm": "layered",
        "elk.direction": if direction == Direction::Down { "DOWN" } else { "RIGHT" },
        "elk.hierarchyHandling": "INCLUDE_CHILDREN",
        "elk.edgeRouting": "ORTHOGONAL",
        "elk.padding": "[top=2,left=2,bottom=2,right=2]",
        "elk.randomSeed": "1",
        "elk.spacing.nodeNode": text(spaces.nodes),
        "elk.spacing.edgeNode": text(spaces.flow_node),
        "elk.spacing.edgeEdge": text(spaces.lanes),
        "elk.spacing.edgeLabel": "2",
        "elk.spacing.componentComponent": text(spaces.nodes),
        "elk.layered.spacing.nodeNodeBetweenLayers": text(spaces.layers),
        "elk.layered.spacing.edgeNodeBetweenLayers": text(spaces.flow_node),
        "elk.layered.spacing.edgeEdgeBetweenLayers": text(spaces.lanes),
        "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
        "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
        "elk.layered.nodePlacement.bk.edgeStraightening": "IMPROVE_STRAIGHTNESS",
        "elk.layered.thoroughness": "20",
    })
}

/// The zones and nodes directly inside `parent`, nested.
fn children(diagram: &Diagram, measured: &Measured, parent: Option<&str>) -> Vec<Value> {
    let zones = diagram.zones.iter().enumerate().filter(|(_, zone)| zone.parent.as_deref() == parent);
    let nodes = diagram.nodes.iter().enumerate().filter(|(_, node)| node.zone.as_deref() == parent);
    zones
        .map(|(at, zone)| zone_box(at, children(diagram, measured, Some(&zone.id)), measured, diagram.direction))
        .chain(nodes.map(|(at, _)| {
            let size = &measured.nodes[at];
            json!({ "id": format!("n{at}"), "width": size.width, "height": size.height })
        }))
        .collect()
}

fn zone_box(at: usize, children: Vec<Value>, measured: &Measured, direction: Direction) -> Value {
    let heading = &measured.headings[at];
    let (width, height) = (heading.width + 14.0 + measured.widen[at], heading.height + 14.0);
    // The engine applies the smallest size of a filled box before it turns the drawing.
    let smallest = if direction == Direction::Down { (height, width) } else { (width, height) };
    json!({
        "id": format!("z{at}"),
        "width": width,
        "height": height,
        "children": children,
        "layoutOptions": {
            "elk.padding": format!("[top={},left=10,bottom=10,right=10]", heading.height + 9.0),
            "elk.nodeSize.constraints": "[MINIMUM_SIZE]",
            "elk.nodeSize.minimum": format!("({},{})", smallest.0, smallest.1),
        },
    })
}

fn edges(diagram: &Diagram, measured: &Measured) -> Vec<Value> {
    let position = |id: &str| diagram.nodes.iter().position(|node| node.id == id).expect("ends are validated");
    let edge = |(at, edge): (usize, &crate::graph::Edge)| {
        let labels: Vec<Value> = measured.labels[at]
            .iter()
            .map(|size| {
                json!({
                    "text": format!("l{at}"),
                    "width": size.width,
                    "height": size.height,
                    "layoutOptions": { "elk.edgeLabels.inline": "true", "elk.edgeLabels.placement": "CENTER" },
                })
            })
            .collect();
        let (first, second) = if measured.reversed[at] { (&edge.to, &edge.from) } else { (&edge.from, &edge.to) };
        json!({
            "id": format!("e{at}"),
            "sources": [format!("n{}", position(first))],
            "targets": [format!("n{}", position(second))],
            "labels": labels,
        })
    };
    diagram.edges.iter().enumerate().map(edge).collect()
}
