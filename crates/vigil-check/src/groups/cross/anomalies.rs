//! The list of anomalies: complete, assessed, of this device, and taken after the last test.

use vigil_base::Place;
use vigil_model::kinds::{Anomaly, AnomalyList, AnomalyVerdict};
use vigil_model::{Record, Single};

use super::dates::last_test;
use crate::groups::links::lacking;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Each anomaly, and the list.
pub(super) fn anomalies(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let mut judgements: Vec<Judgement> = model.anomalies.values().map(|it| settled(scope, it)).collect();
    match &model.anomaly_list {
        Some(list) => judgements.extend(listed(scope, list)),
        None => judgements.push(
            Judgement::incomplete("anomalies", "there is no `[anomalies]` that says when the list was taken")
                .at(Scope::top()),
        ),
    }
    judgements
}

/// What stays unresolved is assessed, and decided or put off with a plan.
fn settled(scope: &Scope<'_>, anomaly: &Anomaly) -> Judgement {
    let decided = scope
        .case
        .model
        .decisions
        .values()
        .find(|it| it.on.anomaly.as_ref().is_some_and(|on| on.id == *anomaly.id()));
    let planned = decided.is_some() || anomaly.deferral.is_some() || anomaly.risk.is_some();
    let lacks = match (anomaly.verdict, &anomaly.because) {
        (None, _) => Some("it is listed and not assessed (no `verdict`)"),
        (Some(_), None) => Some("it is assessed without a reason (no `because`)"),
        (Some(AnomalyVerdict::SecurityEffect), _) if !planned => {
            Some("it has a security effect, and no decision, risk or deferral takes it up")
        }
        _ => None,
    };
    let judgement = lacking(anomaly.subject(), lacks, scope.place(anomaly.meta.key("verdict")));
    decided.map(Record::subject).into_iter().fold(judgement, Judgement::resting_on)
}

fn listed(scope: &Scope<'_>, list: &Single<AnomalyList>) -> Vec<Judgement> {
    let place = |key: &str| -> Place { scope.place(list.key(key)) };
    let tested = last_test(scope.case);
    let taken = match (list.listed, tested) {
        (None, _) => {
            lacking("anomalies", Some("the list does not say when it was taken (`listed`)"), place("listed"))
        }
        (Some(_), None) => Judgement::incomplete("anomalies", "no test result has a date to compare with")
            .at(place("listed")),
        (Some(day), Some(last)) => {
            let old = format!("the list was taken on {day}, before the last test of {last}");
            lacking("anomalies", (day < last).then_some(old.as_str()), place("listed"))
        }
    };
    let wanted = scope.case.version();
    let other = list
        .device_version
        .as_ref()
        .map(|it| format!("the list is of version {it}, and the release under review is {wanted}"));
    let lacks = match &list.device_version {
        None => Some("the list names no version of the device (`device-version`)"),
        Some(version) if version == wanted => None,
        Some(_) => other.as_deref(),
    };
    vec![taken, lacking("anomalies", lacks, place("device-version"))]
}
