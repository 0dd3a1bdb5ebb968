//! Smaller views of one drawing: the outer zones as single boxes, or one zone with its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Badge, Diagram, Edge, Node, Shape, Zone};

/// The drawing with every zone at `depth` (outermost is 0) shown as one box that says how many parts and flows it holds.
pub fn overview(diagram: &Diagram, depth: usize) -> Diagram {
    let mut homes = BTreeMap::new();
    for node in &diagram.nodes {
        if let Some(zone) = closed_around(diagram, node.zone.as_deref(), depth) {
            homes.insert(node.id.as_str(), zone);
        }
    }
    let end = |id: &str| homes.get(id).copied().unwrap_or(id).to_owned();
    let moved =
        diagram.edges.iter().map(|edge| Edge { from: end(&edge.from), to: end(&edge.to), ..edge.clone() });
    // A flow inside a closed box is counted on the box; a flow of an open node to itself stays.
    let (inner, edges): (Vec<Edge>, Vec<Edge>) =
        moved.partition(|edge| edge.from == edge.to && is_zone(diagram, &edge.from));
    let boxes =
        diagram.zones.iter().filter(|zone| around(diagram, Some(&zone.id)).len() == depth + 1).map(|zone| {
            let parts = homes.values().filter(|home| **home == zone.id).count();
            closed_zone(zone, parts, inner.iter().filter(|edge| edge.from == zone.id).count())
        });
    let open = diagram.nodes.iter().filter(|node| !homes.contains_key(node.id.as_str())).cloned();
    let zones =
        diagram.zones.iter().filter(|zone| around(diagram, Some(&zone.id)).len() <= depth).cloned().collect();
    Diagram { zones, nodes: boxes.chain(open).collect(), edges, ..diagram.clone() }
}

/// The zone at `depth` around something in `zone`.
fn closed_around<'a>(diagram: &'a Diagram, zone: Option<&'a str>, depth: usize) -> Option<&'a str> {
    let mut outwards = around(diagram, zone);
    outwards.reverse();
    outwards.get(depth).copied()
}

fn is_zone(diagram: &Diagram, id: &str) -> bool {
    diagram.zones.iter().any(|zone| zone.id == id)
}

/// One zone in full with the nodes outside that it talks to; `None` when there is no such zone or nothing in it.
pub fn focus(diagram: &Diagram, zone: &str) -> Option<Diagram> {
    let inside: BTreeSet<&str> = diagram
        .nodes
        .iter()
        .filter(|node| around(diagram, node.zone.as_deref()).contains(&zone))
        .map(|node| node.id.as_str())
        .collect();
    if inside.is_empty() {
        return None;
    }
    let touches = |edge: &&Edge| inside.contains(edge.from.as_str()) || inside.contains(edge.to.as_str());
    let edges: Vec<Edge> = diagram.edges.iter().filter(touches).cloned().collect();
    let mut shown = inside.clone();
    shown.extend(edges.iter().flat_map(|edge| [edge.from.as_str(), edge.to.as_str()]));
    let nodes: Vec<Node> =
        diagram.nodes.iter().filter(|node| shown.contains(node.id.as_str())).cloned().collect();
    let needed: BTreeSet<&str> =
        nodes.iter().flat_map(|node| around(diagram, node.zone.as_deref())).collect();
    let zones = diagram.zones.iter().filter(|zone| needed.contains(zone.id.as_str())).cloned().collect();
    Some(Diagram { zones, nodes, edges, ..diagram.clone() })
}

fn closed_zone(zone: &Zone, parts: usize, flows: usize) -> Node {
    let facts = [(parts, "part", "parts"), (flows, "flow inside", "flows inside")];
    let badges = facts.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| Badge {
        text: format!("{count} {}", if count == 1 { one } else { many }),
        tone: zone.tone,
    });
    Node {
        id: zone.id.clone(),
        title: zone.title.clone(),
        subtitle: zone.note.clone(),
        zone: zone.parent.clone(),
        shape: Shape::Process,
        tone: zone.tone,
        badges: badges.collect(),
    }
}

/// A zone and the zones around it, innermost first. Ends in a circle too, at the latest after every zone.
fn around<'a>(diagram: &'a Diagram, zone: Option<&'a str>) -> Vec<&'a str> {
    let parent =
        |id: &&str| diagram.zones.iter().find(|zone| zone.id == **id).and_then(|zone| zone.parent.as_deref());
    std::iter::successors(zone, parent).take(diagram.zones.len()).collect()
}
