//! Attack trees of the case: what each leaf rests on, and what follows for the root.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_base::nearest::nearest;
use vigil_finding::Finding;
use vigil_model::trees::{Placed, TreeNode};
use vigil_model::{Model, Tree};
use vigil_threat::tree::{State, Worth, evaluate};
use vigil_threat::{Outcome, Threat, Threats};

use crate::answers::{Answer, Shown};
use crate::decisions::FlawRow;
use crate::findings;

/// A node with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeRow {
    /// Where it stands, and what it costs an attacker.
    pub worth: Worth,
    /// Why a leaf stands there; empty for the others.
    pub because: String,
}

/// A tree with what is known of its nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeRow {
    /// By id of the node; empty where the file has faults, so that nothing follows.
    pub nodes: BTreeMap<Id, NodeRow>,
}

impl TreeRow {
    /// Where the root stands; unknown where the file has faults.
    pub fn state(&self, tree: &Tree) -> State {
        let root = tree.root.as_ref().and_then(|root| self.nodes.get(root));
        root.map_or(State::Unknown, |row| row.worth.state)
    }
}

/// What leaves are looked up in.
pub(crate) struct Known<'c> {
    pub(crate) model: &'c Model,
    pub(crate) threats: &'c Threats,
    pub(crate) answers: &'c BTreeMap<Id, Answer>,
    pub(crate) flaws: &'c [FlawRow],
    /// Whether packages were matched; without, no flaw is known.
    pub(crate) matched: bool,
}

/// All trees, by id.
pub(crate) fn rows(known: &Known<'_>) -> BTreeMap<Id, TreeRow> {
    known.model.trees.iter().map(|(id, tree)| (id.clone(), row(known, tree))).collect()
}

fn row(known: &Known<'_>, tree: &Tree) -> TreeRow {
    let worths = evaluate(tree, &|_, placed| leaf(known, &placed.node).0);
    let because = |placed: &Placed| {
        if placed.below.is_empty() { leaf(known, &placed.node).1 } else { String::new() }
    };
    let nodes = worths.into_iter().map(|(id, worth)| {
        let because = because(&tree.nodes[&id]);
        (id, NodeRow { worth, because })
    });
    TreeRow { nodes: nodes.collect() }
}

/// Where a leaf stands, and why. Only a credited control whose tests pass closes one.
fn leaf(known: &Known<'_>, node: &TreeNode) -> (State, String) {
    let threat = node.threat.as_ref().map(|it| (it.text.as_str(), known.threats.all.get(&it.text)));
    match threat {
        Some((id, None)) => return (State::Unknown, format!("there is no threat {id}")),
        Some((_, Some(threat))) => return of_threat(known, node, threat),
        None => {}
    }
    let controls: BTreeSet<&Id> = node.controls.iter().map(|it| &it.id).collect();
    if let Some(flaw) = &node.flaw {
        return of_flaw(known, node, &flaw.value, controls);
    }
    by_controls(known, &controls)
        .unwrap_or_else(|| (State::Unknown, "it names no threat, control or flaw".to_owned()))
}

/// Controls count that credit the threat; where the leaf names some, only those.
fn of_threat(known: &Known<'_>, node: &TreeNode, threat: &Threat) -> (State, String) {
    let named: BTreeSet<&Id> = node.controls.iter().map(|it| &it.id).collect();
    let crediting: Vec<Id> =
        threat.credits.iter().filter_map(|it| it.by.strip_prefix("control.")).map(Id::new).collect();
    let counted: BTreeSet<&Id> =
        crediting.iter().filter(|id| named.is_empty() || named.contains(id)).collect();
    let standing = by_controls(known, &counted);
    match (threat.outcome, standing) {
        (Outcome::Credited, Some(standing)) => standing,
        (Outcome::Credited, None) if !named.is_empty() => {
            (State::Unknown, format!("{} is credited, by none of the controls named here", threat.id))
        }
        (Outcome::Credited, None) => {
            let by: BTreeSet<&str> = threat.credits.iter().map(|it| it.by.as_str()).collect();
            let by: Vec<&str> = by.into_iter().collect();
            (State::Unknown, format!("{} is credited by {}, no control with tests", threat.id, by.join(", ")))
        }
        (Outcome::Uncredited, _) => (State::Open, format!("{} is uncredited", threat.id)),
        (Outcome::Unknown, _) => (State::Unknown, format!("the outcome of {} is unknown", threat.id)),
        (Outcome::NotApplicable, _) => {
            (State::Unknown, format!("{} is decided not to apply; no tested control closes it", threat.id))
        }
    }
}

