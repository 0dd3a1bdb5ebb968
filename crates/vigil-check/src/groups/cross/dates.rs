//! Dates in order: plan, evaluation, threat model, tests, decisions, report, list, submission. An unknown date never passes.

use std::collections::BTreeMap;

use vigil_base::{Date, Place};
use vigil_case::Case;
use vigil_model::kinds::Test;
use vigil_model::{Model, Record};

use crate::judgement::Judgement;
use crate::scope::Scope;

/// Something that happened on a day, where the day is known.
#[derive(Clone)]
struct Event {
    name: &'static str,
    day: Option<Date>,
    place: Place,
    /// The record without a date that makes the day unknown.
    undated: Option<String>,
}

impl Event {
    /// Unknown where a record that could be the first or last of its kind states no date.
    fn unless(mut self, undated: Option<&(String, Place)>) -> Self {
        if let Some((subject, place)) = undated {
            self.day = None;
            self.place = place.clone();
            self.undated = Some(subject.clone());
        }
        self
    }

    fn unknown(&self) -> String {
        match &self.undated {
            Some(subject) => format!("that `{subject}` states no date"),
            None => format!("that the date of the {} is not stated", self.name),
        }
    }
}

/// One judgement for each pair.
pub(super) fn date_order(scope: &Scope<'_>) -> Vec<Judgement> {
    let events = Events::of(scope);
    let mut pairs = vec![(&events.plan, &events.evaluation), (&events.change, &events.threat_model)];
    if events.has_pentests {
        pairs.push((&events.pentest, &events.report));
    }
    if events.has_decisions {
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
    let unknown = |it: &Event| (it.unknown(), it.place.clone());
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
    has_decisions: bool,
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
            undated: None,
        };
        let undated = Undated::of(scope);
        let report = model.risk_report.as_ref().and_then(|it| it.date);
        Self {
            plan: event(
                "approval of the risk management plan",
                model.risk_plan.as_ref().and_then(|it| it.approved),
            ),
            evaluation: event("first evaluation", decisions.iter().min().copied().or(report))
                .unless(undated.decision.as_ref()),
            change: event("last security change", case.release().and_then(|it| it.last_security_change)),
            threat_model: event("update of the threat model", threat_model_day(model)),
            pentest: event("last penetration test", last_pentest(model)).unless(undated.pentest.as_ref()),
            decision: event("last decision", decisions.iter().max().copied())
                .unless(undated.decision.as_ref()),
            report: event("risk management report", report),
            test: event("last test", last_test(case)).unless(undated.test.as_ref()),
            anomalies: event("list of anomalies", model.anomaly_list.as_ref().and_then(|it| it.listed)),
            submission: event("planned submission", planned(model)),
            has_pentests: !model.pentests.is_empty(),
            has_decisions: !model.decisions.is_empty(),
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

/// The first record of each kind that was made on a day that nobody states, with its place.
struct Undated {
    decision: Option<(String, Place)>,
    pentest: Option<(String, Place)>,
    test: Option<(String, Place)>,
}

impl Undated {
    fn of(scope: &Scope<'_>) -> Self {
        let model = &scope.case.model;
        let place = |it: &vigil_model::Meta| scope.place(it.span);
        let decision = model.decisions.values().find(|it| it.date.is_none());
        let pentest = model.pentests.values().find(|it| it.to.or(it.from).is_none());
        let test = model.tests.values().find(|it| ran_on_no_day(scope.case, it));
        Self {
            decision: decision.map(|it| (it.subject(), place(&it.meta))),
            pentest: pentest.map(|it| (it.subject(), place(&it.meta))),
            test: test.map(|it| (it.subject(), place(&it.meta))),
        }
    }
}

/// Whether a test has a result without a day, and states none itself. One without results did not run as far as is known.
fn ran_on_no_day(case: &Case, test: &Test) -> bool {
    let results = case.tests.get(test.id()).map(|row| row.results.as_slice()).unwrap_or_default();
    test.date.is_none() && results.iter().any(|it| it.date.is_none())
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
