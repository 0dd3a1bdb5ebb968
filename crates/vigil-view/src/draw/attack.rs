//! Drawings of attack paths and attack trees.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_case::Case;
use vigil_model::Kind;
use vigil_threat::paths::{Hop, Via};
use vigil_threat::tree::State;

use crate::draw::parts::{Sheet, short};
use crate::graph::{Badge, Diagram, Edge, Line, Node, Protection, Tone};
use crate::tables::attack::step_code;
use crate::tables::attack_trees::{gate, title};
use crate::tables::words::{counted, label};

/// Parts on the paths to essential functions, with their ways in, the steps by code, and the choke points.
///
/// It has no node when no path was found.
pub fn attack_paths(case: &Case) -> Diagram {
    let paths = case.paths();
    let name = format!("{}: attack paths", case.device());
    let mut sheet = Sheet::new(case, "attack-paths", &name);
    for route in &paths.routes {
        sheet.component(&route.start);
        paths.hops_of(route).for_each(|hop| sheet.component(&hop.to));
    }
    let taken: std::collections::BTreeSet<usize> =
        paths.routes.iter().flat_map(|route| route.hops.iter().copied()).collect();
    for at in &taken {
        sheet.diagram.edges.push(edge(case, &paths.hops[*at], *at));
    }
    // The facts of other views would only take room here.
    sheet.diagram.nodes.iter_mut().for_each(|node| node.badges.clear());
    let mut ways_in: BTreeMap<&Id, usize> = BTreeMap::new();
    for entry in &paths.entries {
        *ways_in.entry(&entry.component).or_default() += 1;
    }
    for (part, count) in ways_in {
        sheet.badge(part, &counted(count, "way in", "ways in"), Tone::Plain);
    }
    for choke in &paths.chokes {
        choke.runs_on.iter().for_each(|part| sheet.badge(part, "essential function", Tone::Plain));
        choke.parts.iter().for_each(|part| sheet.badge(part, "choke point", Tone::Alert));
    }
    sheet.done(&format!(
        "{} to {} from {}, by {}. The word on a line says where the threats on the step stand.",
        counted(paths.routes.len(), "path", "paths"),
        counted(paths.chokes.len(), "essential function", "essential functions"),
        counted(paths.entries.len(), "way in", "ways in"),
        counted(taken.len(), "step", "steps"),
    ))
}

fn edge(case: &Case, hop: &Hop, at: usize) -> Edge {
    let end = |id: &Id| format!("{}.{id}", Kind::Component.word());
    let what = match &hop.via {
        Via::Flow(id) | Via::Back(id) => label(&case.model, Kind::Flow, id),
        Via::Secret(id) => format!("shared secret: {}", label(&case.model, Kind::Secret, id)),
        Via::Update(id, _) => format!("update: {}", label(&case.model, Kind::Update, id)),
    };
    Edge {
        id: format!("hop-{}.{}", at + 1, hop.via.record()),
        code: step_code(at),
        from: end(&hop.from),
        to: end(&hop.to),
        label: short(&what),
        sublabel: hop.standing.word().to_owned(),
        line: Line { crosses: hop.zone || hop.operator == Some(true), protection: Protection::Fine },
        both_ways: false,
        spoken: format!(
            "{}: {} from {} to {}, {}",
            step_code(at),
            what,
            hop.from,
            hop.to,
            hop.standing.word()
        ),
    }
}

/// An attack tree, root first; `None` when there is no such tree. It has no node when its file has faults.
pub fn attack_tree(case: &Case, id: &Id) -> Option<Diagram> {
    let tree = case.model.trees.get(id)?;
    let row = case.trees.get(id)?;
    let mut diagram = Diagram::new(&format!("attack-tree-{id}"), &format!("Attack tree: {}", tree.title()));
    for (number, node, _) in crate::tables::attack_trees::walk(tree) {
        let placed = &tree.nodes[node];
        let state = row.nodes.get(node)?.worth.state;
        let gate = gate(placed);
        diagram.nodes.push(Node {
            id: format!("node.{node}"),
            title: short(&title(node, placed)),
            subtitle: if gate.is_empty() { number.clone() } else { format!("{number}, {gate}") },
            tone: tone(state),
            badges: vec![Badge { text: state.word().to_owned(), tone: tone(state) }],
            ..Node::default()
        });
        for child in &placed.below {
            diagram.edges.push(Edge {
                id: format!("below.{node}.{child}"),
                from: format!("node.{node}"),
                to: format!("node.{child}"),
                ..Edge::default()
            });
        }
    }
    let states = |wanted| row.nodes.values().filter(|it| it.worth.state == wanted).count();
    diagram.description = format!(
        "The root is {}. Of {}, {} open, {} unknown and {} closed.",
        row.state(tree).word(),
        counted(diagram.nodes.len(), "node", "nodes"),
        states(State::Open),
        states(State::Unknown),
        states(State::Closed),
    );
    Some(diagram)
}

fn tone(state: State) -> Tone {
    match state {
        State::Open => Tone::Alert,
        State::Unknown => Tone::Plain,
        State::Closed => Tone::Facility,
    }
}