/// A flaw that is affected or undecided is open, unless a control closes it that the leaf or the decision names.
fn of_flaw<'k>(
    known: &Known<'k>,
    node: &'k TreeNode,
    flaw: &str,
    mut controls: BTreeSet<&'k Id>,
) -> (State, String) {
    if !known.matched {
        return (State::Unknown, "packages were not matched".to_owned());
    }
    let rows: Vec<&FlawRow> = matches(known, node, flaw).collect();
    if rows.is_empty() {
        return (State::Unknown, format!("{flaw} matches no package"));
    }
    let decided = rows.iter().filter_map(|row| known.model.decisions.get(row.decision.as_ref()?));
    controls.extend(decided.flat_map(|it| &it.controls).map(|it| &it.id));
    if let Some((State::Closed, because)) = by_controls(known, &controls) {
        return (State::Closed, because);
    }
    match rows.iter().find(|row| crate::paths::lets_in(row)) {
        Some(row) => (State::Open, format!("{} is {}", row.subject(), row.flaw.state.word())),
        None => (State::Unknown, format!("{flaw} is answered by a decision; no tested control closes it")),
    }
}

fn matches<'k>(known: &Known<'k>, node: &'k TreeNode, flaw: &str) -> impl Iterator<Item = &'k FlawRow> {
    let flaw = flaw.to_owned();
    known.flaws.iter().filter(move |row| {
        let named = row.flaw.id == flaw || row.flaw.aliases.contains_key(&flaw);
        named && (node.components.is_empty() || node.components.iter().any(|it| it.id == row.component))
    })
}

/// What controls do: one that credits some threat and whose tests pass closes; one whose test fails is open; the rest is not shown.
fn by_controls(known: &Known<'_>, controls: &BTreeSet<&Id>) -> Option<(State, String)> {
    let shown =
        controls.iter().filter_map(|id| Some((known.answers.get(*id)?.shown, credits(known, id), *id)));
    let (shown, credits, id) =
        shown.max_by_key(|(shown, credits, id)| (*shown, *credits, std::cmp::Reverse((*id).clone())))?;
    let (state, more) = match shown {
        Shown::Tested if credits => (State::Closed, ""),
        Shown::Tested => (State::Unknown, ", and it credits no threat"),
        Shown::Failing => (State::Open, ""),
        _ => (State::Unknown, ""),
    };
    Some((state, format!("control.{id}: {}{more}", shown.words())))
}

/// Whether a control answers some threat. One that answers none shows nothing about an attacker, however well it is tested.
fn credits(known: &Known<'_>, control: &Id) -> bool {
    let of = |by: &str| by.strip_prefix("control.").is_some_and(|id| *control == *id);
    let mut credited = known.threats.all.values().filter(|it| it.outcome == Outcome::Credited);
    credited.any(|it| it.credits.iter().any(|credit| of(&credit.by)))
}

/// Flaws that a leaf names and that no package has.
pub(crate) fn report(known: &Known<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if !known.matched {
        return found;
    }
    for tree in known.model.trees.values() {
        for (id, placed) in &tree.nodes {
            let Some(flaw) = &placed.node.flaw else { continue };
            if matches(known, &placed.node, &flaw.value).next().is_none() {
                let near = nearest(&flaw.value, known.flaws.iter().map(|row| row.flaw.id.as_str()));
                let finding = findings::no_such_flaw(&flaw.value, near, &tree.node_subject(id));
                found.push(finding.at(known.model.place(flaw.span)));
            }
        }
    }
    found
}
