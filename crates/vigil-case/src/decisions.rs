//! Decisions on known vulnerabilities: which match each one covers, which cover nothing, which cover twice.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::{Date, Id};
use vigil_finding::Finding;
use vigil_match::{Match, PackageResult, Snapshot, State};
use vigil_model::Model;
use vigil_model::kinds::{Decision, Verdict, without_version};

use crate::baseline::FrozenDecision;
use crate::findings;

/// One flaw of one package in one component, with the decision on it.
#[derive(Clone, Debug, PartialEq)]
pub struct FlawRow {
    /// The component.
    pub component: Id,
    /// The package's key.
    pub package: String,
    /// The package's name.
    pub name: String,
    /// The package's version.
    pub version: Option<String>,
    /// The match, with its explanation.
    pub flaw: Match,
    /// The decision that covers it.
    pub decision: Option<Id>,
    /// Its verdict.
    pub verdict: Option<Verdict>,
    /// Why that decision has to be looked at again; empty when it need not.
    pub asked_again: Vec<String>,
    /// The day it was first matched, as far as runs of matching remember.
    pub first_seen: Option<Date>,
}

impl FlawRow {
    /// Whether nobody has decided on it, or only that it is being looked at, or the decision has to be looked at again.
    pub fn is_open(&self) -> bool {
        matches!(self.verdict, None | Some(Verdict::UnderInvestigation)) || !self.asked_again.is_empty()
    }

    /// `CVE-2024-6119 in openssl 3.0.13 (pump-comms)`.
    pub fn subject(&self) -> String {
        let version = self.version.as_deref().unwrap_or("(no version)");
        format!("{} in {} {version} ({})", self.flaw.id, self.name, self.component)
    }
}

pub(crate) struct Applied {
    pub(crate) rows: Vec<FlawRow>,
    pub(crate) findings: Vec<Finding>,
}

/// Joins the matches of the snapshot with the decisions of the model.
///
/// `elsewhere` are decisions that releases in the field rest on: they cover something, though not in this release.
pub(crate) fn apply(model: &Model, snapshot: Option<&Snapshot>, elsewhere: &BTreeSet<Id>) -> Applied {
    let mut applied = Applied { rows: Vec::new(), findings: Vec::new() };
    let on_flaws: Vec<&Decision> = model.decisions.values().filter(|it| !it.on.flaw.is_empty()).collect();
    let Some(snapshot) = snapshot else {
        for decision in on_flaws {
            let finding = findings::decision_without_snapshot(decision.meta.id.as_str())
                .at(model.place(decision.meta.span));
            applied.findings.push(finding);
        }
        return applied;
    };
    let mut used: BTreeMap<&Id, usize> = on_flaws.iter().map(|it| (&it.meta.id, 0)).collect();
    for result in snapshot.results() {
        for flaw in &result.matches {
            let covering: Vec<&Decision> =
                on_flaws.iter().copied().filter(|it| covers(it, result, flaw)).collect();
            for decision in &covering {
                *used.entry(&decision.meta.id).or_default() += 1;
            }
            if let [first, second, ..] = covering.as_slice() {
                let what = format!("{} in {} of `{}`", flaw.id, result.name, result.component);
                let finding = findings::decided_twice(first.meta.id.as_str(), second.meta.id.as_str(), &what)
                    .at(model.place(second.meta.span))
                    .related(model.place(first.meta.span), "the first one");
                applied.findings.push(finding);
            }
            applied.rows.push(row(result, flaw, covering.first().copied()));
        }
    }
    for decision in on_flaws {
        let uses = used[&decision.meta.id] + usize::from(elsewhere.contains(&decision.meta.id));
        report(model, snapshot, decision, uses, &mut applied.findings);
    }
    applied
        .rows
        .sort_by(|a, b| (&a.flaw.id, &a.component, &a.package).cmp(&(&b.flaw.id, &b.component, &b.package)));
    applied
}

pub(crate) fn row(result: &PackageResult, flaw: &Match, decision: Option<&Decision>) -> FlawRow {
    FlawRow {
        component: Id::new(result.component.as_str()),
        package: result.package.clone(),
        name: result.name.clone(),
        version: result.version.clone(),
        flaw: flaw.clone(),
        decision: decision.map(|it| it.meta.id.clone()),
        verdict: decision.map(|it| it.verdict),
        asked_again: Vec::new(),
        first_seen: None,
    }
}

/// Whether a decision is about a row, whatever the version.
pub fn is_about(decision: &Decision, row: &FlawRow) -> bool {
    let on = &decision.on;
    let flaw = on.flaw.iter().any(|id| *id == row.flaw.id || row.flaw.aliases.contains_key(id));
    let component = on.components.is_empty() || on.components.iter().any(|it| it.id == row.component);
    let package = on.package.as_ref().is_none_or(|name| names_package(name, &row.name, &row.package));
    flaw && component && package
}

