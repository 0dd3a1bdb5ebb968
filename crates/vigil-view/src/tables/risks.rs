//! Tables: risks before and after control, the manufacturer's matrix, and risks handed to others.

use std::collections::BTreeMap;

use vigil_case::{Case, Need, Needed, RiskRow};
use vigil_model::kinds::{Level, Risk, Transfer};
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::assets::harm_cell;
use crate::tables::words::{counted, prose, record, refs, said, said_after, target, threat};
use crate::tables::{Audience, embargo};

/// Risks: what leads to them, the harm, the levels, the controls, what acceptance asks for.
pub fn risks(case: &Case, audience: Audience) -> Table {
    let mut table = Table::new("risks", "Risks", "The model states no risk.").columns(&[
        ("Risk", 1.6),
        ("Starts from", 1.8),
        ("Harm", 1.2),
        ("Before controls", 1.3),
        ("Controls", 1.4),
        ("After controls", 1.3),
        ("Acceptance asks for", 1.4),
        ("Several patients", 0.9),
        ("Why it holds", 2.4),
    ]);
    let kept = embargo::Kept::from(case, audience);
    for risk in case.model.risks.values().filter(|risk| !kept.risk(risk)) {
        if let Some(row) = case.risks.get(risk.id()) {
            table.record(risk.subject(), risk_row(case, risk, row));
        }
    }
    if !table.rows.is_empty() {
        table.note(
            "Before and after controls: the word of the risk matrix, and in brackets the exploitability.",
        );
        table.notes.extend(policy(case));
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

/// Which edition of scales and matrix the words are of, and how a CVSS vector becomes one of them.
fn policy(case: &Case) -> Vec<String> {
    let Some(scale) = &case.model.scale else { return Vec::new() };
    let mut notes = Vec::new();
    if let Some(version) = &scale.version {
        let document = scale.document.as_deref().map(|it| format!(" ({it})")).unwrap_or_default();
        notes.push(format!("Scales and matrix: version {version}{document}."));
    }
    if let Some(mapping) = &scale.from_cvss {
        let limits = scale.exploitability.iter().filter_map(|word| Some((word, mapping.at_most.get(word)?)));
        let limits: Vec<String> = limits.map(|(word, limit)| format!("{word} up to {limit}")).collect();
        let highest = scale.exploitability.last().map_or("", String::as_str);
        let because = mapping.because.as_deref().map(|it| format!(" {}", prose(it))).unwrap_or_default();
        notes.push(format!(
            "Exploitability from a CVSS vector goes by its {}: {}, above that {highest}.{because}",
            mapping.uses,
            limits.join(", ")
        ));
    }
    notes
}

fn risk_row(case: &Case, risk: &Risk, row: &RiskRow) -> Vec<Cell> {
    let title = risk.title.as_deref().map_or_else(|| "title not stated".to_owned(), prose);
    vec![
        Cell::code(risk.id().as_str()).say(format!(" {title}")),
        from(case, risk),
        harm_cell(case, &risk.harm),
        level(
            row.before.as_deref(),
            row.cell_before.as_deref(),
            risk.before.as_ref(),
            row.before_from.as_deref(),
            row.worst_case,
        ),
        refs(case, &risk.controls, "no control"),
        level(
            row.after.as_deref(),
            row.cell_after.as_deref(),
            risk.after.as_ref(),
            row.after_from.as_deref(),
            false,
        ),
        needs(row),
        many(risk, row),
        reasons(risk),
    ]
}

fn from(case: &Case, risk: &Risk) -> Cell {
    let threats = risk.threats.iter().map(|it| threat(case, &it.text));
    let others = risk.from.iter().map(|it| target(case, &it.target));
    Cell::list(threats.chain(others), "no threat named")
}

/// Exploitability, cell of the matrix, and why it is not higher.
fn level(
    word: Option<&str>,
    cell: Option<&str>,
    stated: Option<&Level>,
    from: Option<&str>,
    worst_case: bool,
) -> Cell {
    let Some(word) = word else {
        return Cell::status("not on the scale", Tone::Bad);
    };
    let cell = cell.map_or_else(|| Cell::status("not in the matrix", Tone::Bad), Cell::strong);
    let worst = if worst_case { ", the worst case assumed" } else { "" };
    let because = stated.and_then(|it| it.because.as_deref());
    let because = because.map(|text| format!(": {}", prose(text))).unwrap_or_default();
    let from = from.map(|text| format!("; by {text}")).unwrap_or_default();
    cell.say(format!(" ({word}{worst}{from}){because}"))
}

fn needs(row: &RiskRow) -> Cell {
    if row.cell_after.is_none() {
        return Cell::text("cannot be said without a cell of the matrix");
    }
    match &row.needs {
        Some(needs) => Cell::joined(needs.iter().map(need), "; ", "nothing"),
        None => Cell::status("`[accept]` does not say what its cell asks for", Tone::Bad),
    }
}

fn need(needed: &Needed) -> Cell {
    let state = if needed.met { Cell::status("met", Tone::Good) } else { Cell::status("not met", Tone::Bad) };
    let cell = Cell::text(format!("{}: ", needed.need.word())).then(state);
    if needed.remark.is_empty() { cell } else { cell.say(format!(" ({})", needed.remark)) }
}

fn many(risk: &Risk, row: &RiskRow) -> Cell {
    let word = if row.many { "yes" } else { "no" };
    Cell::text(match (risk.many, row.many_computed) {
        (None, _) => format!("{word}, computed"),
        (Some(stated), computed) if stated == computed => format!("{word}, stated and computed"),
        (Some(_), _) => format!("{word}, stated against the computation"),
    })
}

fn reasons(risk: &Risk) -> Cell {
    let parts = [
        said_after("", risk.because.as_deref()),
        said_after("benefit: ", risk.benefit.as_deref()),
        said_after("residual: ", risk.residual.as_deref()),
        said_after("safety file: ", risk.safety_ref.as_deref()),
        risk.score.as_ref().and_then(|score| said_after("score before: ", score.before.as_deref())),
        risk.score.as_ref().and_then(|score| said_after("score after: ", score.after.as_deref())),
    ];
    Cell::joined(parts.into_iter().flatten(), "; ", NOT_STATED)
}

/// The manufacturer's matrix with the number of risks in each cell, highest exploitability first.
pub fn risk_matrix(case: &Case) -> Table {
    let mut table = Table::new(
        "risk-matrix",
        "Risk matrix",
        "The policy states no scale or no matrix: `[scale]` and `[matrix]` belong into `vigil.toml`.",
    );
    let (Some(scale), Some(matrix)) = (&case.model.scale, &case.model.matrix) else { return table };
    let mut columns = vec![("Exploitability", 1.2)];
    columns.extend(scale.severity.iter().map(|word| (word.as_str(), 1.2)));
    table = table.columns(&columns);
    let counts = counts(case);
    for level in scale.exploitability.iter().rev() {
        let mut cells = vec![Cell::strong(level)];
        for (at, severity) in scale.severity.iter().enumerate() {
            let word = matrix.get(level).and_then(|row| row.get(at));
            let (before, after) =
                counts.get(&(level.as_str(), severity.as_str())).copied().unwrap_or_default();
            cells.push(match word {
                Some(word) if before + after == 0 => Cell::text(word),
                Some(word) => Cell::strong(word).say(format!(": {before} before, {after} after")),
                None => Cell::status("no word in the matrix", Tone::Bad),
            });
        }
        table.row(cells);
    }
    matrix_notes(case, &mut table);
    table
}

/// Risks by exploitability and severity, before and after controls.
fn counts(case: &Case) -> BTreeMap<(&str, &str), (usize, usize)> {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for row in case.risks.values() {
        let Some(severity) = row.severity.as_deref() else { continue };
        if let Some(before) = row.before.as_deref() {
            counts.entry((before, severity)).or_default().0 += 1;
        }
        if let Some(after) = row.after.as_deref() {
            counts.entry((after, severity)).or_default().1 += 1;
        }
    }
    counts
}

fn matrix_notes(case: &Case, table: &mut Table) {
    table.note("Columns are the severity of the harm. Numbers are risks before and after controls; a cell without numbers holds none.");
    for (word, needs) in case.model.accept.iter().flat_map(|it| it.value.iter()) {
        let needs: Vec<Need> = needs.iter().map(|need| Need::parse(need)).collect();
        if needs.contains(&Need::Never) {
            table.note(format!("A risk in a cell \"{word}\" cannot be accepted."));
        } else if needs.is_empty() {
            table.note(format!("A risk in a cell \"{word}\" is accepted as it is."));
        } else {
            let needs: Vec<String> = needs.iter().map(Need::word).collect();
            table.note(format!("A risk in a cell \"{word}\" is accepted with: {}.", needs.join(", ")));
        }
    }
    let outside =
        case.risks.values().filter(|row| row.cell_before.is_none() || row.cell_after.is_none()).count();
    if outside > 0 {
        let risks = counted(outside, "risk has", "risks have");
        table.note(format!("{risks} no cell before or after controls and is not counted there."));
    }
    let Some(scale) = &case.model.scale else { return };
    for word in scale.exploitability.iter().rev().chain(&scale.severity) {
        table.notes.extend(scale.meaning.get(word).map(|meaning| format!("{word}: {}", prose(meaning))));
    }
}

/// Risks that somebody else has to carry, with what they are told and why they can act.
pub fn transfers(case: &Case, audience: Audience) -> Table {
    let mut table =
        Table::new("transfers", "Risks handed to others", "No risk in the model is handed to anybody else.")
            .columns(&[
                ("Risk", 0.8),
                ("To", 0.9),
                ("Told by", 1.4),
                ("Task of the user", 1.4),
                ("Why they can act", 2.0),
                ("Supply chain", 1.4),
                ("At the end of support", 1.6),
            ]);
    let kept = embargo::Kept::from(case, audience);
    for risk in case.model.risks.values().filter(|risk| !kept.risk(risk)) {
        if let Some(transfer) = &risk.transfer {
            table.row(transfer_row(case, risk, transfer));
        }
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

fn transfer_row(case: &Case, risk: &Risk, it: &Transfer) -> Vec<Cell> {
    let task = it.task.as_deref().map(prose);
    let without = it.task_because.as_deref().map(|because| format!("none: {}", prose(because)));
    vec![
        record(case, Kind::Risk, risk.id()),
        Cell::text(it.to.word()),
        refs(case, &it.told, "no label"),
        Cell::stated(task.or(without)),
        said(it.can_act.as_deref()),
        said(it.supply_chain.as_deref()),
        said(it.at_end_of_support.as_deref()),
    ]
}
