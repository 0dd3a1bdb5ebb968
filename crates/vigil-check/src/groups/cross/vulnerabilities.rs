//! Matches, decisions and packages name each other.

use vigil_base::Id;
use vigil_case::{FlawRow, PackageRow, SnapshotState};
use vigil_match::State;
use vigil_model::Record;
use vigil_model::kinds::{Decision, Verdict, without_version};

use crate::groups::links::or_nothing;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Affected matches without decision, and decisions without match or package.
pub(super) fn vulnerabilities(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    if case.snapshot.is_none() {
        return vec![
            Judgement::incomplete("snapshot", "there is no readable `snapshot/` to compare with")
                .at(Scope::top()),
        ];
    }
    let mut judgements: Vec<Judgement> = case
        .flaws
        .iter()
        .filter(|it| it.flaw.state == State::Affected)
        .map(|it| decided(scope, it))
        .collect();
    judgements.extend(case.model.decisions.values().filter_map(|it| covering(scope, it)));
    if let SnapshotState::Outdated(files) = &case.snapshot_state {
        let because =
            format!("`snapshot/` was made from other SBOMs than those in the folder: {}", files.join(", "));
        judgements.push(Judgement::incomplete("snapshot", because).at(Scope::top()));
    }
    or_nothing(judgements, "no package is affected, and nothing is decided")
}

fn decided(scope: &Scope<'_>, row: &FlawRow) -> Judgement {
    let decision = row.decision.as_ref().and_then(|id| scope.case.model.decisions.get(id));
    if let Some(decision) = decision {
        let judgement = Judgement::pass(row.subject()).at(scope.place(decision.meta.span));
        return judgement.resting_on(decision.subject());
    }
    let here = |it: &&PackageRow| it.key == row.package && it.component == row.component;
    let place = scope.case.packages.iter().find(here).map_or_else(Scope::top, |it| it.place.clone());
    Judgement::gap(row.subject()).with("side", "the snapshot").at(place)
}

/// A decision on flaws or on a watched package that still has something to decide on.
fn covering(scope: &Scope<'_>, decision: &Decision) -> Option<Judgement> {
    let case = scope.case;
    let there = if !decision.on.flaw.is_empty() {
        case.flaws.iter().any(|row| covers(decision, row))
    } else if decision.verdict == Verdict::Watched {
        let package = decision.on.package.as_deref()?;
        case.packages
            .iter()
            .any(|row| is_package(package, &row.name, &row.key) && in_component(decision, &row.component))
    } else {
        return None;
    };
    let judgement = if there {
        Judgement::pass(decision.subject())
    } else {
        Judgement::gap(decision.subject()).with("side", "the decisions")
    };
    Some(judgement.at(scope.place(decision.meta.span)))
}

/// As the case joins them; also where another decision came first, which is reported by itself.
fn covers(decision: &Decision, row: &FlawRow) -> bool {
    if row.decision.as_ref() == Some(decision.id()) {
        return true;
    }
    let flaw = decision.on.flaw.iter().any(|id| *id == row.flaw.id || row.flaw.aliases.contains_key(id));
    let package = decision.on.package.as_deref().is_none_or(|it| is_package(it, &row.name, &row.package));
    row.decision.is_some() && flaw && package && in_component(decision, &row.component)
}

fn in_component(decision: &Decision, component: &Id) -> bool {
    decision.on.components.is_empty() || decision.on.components.iter().any(|it| it.id == *component)
}

fn is_package(wanted: &str, name: &str, key: &str) -> bool {
    let (key, id) = (Id::new(key), Id::new(wanted));
    name == wanted
        || key == id
        || without_version(&key) == without_version(&id)
        || name.rsplit('/').next() == Some(wanted)
}
