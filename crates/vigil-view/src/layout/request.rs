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
    let air = |points: f64| (points * options.air).to_string();
    json!({
        "elk.algorithm": "layered",
        "elk.direction": if direction == Direction::Down { "DOWN" } else { "RIGHT" },
        "elk.hierarchyHandling": "INCLUDE_CHILDREN",
        "elk.edgeRouting": "ORTHOGONAL",
        "elk.padding": "[top=2,left=2,bottom=2,right=2]",
        "elk.randomSeed": "1",
        "elk.spacing.nodeNode": air(18.0),
        "elk.spacing.edgeNode": air(10.0),
        "elk.spacing.edgeEdge": air(8.0),
        "elk.spacing.edgeLabel": "2",
        "elk.spacing.componentComponent": air(18.0),
        "elk.layered.spacing.nodeNodeBetweenLayers": air(18.0),
        "elk.layered.spacing.edgeNodeBetweenLayers": air(9.0),
        "elk.layered.spacing.edgeEdgeBetweenLayers": air(8.0),
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
        .map(|(at, zone)| zone_box(at, children(diagram, measured, Some(&zone.id)), measured))
        .chain(nodes.map(|(at, _)| {
            let size = &measured.nodes[at];
            json!({ "id": format!("n{at}"), "width": size.width, "height": size.height })
        }))
        .collect()
}

fn zone_box(at: usize, children: Vec<Value>, measured: &Measured) -> Value {
    let heading = &measured.headings[at];
    let (width, height) = (heading.width + 14.0 + measured.widen[at], heading.height + 14.0);
    json!({
        "id": format!("z{at}"),
        "width": width,
        "height": height,
        "children": children,
        "layoutOptions": {
            "elk.padding": format!("[top={},left=10,bottom=10,right=10]", heading.height + 9.0),
            "elk.nodeSize.constraints": "[MINIMUM_SIZE]",
            "elk.nodeSize.minimum": format!("({width},{height})"),
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
        json!({
            "id": format!("e{at}"),
            "sources": [format!("n{}", position(&edge.from))],
            "targets": [format!("n{}", position(&edge.to))],
            "labels": labels,
        })
    };
    diagram.edges.iter().enumerate().map(edge).collect()
}
