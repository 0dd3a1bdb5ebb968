//! What views show, and what stands at their elements: places, roles, controls, requirements.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::kinds::{Component, InterfaceKind, Requirement, View, ViewKind};
use vigil_model::{Kind, Model, Record, Target, derive};
use vigil_threat::Threat;

use super::elements;
use crate::groups::links::{
    applies, interface_target, listed, not_known, or_either, or_nothing, or_unknown, target_place,
    threat_place,
};
use crate::judgement::{Judgement, Outcome};
use crate::scope::Scope;

fn shown_by(model: &Model, kind: ViewKind) -> Option<BTreeSet<Target>> {
    let views: Vec<&View> = model.views.values().filter(|it| it.kind == kind).collect();
    (!views.is_empty()).then(|| views.into_iter().flat_map(|it| elements::of(model, it)).collect())
}

/// Components and their interfaces to the outside are in the global view; what runs essential functions is in a use case.
pub(super) fn elements_shown(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let components = model.components.keys().map(|id| Target::Record(Kind::Component, id.clone()));
    let surfaces = derive::attack_surface(model);
    let interfaces = surfaces.iter().filter(|it| it.is_external()).map(interface_target);
    let mut judgements = in_view(scope, ViewKind::GlobalSystem, components.chain(interfaces));
    let essential =
        |it: &&Component| it.runs.iter().filter_map(|it| it.get(model)).any(|it| it.essential == Some(true));
    let runners = model.components.values().filter(essential);
    let runners = runners.map(|it| Target::Record(Kind::Component, it.id().clone()));
    judgements.extend(in_view(scope, ViewKind::UseCase, runners));
    or_unknown(judgements, "no `[component]` is stated")
}

fn in_view(scope: &Scope<'_>, kind: ViewKind, wanted: impl Iterator<Item = Target>) -> Vec<Judgement> {
    let Some(shown) = shown_by(&scope.case.model, kind) else {
        let because = format!("there is no view of the kind `{kind}` to look at");
        return vec![Judgement::incomplete(kind.word(), because).at(Scope::top())];
    };
    let views = || scope.case.model.views.values().filter(|it| it.kind == kind);
    let reason = views().find_map(|it| it.because.clone()).filter(|_| scope.rule.justification_accepted);
    let judge = |target: Target| {
        let outcome = match (shown.contains(&target), &reason) {
            (true, _) => Outcome::Pass,
            (false, Some(_)) => Outcome::Alternative,
            (false, None) => Outcome::Gap,
        };
        let mut judgement = Judgement::new(outcome, target.to_string());
        judgement.because = reason.clone().filter(|_| outcome == Outcome::Alternative);
        judgement.with("view", kind.word()).at(target_place(scope, &target))
    };
    wanted.map(judge).collect()
}

/// Each view tells who runs its parts, who uses them, and through which interfaces boundaries are crossed.
pub(super) fn context(scope: &Scope<'_>) -> Vec<Judgement> {
    let views = scope.case.model.views.values().filter(|it| it.because.is_none());
    let judgements = views.map(|view| view_context(scope, view)).collect();
    let is_stated = !scope.case.model.views.is_empty();
    or_either(judgements, is_stated, "no `[view]` is stated", "every view is left out with its reason")
}

fn view_context(scope: &Scope<'_>, view: &View) -> Judgement {
    let shown = elements::of(&scope.case.model, view);
    let mut missing = Vec::new();
    for target in &shown {
        missing.extend(not_in_context(&scope.case.model, target));
    }
    let judgement = if missing.is_empty() {
        Judgement::pass(view.subject()).resting_on(view.subject())
    } else {
        Judgement::gap(view.subject()).with("missing", listed(&missing))
    };
    judgement.at(scope.place(view.meta.span))
}

fn not_in_context(model: &Model, target: &Target) -> Option<String> {
    match target {
        Target::Record(Kind::Component, id) => {
            let component = model.components.get(id)?;
            derive::operator(model, component).is_none().then(|| format!("who runs `{id}`"))
        }
        Target::Interface(id, name) => {
            let person = model.components.get(id)?.interfaces.get(name)?.kind == InterfaceKind::Hmi;
            let used = model.actors.values().any(|it| {
                it.uses.iter().any(|end| end.component == *id && end.interface.as_deref() == Some(name))
            });
            (person && !used).then(|| format!("which role uses `{id}.{name}`"))
        }
        Target::Record(Kind::Flow, id) => {
            let flow = model.flows.get(id)?;
            let open = [&flow.from, &flow.to].into_iter().find(|end| end.interface.is_none())?;
            let crosses = derive::crossing(model, flow)?.any();
            crosses
                .then(|| format!("through which interface of `{}` `{id}` crosses a boundary", open.component))
        }
        _ => None,
    }
}

