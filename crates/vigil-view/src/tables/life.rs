//! Tables: releases, updates, approvals, standards, suppliers, other systems.

use std::collections::BTreeMap;

use vigil_case::Case;
use vigil_case::approval::ApprovalState;
use vigil_model::derive::operator;
use vigil_model::kinds::{Flow, Release, Standard, Update};
use vigil_model::quantity::TextOrNone;
use vigil_model::{Approval, Kind, Record};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::paths::gives;
use crate::tables::words::{counted, day, end, head, prose, record, refs, said, written, yes_no};

/// Releases with where they stand and how many are in the field.
pub fn releases(case: &Case) -> Table {
    let mut table = Table::new("releases", "Releases", "The model states no release.").columns(&[
        ("#Version", 0.9),
        ("Status", 1.0),
        ("Units in the field", 0.9),
        ("Since", 0.9),
        ("Parts", 2.4),
        ("Last security change", 1.0),
        ("Baseline", 1.0),
        ("What changed", 2.0),
    ]);
    for it in case.model.releases.values() {
        table.record(it.subject(), release_row(case, it));
    }
    table
}

fn release_row(case: &Case, it: &Release) -> Vec<Cell> {
    let review = if it.id().as_str() == case.version() { " (under review)" } else { "" };
    let parts = it.components.0.iter().map(|(component, part)| {
        let version = part.version.as_deref().unwrap_or("version not stated");
        record(case, Kind::Component, &component.id).say(format!(" {version}"))
    });
    vec![
        Cell::code(it.id().as_str()).say(review),
        Cell::stated(it.status.map(|status| status.word().replace('-', " "))),
        Cell::stated(it.units),
        Cell::stated(it.since),
        Cell::list(parts, NOT_STATED),
        Cell::stated(it.last_security_change),
        said(it.baseline.as_deref()),
        said(it.text.as_deref()),
    ]
}

/// Update paths with signing, cycles and what happens when they are interrupted.
pub fn updates(case: &Case) -> Table {
    let mut table = Table::new("updates", "Update paths", "The model states no update path.").columns(&[
        ("Update", 1.4),
        ("Of", 1.4),
        ("Signed by", 1.4),
        ("Checked by", 1.4),
        ("Regular, out of cycle", 1.2),
        ("Until", 1.0),
        ("When interrupted", 1.6),
        ("Remarks", 1.6),
    ]);
    for it in case.model.updates.values() {
        let signed = it.signed.as_ref();
        let urgent = it.urgent.as_ref().map_or_else(
            || format!("out of cycle {NOT_STATED}"),
            |time| format!("out of cycle within {time}"),
        );
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                refs(case, &it.of, NOT_STATED),
                said(signed.and_then(|it| it.by.as_deref())),
                refs(case, signed.into_iter().flat_map(|it| &it.checked_by), NOT_STATED),
                Cell::stated(it.cycle.as_ref()).say(format!(", {urgent}")),
                it.ends.map_or_else(Cell::not_stated, |ends| day(case, ends)),
                said(it.interrupted.as_deref()),
                said(it.text.as_deref()),
            ],
        );
    }
    table.last_are_remarks()
}

/// The segments of each update path, with who runs their ends and how they are protected.
pub fn update_segments(case: &Case) -> Table {
    let empty = "No update path in the model names a flow.";
    let mut table = Table::new("update-segments", "Segments of the update paths", empty).columns(&[
        ("Update", 1.2),
        ("Step", 0.5),
        ("Flow", 1.2),
        ("From", 1.8),
        ("To", 1.8),
        ("Channel gives", 1.6),
        ("Protected as stated", 2.2),
    ]);
    for update in case.model.updates.values() {
        for (at, step) in update.path.iter().enumerate() {
            let flow = step.get(&case.model);
            table.row(segment_row(case, update, at + 1, &step.id, flow));
        }
    }
    table
}

fn segment_row(
    case: &Case,
    update: &Update,
    step: usize,
    id: &vigil_base::Id,
    flow: Option<&Flow>,
) -> Vec<Cell> {
    let run_by = |end: &vigil_model::EndRef| {
        let component = case.model.components.get(&end.component);
        let by = component.and_then(|it| operator(&case.model, it));
        by.map_or_else(|| "operator not stated".to_owned(), |by| format!("run by {by}"))
    };
    let one_end = |at: Option<&vigil_model::EndRef>| {
        at.map_or_else(Cell::not_stated, |at| end(case, at).say(format!(", {}", run_by(at))))
    };
    let channel = flow.and_then(|flow| flow.over.get(&case.model));
    vec![
        record(case, Kind::Update, update.id()),
        Cell::count(step),
        record(case, Kind::Flow, id),
        one_end(flow.map(|flow| &flow.from)),
        one_end(flow.map(|flow| &flow.to)),
        channel.map_or_else(Cell::not_stated, gives),
        said(update.protected.get(id.as_str()).map(String::as_str)),
    ]
}

/// Approvals with whether they still hold.
pub fn approvals(case: &Case) -> Table {
    let mut table = Table::new("approvals", "Approvals", "The ledger holds no approval.").columns(&[
        ("Item", 1.8),
        ("Role", 1.2),
        ("Who", 1.4),
        ("Day", 0.9),
        ("Meaning", 1.0),
        ("State", 1.6),
    ]);
    for (approval, state) in case.approvals.iter() {
        table.row(approval_row(case, approval, state));
    }
    table
}

