//! Tables: what became of decisions since they were made, and what suppliers state.

use vigil_base::Id;
use vigil_case::Case;
use vigil_case::vex::{Proposal, Standing};
use vigil_model::Kind;

use crate::table::{Cell, Table, Tone};
use crate::tables::words::{counted, prose, record, verdict};
use crate::tables::{Audience, embargo};

/// Decisions on vulnerabilities from the last release or SBOM to this one: asked again, retired, new, carried.
pub fn carried(case: &Case, audience: Audience) -> Table {
    let empty = "No decision on a vulnerability was made before, so none had to be carried over.";
    let mut table = Table::new("carried", "What became of earlier decisions", empty).columns(&[
        ("Decision", 1.6),
        ("Now", 1.0),
        ("Covers", 1.0),
        ("Why", 3.4),
    ]);
    let kept = embargo::Kept::from(case, audience);
    let told = |id: &Id| {
        let decision = case.model.decisions.get(id);
        decision
            .is_some_and(|it| (!it.on.flaw.is_empty() || it.on.vulnerability.is_some()) && !kept.decision(it))
    };
    let covers = |id: &Id| {
        let own = case.model.decisions.get(id).is_some_and(|it| it.on.vulnerability.is_some());
        if own {
            return Cell::text("one of our own");
        }
        let flaws = case.flaws.iter().filter(|row| row.decision.as_ref() == Some(id)).count();
        Cell::text(counted(flaws, "match", "matches"))
    };
    let all = &case.carried;
    for it in all.asked_again.iter().filter(|it| told(&it.decision)) {
        let why = Cell::text(prose(&it.because.join("; ")));
        let now = Cell::status("asked again", Tone::Warn);
        table.row(vec![record(case, Kind::Decision, &it.decision), now, covers(&it.decision), why]);
    }
    for it in all.retired.iter().filter(|it| told(&it.decision)) {
        let why = Cell::text(prose(&it.because.join("; ")));
        let now = Cell::status("retired", Tone::Neutral);
        table.row(vec![record(case, Kind::Decision, &it.decision), now, covers(&it.decision), why]);
    }
    for id in all.new.iter().filter(|id| told(id)) {
        let why = "Made or changed since the last run of matching: there is nothing to compare with yet";
        table.row(vec![record(case, Kind::Decision, id), Cell::text("new"), covers(id), Cell::text(why)]);
    }
    for it in all.carried.iter().filter(|it| told(&it.decision)) {
        let why = match it.gone {
            0 => "Nothing that it rests on has changed".to_owned(),
            gone => format!("Nothing that it rests on has changed; {gone} that it covered before are gone"),
        };
        let now = Cell::status("carried", Tone::Good);
        table.row(vec![
            record(case, Kind::Decision, &it.decision),
            now,
            covers(&it.decision),
            Cell::text(why),
        ]);
    }
    if case.remembered.is_none() {
        table.note("No earlier run of matching has taken down what the decisions rest on, so nothing could be compared.");
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

/// What suppliers state of flaws in the packages of this release, and how it stands to the decisions.
pub fn supplier_statements(case: &Case) -> Table {
    let empty = match case.vex.sources.len() {
        0 => "The device folder holds no statement of a supplier.".to_owned(),
        _ if case.snapshot.is_none() => {
            "The statements of suppliers were not compared with anything: the packages were not matched."
                .to_owned()
        }
        count => format!(
            "{} of suppliers were read, and no statement in them is on a known vulnerability of a package of this release.",
            counted(count, "document", "documents")
        ),
    };
    let mut table = Table::new("supplier-statements", "What suppliers state", &empty).columns(&[
        ("#Id", 1.3),
        ("Package and part", 1.5),
        ("Supplier and day", 1.5),
        ("States", 0.9),
        ("In their words", 3.2),
        ("Decided here", 1.2),
    ]);
    for it in &case.vex.proposals {
        table.row(statement(case, it));
    }
    let drifting = case.vex.drifting(None);
    if !drifting.is_empty() {
        let parts: Vec<String> =
            drifting.iter().map(|(why, count)| format!("{count} {}", why.text())).collect();
        table.note(format!("Statements that fit nothing here: {}.", parts.join(", ")));
    }
    table
}

fn statement(case: &Case, it: &Proposal) -> Vec<Cell> {
    let parts = it.covers.iter().map(|(component, _)| record(case, Kind::Component, component));
    let who = it.origin.publisher.as_deref().unwrap_or("no publisher stated");
    let day = it.origin.date.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    // Who says it stands beside.
    let words = it.because.split_once(" states: ").map_or(it.because.as_str(), |(_, words)| words);
    let by = |ids: &std::collections::BTreeSet<Id>| {
        Cell::list(ids.iter().map(|id| record(case, Kind::Decision, id)), "a decision")
    };
    let standing = match &it.standing {
        Standing::Open => Cell::status("not decided", Tone::Bad),
        Standing::Agrees(ids) => Cell::text("alike by ").then(by(ids)),
        Standing::Contradicts(ids) => Cell::status("the contrary", Tone::Bad).say(" by ").then(by(ids)),
        Standing::Overruled(ids) => Cell::text("read and not followed by ").then(by(ids)),
    };
    vec![
        Cell::code(&it.flaw),
        Cell::text(format!("{} in ", it.name)).then(Cell::list(parts, "no part")),
        Cell::text(format!("{who}, {day}")),
        verdict(it.verdict),
        Cell::text(prose(words)),
        standing,
    ]
}
