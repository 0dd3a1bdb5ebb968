//! Tables: what the threat rules looked at, and what the model does not say yet.

use std::collections::{BTreeMap, BTreeSet};

use vigil_case::Case;
use vigil_model::kinds::{Phase, Stride};
use vigil_threat::Outcome;

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{prose, target, threat, written};

/// The outcomes in the order they are counted.
const OUTCOMES: [Outcome; 4] =
    [Outcome::Uncredited, Outcome::Unknown, Outcome::Credited, Outcome::NotApplicable];

fn counts(outcomes: impl Iterator<Item = Outcome> + Clone) -> impl Iterator<Item = Cell> {
    OUTCOMES.into_iter().map(move |it| Cell::count(outcomes.clone().filter(|found| *found == it).count()))
}

/// Each subject with the rules that looked at it and what they found.
pub fn threat_coverage(case: &Case) -> Table {
    let mut table = Table::new(
        "threat-coverage",
        "Coverage of the subjects by threat rules",
        "No threat rule looked at anything: no pack is in use, or the model states nothing to look at.",
    )
    .columns(&[
        ("Subject", 2.4),
        ("Rules that apply", 0.9),
        ("Uncredited", 0.9),
        ("Unknown", 0.9),
        ("Credited", 0.9),
        ("Not applicable", 0.9),
        ("STRIDE letters found", 1.4),
    ]);
    for row in &case.threats.coverage.subjects {
        let found = row.rules.values().flatten().copied();
        let letters = row.stride.iter().map(|it| Cell::text(it.word()));
        let applying = row.rules.values().flatten().count();
        let rules = match row.rules.len() {
            0 => Cell::text("no rule is about such a subject"),
            all => Cell::text(format!("{applying} of {all}")),
        };
        let mut cells = vec![target(case, &row.subject), rules];
        cells.extend(counts(found));
        cells.push(Cell::list(letters, "no letter"));
        table.row(cells);
    }
    if !table.rows.is_empty() {
        table.note("Outcomes are those of rules; the letters are also those of threats that people wrote.");
    }
    table
}

/// Threats by STRIDE letter and outcome.
pub fn stride(case: &Case) -> Table {
    let mut table = Table::new(
        "stride",
        "Threats by STRIDE letter",
        "No threat was generated or written, so there is none to count.",
    )
    .columns(&[
        ("Letter", 0.6),
        ("Meaning", 3.0),
        ("Uncredited", 0.9),
        ("Unknown", 0.9),
        ("Credited", 0.9),
        ("Not applicable", 0.9),
        ("Together", 0.9),
    ]);
    if case.threats.all.is_empty() {
        return table;
    }
    for letter in Stride::ALL {
        let of = case.threats.all.values().filter(|it| it.stride.contains(letter)).map(|it| it.outcome);
        let mut cells = vec![Cell::strong(letter.word()), Cell::text(letter.meaning())];
        cells.extend(counts(of.clone()));
        cells.push(Cell::count(of.count()));
        table.row(cells);
    }
    table.note("A threat with several letters is counted at each of them.");
    table
}

/// Life-cycle phases with the number of threats, or the reason why there is none.
pub fn phases(case: &Case) -> Table {
    let mut table =
        Table::new("phases", "Threats by life-cycle phase", "There is no life-cycle phase to look at.")
            .columns(&[("Phase", 1.0), ("Meaning", 2.0), ("Threats", 0.7), ("Why there is none", 3.0)]);
    let reasons = case.model.threat_model.as_ref().map(|it| &it.value.phases);
    for phase in Phase::ALL {
        let count = case.threats.coverage.phases.get(phase).copied().unwrap_or(0);
        let reason = match reasons.and_then(|it| it.get(*phase)) {
            Some(reason) => Cell::text(prose(reason)),
            None if count > 0 => Cell::text("does not apply"),
            None if Phase::SIX.contains(phase) => Cell::status(NOT_STATED, Tone::Warn),
            None => Cell::text("not one of the six phases that need a reason"),
        };
        table.row(vec![Cell::strong(phase.word()), Cell::text(phase.meaning()), Cell::count(count), reason]);
    }
    table
}

/// Questions about one fact, and the threats that wait for the answer.
type Asked<'c> = (BTreeSet<&'c str>, Vec<&'c str>);

/// What the model does not say and an outcome depends on: the record, the key to write, the threats that wait for it.
pub fn open_questions(case: &Case) -> Table {
    let mut table = Table::new("open-questions", "Open questions", &nothing_asked(case)).columns(&[
        ("Record", 1.6),
        ("#Key to write", 1.8),
        ("Question", 3.0),
        ("Threats that wait for it", 2.4),
    ]);
    let mut asked: BTreeMap<(&str, &str), Asked<'_>> = BTreeMap::new();
    for it in case.threats.all.values() {
        for unknown in &it.unknown {
            let (questions, waiting) = asked.entry((&unknown.record, &unknown.key)).or_default();
            questions.insert(it.question.trim());
            waiting.push(&it.id);
        }
    }
    for ((record, key), (questions, waiting)) in asked {
        let questions = questions.into_iter().filter(|it| !it.is_empty()).map(|it| Cell::text(prose(it)));
        table.row(vec![
            written(case, record),
            Cell::code(key),
            Cell::joined(questions, " ", "is it so?"),
            Cell::list(waiting.into_iter().map(|id| threat(case, id)), "none"),
        ]);
    }
    table
}

/// The sentence for no open questions. Where no rule ran, nothing was asked.
fn nothing_asked(case: &Case) -> String {
    let rules: usize = case.packs.iter().map(|pack| pack.rules.len()).sum();
    if rules == 0 {
        return "No threat rule is in use, so none asked anything.".to_owned();
    }
    format!("Every fact that one of the {rules} threat rules in use asks for is stated in the model.")
}