fn covers(decision: &Decision, result: &PackageResult, flaw: &Match) -> bool {
    let on = &decision.on;
    let names_flaw = on.flaw.iter().any(|id| flaw.id == *id || flaw.aliases.contains_key(id));
    names_flaw && covers_package(decision, result)
}

/// Package identity, component and version count, never the flaw alone.
fn covers_package(decision: &Decision, result: &PackageResult) -> bool {
    let on = &decision.on;
    let component =
        on.components.is_empty() || on.components.iter().any(|it| it.id == result.component.as_str());
    let package = on.package.as_ref().is_none_or(|name| is_package(name, result));
    component && package && holds_for_version(on.versions.as_deref(), result).unwrap_or(false)
}

/// Whether a decision of a baseline covers a match, by flaw, package, component and version.
pub(crate) fn is_frozen_on(decision: &FrozenDecision, result: &PackageResult, flaw: &Match) -> bool {
    let names_flaw = decision.flaws.iter().any(|id| *id == flaw.id || flaw.aliases.contains_key(id));
    let component = decision.components.is_empty()
        || decision.components.iter().any(|it| *it == result.component.as_str());
    let package = decision.package.as_ref().is_none_or(|name| is_package(name, result));
    names_flaw
        && component
        && package
        && holds_for_version(decision.versions.as_deref(), result).unwrap_or(false)
}

fn is_package(named: &str, result: &PackageResult) -> bool {
    names_package(named, &result.name, &result.package)
}

fn names_package(named: &str, name: &str, key: &str) -> bool {
    let (id, wanted) = (Id::new(key), Id::new(named));
    name == named
        || key == named
        || without_version(&id) == without_version(&wanted)
        || name.rsplit('/').next() == Some(named)
}

/// Whether the stated range of versions holds; `None` when that cannot be told, which never counts as covered.
fn holds_for_version(range: Option<&str>, result: &PackageResult) -> Option<bool> {
    let Some(range) = range else { return Some(true) };
    let version = result.version.as_deref()?;
    crate::versions::contains(&result.package, range, version).ok()
}

fn report(model: &Model, snapshot: &Snapshot, decision: &Decision, uses: usize, findings: &mut Vec<Finding>) {
    let id = decision.meta.id.as_str();
    let place = model.place(decision.meta.span);
    if let Some(range) = &decision.on.versions
        && let Err(cause) = crate::versions::check(range)
    {
        findings.push(findings::bad_versions(id, range, &cause).at(place.clone()));
        return;
    }
    if matches!(decision.verdict, Verdict::Applies | Verdict::NotApplicable) {
        let finding = findings::wrong_verdict(id, decision.verdict.word(), "a known vulnerability");
        findings.push(finding.at(model.place(decision.meta.key("verdict"))));
    }
    if uses == 0 {
        findings.push(findings::decision_covers_nothing(id, &why_nothing(snapshot, decision)).at(place));
    }
}

pub(crate) fn why_nothing(snapshot: &Snapshot, decision: &Decision) -> String {
    let flaws: Vec<&str> = decision.on.flaw.iter().map(String::as_str).collect();
    let known = snapshot.results().any(|result| {
        result
            .matches
            .iter()
            .any(|flaw| flaws.iter().any(|id| flaw.id == *id || flaw.aliases.contains_key(*id)))
    });
    let dismissed =
        snapshot.results().find(|result| result.dismissed.iter().any(|it| flaws.contains(&it.id.as_str())));
    if known {
        return format!("{} matches other packages, components or versions than it names", flaws.join(", "));
    }
    match dismissed {
        Some(result) => {
            let version = result.version.as_deref().unwrap_or("(no version)");
            format!("{} is known and {} {version} does not have it", flaws.join(", "), result.name)
        }
        None => format!("no package matches {}", flaws.join(", ")),
    }
}

/// The number of packages in each state that no decision and no way of watching answers.
pub fn unanswered(model: &Model, snapshot: &Snapshot) -> Vec<(String, String)> {
    let open = |result: &&PackageResult| matches!(result.state, State::Unidentified | State::NotChecked);
    let watched = |result: &&PackageResult| {
        let key = Id::new(result.package.as_str());
        let identity = model.identities.get(&key).or_else(|| model.identities.get(without_version(&key)));
        let decided = model.decisions.values().any(|decision| {
            decision.verdict == Verdict::Watched
                && decision.on.package.is_some()
                && covers_package(decision, result)
        });
        decided || identity.is_some_and(|it| it.watched.is_some())
    };
    let open = snapshot.results().filter(open).filter(|result| !watched(result));
    open.map(|result| (result.component.clone(), result.package.clone())).collect()
}
