//! Predicates of the group `interoperability`.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::kinds::{Component, ComponentKind, Flow, InterfaceKind};
use vigil_model::{EndRef, Kind, Model, Record, Target};
use vigil_threat::Threat;

use crate::groups::Predicate;
use crate::groups::links::{names, or_either, target_place, threats_by_target};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] =
    &[("common_protocols", common_protocols), ("in_same_records", in_same_records)];

/// Flows over protocols whose weaknesses everybody inherits say what is added above them.
fn common_protocols(scope: &Scope<'_>) -> Vec<Judgement> {
    let flows = &scope.case.model.flows;
    let judgements = flows.values().filter_map(|flow| over_common(scope, flow)).collect();
    or_either(judgements, !flows.is_empty(), "no `[flow]` is stated", "no flow runs over a common protocol")
}

fn over_common(scope: &Scope<'_>, flow: &Flow) -> Option<Judgement> {
    let model = &scope.case.model;
    let kind =
        [&flow.from, &flow.to].into_iter().filter_map(|end| kind_at(model, end)).find(|it| is_common(*it))?;
    let channel = flow.over.get(model)?;
    let stated = channel.added.is_some() || channel.added_because.is_some();
    let judgement = if stated { Judgement::pass(flow.subject()) } else { Judgement::gap(flow.subject()) };
    let protocol = channel.name.clone().unwrap_or_else(|| kind.word().to_owned());
    let place = scope.place(channel.meta.key("added"));
    Some(judgement.with("protocol", protocol).at(place).resting_on(channel.subject()))
}

fn kind_at(model: &Model, end: &EndRef) -> Option<InterfaceKind> {
    Some(model.components.get(&end.component)?.interfaces.get(end.interface.as_deref()?)?.kind)
}

fn is_common(kind: InterfaceKind) -> bool {
    matches!(
        kind,
        InterfaceKind::Ble
            | InterfaceKind::Bluetooth
            | InterfaceKind::Wifi
            | InterfaceKind::Ethernet
            | InterfaceKind::Cellular
            | InterfaceKind::Tcp
    )
}

/// Exchanges with neighbours are flows that threats and tests reach.
fn in_same_records(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let threats = threats_by_target(scope.case);
    let mut judgements = Vec::new();
    for component in model.components.values().filter(|it| it.kind == ComponentKind::External) {
        let flows: Vec<&Flow> = model.flows_at(component.id()).collect();
        if flows.is_empty() {
            judgements.push(without_flow(scope, component));
        }
        judgements.extend(flows.into_iter().map(|flow| exchange(scope, &threats, component.id(), flow)));
    }
    judgements.sort_by(|a, b| a.subject.cmp(&b.subject));
    let is_stated = !model.components.is_empty();
    or_either(
        judgements,
        is_stated,
        "no `[component]` is stated",
        "no neighbour is stated (`kind = \"external\"`)",
    )
}

fn without_flow(scope: &Scope<'_>, neighbour: &Component) -> Judgement {
    Judgement::gap(neighbour.subject()).at(scope.place(neighbour.meta.span))
}

/// The own end of an exchange, with the threats and tests that reach it.
fn exchange(
    scope: &Scope<'_>,
    threats: &BTreeMap<&Target, Vec<&Threat>>,
    neighbour: &Id,
    flow: &Flow,
) -> Judgement {
    let own = if flow.from.component == *neighbour { &flow.to } else { &flow.from };
    let end = target_of(own);
    let here = [Target::Record(Kind::Flow, flow.id().clone()), end];
    let reaching = here.iter().filter_map(|on| threats.get(on)?.first());
    let threat = reaching.min_by_key(|it| &it.id);
    let test = tested(&scope.case.model, &here);
    let judgement = if threat.is_some() && test.is_some() {
        Judgement::pass(own.to_string())
    } else {
        Judgement::gap(own.to_string())
    };
    let judgement = judgement.at(target_place(scope, &here[0])).resting_on(flow.subject());
    threat.map(|it| it.subject()).into_iter().chain(test).fold(judgement, Judgement::resting_on)
}

fn target_of(end: &EndRef) -> Target {
    match &end.interface {
        Some(name) => Target::Interface(end.component.clone(), name.clone()),
        None => Target::Record(Kind::Component, end.component.clone()),
    }
}

/// A test or penetration test with one of the targets in its scope, or a requirement on a control that stands there.
fn tested(model: &Model, here: &[Target; 2]) -> Option<String> {
    let in_scope = |scope: &[vigil_model::AnyRef]| here.iter().any(|target| names(scope, target));
    let test = model.tests.values().find(|it| in_scope(&it.scope)).map(Record::subject);
    let pentest = || model.pentests.values().find(|it| in_scope(&it.scope)).map(Record::subject);
    let stands = |id: &Id| model.controls.get(id).is_some_and(|it| in_scope(&it.on));
    let required = || {
        let requirement =
            model.requirements.values().find(|it| it.implements.iter().any(|it| stands(&it.id)));
        requirement.map(Record::subject)
    };
    test.or_else(pentest).or_else(required)
}
