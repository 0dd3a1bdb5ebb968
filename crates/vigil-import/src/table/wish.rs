//! What a row asks for, and what the folder's own reader says of it.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::Value;
use vigil_finding::{Finding, Severity};
use vigil_model::Loaded;

use super::Table;
use super::edits::Set;
use super::plan::{Changed, Plan, Rejected};

/// What a row asks for.
pub(super) struct Wish {
    pub(super) line: usize,
    pub(super) id: String,
    pub(super) is_new: bool,
    pub(super) sets: Vec<Set>,
    pub(super) fields: Vec<Changed>,
}

impl Wish {
    pub(super) fn set(&mut self, way: Vec<String>, value: Value, before: String, after: &str) {
        self.fields.push(Changed { key: way.join("."), before, after: after.to_owned() });
        self.sets.push((way, value));
    }
}

/// A finding without its place: lines move when a file is edited.
pub(super) fn said(finding: &Finding) -> String {
    format!("{} {} {}", finding.code, finding.subject, finding.message)
}

/// The first finding at each record that was not there before, of those that weigh so much.
fn fresh<'f>(after: &'f Loaded, old: &BTreeSet<String>, is_error: bool) -> BTreeMap<&'f str, &'f Finding> {
    let mut fresh: BTreeMap<&str, &Finding> = BTreeMap::new();
    let weighs = |it: &&Finding| (it.severity == Severity::Error) == is_error;
    for finding in after.findings.iter().filter(weighs).filter(|it| !old.contains(&said(it))) {
        fresh.entry(finding.subject.as_str()).or_insert(finding);
    }
    fresh
}

/// What the folder would say of the rows that are taken.
pub(super) fn remarks(
    wishes: &[Wish],
    table: Table,
    after: &Loaded,
    old: &BTreeSet<String>,
) -> Vec<Rejected> {
    let fresh = fresh(after, old, false);
    let of = |wish: &Wish| {
        let finding = fresh.get(format!("{}.{}", table.kind().word(), wish.id).as_str())?;
        Some(Rejected { line: wish.line, because: finding.message.clone() })
    };
    wishes.iter().filter_map(of).collect()
}

/// Takes out the rows whose record has an error that was not there before; says whether there was one.
pub(super) fn reject(
    wishes: &mut Vec<Wish>,
    plan: &mut Plan,
    table: Table,
    after: &Loaded,
    old: &BTreeSet<String>,
) -> bool {
    let fresh = fresh(after, old, true);
    let count = wishes.len();
    wishes.retain(|wish| {
        let subject = format!("{}.{}", table.kind().word(), wish.id);
        let Some(finding) = fresh.get(subject.as_str()) else { return true };
        let help = finding.help.first().map(|it| format!("; {it}")).unwrap_or_default();
        plan.rejected.push(Rejected { line: wish.line, because: format!("{}{help}", finding.message) });
        false
    });
    wishes.len() < count
}
