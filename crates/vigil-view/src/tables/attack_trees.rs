//! Attack trees: as tables, and as lines for the terminal.

use vigil_base::Id;
use vigil_case::{Case, NodeRow, TreeRow};
use vigil_model::trees::{Gate, Placed, Tree};
use vigil_model::{Kind, Model};
use vigil_threat::tree::State;

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{prose, record, refs, threat};

/// The state of a node.
pub(crate) fn state(state: State) -> Cell {
    let tone = match state {
        State::Open => Tone::Bad,
        State::Unknown => Tone::Warn,
        State::Closed => Tone::Good,
    };
    Cell::status(state.word(), tone)
}

/// What a node says of itself: its title, else its id.
pub(crate) fn title(id: &Id, placed: &Placed) -> String {
    placed.node.title.as_deref().map_or_else(|| id.to_string().replace('-', " "), prose)
}

/// The gate in words; nothing for a leaf.
pub(crate) fn gate(placed: &Placed) -> &'static str {
    match (placed.below.len(), placed.gate()) {
        (0, _) => "",
        (1, _) => "through",
        (_, Gate::And) => "all of",
        _ => "one of",
    }
}

/// All trees with where their roots stand.
pub fn attack_trees(case: &Case) -> Table {
    let empty = "The device folder holds no attack tree (`attack-trees/ID.toml`).";
    let mut table = Table::new("attack-trees", "Attack trees", empty).columns(&[
        ("Tree", 2.4),
        ("Aimed at", 1.4),
        ("Root", 0.8),
        ("Leaves that are open", 2.0),
        ("Leaves that are unknown", 2.0),
        ("Threats that point at it", 1.6),
    ]);
    for (id, row) in &case.trees {
        let tree = &case.model.trees[id];
        let pointing = case.model.threats.values().filter(|it| it.tree_id() == Some(id.as_str()));
        table.row(vec![
            Cell::strong(tree.title()).say(" ").then(Cell::code(id.as_str())),
            match &tree.head.function {
                Some(function) => record(case, Kind::Function, &function.id),
                None => Cell::not_stated(),
            },
            state(row.state(tree)),
            leaves(tree, row, State::Open),
            leaves(tree, row, State::Unknown),
            Cell::list(pointing.map(|it| threat(case, it.meta.id.as_str())), "none"),
        ]);
        if tree.root.is_none() {
            table
                .note(format!("{} has faults and no single root, so that nothing follows from it.", tree.id));
        }
    }
    if !table.rows.is_empty() {
        table.note("A leaf is closed only by a control that credits its threat and whose tests pass. A node with `one of` is closed when all nodes below it are, one with `all of` when one of them is.");
    }
    table
}

fn leaves(tree: &Tree, row: &TreeRow, wanted: State) -> Cell {
    let named =
        row.nodes.iter().filter(|(id, it)| tree.nodes[*id].below.is_empty() && it.worth.state == wanted);
    Cell::joined(named.map(|(id, _)| Cell::text(title(id, &tree.nodes[id]))), "; ", "none")
}

/// The nodes of one tree, each below the one that it hangs on.
pub fn attack_tree(case: &Case, id: &Id) -> Option<Table> {
    let tree = case.model.trees.get(id)?;
    let empty = "The file has faults and no single root, so that nothing follows from it.";
    let mut table = Table::new(&format!("attack-tree-{id}"), &format!("Nodes of: {}", tree.title()), empty)
        .columns(&[
            ("#No.", 0.7),
            ("Node", 2.4),
            ("Names", 2.0),
            ("State", 0.8),
            ("Why", 2.4),
            ("Effort and access", 1.2),
        ]);
    for (number, node, _) in walk(tree) {
        let (placed, row) = (&tree.nodes[node], case.trees[id].nodes.get(node)?);
        let gate = gate(placed);
        let name = Cell::text(title(node, placed));
        table.row(vec![
            Cell::code(number),
            if gate.is_empty() { name } else { name.say(format!(" ({gate} those below)")) },
            names(case, placed),
            state(row.worth.state),
            Cell::text(if placed.below.is_empty() {
                row.because.as_str()
            } else {
                "computed from those below"
            }),
            Cell::text(cost(row)),
        ]);
    }
    Some(table)
}

