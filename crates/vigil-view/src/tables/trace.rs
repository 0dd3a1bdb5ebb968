//! The trace as a table, and as a tree of lines for the terminal.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_case::{Case, Chain};
use vigil_model::Kind;
use vigil_threat::Threat;

use crate::table::{Cell, Table, Tone};
use crate::tables::threats::credit_cell;
use crate::tables::words::{outcome, record, test, threat as reference};

/// What the word means, below the matrix.
const SUSPECT: &str = "Suspect: a record that was approved, and that changed since or rests on something that did. A suspect link leads to or from such a record; it has to be looked at and approved anew.";

/// What "stated" means, below the matrix.
const STATED: &str = "Stated: the answer is a fact that the model states of a part, without a control, a requirement and a test of its own.";

/// The matrix from threats to test results, with the gaps named.
pub fn trace(case: &Case) -> Table {
    let mut table = Table::new(
        "trace",
        "Trace from threats to test results",
        "No threat was generated or written, so there is nothing to trace.",
    )
    .columns(&[
        ("Threat", 2.2),
        ("Outcome", 1.0),
        ("Risks", 0.9),
        ("Controls", 1.5),
        ("Requirements", 1.2),
        ("Tests and results", 1.8),
        ("Gaps", 2.4),
    ]);
    for (id, chain) in &case.trace.chains {
        if let Some(threat) = case.threats.all.get(id) {
            table.row(trace_row(case, threat, chain));
        }
    }
    if case.trace.chains.iter().any(|(id, chain)| is_stated(case.threats.all.get(id), chain)) {
        table.note(STATED);
    }
    if case.approvals.iter().any(|(line, _)| !case.approvals.suspect_roles(&line.item).is_empty()) {
        table.note(SUSPECT);
    }
    table
}

fn trace_row(case: &Case, threat: &Threat, chain: &Chain) -> Vec<Cell> {
    let gaps = chain.gaps.iter().map(|gap| Cell::status(gap.words(), Tone::Bad));
    let is_suspect = |end: &(String, String)| case.trace.suspect.contains(end);
    let link = |from: String, to: String| is_suspect(&(from, to));
    let under_threat = |kind: Kind, id: &Id| link(threat.subject(), node(kind, id));
    let under = |above: Kind, ids: &BTreeSet<Id>, kind: Kind, id: &Id| {
        ids.iter().any(|it| link(node(above, it), node(kind, id)))
    };
    let risk = |id: &Id| under_threat(Kind::Risk, id);
    let control =
        |id: &Id| under_threat(Kind::Control, id) || under(Kind::Risk, &chain.risks, Kind::Control, id);
    let requirement = |id: &Id| under(Kind::Control, &chain.controls, Kind::Requirement, id);
    let test = |id: &Id| {
        under_threat(Kind::Test, id) || under(Kind::Requirement, &chain.requirements, Kind::Test, id)
    };
    vec![
        marked(case, reference(case, &threat.id), &threat.subject(), false),
        outcome(threat.outcome),
        all(case, Kind::Risk, &chain.risks, "no risk", &risk),
        if is_stated(Some(threat), chain) {
            let credits = threat.credits.iter().map(|credit| credit_cell(case, credit));
            Cell::text("stated: ").then(Cell::joined(credits, "; ", "nothing"))
        } else {
            all(case, Kind::Control, &chain.controls, "no control", &control)
        },
        all(case, Kind::Requirement, &chain.requirements, "no requirement", &requirement),
        all(case, Kind::Test, &chain.tests, "no test", &test),
        Cell::joined(gaps, "; ", "no gap"),
    ]
}

/// Whether facts alone answer the threat.
fn is_stated(threat: Option<&Threat>, chain: &Chain) -> bool {
    chain.controls.is_empty() && threat.is_some_and(|it| !it.credits.is_empty())
}

fn node(kind: Kind, id: &Id) -> String {
    format!("{}.{id}", kind.word())
}

/// References with what is suspect about each, or `empty`.
fn all(case: &Case, kind: Kind, ids: &BTreeSet<Id>, empty: &str, is_link: &dyn Fn(&Id) -> bool) -> Cell {
    let one = |id: &Id| {
        let cell = if kind == Kind::Test { test(case, id) } else { record(case, kind, id) };
        marked(case, cell, &node(kind, id), is_link(id))
    };
    Cell::list(ids.iter().map(one), empty)
}

/// A cell with the words for a suspect record or a suspect link that leads to it.
fn marked(case: &Case, cell: Cell, node: &str, is_link: bool) -> Cell {
    let words = match (case.approvals.suspect_roles(node).is_empty(), is_link) {
        (false, _) => "suspect",
        (true, true) => "suspect link",
        (true, false) => return cell,
    };
    cell.say(" ").then(Cell::status(words, Tone::Bad))
}
