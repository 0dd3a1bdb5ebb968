//! Decisions from one SBOM or release to the next: carried, asked again, retired.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigil_base::{Date, Id};
use vigil_match::Snapshot;
use vigil_model::Model;
use vigil_model::kinds::{Decision, Verdict};

use crate::decisions::{self, FlawRow};
use crate::evidence::TestRow;
use crate::remembered::{self, Basis, Remembered};

/// What became of the decisions since they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Nothing that they rest on has changed: they go on to count.
    pub carried: Vec<Kept>,
    /// Something has changed, or their day has come: a person has to look again.
    pub asked_again: Vec<Asked>,
    /// The flaw or the package is gone.
    pub retired: Vec<Asked>,
    /// Made or changed since the last run of matching: there is nothing to compare with yet.
    pub new: Vec<Id>,
}

/// A decision that goes on to count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The decision.
    pub decision: Id,
    /// How many flaws of packages it covers.
    pub covers: usize,
    /// How many of those that it covered when it was made are gone.
    pub gone: usize,
}

/// A decision with the reasons why it does not simply go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The decision.
    pub decision: Id,
    /// Why, one sentence each.
    pub because: Vec<String>,
}

impl Carried {
    /// Why a decision has to be looked at again; empty when it need not.
    pub fn reasons(&self, decision: &Id) -> &[String] {
        let found = self.asked_again.iter().find(|it| it.decision == *decision);
        found.map_or(&[], |it| it.because.as_slice())
    }
}

/// What the comparison looks at.
pub(crate) struct Now<'a> {
    pub(crate) model: &'a Model,
    pub(crate) snapshot: Option<&'a Snapshot>,
    pub(crate) rows: &'a [FlawRow],
    pub(crate) tests: &'a BTreeMap<Id, TestRow>,
    /// Decisions that releases in the field rest on: they are not retired, whatever became of this release.
    pub(crate) elsewhere: &'a BTreeSet<Id>,
    pub(crate) as_of: Date,
}

/// Compares the decisions with what is remembered of them.
pub(crate) fn compare(now: &Now<'_>, remembered: Option<&Remembered>) -> Carried {
    let mut carried = Carried::default();
    for decision in now.model.decisions.values() {
        let id = &decision.meta.id;
        let basis = remembered::basis(now.model, now.tests, now.rows, decision, now.as_of);
        let before =
            remembered.and_then(|it| it.decisions.get(id)).filter(|old| old.decision == basis.decision);
        let missed = missed(now, decision);
        if let Some(why) = retired(now, decision, before, &basis, &missed) {
            carried.retired.push(Asked { decision: id.clone(), because: vec![why] });
            continue;
        }
        let because = reasons(now, decision, before, &basis, &missed);
        if !because.is_empty() {
            carried.asked_again.push(Asked { decision: id.clone(), because });
        } else if let Some(before) = before {
            carried.carried.push(Kept {
                decision: id.clone(),
                covers: basis.covered.len(),
                gone: before.covered.difference(&basis.covered).count(),
            });
        } else {
            carried.new.push(id.clone());
        }
    }
    carried
}

/// Flaws that a decision would cover but for its `versions`, and that nobody else has decided on.
fn missed<'a>(now: &Now<'a>, decision: &Decision) -> Vec<&'a FlawRow> {
    if decision.on.versions.is_none() || decision.on.flaw.is_empty() {
        return Vec::new();
    }
    let but_for_version = |row: &&FlawRow| row.decision.is_none() && decisions::is_about(decision, row);
    now.rows.iter().filter(but_for_version).collect()
}

/// Why a decision is retired: it covered something once, and there is nothing left of it.
fn retired(
    now: &Now<'_>,
    decision: &Decision,
    before: Option<&Basis>,
    basis: &Basis,
    missed: &[&FlawRow],
) -> Option<String> {
    let had = before.is_some_and(|it| !it.covered.is_empty());
    let in_field = now.elsewhere.contains(&decision.meta.id);
    let gone = had && basis.covered.is_empty() && missed.is_empty() && !in_field;
    let snapshot = now.snapshot.filter(|_| gone && !decision.on.flaw.is_empty())?;
    Some(decisions::why_nothing(snapshot, decision))
}

fn reasons(
    now: &Now<'_>,
    decision: &Decision,
    before: Option<&Basis>,
    basis: &Basis,
    missed: &[&FlawRow],
) -> Vec<String> {
    let mut because = Vec::new();
    // What is still being looked at is open already, and has its own clock.
    if let Some(day) = decision.review.filter(|day| *day < now.as_of && is_final(decision)) {
        because.push(format!("its review day {day} is past"));
    }
    let outside: BTreeSet<String> = missed
        .iter()
        .map(|row| {
            let version = row.version.as_deref().unwrap_or("without a version");
            format!("{} {version} in {}", row.name, row.component)
        })
        .collect();
    if let Some(range) = decision.on.versions.as_ref().filter(|_| !outside.is_empty()) {
        let outside: Vec<String> = outside.into_iter().collect();
        because.push(format!("{} is outside its versions {range}", outside.join(", ")));
    }
    let Some(before) = before else { return because };
    for (what, then) in &before.rests_on {
        match basis.rests_on.get(what) {
            Some(is) if is != then => because.push(changed(what, then, is)),
            _ => {}
        }
    }
    let more: Vec<&str> = basis.covered.difference(&before.covered).map(String::as_str).collect();
    if !more.is_empty() && !before.covered.is_empty() {
        because.push(format!("it now also covers {}", more.join("; ")));
    }
    because
}

fn is_final(decision: &Decision) -> bool {
    decision.verdict != Verdict::UnderInvestigation
}

/// Digests tell a person nothing; versions and results do.
fn changed(what: &str, then: &str, is: &str) -> String {
    let digests = then.contains("sha256:") || is.contains("sha256:");
    match (is, digests) {
        ("not there", _) => format!("`{what}`, which it rests on, is gone"),
        (_, false) => format!("`{what}`, which it rests on, was {then} and is {is}"),
        (_, true) => format!("`{what}`, which it rests on, has changed{}", results(then, is)),
    }
}

/// `: passed before, failed now` for a test whose result is another one.
fn results(then: &str, is: &str) -> String {
    let word = |text: &str| text.split_once(", ").map(|(word, _)| word.to_owned());
    match (word(then), word(is)) {
        (Some(then), Some(is)) if then != is => format!(": {then} before, {is} now"),
        _ => String::new(),
    }
}
