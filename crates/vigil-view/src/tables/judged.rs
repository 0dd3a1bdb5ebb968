//! Tables: what judging the rules established.

use std::collections::BTreeMap;

use vigil_check::{Counts, Judged, Judgement, Outcome};
use vigil_guidance::{Catalogue, Rule};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::prose;

/// An outcome in a cell.
pub(crate) fn outcome_cell(outcome: Outcome) -> Cell {
    let tone = match outcome {
        Outcome::Pass => Tone::Good,
        Outcome::Gap => Tone::Bad,
        Outcome::Incomplete | Outcome::NeedsPerson => Tone::Warn,
        Outcome::Alternative | Outcome::NotApplicable => Tone::Neutral,
    };
    Cell::status(outcome.word(), tone)
}

/// The elements of the submission with the number of judgements of each outcome.
pub fn judgements_by_element(judged: &Judged, catalogue: &Catalogue) -> Table {
    let mut columns = vec![("#Element", 0.8), ("What it is", 2.6)];
    columns.extend(Outcome::ALL.map(|outcome| (outcome.word(), 0.9)));
    columns.push(("together", 0.9));
    let mut table = Table::new(
        "judgements-by-element",
        "Judgements by element",
        "The catalogue in use names no element of a submission.",
    )
    .columns(&columns);
    for element in catalogue.elements() {
        let rules: Vec<&str> = catalogue.rules_of(&element.id).map(|rule| rule.id.as_str()).collect();
        let counts = Counts::of(judged.judgements.iter().filter(|it| rules.contains(&it.rule.as_str())));
        let own = if element.in_table { "" } else { " (not a row of the guidance's table)" };
        let name = vec![Cell::code(&element.id), Cell::text(format!("{}{own}", element.title))];
        table.row(counted(name, counts));
    }
    if !table.rows.is_empty() {
        table.row(counted(vec![Cell::strong("all"), Cell::strong("All elements")], judged.counts()));
        table.note("A judgement is one rule on one subject. An element without judgements was not judged.");
    }
    table
}

fn counted(mut cells: Vec<Cell>, counts: Counts) -> Vec<Cell> {
    cells.extend(Outcome::ALL.map(|outcome| Cell::count(counts.get(outcome))));
    cells.push(Cell::count(counts.total()));
    cells
}

/// Everything that is not there, could not be looked up or waits for a person.
pub fn judgements(judged: &Judged, catalogue: &Catalogue) -> Table {
    let all = judged.judgements.len();
    let empty = if all == 0 {
        "No rule was judged.".to_owned()
    } else {
        format!("No point is open: {all} judgements were made.")
    };
    let mut table = Table::new("judgements", "Open points", &empty).columns(&[
        ("#Rule", 1.0),
        ("What it is about", 1.6),
        ("On", 1.6),
        ("Outcome", 0.9),
        ("What was established", 3.0),
        ("#Where to look", 1.4),
    ]);
    let open =
        |it: &&Judgement| matches!(it.outcome, Outcome::Gap | Outcome::Incomplete | Outcome::NeedsPerson);
    for outcome in Outcome::ALL {
        for it in judged.judgements.iter().filter(open).filter(|it| it.outcome == outcome) {
            table.row(judgement_row(catalogue.rule(&it.rule), it));
        }
    }
    table
}

fn judgement_row(rule: Option<&Rule>, it: &Judgement) -> Vec<Cell> {
    vec![
        Cell::code(&it.rule),
        rule.map_or_else(|| Cell::text("not in the catalogue in use"), |rule| Cell::text(&rule.title)),
        Cell::code(&it.subject),
        outcome_cell(it.outcome),
        established(rule, it),
        it.place
            .as_ref()
            .map_or_else(|| Cell::text(format!("place {NOT_STATED}")), |place| Cell::code(place.to_string())),
    ]
}

fn established(rule: Option<&Rule>, it: &Judgement) -> Cell {
    if let Some(because) = &it.because {
        return Cell::text(prose(because));
    }
    let Some(rule) = rule else { return Cell::not_stated() };
    if it.outcome == Outcome::NeedsPerson {
        return Cell::text(prose(&rule.ask));
    }
    let mut params: BTreeMap<&str, String> =
        it.params.iter().map(|(name, value)| (*name, value.clone())).collect();
    params.entry("subject").or_insert_with(|| it.subject.clone());
    Cell::text(prose(&rule.message(&params).replace('`', "")))
}
