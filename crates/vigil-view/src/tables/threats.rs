//! Tables: threats with what became of them.

use vigil_case::Case;
use vigil_model::Kind;
use vigil_threat::{Credit, Origin, Outcome, Threat};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::words::{outcome, prose, record, target, verdict, written};

/// Threats: subject, kind, outcome, what answers them.
pub fn threats(case: &Case) -> Table {
    let mut table = Table::new("threats", "Threats", &empty(case)).columns(&[
        ("#Threat", 2.0),
        ("Title", 2.0),
        ("On", 1.6),
        ("STRIDE", 0.7),
        ("Phase", 1.0),
        ("Outcome", 1.0),
        ("Answered by", 2.0),
        ("Decision", 1.3),
    ]);
    for threat in case.threats.all.values() {
        table.record(threat.subject(), threat_row(case, threat));
    }
    for (outcome, meaning) in [
        (Outcome::Uncredited, "nothing that the model states gives what the rule asks for"),
        (Outcome::Unknown, "the model does not say enough; the question is on the list of open questions"),
    ] {
        if case.threats.all.values().any(|it| it.outcome == outcome) {
            table.note(format!("\"{}\": {meaning}.", outcome.word()));
        }
    }
    table
}

/// The sentence for no threats at all; without rules nothing was looked for.
fn empty(case: &Case) -> String {
    let rules: usize = case.packs.iter().map(|pack| pack.rules.len()).sum();
    if rules == 0 {
        return "No threat rule is in use, so threats were not looked for; the model states none of its own."
            .to_owned();
    }
    format!("None of the {rules} threat rules in use found a threat, and the model states none of its own.")
}

fn threat_row(case: &Case, threat: &Threat) -> Vec<Cell> {
    vec![
        Cell::code(&threat.id),
        Cell::text(prose(&threat.title)),
        Cell::list(threat.on.iter().map(|it| target(case, it)), NOT_STATED),
        stride(threat),
        Cell::stated(threat.phase),
        outcome(threat.outcome),
        answered(case, threat),
        decision(case, threat),
    ]
}

fn stride(threat: &Threat) -> Cell {
    Cell::list(threat.stride.iter().map(|it| Cell::text(it.word())), NOT_STATED)
}

/// Credits and the risks that take the threat up.
fn answered(case: &Case, threat: &Threat) -> Cell {
    let credits = threat.credits.iter().map(|credit| credit_cell(case, credit));
    let risks = case.trace.chains.get(&threat.id).into_iter().flat_map(|chain| &chain.risks);
    let risks = risks.map(|id| Cell::text("risk ").then(record(case, Kind::Risk, id)));
    Cell::joined(credits.chain(risks), "; ", "nothing yet")
}

/// What gives a credit: the record, and the fact that it states.
pub(super) fn credit_cell(case: &Case, credit: &Credit) -> Cell {
    let fact = credit.fact.as_ref().map(|fact| format!(", fact {fact}")).unwrap_or_default();
    written(case, &credit.by).say(format!("{fact} ({})", credit.gives))
}

fn decision(case: &Case, threat: &Threat) -> Cell {
    let Some(id) = &threat.decision else {
        return Cell::text(match (&threat.origin, threat.outcome) {
            (Origin::Written, _) => "written by a person",
            (_, Outcome::Credited) => "none: it is credited",
            _ => "not decided",
        });
    };
    let cell = record(case, Kind::Decision, id);
    match case.model.decisions.get(id) {
        Some(made) => cell.say(": ").then(verdict(made.verdict)),
        None => cell,
    }
}

/// Each threat with its story, its clinical meaning and the question to the maker.
pub fn threat_details(case: &Case) -> Table {
    let mut table = Table::new("threat-details", "Threats in full", &empty(case)).columns(&[
        ("Threat", 1.8),
        ("How it happens", 3.0),
        ("What it means for the patient", 2.4),
        ("Question to the maker", 2.0),
        ("Harm and catalogues", 1.6),
    ]);
    for threat in case.threats.all.values() {
        table.row(vec![
            Cell::to(threat.subject(), &threat.id).say(format!(": {}", prose(&threat.title))),
            Cell::text(prose(&threat.story)),
            Cell::text(prose(&threat.clinical)),
            Cell::text(if threat.question.trim().is_empty() {
                "none: no rule asks".to_owned()
            } else {
                prose(&threat.question)
            }),
            harm_and_refs(case, threat),
        ]);
    }
    table
}

fn harm_and_refs(case: &Case, threat: &Threat) -> Cell {
    let severity = threat.severity.as_ref().map(|word| format!(" ({word})")).unwrap_or_default();
    let harm = threat.harm.as_ref().map(|id| record(case, Kind::Harm, id).say(severity));
    let many = threat.many.then(|| Cell::text("several patients at once"));
    let crosses = threat.crosses.then(|| Cell::text("crosses a boundary of trust"));
    let refs = threat.refs.iter().filter(|(_, ids)| !ids.is_empty());
    let refs = refs.map(|(catalogue, ids)| Cell::text(format!("{catalogue}: {}", ids.join(", "))));
    Cell::joined(
        [harm, many, crosses].into_iter().flatten().chain(refs),
        "; ",
        "no harm follows from the model",
    )
}
