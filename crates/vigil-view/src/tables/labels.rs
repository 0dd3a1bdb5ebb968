//! Tables: what users are told.

use vigil_case::Case;
use vigil_model::Record;
use vigil_model::kinds::{Derive, Label, Topic};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::words::{prose, refs, said_after};

/// Labels by topic.
pub fn labels(case: &Case) -> Table {
    let mut table = Table::new("labels", "Labeling", "The model states no label.").columns(&[
        ("Topic", 1.2),
        ("#Label", 1.0),
        ("For", 1.0),
        ("Text", 3.4),
        ("Makes work", 1.2),
        ("Tells of risks", 1.0),
        ("Task of the user", 1.2),
    ]);
    let mut labels: Vec<&Label> = case.model.labels.values().collect();
    // Those without a topic stand last.
    labels.sort_by_key(|it| (it.topic.is_none(), it.topic, it.id()));
    for it in labels {
        table.record(it.subject(), label_row(case, it));
    }
    let silent =
        Topic::ALL.iter().filter(|topic| !case.model.labels.values().any(|it| it.topic == Some(**topic)));
    let silent: Vec<&str> = silent.map(|topic| topic.word()).collect();
    if !silent.is_empty() && !table.rows.is_empty() {
        table.note(format!("No label names one of these topics: {}.", silent.join(", ")));
    }
    table
}

fn label_row(case: &Case, it: &Label) -> Vec<Cell> {
    let derived = it.derive.map(|derive| Cell::text(derived_words(derive)));
    let diagram = it.diagram.as_ref().map(|view| Cell::text(format!("shows the view {view}")));
    let text = said_after("", it.text.as_deref()).into_iter().chain(derived).chain(diagram);
    vec![
        Cell::stated(it.topic.map(|topic| topic.word().replace('-', " "))),
        Cell::code(it.id().as_str()),
        Cell::stated(it.to.map(|reader| reader.word().replace('-', " "))),
        Cell::joined(text, "; ", NOT_STATED),
        refs(case, &it.answers, "no control"),
        refs(case, &it.risks, "no risk"),
        Cell::stated(it.task.as_deref().map(prose)),
    ]
}

fn derived_words(derive: Derive) -> &'static str {
    match derive {
        Derive::Ports => "table of ports, radios and other interfaces",
        Derive::Support => "table of support dates",
        Derive::Settings => "table of settings with their defaults",
        Derive::Sbom => "place and version of the bill of materials",
        _ => "a table made from the model",
    }
}
