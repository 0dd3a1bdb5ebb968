//! Predicates of the group `threat`.

use vigil_base::Id;
use vigil_model::kinds::{ComponentKind, Operator, Phase, ZoneKind};
use vigil_model::{Kind, Record, Target, derive};
use vigil_threat::{Outcome, Threat};

use crate::groups::Predicate;
use crate::groups::links::{in_a_risk, lacking, target_place, threat_place};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("assumptions", assumptions),
    ("elements_covered", elements_covered),
    ("has_outcome", has_outcome),
    ("phases", phases),
];

/// What is assumed at all, and what of each network that somebody else runs.
fn assumptions(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let none = model.assumptions.is_empty().then_some("states no assumption");
    let mut judgements = vec![lacking("threat-model", none, header(scope))];
    for zone in model.zones.values().filter(|it| it.kind == Some(ZoneKind::Network)) {
        let run_by = derive::zones_outwards(model, zone.id()).iter().find_map(|it| it.run_by);
        if run_by == Some(Operator::Manufacturer) {
            continue;
        }
        let here = Target::Record(Kind::Zone, zone.id().clone());
        let assumed = model.assumptions.values().find(|it| it.on.iter().any(|on| on.target == here));
        let lacks = format!("states no assumption about the network `{}`", zone.id());
        let judgement =
            lacking(zone.subject(), assumed.is_none().then_some(lacks.as_str()), scope.place(zone.meta.span));
        judgements.push(match assumed {
            Some(assumption) => judgement.resting_on(assumption.subject()),
            None => judgement,
        });
    }
    judgements
}

fn header(scope: &Scope<'_>) -> vigil_base::Place {
    scope.case.model.threat_model.as_ref().map_or_else(Scope::top, |it| scope.place(it.span))
}

/// Every element has a rule that applies to it, or a threat that a person wrote.
fn elements_covered(scope: &Scope<'_>) -> Vec<Judgement> {
    elements(scope).iter().map(|element| covered(scope, element)).collect()
}

fn elements(scope: &Scope<'_>) -> Vec<Target> {
    let model = &scope.case.model;
    let mut elements = Vec::new();
    for component in model.components.values() {
        elements.push(Target::Record(Kind::Component, component.id().clone()));
        // Other people's systems are assessed by their flows.
        if component.kind != ComponentKind::External {
            let interfaces = component.interfaces.keys();
            elements.extend(interfaces.map(|name| Target::Interface(component.id().clone(), name.clone())));
        }
    }
    let ids = |kind: Kind| model.ids(kind).into_iter().map(move |id| Target::Record(kind, id.clone()));
    elements.extend(ids(Kind::Flow).chain(ids(Kind::Data)).chain(ids(Kind::Secret)));
    elements
}

fn covered(scope: &Scope<'_>, element: &Target) -> Judgement {
    let subject = element.to_string();
    let place = target_place(scope, element);
    let threats = &scope.case.threats;
    let row = threats.coverage.subjects.iter().find(|row| row.subject == *element);
    let rules = row.into_iter().flat_map(|row| &row.rules).filter(|(_, outcome)| outcome.is_some());
    let mut found: Vec<String> = rules.map(|(rule, _)| format!("{rule}@{element}")).collect();
    let written = |threat: &&Threat| threat.on.contains(element) && !threat.id.contains('@');
    found.extend(threats.all.values().filter(written).map(Threat::subject));
    let judgement = if found.is_empty() { Judgement::gap(subject) } else { Judgement::pass(subject) };
    found.into_iter().fold(judgement.at(place), Judgement::resting_on)
}

/// Each threat is answered, decided or taken up by a risk; one that depends on what nobody stated is open.
fn has_outcome(scope: &Scope<'_>) -> Vec<Judgement> {
    scope.case.threats.all.values().map(|threat| outcome(scope, threat)).collect()
}

fn outcome(scope: &Scope<'_>, threat: &Threat) -> Judgement {
    let answered = matches!(threat.outcome, Outcome::Credited | Outcome::NotApplicable);
    let closed = answered || threat.decision.is_some() || in_a_risk(scope.case, threat);
    let judgement = if closed { Judgement::pass(&threat.id) } else { Judgement::gap(&threat.id) };
    let mut judgement = judgement.at(threat_place(scope, threat));
    judgement.evidence.extend(threat.credits.iter().map(|it| it.by.clone()));
    judgement.evidence.extend(threat.decision.iter().map(|it| format!("decision.{it}")));
    let risks = scope.case.trace.chains.get(&threat.id).into_iter().flat_map(|chain| &chain.risks);
    judgement.evidence.extend(risks.map(|it: &Id| format!("risk.{it}")));
    judgement
}

/// Each of the six phases has a threat or a reason.
fn phases(scope: &Scope<'_>) -> Vec<Judgement> {
    Phase::SIX.iter().map(|phase| one_phase(scope, *phase)).collect()
}

fn one_phase(scope: &Scope<'_>, phase: Phase) -> Judgement {
    let stated = scope.case.model.threat_model.as_ref();
    let place = stated.map_or_else(Scope::top, |it| scope.place(it.key("phases")));
    let count = scope.case.threats.coverage.phases.get(&phase).copied().unwrap_or(0);
    let subject = phase.word();
    if count > 0 {
        let first = scope.case.threats.all.values().find(|it| it.phase == Some(phase));
        let judgement = Judgement::pass(subject).at(place);
        return first.into_iter().fold(judgement, |it, threat| it.resting_on(threat.subject()));
    }
    if stated.is_some_and(|it| it.phases.get(phase).is_some()) {
        return Judgement::pass(subject).at(place).resting_on("threat-model");
    }
    Judgement::gap(subject).with("phase", subject).at(place)
}
