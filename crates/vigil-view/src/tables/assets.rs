//! Tables: data, secrets, settings, and what a loss of functions leads to.

use vigil_case::Case;
use vigil_model::kinds::{Function, Harm, Life, Secret};
use vigil_model::{Kind, Record, Ref};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::words::{head, label, record, refs, said, yes_no};

/// Data that is stored or sent.
pub fn data(case: &Case) -> Table {
    let mut table = Table::new("data", "Data", "The model states no data.").columns(&[
        ("Data", 1.8),
        ("Kind", 1.0),
        ("Feeds", 1.4),
        ("Stored in", 1.6),
        ("Sent by", 1.8),
        ("Remarks", 1.8),
    ]);
    for it in case.model.data.values() {
        let flows = case.model.flows.values();
        let sent = flows.filter(|flow| flow.carries.iter().chain(&flow.back).any(|data| data.id == *it.id()));
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                Cell::text(it.kind.word()),
                refs(case, &it.feeds, "no function stated"),
                refs(case, it.stored_in.iter(), NOT_STATED),
                Cell::list(sent.map(|flow| record(case, Kind::Flow, flow.id())), "no flow"),
                said(it.text.as_deref()),
            ],
        );
    }
    table.last_are_remarks()
}

/// Keys and credentials through their life (P13 and P14 of Appendix 2.B).
pub fn secrets(case: &Case) -> Table {
    let mut table =
        Table::new("secrets", "Keys and credentials", "The model states no key and no credential.").columns(
            &[
                ("Secret", 1.5),
                ("Kind, shared by", 1.2),
                ("Held in", 1.4),
                ("Made", 1.2),
                ("Transferred, enrolled", 1.5),
                ("Stored", 1.2),
                ("Replaced", 1.2),
                ("Ended", 1.2),
            ],
        );
    for it in case.model.secrets.values() {
        table.record(it.subject(), secret_row(case, it));
    }
    table
}

fn secret_row(case: &Case, it: &Secret) -> Vec<Cell> {
    let life = it.life.as_ref();
    let of = |field: fn(&Life) -> Option<&str>| said(life.and_then(field));
    let scope = it.scope.map_or_else(|| format!("scope {NOT_STATED}"), |scope| scope.word().to_owned());
    let derived = it.derived_from.as_ref().map(|from| format!(", derived from {from}")).unwrap_or_default();
    let hardware = match it.hardware {
        Some(true) => "; kept by hardware",
        Some(false) => "; not kept by hardware",
        None => "; hardware not stated",
    };
    let enrolled = crate::tables::system::labelled(&[
        ("", life.and_then(|it| it.transferred.as_deref())),
        ("enrolled: ", life.and_then(|it| it.enrolled.as_deref())),
    ]);
    vec![
        head(it.name.as_deref(), it.id()),
        Cell::text(format!("{}, {scope}{derived}", it.kind)),
        refs(case, it.held_in.iter(), NOT_STATED).say(hardware),
        of(|it| it.made.as_deref()),
        enrolled,
        of(|it| it.stored.as_deref()),
        of(|it| it.rotated.as_deref()),
        of(|it| it.ended.as_deref()),
    ]
}

/// Security settings with their defaults (P16 of Appendix 2.B).
pub fn settings(case: &Case) -> Table {
    let mut table = Table::new(
        "settings",
        "Security settings and their defaults",
        "The model states no security setting.",
    )
    .columns(&[
        ("Setting", 1.6),
        ("On", 1.4),
        ("Default", 1.2),
        ("Changed by", 1.0),
        ("What a change does to risk", 2.0),
        ("Remarks", 1.6),
    ]);
    for it in case.model.settings.values() {
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                refs(case, it.on.iter(), NOT_STATED),
                it.default.as_ref().map_or_else(Cell::not_stated, |value| Cell::code(&value.0)),
                said(it.changed_by.as_deref()),
                said(it.risk.as_deref()),
                said(it.text.as_deref()),
            ],
        );
    }
    table.last_are_remarks()
}

/// Clinical functions and the harm that follows when each is lost.
pub fn functions_and_harms(case: &Case) -> Table {
    let mut table = Table::new(
        "functions-and-harms",
        "Functions and what their loss leads to",
        "The model states no clinical function.",
    )
    .columns(&[
        ("Function", 1.6),
        ("Essential", 0.8),
        ("Run by", 1.6),
        ("When it acts on false data or code", 1.6),
        ("When it stops", 1.6),
        ("When what it knows becomes known", 1.6),
        ("What it does", 1.6),
    ]);
    for it in case.model.functions.values() {
        let parts =
            case.model.components.values().filter(|part| part.runs.iter().any(|run| run.id == *it.id()));
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                yes_no(it.essential),
                Cell::list(parts.map(|part| record(case, Kind::Component, part.id())), "no part"),
                lost(case, it, |lost| lost.integrity.as_ref()),
                lost(case, it, |lost| lost.availability.as_ref()),
                lost(case, it, |lost| lost.confidentiality.as_ref()),
                said(it.text.as_deref()),
            ],
        );
    }
    table
}

type Which = fn(&vigil_model::kinds::Lost) -> Option<&Ref<Harm>>;

fn lost(case: &Case, function: &Function, which: Which) -> Cell {
    let Some(harm) = function.lost.as_ref().and_then(which) else { return Cell::not_stated() };
    harm_cell(case, harm)
}

/// A harm with its severity.
pub(crate) fn harm_cell(case: &Case, harm: &Ref<Harm>) -> Cell {
    let cell = record(case, Kind::Harm, &harm.id);
    match harm.get(&case.model) {
        Some(it) => cell.say(format!(" ({})", it.severity.value)),
        None => cell,
    }
}

/// Harms with severity, hazardous situations and risks.
pub fn harms(case: &Case) -> Table {
    let mut table = Table::new("harms", "Harms", "The model states no harm.").columns(&[
        ("Harm", 1.8),
        ("Severity", 1.0),
        ("In the safety file", 1.2),
        ("Hazardous situations", 1.8),
        ("Risks", 1.2),
        ("Remarks", 1.6),
    ]);
    for it in case.model.harms.values() {
        let hazards =
            case.model.hazards.values().filter(|at| at.harms.iter().any(|harm| harm.id == *it.id()));
        let hazards = hazards.map(|at| {
            let file = at.safety_ref.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
            Cell::text(format!("{}{file}", label(&case.model, Kind::Hazard, at.id())))
        });
        let risks = case.model.risks.values().filter(|risk| risk.harm.id == *it.id());
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                Cell::text(&it.severity.value),
                said(it.safety_ref.as_deref()),
                Cell::list(hazards, "none stated"),
                Cell::list(risks.map(|risk| record(case, Kind::Risk, risk.id())), "no risk"),
                said(it.text.as_deref()),
            ],
        );
    }
    table.last_are_remarks()
}
