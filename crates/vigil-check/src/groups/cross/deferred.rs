//! Fixes that are put off come within the plan's cycle.

use vigil_base::{Date, Place, date};
use vigil_case::evidence::{Disposition, ProtocolFinding};
use vigil_model::Record;
use vigil_model::kinds::{Anomaly, AnomalyVerdict, Decision, Verdict, Within};

use crate::groups::flaws;
use crate::groups::links::or_nothing;
use crate::groups::vulnerability::takes_up;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// A fix that is put off, with what it is compared by.
struct Put {
    subject: String,
    /// The day that it is due, where it names one or a release whose day is known.
    due: Option<Date>,
    /// Since when the flaw is known.
    found: Option<Date>,
    /// Whether its risk is controlled: that decides which cycle it has to fit.
    controlled: Option<bool>,
    place: Place,
}

/// One judgement for each fix that is put off: by a decision, by an anomaly, by what a test found.
pub(super) fn deferred(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let decisions = model.decisions.values().filter_map(|it| of_decision(scope, it));
    let anomalies = model.anomalies.values().filter_map(|it| of_anomaly(scope, it));
    let findings = scope.case.test_findings.iter();
    let findings = findings.filter(|(_, it)| it.found.disposition == Some(Disposition::Deferred));
    let findings = findings.map(|(key, it)| of_finding(scope, key, it));
    let put = decisions.chain(anomalies).chain(findings);
    or_nothing(put.map(|it| compared(scope, it)).collect(), "no fix is put off")
}

fn of_decision(scope: &Scope<'_>, decision: &Decision) -> Option<Put> {
    let off = decision.deferral.as_ref()?;
    Some(Put {
        subject: decision.subject(),
        due: off.by.or_else(|| day_of(scope, off.release.as_deref())),
        found: known_since(decision),
        controlled: controlled(scope, decision),
        place: scope.place(decision.meta.key("deferral")),
    })
}

fn known_since(decision: &Decision) -> Option<Date> {
    decision.dates.as_ref().and_then(|it| it.known).or(decision.date)
}

/// What does not affect the device has no risk to control.
fn controlled(scope: &Scope<'_>, decision: &Decision) -> Option<bool> {
    let harmless = matches!(decision.verdict, Verdict::NotAffected | Verdict::Fixed | Verdict::NotApplicable);
    match (flaws::controlled(scope, decision), &decision.risk) {
        (None, None) => harmless.then_some(true),
        (stated, _) => stated,
    }
}

/// The list of anomalies is taken anew for each submission, so its day says nothing of when an anomaly was found.
fn of_anomaly(scope: &Scope<'_>, anomaly: &Anomaly) -> Option<Put> {
    let off = anomaly.deferral.as_ref()?;
    let decided = decision_on_anomaly(scope, anomaly);
    Some(Put {
        subject: anomaly.subject(),
        due: off.by.or_else(|| day_of(scope, off.release.as_deref())),
        found: anomaly.found.or_else(|| decided?.dates.as_ref()?.known),
        controlled: anomaly_controlled(scope, anomaly),
        place: scope.place(anomaly.meta.key("deferral")),
    })
}

fn decision_on_anomaly<'s>(scope: &'s Scope<'_>, anomaly: &Anomaly) -> Option<&'s Decision> {
    let on = |it: &&Decision| it.on.anomaly.as_ref().is_some_and(|on| on.id == *anomaly.id());
    scope.case.model.decisions.values().find(on)
}

fn anomaly_controlled(scope: &Scope<'_>, anomaly: &Anomaly) -> Option<bool> {
    let risk = anomaly.risk.as_ref().and_then(|it| scope.case.risks.get(&it.id));
    let decided = decision_on_anomaly(scope, anomaly).and_then(|it| controlled(scope, it));
    match (risk.and_then(vigil_case::RiskRow::controlled), decided) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), _) | (_, Some(true)) => Some(true),
        // Without a risk of its own, what has no security effect waits for the regular cycle.
        (None, None) => (anomaly.risk.is_none() && anomaly.verdict == Some(AnomalyVerdict::NoSecurityEffect))
            .then_some(true),
    }
}

/// A finding is known since the day of the test. Whether it is controlled is said by what takes it up.
fn of_finding(scope: &Scope<'_>, key: &str, finding: &ProtocolFinding) -> Put {
    let model = &scope.case.model;
    let it = &finding.found;
    let evidence = model.evidence.get(&finding.evidence);
    let tested = evidence.and_then(|it| it.date);
    Put {
        subject: key.to_owned(),
        due: it.by.as_deref().and_then(|it| it.parse().ok()).or_else(|| day_of(scope, it.release.as_deref())),
        found: tested,
        controlled: finding_controlled(scope, finding),
        place: Place::start_of(finding.file.clone()),
    }
}

fn finding_controlled(scope: &Scope<'_>, finding: &ProtocolFinding) -> Option<bool> {
    let model = &scope.case.model;
    let takes = |subject: &str, id: &str| takes_up(finding, subject, id);
    let own = model.vulnerabilities.values().find(|it| takes(&it.subject(), it.id().as_str()));
    if let Some(decision) = own.and_then(|it| flaws::decision_on(scope, it)) {
        return controlled(scope, decision);
    }
    let anomaly = model.anomalies.values().find(|it| takes(&it.subject(), it.id().as_str()));
    if let Some(anomaly) = anomaly {
        return anomaly_controlled(scope, anomaly);
    }
    let risk = model.risks.values().find(|it| takes(&it.subject(), it.id().as_str()))?;
    scope.case.risks.get(risk.id())?.controlled()
}

fn compared(scope: &Scope<'_>, put: Put) -> Judgement {
    let Put { subject, due, found, controlled, place } = put;
    let unknown =
        |because: &str| Judgement::incomplete(subject.clone(), because.to_owned()).at(place.clone());
    let Some(due) = due else {
        return unknown("the deferral names neither a day nor a release whose day is known");
    };
    let Some(found) = found else { return unknown("it is not stated since when the flaw is known") };
    let days = match days(scope, controlled == Some(false)) {
        Ok(days) => days,
        Err(because) => return unknown(&because),
    };
    let took = date::days_between(found, due);
    if took > days {
        let allowed = format!("{days} days after {found}");
        return Judgement::gap(subject).with("said", due.to_string()).with("allowed", allowed).at(place);
    }
    // What fits the short cycle fits, whether its risk is controlled or not.
    if controlled.is_none() && self::days(scope, true).map_or(true, |short| took > short) {
        return unknown(
            "it is not known whether its risk is controlled, so not which cycle it has to fit: it fits `regular` only",
        );
    }
    Judgement::pass(subject).at(place).resting_on("plan.cycle")
}

/// The time that the plan allows, in days.
fn days(scope: &Scope<'_>, uncontrolled: bool) -> Result<i64, String> {
    let cycle = scope.case.model.plan.as_ref().and_then(|it| it.cycle.as_ref());
    let (word, allowed): (_, Option<&Within>) = if uncontrolled {
        ("out-of-cycle", cycle.and_then(|it| it.out_of_cycle.as_ref()))
    } else {
        ("regular", cycle.and_then(|it| it.regular.as_ref()))
    };
    let within = allowed.and_then(|it| it.within.as_ref()).map(vigil_model::quantity::Duration::days);
    within.ok_or_else(|| format!("`[plan.cycle]` states no time for `{word}`"))
}

/// The day of the release that brings the fix.
fn day_of(scope: &Scope<'_>, release: Option<&str>) -> Option<Date> {
    scope.case.model.releases.get(release?)?.since
}
