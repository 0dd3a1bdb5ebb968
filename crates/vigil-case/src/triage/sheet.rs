//! The triage sheet as plain rows: one per flaw, package and component, with the facts that a person needs.

use vigil_base::{Digest, Id, canonical};
use vigil_model::kinds::{Decision, without_version};

use crate::case::Case;
use crate::decisions::FlawRow;
use crate::urgency::Urgency;

/// Titles of the columns that are only read: locked in the sheet.
pub const FACTS: [&str; 16] = [
    "Key",
    "Flaw",
    "Package",
    "Version",
    "Component",
    "Matched as",
    "Known exploited",
    "Ransomware",
    "EPSS",
    "CVSS",
    "Worst harm",
    "Fixed in",
    "Clock",
    "Published",
    "Decision",
    "State",
];
/// Titles of the columns that people fill.
pub const ANSWERS: [&str; 6] = ["Verdict", "Why", "Because", "Risk", "By", "Review"];

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Values of [`FACTS`].
    pub facts: Vec<String>,
    /// Values of [`ANSWERS`].
    pub answers: Vec<String>,
}

/// The rows of a case, the most urgent first; with `open_only`, without those that are decided.
pub fn rows(case: &Case, open_only: bool) -> Vec<SheetRow> {
    let wanted = case.flaws.iter().filter(|row| !open_only || row.is_open());
    sorted(case, wanted).into_iter().map(|(row, urgency)| sheet_row(case, row, &urgency)).collect()
}

/// Rows with their urgency, the most urgent first.
pub fn sorted<'c>(case: &'c Case, rows: impl Iterator<Item = &'c FlawRow>) -> Vec<(&'c FlawRow, Urgency)> {
    let mut rows: Vec<_> = rows.map(|row| (row, Urgency::of(case, row))).collect();
    rows.sort_by(|(a, first), (b, second)| {
        first
            .order()
            .cmp(&second.order())
            .then_with(|| (&a.flaw.id, &a.package, &a.component).cmp(&(&b.flaw.id, &b.package, &b.component)))
    });
    rows
}

/// `b81e33c07a52-77aa12f09c`: which row, and what was matched. The second part changes with what a person judged by.
pub fn key(row: &FlawRow) -> String {
    let package = Id::new(&*row.package);
    let identity = (&row.flaw.id, without_version(&package), row.component.as_str());
    let matched = (
        &row.version,
        row.flaw.state.word(),
        row.flaw.uncertain,
        &row.flaw.fixed_versions,
        row.flaw.kev.is_some(),
        row.flaw.how.iter().map(|it| (&it.record, &it.range)).collect::<Vec<_>>(),
    );
    format!("{}-{}", short(&identity, 12), short(&matched, 10))
}

fn short<T: serde::Serialize>(value: &T, digits: usize) -> String {
    let text = canonical::compact(value).unwrap_or_default();
    Digest::of_bytes(text.as_bytes()).hex().chars().take(digits).collect()
}

/// What a decision says, in the order of [`ANSWERS`].
pub fn answers_of(decision: Option<&Decision>) -> Vec<String> {
    let Some(it) = decision else { return vec![String::new(); ANSWERS.len()] };
    vec![
        it.verdict.word().to_owned(),
        it.why.map(|why| why.word().to_owned()).unwrap_or_default(),
        it.because.clone().unwrap_or_default().trim().to_owned(),
        it.risk.as_ref().map(ToString::to_string).unwrap_or_default(),
        it.by.clone().unwrap_or_default(),
        it.review.map(|day| day.to_string()).unwrap_or_default(),
    ]
}

fn sheet_row(case: &Case, row: &FlawRow, urgency: &Urgency) -> SheetRow {
    let decision = row.decision.as_ref().and_then(|id| case.model.decisions.get(id));
    let yes = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    let uncertain = if row.flaw.uncertain { ", uncertain" } else { "" };
    let state = match (&row.decision, row.asked_again.is_empty()) {
        (Some(_), false) => format!("asked again: {}", row.asked_again.join("; ")),
        (Some(_), true) if !row.is_open() => "decided".to_owned(),
        _ => "open".to_owned(),
    };
    SheetRow {
        facts: vec![
            key(row),
            row.flaw.id.to_string(),
            row.name.clone(),
            row.version.clone().unwrap_or_default(),
            row.component.to_string(),
            format!("{}{uncertain}", row.flaw.state.word()),
            yes(urgency.exploited),
            yes(urgency.ransomware),
            urgency.epss_text().unwrap_or_default(),
            urgency.cvss_text().unwrap_or_default(),
            urgency.harm.as_ref().map(|(_, word)| word.clone()).unwrap_or_default(),
            urgency.fixed_in.join(", "),
            urgency.clocks().unwrap_or_default(),
            row.flaw.published.map(|day| day.to_string()).unwrap_or_default(),
            row.decision.as_ref().map(ToString::to_string).unwrap_or_default(),
            state,
        ],
        answers: answers_of(decision),
    }
}
