//! The graph in the engine's own JSON. Ids are positions (`z0`, `n0`, `e0`), so that no name can confuse the engine.

use serde_json::{Map, Value, json};

use crate::graph::{Diagram, Direction};

use super::arrange::Arrangement;
use super::boxes::Sized;
use super::zones::Heading;
use super::{LaidLabel, LaidNode, Options};

/// Everything measured before the engine is asked.
pub(super) struct Measured {
    pub(super) headings: Vec<Heading>,
    pub(super) nodes: Vec<Sized<LaidNode>>,
    pub(super) labels: Vec<Option<Sized<LaidLabel>>>,
    /// Least width per zone, for a title that found no free stretch.
    pub(super) least_width: Vec<f64>,
    /// What else the engine is told.
    pub(super) arrangement: Arrangement,
}

/// Distances in points.
pub(super) struct Spaces {
    /// Between nodes of a layer.
    pub(super) nodes: f64,
    /// Between layers.
    pub(super) layers: f64,
    /// Between flows.
    pub(super) lanes: f64,
    /// Between a flow and a node; an arrow head and a corner must fit in.
    pub(super) flow_node: f64,
}

impl Spaces {
    pub(super) fn new(options: &Options) -> Self {
        let air = options.air;
        Self { nodes: 16.0 * air, layers: 12.0 * air, lanes: 8.0 * air, flow_node: (8.0 * air).max(7.0) }
    }
}

/// Writes the engine's input.
pub(super) fn write(diagram: &Diagram, measured: &Measured, options: &Options) -> String {
    json!({
        "id": "root",
        "layoutOptions": root_options(diagram, options),
        "children": children(diagram, measured, options, None),
        "edges": edges(diagram, measured),
    })
    .to_string()
}

