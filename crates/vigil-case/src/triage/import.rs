//! A triage sheet that comes back: compared with the folder row by row before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigil_base::nearest::nearest;
use vigil_base::{Id, date};
use vigil_exchange::table::{Row, Table};
use vigil_model::kinds::{Justification, Verdict};

use super::draft::{Desk, Draft, Refusal};
use super::sheet::{ANSWERS, FACTS, answers_of, key};
use crate::case::Case;
use crate::decisions::FlawRow;

/// What a sheet would do to the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Decisions that are new.
    pub new: Vec<Change>,
    /// Decisions that would say something else.
    pub changed: Vec<Change>,
    /// Rows that say what the folder says.
    pub unchanged: usize,
    /// Rows that cannot be taken, and why.
    pub rejected: Vec<Rejected>,
}

/// A decision that a sheet makes or changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Rows of the sheet, counted as the spreadsheet counts them.
    pub lines: Vec<usize>,
    /// The decision.
    pub decision: String,
    /// The flaws that it is on.
    pub on: Vec<String>,
    /// What it said, by column; empty for a new one.
    pub before: Vec<String>,
    /// What it says.
    pub after: Vec<String>,
}

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// Row of the sheet.
    pub line: usize,
    /// Why, with what to do.
    pub because: String,
}

/// Why a table is no triage sheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no triage sheet: {0}")]
pub struct NoSheet(String);

/// A row that can be compared.
struct Filled<'c, 't> {
    line: usize,
    row: &'c FlawRow,
    answers: Vec<&'t str>,
}

/// Compares a sheet with the case; what it would write is then on the desk.
pub fn plan(case: &Case, table: &Table, desk: &mut Desk<'_>) -> Result<Plan, NoSheet> {
    let columns = columns(table)?;
    let rows: BTreeMap<String, &FlawRow> = case.flaws.iter().map(|row| (key(row), row)).collect();
    let mut plan = Plan::default();
    let mut filled: Vec<Filled<'_, '_>> = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for line in table.rows.iter().filter(|it| it.cells.iter().any(|cell| !cell.trim().is_empty())) {
        let text = cell(line, columns["Key"]);
        if let Some(first) = seen.insert(text, line.line).filter(|_| !text.is_empty()) {
            plan.reject(line.line, format!("the row stands twice: row {first} has the same key"));
            continue;
        }
        match find(&rows, line, &columns) {
            Ok(row) => filled.push(Filled {
                line: line.line,
                row,
                answers: ANSWERS.iter().map(|it| cell(line, columns[it])).collect(),
            }),
            Err(because) => plan.reject(line.line, because),
        }
    }
    new_ones(&filled, desk, &mut plan);
    changed_ones(&filled, case, desk, &mut plan);
    plan.rejected.sort_by_key(|it| it.line);
    Ok(plan)
}

impl Plan {
    fn reject(&mut self, line: usize, because: impl Into<String>) {
        self.rejected.push(Rejected { line, because: because.into() });
    }
}

fn columns(table: &Table) -> Result<BTreeMap<&'static str, usize>, NoSheet> {
    let mut columns = BTreeMap::new();
    for title in FACTS.iter().take(5).chain(&ANSWERS) {
        let at = table.header.iter().position(|it| it.trim() == *title);
        let at = at.ok_or_else(|| NoSheet(format!("its first row has no column `{title}`")))?;
        columns.insert(*title, at);
    }
    Ok(columns)
}

fn cell(row: &Row, at: usize) -> &str {
    row.cells.get(at).map_or("", |text| text.trim())
}

/// The row of the case that a row of the sheet is about.
fn find<'c>(
    rows: &BTreeMap<String, &'c FlawRow>,
    line: &Row,
    columns: &BTreeMap<&str, usize>,
) -> Result<&'c FlawRow, String> {
    let text = cell(line, columns["Key"]);
    let Some(row) = rows.get(text) else {
        let which = text.split('-').next().unwrap_or(text);
        let same = rows.iter().find(|(key, _)| !which.is_empty() && key.split('-').next() == Some(which));
        return Err(match same {
            Some((_, row)) => format!(
                "the sheet is from another snapshot: what is matched for {} has changed since; export it anew",
                row.subject()
            ),
            None => format!(
                "the key `{text}` is not one of this device's matches: the cell was changed, or the sheet is from \
                 another snapshot or device; export it anew"
            ),
        });
    };
    let stated = [
        ("Flaw", row.flaw.id.as_str()),
        ("Package", row.name.as_str()),
        ("Version", row.version.as_deref().unwrap_or("")),
        ("Component", row.component.as_str()),
    ];
    for (title, is) in stated {
        let said = cell(line, columns[title]);
        if said != is.trim() {
            return Err(format!(
                "`{title}` says `{said}` and its key stands for `{is}`: a locked cell was changed"
            ));
        }
    }
    Ok(row)
}