fn cost(row: &NodeRow) -> String {
    let effort = row.worth.effort.map_or_else(|| format!("effort {NOT_STATED}"), days);
    let access =
        row.worth.access.map_or_else(|| format!("access {NOT_STATED}"), |it| format!("access: {it}"));
    format!("{effort}, {access}")
}

fn days(days: u64) -> String {
    if days == 1 { "1 person-day".to_owned() } else { format!("{days} person-days") }
}

fn names(case: &Case, placed: &Placed) -> Cell {
    let node = &placed.node;
    let threat = node.threat.as_ref().map(|it| threat(case, &it.text));
    let controls = (!node.controls.is_empty()).then(|| refs(case, node.controls.iter(), ""));
    let flaw = node.flaw.as_ref().map(|it| Cell::text(&it.value));
    let techniques = node.technique.iter().map(|it| Cell::text(&it.value));
    let none = if placed.below.is_empty() { "nothing" } else { "inner node" };
    Cell::joined([threat, controls, flaw].into_iter().flatten().chain(techniques), "; ", none)
}

/// Nodes from the root down with their number (`1.2.1`) and depth, each before those below it.
pub(crate) fn walk(tree: &Tree) -> Vec<(String, &Id, usize)> {
    let mut found = Vec::new();
    let mut open: Vec<(String, &Id, usize)> =
        tree.root.iter().map(|root| ("1".to_owned(), root, 0)).collect();
    while let Some((number, id, depth)) = open.pop() {
        let below = tree.nodes[id].below.iter().enumerate().rev();
        open.extend(below.map(|(at, child)| (format!("{number}.{}", at + 1), child, depth + 1)));
        found.push((number, id, depth));
    }
    found
}

/// A tree as lines; `None` when there is no such tree.
pub fn attack_tree_lines(case: &Case, id: &str) -> Option<Vec<String>> {
    let tree = case.model.trees.get(id)?;
    let row = &case.trees[id];
    let mut lines = vec![format!("{}: {} ({})", tree.id, tree.title(), row.state(tree).word())];
    let Some(root) = &tree.root else {
        lines.push("  the file has faults and no single root: nothing follows from it".to_owned());
        return Some(lines);
    };
    let mut pen = Pen { model: &case.model, tree, row, lines };
    pen.node(root, "", "");
    Some(pen.lines)
}

struct Pen<'c> {
    model: &'c Model,
    tree: &'c Tree,
    row: &'c TreeRow,
    lines: Vec<String>,
}

impl Pen<'_> {
    fn node(&mut self, id: &Id, fork: &str, before: &str) {
        let placed = &self.tree.nodes[id];
        let Some(row) = self.row.nodes.get(id) else { return };
        let gate = gate(placed);
        let gate = if gate.is_empty() { String::new() } else { format!(", {gate}:") };
        self.lines.push(format!("{fork}{} {}{gate}", row.worth.state.word(), title(id, placed)));
        let last = placed.below.len();
        let bar = if last == 0 { "   " } else { "│  " };
        for words in self.about(placed, row) {
            self.lines.push(format!("{before}{bar}{words}"));
        }
        for (at, child) in placed.below.iter().enumerate() {
            let (fork, bar) = if at + 1 == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.node(child, &format!("{before}{fork}"), &format!("{before}{bar}"));
        }
    }

    fn about(&self, placed: &Placed, row: &NodeRow) -> Vec<String> {
        let node = &placed.node;
        let threat = node.threat.as_ref().map(|it| {
            if it.is_generated() || !self.model.threats.contains_key(it.text.as_str()) {
                it.text.clone()
            } else {
                format!("threat.{}", it.text)
            }
        });
        let techniques = node.technique.iter().map(|it| it.value.clone());
        let named: Vec<String> = threat.into_iter().chain(techniques).collect();
        let mut words = Vec::new();
        if !named.is_empty() {
            words.push(named.join(", "));
        }
        if !row.because.is_empty() {
            words.push(row.because.clone());
        }
        if row.worth.effort.is_some() || row.worth.access.is_some() {
            words.push(cost(row));
        }
        words
    }
}
