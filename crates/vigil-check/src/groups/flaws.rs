//! Known vulnerabilities as decisions speak of them; shared by the groups that judge decisions.

use vigil_base::{Id, Place};
use vigil_case::{FlawRow, SnapshotState};
use vigil_match::State;
use vigil_model::Record;
use vigil_model::kinds::{Decision, Release, Verdict, Vulnerability};

use crate::groups::say;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Decisions on known flaws of packages and on vulnerabilities of one's own.
pub(crate) fn decisions<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Decision> {
    let all = scope.case.model.decisions.values();
    all.filter(|it| !it.on.flaw.is_empty() || it.on.vulnerability.is_some())
}

/// The decision on a vulnerability of one's own.
pub(crate) fn decision_on<'s>(scope: &'s Scope<'_>, own: &Vulnerability) -> Option<&'s Decision> {
    let names = |it: &&Decision| it.on.vulnerability.as_ref().is_some_and(|it| it.id == *own.id());
    scope.case.model.decisions.values().find(names)
}

/// What a decision is on, as messages name it.
pub(crate) fn subject(decision: &Decision) -> String {
    let on = &decision.on;
    match (on.flaw.0.as_slice(), &on.package, &on.vulnerability, &on.anomaly) {
        ([one], Some(package), ..) => format!("{one} in {package}"),
        ([one], None, ..) => one.clone(),
        ([], _, Some(own), _) => format!("vulnerability.{own}"),
        ([], _, None, Some(anomaly)) => format!("anomaly.{anomaly}"),
        _ => decision.subject(),
    }
}

/// Whether the risk of a flaw is controlled: by the matrix, or stated with its reason. `None` where neither says so.
pub(crate) fn controlled(scope: &Scope<'_>, decision: &Decision) -> Option<bool> {
    let stated = match decision.controlled {
        Some(true) => say::is_text(decision.because.as_ref()).then_some(true),
        other => other,
    };
    let risk = decision.risk.as_ref().and_then(|it| scope.case.risks.get(&it.id));
    // A risk that the matrix calls unacceptable is not talked down by a word in the decision.
    risk.and_then(vigil_case::RiskRow::controlled).or(stated)
}

/// Releases that are in use: fielded, or retired with units left.
pub(crate) fn in_use<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Release> {
    vigil_case::fielded::in_use(&scope.case.model)
}

/// The verdict of a decision for a release: stated for it, or the decision's own for the release under review.
pub(crate) fn verdict_for(scope: &Scope<'_>, decision: &Decision, release: &Id) -> Option<Verdict> {
    let own = (release.as_str() == scope.case.version()).then_some(decision.verdict);
    decision.releases.get(release.as_str()).copied().or(own)
}

/// Decisions on flaws that affect a release in use. Where a decision names no release, its verdict counts for all.
pub(crate) fn fielded<'s>(scope: &'s Scope<'_>) -> Vec<&'s Decision> {
    let affects = |decision: &&Decision| {
        in_use(scope).any(|release| {
            verdict_for(scope, decision, release.id()).unwrap_or(decision.verdict) == Verdict::Affected
        })
    };
    decisions(scope).filter(affects).collect()
}

/// Matches whose range holds.
pub(crate) fn affected<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s FlawRow> {
    scope.case.flaws.iter().filter(|row| row.flaw.state == State::Affected)
}

/// Where a flaw is answered: its decision, else the package that carries it.
pub(crate) fn place_of(scope: &Scope<'_>, row: &FlawRow) -> Place {
    let decision = row.decision.as_ref().and_then(|id| scope.case.model.decisions.get(id));
    if let Some(decision) = decision {
        return scope.place(decision.meta.span);
    }
    let carried =
        scope.case.packages.iter().find(|it| it.component == row.component && it.key == row.package);
    carried.map_or_else(Scope::top, |it| it.place.clone())
}

/// Why nothing can be said about known vulnerabilities, where that is so.
pub(crate) fn not_looked_up(scope: &Scope<'_>) -> Option<Judgement> {
    let because = match &scope.case.snapshot_state {
        SnapshotState::Missing => {
            "there is no snapshot of known vulnerabilities: run `vigil match`".to_owned()
        }
        SnapshotState::Unreadable(cause) => format!("the snapshot cannot be read: {cause}"),
        SnapshotState::Outdated(_) | SnapshotState::Current => return None,
    };
    Some(Judgement::incomplete("snapshot", because).at(Place::start_of("snapshot/index.json")))
}

/// Why an empty list of flaws proves nothing, where that is so.
pub(crate) fn not_looked_up_for_all(scope: &Scope<'_>) -> Option<Judgement> {
    not_looked_up(scope).or_else(|| match &scope.case.snapshot_state {
        SnapshotState::Outdated(files) => {
            let because = format!("the snapshot was made from other SBOMs: {}", files.join(", "));
            Some(Judgement::incomplete("snapshot", because).at(Place::start_of("snapshot/index.json")))
        }
        _ => None,
    })
}

/// What is judged where no flaw is left to judge: nothing is known, or nothing is there.
pub(crate) fn none_left(scope: &Scope<'_>, because: &str) -> Judgement {
    not_looked_up_for_all(scope).unwrap_or_else(|| say::nothing_to_judge(because))
}