/// Rows without a decision: those with the same flaw, package and answers make one decision.
fn new_ones(filled: &[Filled<'_, '_>], desk: &mut Desk<'_>, plan: &mut Plan) {
    let mut groups: BTreeMap<(&str, &str, Vec<&str>), Vec<&Filled<'_, '_>>> = BTreeMap::new();
    for it in filled.iter().filter(|it| it.row.decision.is_none()) {
        if it.answers.iter().all(|answer| answer.is_empty()) {
            plan.unchanged += 1;
            continue;
        }
        groups.entry((&it.row.flaw.id, &it.row.name, it.answers.clone())).or_default().push(it);
    }
    for ((_, _, answers), group) in groups {
        let rows: Vec<&FlawRow> = group.iter().map(|it| it.row).collect();
        let written = draft(&answers).and_then(|it| desk.add(&rows, &it).map_err(|it| words(&it)));
        settle(&group, &[], &answers, written.map(|it| it.decision), plan);
    }
}

/// Rows with a decision: all rows that it covers have to say the same.
fn changed_ones(filled: &[Filled<'_, '_>], case: &Case, desk: &mut Desk<'_>, plan: &mut Plan) {
    let mut groups: BTreeMap<&Id, Vec<&Filled<'_, '_>>> = BTreeMap::new();
    for it in filled {
        if let Some(id) = &it.row.decision {
            groups.entry(id).or_default().push(it);
        }
    }
    for (id, group) in groups {
        let Some(decision) = case.model.decisions.get(id) else { continue };
        let before = answers_of(Some(decision));
        let (same, other): (Vec<_>, Vec<_>) =
            group.into_iter().partition(|it| it.answers.iter().zip(&before).all(|(a, b)| is_same(a, b)));
        plan.unchanged += same.len();
        let Some(first) = other.first() else { continue };
        let answers = first.answers.clone();
        let covered = case.flaws.iter().filter(|row| row.decision.as_ref() == Some(id)).count();
        let written = if other.iter().any(|it| it.answers != answers) || other.len() < covered {
            Err(format!(
                "decision `{id}` covers {covered} rows, and only some of them are changed, or not alike; change all \
                 of them alike, or narrow the decision first"
            ))
        } else {
            draft(&answers).and_then(|it| desk.change(id, &it).map_err(|it| words(&it)))
        };
        settle(&other, &before, &answers, written.map(|it| it.decision), plan);
    }
}

/// Spreadsheets change line ends inside a cell.
fn is_same(a: &str, b: &str) -> bool {
    a.replace("\r\n", "\n").trim() == b.replace("\r\n", "\n").trim()
}

fn settle(
    group: &[&Filled<'_, '_>],
    before: &[String],
    answers: &[&str],
    written: Result<String, String>,
    plan: &mut Plan,
) {
    match written {
        Ok(decision) => {
            let subjects: BTreeSet<String> = group.iter().map(|it| it.row.subject()).collect();
            let change = Change {
                lines: group.iter().map(|it| it.line).collect(),
                decision,
                on: subjects.into_iter().collect(),
                before: before.to_vec(),
                after: answers.iter().map(|it| (*it).to_owned()).collect(),
            };
            if before.is_empty() { plan.new.push(change) } else { plan.changed.push(change) }
        }
        Err(because) => group.iter().for_each(|it| plan.reject(it.line, because.clone())),
    }
}

fn words(refusal: &Refusal) -> String {
    format!("{}; {}", refusal.what, refusal.help)
}

/// What the cells say, or the reason why it cannot be understood.
fn draft(answers: &[&str]) -> Result<Draft, String> {
    let [verdict, why, because, risk, by, review] = answers else {
        return Err("it has too few columns".to_owned());
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Draft {
        verdict: Verdict::parse(verdict).ok_or_else(|| {
            unknown("Verdict", verdict, &["affected", "not-affected", "fixed", "under-investigation"])
        })?,
        why: match *why {
            "" => None,
            word => Some(Justification::parse(word).ok_or_else(|| {
                unknown("Why", word, &Justification::ALL.iter().map(|it| it.word()).collect::<Vec<_>>())
            })?),
        },
        because: because.replace("\r\n", "\n"),
        risk: some(risk.strip_prefix("risk.").unwrap_or(risk)),
        by: some(by),
        review: match *review {
            "" => None,
            text => Some(
                date::parse(text)
                    .filter(|_| text.len() == 10)
                    .ok_or_else(|| format!("`Review` says `{text}`; write a day like 2027-03-01"))?,
            ),
        },
        origin: None,
    })
}

fn unknown(column: &str, said: &str, words: &[&str]) -> String {
    if said.is_empty() {
        return format!(
            "`{column}` is empty, though other cells of the row are filled; it is one of {}",
            words.join(", ")
        );
    }
    match nearest(said, words.iter().copied()) {
        Some(near) => format!("`{column}` says `{said}`; did you mean `{near}`?"),
        None => format!("`{column}` says `{said}`; it is one of {}", words.join(", ")),
    }
}
