//! Tables: who works with the system, who is against it, and what the analysis rests on.

use vigil_case::Case;
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::words::{end, head, prose, record, said, targets, threat};

/// Users and roles.
pub fn actors(case: &Case) -> Table {
    let mut table = Table::new("actors", "Users and roles", "The model states no user or role.").columns(&[
        ("Role", 1.4),
        ("Works with", 1.8),
        ("May do", 2.0),
        ("Proves who they are by", 1.8),
        ("Answers for", 2.0),
    ]);
    for it in case.model.actors.values() {
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                Cell::list(it.uses.iter().map(|at| end(case, at)), NOT_STATED),
                Cell::joined(it.privileges.iter().map(|may| Cell::text(prose(may))), "; ", NOT_STATED),
                said(it.authentication.as_deref()),
                said(it.text.as_deref()),
            ],
        );
    }
    table
}

/// Adversaries with the threats that start from them.
pub fn adversaries(case: &Case) -> Table {
    let mut table = Table::new("adversaries", "Adversaries", "The model states no adversary.").columns(&[
        ("Adversary", 1.6),
        ("Access", 0.9),
        ("Skill", 0.8),
        ("Wants and can", 2.2),
        ("Threats that start from it", 2.4),
    ]);
    for it in case.model.adversaries.values() {
        let written =
            case.model.threats.values().filter(|threat| threat.from.iter().any(|from| from.id == *it.id()));
        let decided =
            case.model.decisions.values().filter(|made| made.from.iter().any(|from| from.id == *it.id()));
        let decided = decided.filter_map(|made| made.on.threat.as_ref()).map(|on| &on.value);
        let written = written.map(|threat| record(case, Kind::Threat, threat.id()));
        // A wildcard is a pattern, not a threat: it is printed as it stands.
        let decided = decided.map(|on| if on.contains('*') { Cell::code(on) } else { threat(case, on) });
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                Cell::stated(it.access),
                Cell::stated(it.skill),
                said(it.text.as_deref()),
                Cell::list(written.chain(decided), "none is said to start from it"),
            ],
        );
    }
    table
}

/// What the analysis takes for granted.
pub fn assumptions(case: &Case) -> Table {
    let mut table = Table::new("assumptions", "Assumptions", "The model states no assumption.").columns(&[
        ("#Id", 1.0),
        ("Assumption", 3.0),
        ("About", 1.4),
        ("Held because", 2.0),
    ]);
    for it in case.model.assumptions.values() {
        table.record(
            it.subject(),
            vec![
                Cell::code(it.id().as_str()),
                Cell::text(prose(&it.text)),
                targets(case, &it.on, "the whole system"),
                said(it.because.as_deref()),
            ],
        );
    }
    table
}