/// Options under their full names: the engine compares a short one with the end of each name that it knows.
///
/// They are those of the drawing and, because the engine does not hand them down, of every zone.
fn common_options(direction: Direction, options: &Options) -> Map<String, Value> {
    let spaces = Spaces::new(options);
    let pairs = [
        ("org.eclipse.elk.direction", if direction == Direction::Down { "DOWN" } else { "RIGHT" }.to_owned()),
        ("org.eclipse.elk.edgeRouting", "ORTHOGONAL".to_owned()),
        ("org.eclipse.elk.spacing.nodeNode", spaces.nodes.to_string()),
        ("org.eclipse.elk.spacing.componentComponent", spaces.nodes.to_string()),
        ("org.eclipse.elk.spacing.edgeNode", spaces.flow_node.to_string()),
        ("org.eclipse.elk.spacing.edgeEdge", spaces.lanes.to_string()),
        ("org.eclipse.elk.spacing.edgeLabel", "2".to_owned()),
        ("org.eclipse.elk.layered.spacing.nodeNodeBetweenLayers", spaces.layers.to_string()),
        ("org.eclipse.elk.layered.spacing.edgeNodeBetweenLayers", spaces.flow_node.to_string()),
        ("org.eclipse.elk.layered.spacing.edgeEdgeBetweenLayers", spaces.lanes.to_string()),
        ("org.eclipse.elk.layered.considerModelOrder.strategy", "NODES_AND_EDGES".to_owned()),
        ("org.eclipse.elk.layered.nodePlacement.strategy", "BRANDES_KOEPF".to_owned()),
        ("org.eclipse.elk.layered.edgeRouting.selfLoopOrdering", "SEQUENCED".to_owned()),
        ("org.eclipse.elk.layered.nodePlacement.bk.edgeStraightening", "IMPROVE_STRAIGHTNESS".to_owned()),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
}

fn root_options(diagram: &Diagram, options: &Options) -> Map<String, Value> {
    let mut all = common_options(diagram.direction, options);
    let own = [
        ("org.eclipse.elk.algorithm", "layered"),
        ("org.eclipse.elk.hierarchyHandling", "INCLUDE_CHILDREN"),
        ("org.eclipse.elk.padding", "[top=2,left=2,bottom=2,right=2]"),
        ("org.eclipse.elk.randomSeed", "1"),
        ("org.eclipse.elk.layered.thoroughness", "20"),
    ];
    all.extend(own.map(|(name, value)| (name.to_owned(), Value::String(value.to_owned()))));
    all
}

fn zone_options(
    diagram: &Diagram,
    options: &Options,
    padding: String,
    smallest: String,
) -> Map<String, Value> {
    let mut all = common_options(diagram.direction, options);
    let own = [
        ("org.eclipse.elk.padding", padding),
        ("org.eclipse.elk.nodeSize.constraints", "[MINIMUM_SIZE]".to_owned()),
        ("org.eclipse.elk.nodeSize.minimum", smallest),
    ];
    all.extend(own.map(|(name, value)| (name.to_owned(), Value::String(value))));
    all
}

/// The zones and nodes directly inside `parent`, nested.
fn children(diagram: &Diagram, measured: &Measured, options: &Options, parent: Option<&str>) -> Vec<Value> {
    let zones = diagram.zones.iter().enumerate().filter(|(_, zone)| zone.parent.as_deref() == parent);
    let nodes = diagram.nodes.iter().enumerate().filter(|(_, node)| node.zone.as_deref() == parent);
    zones
        .map(|(at, _)| zone_box(diagram, measured, options, at))
        .chain(nodes.map(|(at, _)| {
            let size = &measured.nodes[at];
            json!({
                "id": format!("n{at}"),
                "width": size.width,
                "height": size.height,
                "layoutOptions": { "org.eclipse.elk.layered.edgeRouting.selfLoopOrdering": "SEQUENCED" },
            })
        }))
        .collect()
}

fn zone_box(diagram: &Diagram, measured: &Measured, options: &Options, at: usize) -> Value {
    let heading = &measured.headings[at];
    let members = children(diagram, measured, options, Some(&diagram.zones[at].id));
    let (width, height) = ((heading.width + 14.0).max(measured.least_width[at]), heading.height + 14.0);
    // The engine applies the smallest size of a filled box before it turns the drawing.
    let turned = diagram.direction == Direction::Down && !members.is_empty();
    let smallest = if turned { format!("({height},{width})") } else { format!("({width},{height})") };
    let padding = format!("[top={},left=10,bottom=10,right=10]", heading.height + 9.0);
    json!({
        "id": format!("z{at}"),
        "width": width,
        "height": height,
        "children": members,
        "layoutOptions": zone_options(diagram, options, padding, smallest),
    })
}

fn edges(diagram: &Diagram, measured: &Measured) -> Vec<Value> {
    let position =
        |id: &str| diagram.nodes.iter().position(|node| node.id == id).expect("ends are validated");
    let edge = |(at, edge): (usize, &crate::graph::Edge)| {
        let labels: Vec<Value> = measured.labels[at]
            .iter()
            .map(|size| {
                json!({
                    "text": format!("l{at}"),
                    "width": size.width,
                    "height": size.height,
                    "layoutOptions": { "org.eclipse.elk.edgeLabels.inline": "true", "org.eclipse.elk.edgeLabels.placement": "CENTER" },
                })
            })
            .collect();
        let (first, second) =
            if measured.arrangement.reversed[at] { (&edge.to, &edge.from) } else { (&edge.from, &edge.to) };
        json!({
            "id": format!("e{at}"),
            "sources": [format!("n{}", position(first))],
            "targets": [format!("n{}", position(second))],
            "labels": labels,
        })
    };
    let name = |item: usize| match item.checked_sub(diagram.zones.len()) {
        Some(node) => format!("n{node}"),
        None => format!("z{item}"),
    };
    let tie = |(at, (first, second)): (usize, &(usize, usize))| json!({ "id": format!("t{at}"), "sources": [name(*first)], "targets": [name(*second)] });
    let ties = measured.arrangement.ties.iter().enumerate().map(tie);
    diagram.edges.iter().enumerate().map(edge).chain(ties).collect()
}
