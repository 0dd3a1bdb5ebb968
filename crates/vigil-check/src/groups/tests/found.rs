//! What tests found, what became of it, and what is put off.

use vigil_base::Place;
use vigil_case::evidence::{Disposition, ProtocolFinding};
use vigil_model::Record;
use vigil_model::kinds::{Deferral, Vulnerability};

use super::{has_evidence, no_evidence};
use crate::groups::vulnerability::takes_up;
use crate::groups::{flaws, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Each finding has a verdict with its reason, or a vulnerability that is decided.
pub(crate) fn finding_disposed(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let findings = case.test_findings.iter().filter(|(_, found)| counts(found));
    let mut judgements: Vec<Judgement> = findings.map(|(key, found)| disposed(scope, key, found)).collect();
    let own = case.model.vulnerabilities.values();
    judgements.extend(own.filter_map(|own| Some(decided(scope, own, own.from.as_deref()?))));
    if judgements.is_empty() {
        judgements.push(if has_evidence(scope) {
            Judgement::pass("evidence").resting_on("evidence")
        } else {
            no_evidence()
        });
    }
    judgements
}

/// A note of the tester is no finding; one without a severity is.
fn counts(found: &ProtocolFinding) -> bool {
    let severity = found.found.severity.as_deref().map(str::to_ascii_lowercase);
    !matches!(severity.as_deref(), Some("note" | "info" | "informational" | "information" | "none"))
}

fn disposed(scope: &Scope<'_>, key: &str, found: &ProtocolFinding) -> Judgement {
    let it = &found.found;
    let said = it.disposition.is_some() && say::is_text(it.because.as_ref());
    let model = &scope.case.model;
    let own = model
        .vulnerabilities
        .values()
        .filter(|own| own.from.as_deref() == Some(key) || takes_up(found, &own.subject(), own.id().as_str()));
    let decided = own.into_iter().any(|own| has_verdict(scope, own));
    let risk = model.risks.values().any(|risk| takes_up(found, &risk.subject(), risk.id().as_str()));
    let anomaly = model.anomalies.values().any(|anomaly| {
        takes_up(found, &anomaly.subject(), anomaly.id().as_str())
            && anomaly.verdict.is_some()
            && say::is_text(anomaly.because.as_ref())
    });
    let holds = said || decided || risk || anomaly;
    let judgement = if holds { Judgement::pass(key) } else { Judgement::gap(key) };
    judgement
        .at(Place::start_of(found.file.clone()))
        .with("from", found.file.clone())
        .resting_on(format!("evidence.{}", found.evidence))
}

fn has_verdict(scope: &Scope<'_>, own: &Vulnerability) -> bool {
    flaws::decision_on(scope, own).is_some_and(|it| say::is_text(it.because.as_ref()))
}

fn decided(scope: &Scope<'_>, own: &Vulnerability, from: &str) -> Judgement {
    let subject = own.subject();
    let judgement = if has_verdict(scope, own) { Judgement::pass(subject) } else { Judgement::gap(subject) };
    judgement.at(scope.place(own.meta.span)).with("from", from).resting_on(own.subject())
}

/// What is put off says what it brings, when, and how it reaches the devices.
pub(crate) fn deferral_plan(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let decisions = model.decisions.values().filter_map(|it| {
        Some(planned(flaws::subject(it), scope.place(it.meta.key("deferral")), it.deferral.as_ref()?))
    });
    let anomalies = model.anomalies.values().filter_map(|it| {
        Some(planned(it.subject(), scope.place(it.meta.key("deferral")), it.deferral.as_ref()?))
    });
    let deferred =
        scope.case.test_findings.iter().filter(|(_, it)| it.found.disposition == Some(Disposition::Deferred));
    let findings = deferred.map(|(key, found)| planned_finding(key, found));
    let mut judgements: Vec<Judgement> = decisions.chain(anomalies).chain(findings).collect();
    if judgements.is_empty() {
        judgements.push(say::nothing_to_judge("nothing is put off"));
    }
    judgements
}

fn planned(subject: String, place: Place, plan: &Deferral) -> Judgement {
    let absent = say::absent(&[
        ("addresses", say::is_text(plan.addresses.as_ref())),
        ("release", plan.release.is_some() || plan.by.is_some()),
        ("interim", say::is_text(plan.interim.as_ref())),
        ("reach", plan.reach.is_some()),
    ]);
    say::missing(subject, place, &absent)
}

fn planned_finding(key: &str, found: &ProtocolFinding) -> Judgement {
    let it = &found.found;
    let absent = say::absent(&[
        ("because", say::is_text(it.because.as_ref())),
        ("release", it.release.is_some() || it.by.is_some()),
        ("interim", say::is_text(it.interim.as_ref())),
        ("reach", say::is_text(it.reach.as_ref())),
    ]);
    say::missing(key, Place::start_of(found.file.clone()), &absent)
        .resting_on(format!("evidence.{}", found.evidence))
}
