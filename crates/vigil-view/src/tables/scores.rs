//! Table: the scores that decisions give, and what their answers to the medical rubric come to.

use vigil_case::Case;
use vigil_case::scores::GivenScore;
use vigil_model::{Kind, Record as _};

use crate::table::{Cell, Table};
use crate::tables::words::record;
use crate::tables::{Audience, embargo};

/// Scores given by the manufacturer, by decision.
pub fn scores(case: &Case, audience: Audience) -> Table {
    let empty = "No decision gives a score of its own: the scores of the sources stand.";
    let mut table = Table::new("scores", "Scores given by the manufacturer", empty).columns(&[
        ("Decision", 1.2),
        ("Vector given", 1.8),
        ("By the medical rubric", 1.8),
        ("How each metric came about", 3.4),
        ("Not answered, taken at its worst", 1.6),
    ]);
    let kept = embargo::Kept::from(case, audience);
    for it in case.model.decisions.values().filter(|it| !kept.decision(it)) {
        if let Some(score) = case.scores.get(it.id()) {
            table.row(row(record(case, Kind::Decision, it.id()), score));
        }
    }
    let asked = case.scores.values().any(|it| it.rubric.is_some());
    if asked {
        table.notes.push(
            "The rubric is the one of MITRE that FDA qualified as a development tool (October 2020); it scores by CVSS 3.0. \
             A question without an answer counts as the answer that gives the higher score."
                .to_owned(),
        );
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

fn row(decision: Cell, score: &GivenScore) -> Vec<Cell> {
    let given = score.vector.as_ref();
    let rubric = score.rubric.as_ref();
    let vector = |text: String, score: String, word: &str| {
        Cell::text(format!("{score} ({word}) ")).then(Cell::code(text))
    };
    vec![
        decision,
        given.map_or_else(Cell::not_stated, |it| {
            let overall = it.overall_score();
            vector(it.to_string(), overall.to_string(), overall.severity().word())
        }),
        rubric.map_or_else(
            || Cell::text("not used"),
            |it| {
                let base = it.vector.base_score();
                vector(it.vector.to_string(), base.to_string(), base.severity().word())
            },
        ),
        Cell::list(
            rubric.iter().flat_map(|it| &it.steps).map(|step| Cell::text(step.to_string())),
            "not used",
        ),
        Cell::list(rubric.iter().flat_map(|it| &it.open).map(|it| Cell::code(it.code)), "none"),
    ]
}
