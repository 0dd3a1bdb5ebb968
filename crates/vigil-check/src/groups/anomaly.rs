//! Predicates of the group `anomaly`: the list of unresolved anomalies and what is said of each.

use vigil_model::Record;
use vigil_model::kinds::{Anomaly, AnomalyVerdict};

use crate::groups::{Predicate, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[("listed", listed), ("states", states)];

/// Anomalies are listed, or the list is stated to be complete as of a day.
fn listed(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let list = model.anomaly_list.as_ref();
    let place = list.map_or_else(Scope::top, |it| scope.place(it.span));
    let complete = list.is_some_and(|it| it.complete == Some(true) && it.listed.is_some());
    if model.anomalies.is_empty() && !complete {
        return vec![Judgement::gap("anomalies").at(place)];
    }
    let mut pass = Judgement::pass("anomalies").at(place);
    pass.evidence = model.anomalies.values().map(Record::subject).collect();
    if complete {
        pass.evidence.push("anomalies".to_owned());
    }
    vec![pass]
}

fn states(scope: &Scope<'_>) -> Vec<Judgement> {
    let anomalies = scope.case.model.anomalies.values();
    let mut judgements: Vec<Judgement> = match scope.arg("fact") {
        "verdict" => anomalies.map(|it| verdict(scope, it)).collect(),
        "cwe" => anomalies.map(|it| cwe(scope, it)).collect(),
        _ => {
            let with_effect = anomalies.filter(|it| it.verdict == Some(AnomalyVerdict::SecurityEffect));
            std::iter::once(criteria(scope)).chain(with_effect.map(|it| effect(scope, it))).collect()
        }
    };
    if judgements.is_empty() {
        judgements.push(say::could_not_look("no anomaly is listed"));
    }
    judgements
}

fn verdict(scope: &Scope<'_>, anomaly: &Anomaly) -> Judgement {
    let place = scope.place(anomaly.meta.key("verdict"));
    let stated = anomaly.verdict.is_some() && say::is_text(anomaly.because.as_ref());
    decided(anomaly, stated).at(place)
}

fn cwe(scope: &Scope<'_>, anomaly: &Anomaly) -> Judgement {
    let stated = anomaly.cwe.none || !anomaly.cwe.numbers.is_empty();
    decided(anomaly, stated).at(scope.place(anomaly.meta.key("cwe")))
}

fn decided(anomaly: &Anomaly, stated: bool) -> Judgement {
    let id = anomaly.id().as_str();
    let judgement = if stated { Judgement::pass(id) } else { Judgement::gap(id) };
    judgement.resting_on(anomaly.subject())
}

/// The criteria by which security effect is judged, stated once for all.
fn criteria(scope: &Scope<'_>) -> Judgement {
    let list = scope.case.model.anomaly_list.as_ref();
    let place = list.map_or_else(Scope::top, |it| scope.place(it.key("criteria")));
    let stated = list.is_some_and(|it| say::is_text(it.criteria.as_ref()));
    let lacks = if stated { vec![] } else { vec!["states no `criteria` for security effect".to_owned()] };
    say::lacking("[anomalies]", place, &lacks).resting_on("anomalies")
}

/// An anomaly with a security effect names its risk and what it could do when triggered on purpose.
fn effect(scope: &Scope<'_>, anomaly: &Anomaly) -> Judgement {
    let wanted = [("risk", anomaly.risk.is_some()), ("impact", say::is_text(anomaly.impact.as_ref()))];
    let absent = say::absent(&wanted);
    let lacks =
        if absent.is_empty() { vec![] } else { vec![format!("does not state {}", say::keys(&absent))] };
    let place = scope.place(anomaly.meta.key("verdict"));
    say::lacking(anomaly.subject(), place, &lacks).resting_on(anomaly.subject())
}