/// Each threat on an element of a view is met by a control that stands there.
pub(super) fn threats_met(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    if case.model.views.is_empty() {
        return vec![
            Judgement::incomplete("views", "there is no view whose elements could be looked at")
                .at(Scope::top()),
        ];
    }
    let shown = elements::all(&case.model);
    let seen = |it: &&Threat| {
        applies(case, it) && it.on.iter().any(|on| *on == Target::System || shown.contains(on))
    };
    let threats = case.threats.all.values().filter(seen);
    let mut judgements: Vec<Judgement> = threats.map(|it| met(scope, it)).collect();
    judgements.extend(not_known(case));
    or_nothing(judgements, "no threat that applies acts on an element of a view")
}

fn met(scope: &Scope<'_>, threat: &Threat) -> Judgement {
    let stands = standing(scope, threat);
    let judgement =
        if stands.is_empty() { Judgement::gap(threat.subject()) } else { Judgement::pass(threat.subject()) };
    stands.into_iter().fold(judgement.at(threat_place(scope, threat)), Judgement::resting_on)
}

/// Controls on what the threat acts on, or on what holds it; and what credits it.
fn standing(scope: &Scope<'_>, threat: &Threat) -> BTreeSet<String> {
    let model = &scope.case.model;
    let around: BTreeSet<Target> = threat.on.iter().flat_map(|target| around(model, target)).collect();
    let chain = scope.case.trace.chains.get(&threat.id);
    let controls = model.controls.values().filter(|control| {
        let mut on = control.on.iter().map(|it| &it.target);
        // What is written for this threat may stand at the element or around it; anything else has to stand on it.
        if chain.is_some_and(|it| it.controls.contains(control.id())) {
            on.any(|it| around.contains(it) || *it == Target::System)
        } else {
            on.any(|it| threat.on.contains(it))
        }
    });
    controls.map(Record::subject).chain(threat.credits.iter().map(|it| it.by.clone())).collect()
}

/// An element with what it lies in or passes through.
fn around(model: &Model, target: &Target) -> Vec<Target> {
    let component = |id: &Id| Target::Record(Kind::Component, id.clone());
    let mut around = vec![target.clone()];
    match target {
        Target::Interface(id, _) => around.push(component(id)),
        Target::Record(Kind::Flow, id) => {
            if let Some(flow) = model.flows.get(id) {
                around.push(Target::Record(Kind::Channel, flow.over.id.clone()));
                for end in [&flow.from, &flow.to] {
                    around.push(component(&end.component));
                    around
                        .extend(end.interface.clone().map(|it| Target::Interface(end.component.clone(), it)));
                }
            }
        }
        Target::Record(Kind::Data, id) => {
            around.extend(
                model.data.get(id).into_iter().flat_map(|it| it.stored_in.iter()).map(|it| component(&it.id)),
            );
            let carrying =
                model.flows.values().filter(|it| it.carries.iter().chain(&it.back).any(|it| it.id == *id));
            around.extend(carrying.map(|it| Target::Record(Kind::Flow, it.id().clone())));
        }
        Target::Record(Kind::Secret, id) => {
            around.extend(
                model
                    .secrets
                    .get(id)
                    .into_iter()
                    .flat_map(|it| it.held_in.iter())
                    .map(|it| component(&it.id)),
            );
        }
        _ => {}
    }
    around
}

/// Each software part of the maker has a requirement that falls to it.
pub(super) fn requirements_traced(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |component: &Component| {
        let subject = component.id().as_str();
        let falls = |it: &&Requirement| it.components.iter().any(|it| it.id == *component.id());
        let requirements = scope.case.model.requirements.values().filter(falls);
        let evidence: Vec<String> = requirements.map(Record::subject).collect();
        let judgement = if evidence.is_empty() { Judgement::gap(subject) } else { Judgement::pass(subject) };
        evidence.into_iter().fold(judgement.at(scope.place(component.meta.span)), Judgement::resting_on)
    };
    or_unknown(scope.software_components().map(judge).collect(), "no `[component]` with software is stated")
}
