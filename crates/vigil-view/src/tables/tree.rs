//! The links of one record, up and down, as lines for the terminal.

use std::collections::BTreeSet;

use vigil_case::{Case, Gap, Shown, TestState};
use vigil_model::{AnyRef, Kind, Target};

use crate::tables::words::{name_of, prose};

/// How deep the tree goes. The trace has six layers; more can only come from wrong links.
const DEPTH: usize = 12;
/// How many lines are written.
const LINES: usize = 2000;

/// What hangs on a record, upwards and downwards; `None` when nothing is linked to it.
///
/// `id` is a record as references write it, a threat, a flaw or a package; the kind may be left out where only one
/// linked record has that id.
pub fn trace_tree(case: &Case, id: &str) -> Option<Vec<String>> {
    let node = trace_node(case, id)?;
    let first = named(case, &node) + &suspect_mark(case, &node);
    let mut tree = Tree { case, lines: vec![first], seen: BTreeSet::from([node.clone()]) };
    let directions = [("comes from", false), ("leads to", true)];
    let directions: Vec<_> = directions
        .into_iter()
        .filter(|(_, down)| case.trace.next(&node, None, *down).next().is_some())
        .collect();
    for (at, (words, down)) in directions.iter().enumerate() {
        let last = at + 1 == directions.len();
        tree.lines.push(format!("{}{words}", if last { "└─ " } else { "├─ " }));
        tree.branches(*down, (&node, None), if last { "   " } else { "│  " }, 1);
    }
    if tree.lines.len() >= LINES {
        tree.lines.push(format!("... stopped after {LINES} lines"));
    }
    Some(tree.lines)
}

struct Tree<'c> {
    case: &'c Case,
    lines: Vec<String>,
    seen: BTreeSet<String>,
}

impl Tree<'_> {
    /// What stands behind a node: where its chain breaks, and what changed since it was approved.
    fn marks(&self, node: &str, child: &str, is_above: bool) -> String {
        let mut marks = String::new();
        if let Some(gap) = gap(self.case, child).filter(|_| !is_above) {
            marks.push_str(&format!(" [gap: {gap}]"));
        }
        let link = |from: &str, to: &str| self.case.trace.suspect.contains(&(from.to_owned(), to.to_owned()));
        if link(node, child) || link(child, node) {
            marks.push_str(" [suspect link]");
        }
        marks + &suspect_mark(self.case, child)
    }

    /// Writes what is next to a node, for a way that came to it from another.
    fn branches(&mut self, down: bool, (node, from): (&str, Option<&str>), before: &str, depth: usize) {
        let next: Vec<&String> = self.case.trace.next(node, from, down).collect();
        for (at, &child) in next.iter().enumerate() {
            if self.lines.len() >= LINES {
                return;
            }
            let last = at + 1 == next.len();
            let new = self.seen.insert(child.clone());
            let has_more = self.case.trace.next(child, Some(node), down).next().is_some();
            let above = if new || !has_more { "" } else { " (see above)" };
            let fork = if last { "└─ " } else { "├─ " };
            let marks = self.marks(node, child, !above.is_empty());
            self.lines.push(format!("{before}{fork}{}{above}{marks}", named(self.case, child)));
            if new && depth < DEPTH {
                self.branches(
                    down,
                    (child, Some(node)),
                    &format!("{before}{}", if last { "   " } else { "│  " }),
                    depth + 1,
                );
            }
        }
    }
}

/// The linked node that is meant: `id` itself, or the one linked record that has this id.
pub fn trace_node(case: &Case, id: &str) -> Option<String> {
    let nodes: BTreeSet<&String> = case.trace.up.keys().chain(case.trace.down.keys()).collect();
    if nodes.iter().any(|node| *node == id) {
        return Some(id.to_owned());
    }
    let short = |node: &&&String| node.split_once('.').is_some_and(|(_, rest)| rest == id);
    let found: Vec<&&String> = nodes.iter().filter(short).collect();
    if let [one] = found.as_slice() { Some((**one).clone()) } else { None }
}