fn approval_row(case: &Case, it: &Approval, state: ApprovalState) -> Vec<Cell> {
    let (tone, more) = match state {
        ApprovalState::Approved => (Tone::Good, ""),
        ApprovalState::Suspect => (Tone::Bad, ": the record, or what it rests on, changed since"),
        _ => (Tone::Warn, ""),
    };
    vec![
        written(case, &it.item),
        Cell::text(&it.role),
        Cell::text(&it.who),
        Cell::text(it.date.to_string()),
        Cell::text(&it.meaning),
        Cell::status(state.word(), tone).say(more),
    ]
}

/// Standards that conformity is declared to.
pub fn standards(case: &Case) -> Table {
    let empty = "The model states no standard that conformity is declared to.";
    let mut table = Table::new("standards", "Standards", empty).columns(&[
        ("Standard", 1.6),
        ("Edition", 0.8),
        ("Recognition number", 1.0),
        ("Extent", 1.4),
        ("Deviations", 1.4),
        ("Declaration", 1.6),
        ("Promises for later", 0.9),
    ]);
    for it in case.model.standards.values() {
        table.record(it.subject(), standard_row(it));
    }
    table
}

fn standard_row(it: &Standard) -> Vec<Cell> {
    vec![
        Cell::strong(prose(&it.designation)),
        said(it.edition.as_deref()),
        said(it.recognition.as_deref()),
        said(it.extent.as_deref()),
        said(it.deviations.as_deref()),
        said(it.declaration.as_deref()),
        yes_no(it.promises),
    ]
}

/// Suppliers of software with how they are controlled.
pub fn suppliers(case: &Case) -> Table {
    let empty = "The model states no supplier of software.";
    let mut table = Table::new("suppliers", "Suppliers of software", empty).columns(&[
        ("Supplier", 1.6),
        ("How it is controlled", 2.6),
        ("Evidence", 1.6),
        ("Remarks", 1.8),
    ]);
    for it in case.model.suppliers.values() {
        let contacts = it.contacts.iter().map(|(key, value)| Cell::text(format!("{key}: {}", prose(value))));
        table.record(
            it.subject(),
            vec![
                head(Some(&it.name), it.id()),
                said(it.controls.as_deref()),
                said(it.evidence.as_deref()),
                Cell::joined(contacts, "; ", NOT_STATED),
            ],
        );
    }
    table.last_are_remarks()
}

/// What is still to be asked of each supplier, once for all of its packages: `[supplier.ID] support` answers it.
pub fn supplier_questions(case: &Case) -> Table {
    let empty = "No package names its supplier: nobody can be asked.";
    let mut table = Table::new("supplier-questions", "What suppliers still have to state", empty).columns(&[
        ("Supplier", 1.6),
        ("Packages", 0.8),
        ("Without level of support", 1.0),
        ("Without end of support", 1.0),
        ("Without custody of source code", 1.0),
        ("Record", 1.4),
    ]);
    let mut asked: BTreeMap<&str, (String, [usize; 4])> = BTreeMap::new();
    let mut nobody = 0;
    for row in &case.packages {
        let Some(name) = row.supplier.as_deref().filter(|name| !name.trim().is_empty()) else {
            nobody += 1;
            continue;
        };
        let record = vigil_case::supplier_record(&case.model, name);
        let key = record.map_or(name, |it| it.name.as_str());
        let said =
            || record.map_or_else(|| "none: write `[supplier.ID]`".to_owned(), vigil_model::Record::subject);
        let (_, counts) = asked.entry(key).or_insert_with(|| (said(), [0; 4]));
        let support = &row.support;
        let lacks = [true, support.level.is_none(), support.ends.is_none(), support.custody.is_none()];
        for (count, lacks) in counts.iter_mut().zip(lacks) {
            *count += usize::from(lacks);
        }
    }
    for (name, (record, [packages, level, ends, custody])) in &asked {
        let number = |count: &usize| Cell::text(count.to_string());
        let cells = vec![
            Cell::strong(prose(name)),
            number(packages),
            number(level),
            number(ends),
            number(custody),
            Cell::text(record),
        ];
        table.row(cells);
    }
    if nobody > 0 {
        let packages = counted(nobody, "package names no supplier", "packages name no supplier");
        table.note(format!("{packages}: find out who can be asked."));
    }
    table
}

/// Systems that the device works with, class by class (section V.A.3).
pub fn interoperability(case: &Case) -> Table {
    let mut table = Table::new(
        "interoperability",
        "Interoperability",
        "The model states nothing on interoperability: `[interoperability]` is missing.",
    )
    .columns(&[("Class", 1.6), ("Statement", 4.0)]);
    let Some(it) = &case.model.interoperability else { return table };
    for (class, statement) in [
        ("Other medical devices and accessories", &it.other_devices),
        ("Functions that are not device functions", &it.other_functions),
        ("Healthcare infrastructure", &it.infrastructure),
        ("General-purpose platforms", &it.platforms),
    ] {
        let words = match statement {
            None => Cell::not_stated(),
            Some(TextOrNone::Text(text)) => Cell::text(prose(text)),
            Some(TextOrNone::None(reason)) => Cell::text(format!("none: {}", prose(reason))),
        };
        table.row(vec![Cell::text(class), words]);
    }
    table.row(vec![Cell::text("How users still reach their own data"), said(it.user_access.as_deref())]);
    table
}
