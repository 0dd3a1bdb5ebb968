//! Predicates of the group `metrics`: the measures of section V.A.6.

use vigil_base::{Id, Place};
use vigil_case::SnapshotState;
use vigil_model::Record;
use vigil_model::kinds::ReleaseStatus;

use crate::groups::{Predicate, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] =
    &[("computed", computed), ("given_or_justified", given_or_justified)];

fn place(scope: &Scope<'_>) -> Place {
    scope.case.model.metrics.as_ref().map_or_else(Scope::top, |it| scope.place(it.span))
}

/// The metric can be computed from the dates of at least one decision.
fn computed(scope: &Scope<'_>) -> Vec<Judgement> {
    let metric = scope.arg("metric");
    let identified = &scope.case.metrics.identified;
    if identified.is_empty() {
        return vec![none_identified(scope, metric)];
    }
    let lacks = match metric {
        "share-fixed" => share(scope),
        "time-to-fix" => to_fix(scope),
        "time-to-field" => to_field(scope),
        _ => to_fix(scope).or_else(|| to_field(scope)),
    };
    // The first decision is where the dates would be written.
    let first = identified.first().and_then(|id| scope.case.model.decisions.get(id.as_str()));
    let place = first.map_or_else(|| place(scope), |it| scope.place(it.meta.key("dates")));
    let lacks: Vec<String> = lacks.into_iter().collect();
    let mut judgement = say::lacking(metric, place, &lacks);
    judgement.evidence = identified.iter().map(|id| format!("decision.{id}")).collect();
    vec![judgement]
}

/// No decision confirms a vulnerability: nothing to measure, or nobody has looked.
fn none_identified(scope: &Scope<'_>, metric: &str) -> Judgement {
    let case = scope.case;
    let undecided =
        case.flaws.iter().any(|row| row.flaw.state == vigil_match::State::Affected && row.is_open());
    if undecided || !case.model.vulnerabilities.is_empty() {
        let lacks = ["no decision says `affected` or `fixed`".to_owned()];
        return say::lacking(metric, place(scope), &lacks);
    }
    if case.snapshot_state == SnapshotState::Current {
        say::nothing_to_judge("no vulnerability is known that could be measured")
    } else {
        Judgement::incomplete(metric, "known vulnerabilities were not looked up").at(place(scope))
    }
}

fn share(scope: &Scope<'_>) -> Option<String> {
    let metrics = &scope.case.metrics;
    let dated = |id: &String| {
        let decision = scope.case.model.decisions.get(&Id::new(id.as_str()));
        decision.is_some_and(|it| it.dates.is_some())
    };
    let undated = metrics.identified.iter().filter(|id| !dated(id)).count();
    (undated == metrics.identified.len())
        .then(|| format!("`dates` is absent from all {undated} decisions on vulnerabilities"))
}

fn to_fix(scope: &Scope<'_>) -> Option<String> {
    let metrics = &scope.case.metrics;
    let n = metrics.identified.len();
    metrics
        .to_patch
        .days
        .is_empty()
        .then(|| format!("none of {n} decisions gives both `dates.known` and a past `dates.released`"))
}

fn to_field(scope: &Scope<'_>) -> Option<String> {
    let metrics = &scope.case.metrics;
    let n = metrics.identified.len();
    metrics
        .to_field
        .days
        .is_empty()
        .then(|| format!("none of {n} decisions gives both a past `dates.released` and `dates.fielded`"))
}

/// With marketed versions one metric is there; without, a reason and what takes its place.
fn given_or_justified(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let marketed: Vec<String> = case
        .model
        .releases
        .values()
        .filter(|it| matches!(it.status, Some(ReleaseStatus::Fielded | ReleaseStatus::Retired)))
        .map(Record::subject)
        .collect();
    let stated = case.model.metrics.as_ref();
    let reason = stated.is_some_and(|it| say::is_text(it.because.as_ref()));
    let instead =
        stated.is_some_and(|it| say::is_text(it.planned.as_ref()) || say::is_text(it.prior_model.as_ref()));
    let computable = share_is_known(scope) || !case.metrics.to_patch.days.is_empty();
    let lacks = match (marketed.is_empty(), computable) {
        (false, true) => vec![],
        (false, false) => {
            vec![format!("cannot be computed for {}: no decision gives its `dates`", marketed.join(", "))]
        }
        (true, _) => {
            let absent = say::absent(&[("because", reason), ("planned` or `prior-model", instead)]);
            if absent.is_empty() {
                vec![]
            } else {
                vec![format!("are not given, and {} is not stated", say::keys(&absent))]
            }
        }
    };
    vec![say::lacking("metrics", place(scope), &lacks).resting_on("metrics")]
}

fn share_is_known(scope: &Scope<'_>) -> bool {
    !scope.case.metrics.identified.is_empty() && share(scope).is_none()
}