/// Where the chain breaks at a node.
fn gap(case: &Case, node: &str) -> Option<&'static str> {
    let leads_to = |kind: &str| {
        let below = case.trace.down.get(node).into_iter().flatten();
        below.into_iter().any(|it| it.starts_with(kind))
    };
    match AnyRef::parse(node)? {
        Target::Record(Kind::Test, id) => {
            let passed = case.tests.get(&id).is_some_and(|row| row.state == TestState::Passed);
            (!passed).then_some("it has not passed")
        }
        Target::Record(Kind::Requirement, _) => (!leads_to("test.")).then_some("no test verifies it"),
        Target::Record(Kind::Risk, _) => (!leads_to("control.")).then_some("it names no control"),
        Target::Record(Kind::Control, id) => {
            let shown = case.answers.get(&id)?.shown;
            (shown == Shown::NotImplemented).then_some("no requirement implements it")
        }
        Target::Record(Kind::Threat, id) => no_risk(case, id.as_str()),
        Target::Generated(id) => no_risk(case, &id),
        _ => None,
    }
}

fn no_risk(case: &Case, threat: &str) -> Option<&'static str> {
    case.trace.chains.get(threat)?.gaps.contains(&Gap::NoRisk).then_some("no risk takes it up")
}

fn suspect_mark(case: &Case, node: &str) -> String {
    let roles = case.approvals.suspect_roles(node);
    if roles.is_empty() { String::new() } else { format!(" [suspect: {}]", roles.join(", ")) }
}

/// The records among a node and what hangs on it in both directions that changed since they were approved, or that rest on
/// something that did, each with the roles that have to look again.
pub fn trace_suspects(case: &Case, node: &str) -> Vec<String> {
    with_all(case, node).iter().filter_map(|node| suspect(case, node)).collect()
}

/// A record whose approval is suspect, with the roles that have to look again; `None` where there is no such approval.
pub fn suspect(case: &Case, node: &str) -> Option<String> {
    let roles = case.approvals.suspect_roles(node);
    let words =
        || format!("{node}: it, or what it rests on, changed since its approval by {}", roles.join(", "));
    (!roles.is_empty()).then(words)
}

fn with_all(case: &Case, node: &str) -> BTreeSet<String> {
    let both = [false, true].into_iter().flat_map(|down| case.trace.reached(node, down));
    both.chain([node.to_owned()]).collect()
}

/// Where the chains break that a node is part of: the node, and what hangs on it in both directions.
pub fn trace_gaps(case: &Case, node: &str) -> Vec<String> {
    let nodes = with_all(case, node);
    nodes.iter().filter_map(|node| Some(format!("{node}: {}", gap(case, node)?))).collect()
}

/// A node with its name and state.
fn named(case: &Case, node: &str) -> String {
    let words = match AnyRef::parse(node) {
        Some(Target::Record(kind, id)) => match kind {
            Kind::Test => case.tests.get(&id).map(|row| row.state.word().to_owned()),
            Kind::Risk => case.model.risks.get(&id).and_then(|it| it.title.as_deref()).map(prose),
            Kind::Control => case.model.controls.get(&id).map(|it| prose(&it.text)),
            Kind::Requirement => case.model.requirements.get(&id).map(|it| prose(&it.text)),
            Kind::Decision => case.model.decisions.get(&id).map(|it| it.verdict.word().replace('-', " ")),
            Kind::Threat => case.threats.all.get(id.as_str()).map(|it| it.outcome.word().to_owned()),
            Kind::Flow => Some(flow_words(case, &id)),
            _ => name_of(&case.model, kind, &id).map(prose),
        },
        Some(Target::Generated(id)) => case.threats.all.get(&id).map(|it| it.outcome.word().to_owned()),
        _ => None,
    };
    words.map_or_else(|| node.to_owned(), |words| format!("{node}  {words}"))
}

fn flow_words(case: &Case, id: &vigil_base::Id) -> String {
    let ends = case.model.flows.get(id).map(|it| format!("{} to {}", it.from, it.to));
    ends.unwrap_or_default()
}
