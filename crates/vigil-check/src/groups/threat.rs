//! Predicates of the group `threat`.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::kinds::{ComponentKind, Flow, InterfaceKind, Medium, Operator, Phase, ZoneKind};
use vigil_model::{Kind, Model, Record, Target, derive};
use vigil_threat::{Outcome, Threat};

use crate::groups::Predicate;
use crate::groups::links::{
    flows_at, in_a_risk, lacking, or_unknown, target_place, threat_place, threats_by_target,
};
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

/// Every element has a threat: on itself, or on a flow through which it is reached. Rules that ran and do not apply find none.
fn elements_covered(scope: &Scope<'_>) -> Vec<Judgement> {
    let by_target = threats_by_target(scope.case);
    let judgements = elements(scope).iter().map(|element| covered(scope, &by_target, element)).collect();
    or_unknown(judgements, "no element of the system is stated")
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

fn covered(scope: &Scope<'_>, by_target: &BTreeMap<&Target, Vec<&Threat>>, element: &Target) -> Judgement {
    let subject = element.to_string();
    let place = target_place(scope, element);
    let ways = ways_to(&scope.case.model, element);
    let reaching = std::iter::once(element).chain(&ways).filter_map(|on| by_target.get(on)).flatten();
    // In the order of ids, each once: a threat may act on the element and on a way to it.
    let found: BTreeMap<&str, String> = reaching.map(|it| (it.id.as_str(), it.subject())).collect();
    let judgement = if found.is_empty() { Judgement::gap(subject) } else { Judgement::pass(subject) };
    found.into_values().fold(judgement.at(place), Judgement::resting_on)
}

/// Where threats reach an element by: flows at an interface, flows that carry data, and for what lies inside a housing or under a
/// person's hand the parts themselves.
fn ways_to(model: &Model, element: &Target) -> Vec<Target> {
    let flow = |it: &Flow| Target::Record(Kind::Flow, it.id().clone());
    let part = |id: &Id| Target::Record(Kind::Component, id.clone());
    match element {
        Target::Interface(component, name) => {
            let kind = model.components.get(component).and_then(|it| Some(it.interfaces.get(name)?.kind));
            let near = kind.is_some_and(|it| it.is_internal() || it == InterfaceKind::Hmi);
            let flows = flows_at(model, component, name).into_iter().map(flow);
            flows.chain(near.then(|| part(component))).collect()
        }
        Target::Record(Kind::Data, id) => {
            let carries = |it: &&Flow| it.carries.iter().chain(&it.back).any(|it| it.id == *id);
            model.flows.values().filter(carries).map(flow).collect()
        }
        Target::Record(Kind::Flow, id) => {
            let inside =
                |it: &&Flow| matches!(derive::medium(model, it), Some(Medium::Board | Medium::Local));
            let inner = model.flows.get(id).filter(inside);
            inner.into_iter().flat_map(|it| [part(&it.from.component), part(&it.to.component)]).collect()
        }
        _ => Vec::new(),
    }
}

/// Each threat is answered, decided or taken up by a risk; one that depends on what nobody stated is open.
fn has_outcome(scope: &Scope<'_>) -> Vec<Judgement> {
    let judgements = scope.case.threats.all.values().map(|threat| outcome(scope, threat)).collect();
    or_unknown(judgements, "there is no threat: neither a pack of rules nor a `[threat]` is stated")
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
