//! Whether the nodes of a file make a tree.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_base::nearest::nearest;

use super::Tree;
use crate::findings;
use crate::read::Reader;

/// No tree has more nodes: who draws more has stopped to read.
const MOST_NODES: usize = 2_000;
/// No tree is deeper.
const DEEPEST: usize = 64;

/// Links the nodes, and finds the root where there is exactly one and everything hangs on it.
pub(super) fn shape(tree: &mut Tree, whole: bool, cx: &mut Reader<'_>) {
    cx.subject = tree.subject();
    if tree.nodes.len() > MOST_NODES {
        let finding = findings::tree_too_large(&tree.subject(), tree.nodes.len(), MOST_NODES);
        cx.say(finding, tree.span);
        tree.nodes.clear();
        return;
    }
    let parents_known = parents(tree, cx);
    link(tree);
    leaves(tree, cx);
    techniques(tree, cx);
    let roots: Vec<Id> =
        tree.nodes.iter().filter(|(_, it)| it.node.parent.is_none()).map(|(id, _)| id.clone()).collect();
    if let [first, second, ..] = by_place(tree, roots.clone()).as_slice() {
        let finding = findings::tree_two_roots(&tree.subject(), first.as_str(), second.as_str())
            .related(cx.place(tree.nodes[first].span), "the first one");
        cx.say(finding, tree.nodes[second].span);
    }
    let circle = circle(tree);
    if let Some(path) = &circle {
        let names: Vec<String> = path.iter().map(ToString::to_string).collect();
        let span = tree.nodes[&path[0]].node.parent.as_ref().map_or(tree.span, |it| it.span);
        cx.say(findings::tree_circle(&tree.subject(), &names), span);
    }
    if tree.nodes.is_empty() && whole {
        cx.say(findings::tree_empty(&tree.subject()), tree.span);
    }
    if let [root] = roots.as_slice()
        && parents_known
        && circle.is_none()
        && whole
    {
        if depth(tree, root) > DEEPEST {
            cx.say(findings::tree_too_deep(&tree.subject(), DEEPEST), tree.span);
        } else {
            tree.root = Some(root.clone());
        }
    }
}

/// Whether every parent that is named is there.
fn parents(tree: &Tree, cx: &mut Reader<'_>) -> bool {
    let mut known = true;
    for (id, placed) in &tree.nodes {
        let Some(parent) = &placed.node.parent else { continue };
        if !tree.nodes.contains_key(parent.value.as_str()) {
            let near = nearest(&parent.value, tree.nodes.keys().map(Id::as_str));
            let finding = findings::tree_unknown_parent(&parent.value, near, &tree.node_subject(id));
            cx.say(finding, parent.span);
            known = false;
        }
    }
    known
}

fn link(tree: &mut Tree) {
    let ids = by_place(tree, tree.nodes.keys().cloned().collect());
    for id in ids {
        let parent = tree.nodes[&id].node.parent.as_ref().map(|it| it.value.clone());
        if let Some(above) = parent.and_then(|parent| tree.nodes.get_mut(parent.as_str())) {
            above.below.push(id);
        }
    }
}

fn by_place(tree: &Tree, mut ids: Vec<Id>) -> Vec<Id> {
    ids.sort_by_key(|id| (tree.nodes[id].span, id.clone()));
    ids
}

/// Only a leaf names what it is; only an inner node has a gate.
fn leaves(tree: &Tree, cx: &mut Reader<'_>) {
    for (id, placed) in &tree.nodes {
        let node = &placed.node;
        let subject = tree.node_subject(id);
        match (&node.gate, placed.below.is_empty()) {
            (Some(gate), true) => cx.say(findings::tree_gate_on_leaf(&subject), gate.span),
            (_, false) => {
                let named = [
                    ("threat", node.threat.is_some()),
                    ("controls", !node.controls.is_empty()),
                    ("flaw", node.flaw.is_some()),
                    ("effort", node.effort.is_some()),
                    ("access", node.access.is_some()),
                ];
                for (key, _) in named.iter().filter(|(_, is)| *is) {
                    cx.say(findings::tree_leaf_key(key, &subject), placed.span);
                }
            }
            _ => {}
        }
    }
}

fn techniques(tree: &Tree, cx: &mut Reader<'_>) {
    for (id, placed) in &tree.nodes {
        for technique in placed.node.technique.iter().filter(|it| !is_technique(&it.value)) {
            let finding = findings::tree_bad_technique(&technique.value, &tree.node_subject(id));
            cx.say(finding, technique.span);
        }
    }
}

/// `CWE-290`, `CAPEC-94`, `T0860`, `T1557.002`.
fn is_technique(text: &str) -> bool {
    let digits =
        |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|it| it.is_ascii_digit());
    let numbered = |prefix: &str| text.strip_prefix(prefix).is_some_and(digits);
    let attack = text.strip_prefix('T').is_some_and(|rest| match rest.split_once('.') {
        Some((main, sub)) => main.len() == 4 && digits(main) && sub.len() == 3 && digits(sub),
        None => rest.len() == 4 && digits(rest),
    });
    numbered("CWE-") || numbered("CAPEC-") || attack
}

/// Nodes that lie above each other, first by id.
fn circle(tree: &Tree) -> Option<Vec<Id>> {
    let mut fine: BTreeSet<&Id> = BTreeSet::new();
    for start in tree.nodes.keys() {
        let mut path: Vec<&Id> = Vec::new();
        let mut at = Some(start);
        while let Some(id) = at.filter(|id| !fine.contains(*id)) {
            if let Some(begin) = path.iter().position(|it| *it == id) {
                let mut circle: Vec<Id> = path[begin..].iter().map(|it| (*it).clone()).collect();
                circle.push(id.clone());
                return Some(circle);
            }
            path.push(id);
            let parent = tree.nodes[id].node.parent.as_ref();
            at = parent.and_then(|parent| tree.nodes.get_key_value(parent.value.as_str())).map(|(id, _)| id);
        }
        fine.extend(path);
    }
    None
}

/// How many nodes lie on the longest way from a node down.
fn depth(tree: &Tree, root: &Id) -> usize {
    let mut level = vec![root];
    let mut deep = 0;
    while !level.is_empty() {
        deep += 1;
        level = level.iter().flat_map(|id| &tree.nodes[*id].below).collect();
    }
    deep
}
