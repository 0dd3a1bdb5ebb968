//! Attack paths of the case: those of the threats, with the known vulnerabilities of the parts that they lead through,
//! and the controls at the parts that all of them pass.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_match::State;
use vigil_model::kinds::{ComponentKind, Verdict};
use vigil_model::{Kind, Target};
use vigil_threat::paths::{self, Flaws, Paths, Route};

use crate::case::{Case, SnapshotState};
use crate::decisions::FlawRow;

/// All paths of a case.
pub(crate) fn of(case: &Case) -> Paths {
    paths::of(&case.model, &case.threats, &flaws(case))
}

/// What is known of the vulnerabilities of each part.
fn flaws(case: &Case) -> BTreeMap<Id, Flaws> {
    let mut open: BTreeMap<&Id, BTreeSet<String>> = BTreeMap::new();
    for row in case.flaws.iter().filter(|row| lets_in(row)) {
        open.entry(&row.component).or_default().insert(words(row));
    }
    let mut of = |id: &Id| Flaws { open: open.remove(id).unwrap_or_default(), blind: blind(case, id) };
    case.model.components.keys().map(|id| (id.clone(), of(id))).collect()
}

/// Affected or undecided: matched or not looked at, and nobody said that it is not there or fixed.
pub(crate) fn lets_in(row: &FlawRow) -> bool {
    let matched = matches!(row.flaw.state, State::Affected | State::NotChecked);
    let answered =
        matches!(row.verdict, Some(Verdict::NotAffected | Verdict::Fixed)) && row.asked_again.is_empty();
    matched && !answered
}

fn words(row: &FlawRow) -> String {
    format!("{} in {} {}", row.flaw.id, row.name, row.version.as_deref().unwrap_or("(no version)"))
}

/// Why it cannot be said of a part that no other known vulnerability is open on it.
fn blind(case: &Case, id: &Id) -> Option<String> {
    let part = case.model.components.get(id)?;
    match &case.snapshot_state {
        SnapshotState::Missing => return Some("packages were not matched".to_owned()),
        SnapshotState::Unreadable(_) => return Some("the matches cannot be read".to_owned()),
        SnapshotState::Outdated(_) => return Some("the matches are older than the SBOMs".to_owned()),
        SnapshotState::Current => {}
    }
    let holds_software = !matches!(part.kind, ComponentKind::Hardware | ComponentKind::External);
    if !case.unread_sboms(part).is_empty() {
        Some("its SBOM cannot be read".to_owned())
    } else if part.sbom.is_empty() && holds_software && case.packages_of(id).next().is_none() {
        Some("it has no SBOM".to_owned())
    } else {
        None
    }
}

impl Case {
    /// Attack paths, choke points and the reach over many patients; found out when they are first asked for.
    pub fn paths(&self) -> &Paths {
        self.found_paths.get_or_init(|| of(self))
    }

    /// Controls at a part: on it, on one of its interfaces, or on a flow that ends there.
    pub fn controls_at<'c>(&'c self, part: &'c Id) -> impl Iterator<Item = &'c Id> {
        let here = move |target: &Target| match target {
            Target::Record(Kind::Component, id) | Target::Interface(id, _) => *id == *part,
            Target::Record(Kind::Flow, id) => {
                let flow = self.model.flows.get(id);
                flow.is_some_and(|it| it.from.component == *part || it.to.component == *part)
            }
            _ => false,
        };
        let controls = self.model.controls.iter();
        controls.filter(move |(_, control)| control.on.iter().any(|on| here(&on.target))).map(|(id, _)| id)
    }

    /// Paths of which the way in and every step is open: each has an uncredited threat or an open vulnerability.
    pub fn chained_paths(&self) -> Vec<&Route> {
        self.paths().chained().collect()
    }
}
