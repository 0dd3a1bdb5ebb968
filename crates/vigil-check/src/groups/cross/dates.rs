//! Dates in order: plan, evaluation, threat model, tests, report, list, submission. An unknown date never passes.

use std::collections::BTreeMap;

use vigil_base::{Date, Place};
use vigil_case::Case;
use vigil_model::Model;

use crate::judgement::Judgement;
use crate::scope::Scope;

/// Something that happened on a day, where the day is known.
#[derive(Clone)]
struct Event {
    name: &'static str,
    day: Option<Date>,
    place: Place,
}

/// One judgement for each pair.
pub(super) fn date_order(scope: &Scope<'_>) -> Vec<Judgement> {
    let events = Events::of(scope);
    let mut pairs = vec![(&events.plan, &events.evaluation), (&events.change, &events.threat_model)];
    if events.has_pentests {
        pairs.push((&events.pentest, &events.report));
    }
    if events.decision.day.is_some() {
        pairs.push((&events.decision, &events.report));
    }
    if events.has_tests {
        pairs.push((&events.test, &events.anomalies));
    }
    let mut judgements: Vec<Judgement> =
        pairs.into_iter().map(|(earlier, later)| ordered(earlier, later)).collect();
    judgements.extend(events.before_submission());
    judgements
}

fn ordered(earlier: &Event, later: &Event) -> Judgement {
    let subject = format!("{} / {}", earlier.name, later.name);
    let unknown = |it: &Event| (format!("that the date of the {} is not stated", it.name), it.place.clone());
    let wrong = match (earlier.day, later.day) {
        (None, _) => Some(unknown(earlier)),
        (_, None) => Some(unknown(later)),
        (Some(first), Some(second)) => {
            (first > second).then(|| (format!("{first} and {second}"), later.place.clone()))
        }
    };
    match wrong {
        None => Judgement::pass(subject).at(later.place.clone()),
        Some((said, place)) => Judgement::gap(subject)
            .with("said", said)
            .with("earlier", format!("the {}", earlier.name))
            .with("later", format!("the {}", later.name))
            .at(place),
    }
}

struct Events {
    plan: Event,
    evaluation: Event,
    change: Event,
    threat_model: Event,
    pentest: Event,
    decision: Event,
    report: Event,
    test: Event,
    anomalies: Event,
    submission: Event,
    has_pentests: bool,
    has_tests: bool,
}

impl Events {
    fn of(scope: &Scope<'_>) -> Self {
        let case = scope.case;
        let model = &case.model;
        let decisions: Vec<Date> = model.decisions.values().filter_map(|it| it.date).collect();
        let places = places(scope);
        let event = |name: &'static str, day: Option<Date>| Event {
            name,
            day,
            place: places.get(name).cloned().unwrap_or_else(Scope::top),
        };
        let report = model.risk_report.as_ref().and_then(|it| it.date);
        Self {
            plan: event(
                "approval of the risk management plan",
                model.risk_plan.as_ref().and_then(|it| it.approved),
            ),
            evaluation: event("first evaluation", decisions.iter().min().copied().or(report)),
            change: event("last security change", case.release().and_then(|it| it.last_security_change)),
            threat_model: event("update of the threat model", threat_model_day(model)),
            pentest: event("last penetration test", last_pentest(model)),
            decision: event("last decision", decisions.iter().max().copied()),
            report: event("risk management report", report),
            test: event("last test", last_test(case)),
            anomalies: event("list of anomalies", model.anomaly_list.as_ref().and_then(|it| it.listed)),
            submission: event("planned submission", planned(model)),
            has_pentests: !model.pentests.is_empty(),
            has_tests: !model.tests.is_empty(),
        }
    }

    /// Everything that is dated lies before the submission. What is not dated was told by its own pair.
    fn before_submission(&self) -> Vec<Judgement> {
        let dated =
            [&self.plan, &self.threat_model, &self.report, &self.pentest, &self.test, &self.anomalies];
        if self.submission.day.is_none() {
            return vec![ordered(&Event { day: Some(Date::MIN), ..self.report.clone() }, &self.submission)];
        }
        dated.into_iter().filter(|it| it.day.is_some()).map(|it| ordered(it, &self.submission)).collect()
    }
}

/// Where the date of an event would be written.
fn places(scope: &Scope<'_>) -> BTreeMap<&'static str, Place> {
    let model = &scope.case.model;
    let mut places = BTreeMap::new();
    let mut put = |name, span: Option<vigil_model::Span>| {
        if let Some(span) = span {
            places.insert(name, scope.place(span));
        }
    };
    put("approval of the risk management plan", model.risk_plan.as_ref().map(|it| it.key("approved")));
    put("update of the threat model", model.threat_model.as_ref().map(|it| it.key("updated")));
    put("risk management report", model.risk_report.as_ref().map(|it| it.key("date")));
    put("first evaluation", model.risk_report.as_ref().map(|it| it.key("date")));
    put("list of anomalies", model.anomaly_list.as_ref().map(|it| it.key("listed")));
    put("last security change", scope.case.release().map(|it| it.meta.key("last-security-change")));
    put("last penetration test", model.pentests.values().last().map(|it| it.meta.key("to")));
    put("last test", model.tests.values().last().map(|it| it.meta.key("date")));
    put("planned submission", model.project.as_ref().map(|it| it.key("submission")));
    places
}

fn threat_model_day(model: &Model) -> Option<Date> {
    let stated = model.threat_model.as_ref()?;
    stated.updated.max(stated.covers_change)
}

fn last_pentest(model: &Model) -> Option<Date> {
    model.pentests.values().filter_map(|it| it.to.or(it.from)).max()
}

/// The newest day of a test, of its results and of penetration tests.
pub(super) fn last_test(case: &Case) -> Option<Date> {
    let stated = case.model.tests.values().filter_map(|it| it.date);
    let results = case.tests.values().flat_map(|row| &row.results).filter_map(|it| it.date);
    stated.chain(results).chain(last_pentest(&case.model)).max()
}

fn planned(model: &Model) -> Option<Date> {
    model.project.as_ref()?.submission.as_ref()?.planned
}
