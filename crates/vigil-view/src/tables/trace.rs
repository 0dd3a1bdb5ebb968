//! The trace as a table, and as a tree of lines for the terminal.

use vigil_case::{Case, Chain};
use vigil_model::Kind;
use vigil_threat::Threat;

use crate::table::{Cell, Table, Tone};
use crate::tables::words::{ids, outcome, tests, threat as reference};

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
    table
}

fn trace_row(case: &Case, threat: &Threat, chain: &Chain) -> Vec<Cell> {
    let gaps = chain.gaps.iter().map(|gap| Cell::status(gap.words(), Tone::Bad));
    vec![
        reference(case, &threat.id),
        outcome(threat.outcome),
        ids(case, Kind::Risk, &chain.risks, "no risk"),
        ids(case, Kind::Control, &chain.controls, "no control"),
        ids(case, Kind::Requirement, &chain.requirements, "no requirement"),
        tests(case, &chain.tests, "no test"),
        Cell::joined(gaps, "; ", "no gap"),
    ]
}
