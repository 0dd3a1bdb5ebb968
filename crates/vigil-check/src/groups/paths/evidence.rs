//! What proves each claim: facts of components, properties of channels, assumptions.

use vigil_base::Id;
use vigil_model::kinds::{Channel, Component, Requirement, Test};
use vigil_model::{Kind, Record, Target};

use super::fact::stated;
use crate::groups::links::{names, or_nothing, passed};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each claim.
pub(super) fn evidence(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let mut judgements: Vec<Judgement> = model.components.values().flat_map(|it| facts(scope, it)).collect();
    judgements.extend(model.channels.values().flat_map(|it| properties(scope, it)));
    judgements.extend(
        model
            .assumptions
            .values()
            .map(|it| stated(it.subject(), it.because.is_some(), scope.place(it.meta.key("because")))),
    );
    or_nothing(judgements, "no fact, no property and no assumption is claimed")
}

/// Facts that are claimed; a fact stated as false needs no proof.
fn facts(scope: &Scope<'_>, component: &Component) -> Vec<Judgement> {
    let tests = passing(scope, |it| it.components.iter().any(|it| it.id == *component.id()));
    let claimed = component.facts.iter().filter(|(_, claimed)| *claimed);
    let judge = |(name, _): (vigil_model::kinds::FactName, bool)| {
        let place = scope.place(component.facts.span(name).unwrap_or(component.meta.span));
        proven(format!("{} {name}", component.subject()), &tests, place)
    };
    claimed.map(judge).collect()
}

fn properties(scope: &Scope<'_>, channel: &Channel) -> Vec<Judgement> {
    let targets = targets_of(scope, channel);
    let on = |id: &Id| {
        scope.case.model.controls.get(id).is_some_and(|it| targets.iter().any(|target| names(&it.on, target)))
    };
    let mut tests = passing(scope, |it| it.implements.iter().any(|it| on(&it.id)));
    let reaching = scope.case.model.tests.values().filter(|it| passed(scope.case, it));
    tests.extend(reaching.filter(|it| targets.iter().any(|target| names(&it.scope, target))));
    let gives = channel.gives.iter().flatten();
    gives
        .map(|property| {
            proven(
                format!("{} {property}", channel.subject()),
                &tests,
                scope.place(channel.meta.key("gives")),
            )
        })
        .collect()
}

/// The channel, its flows, and the interfaces at which they end.
fn targets_of(scope: &Scope<'_>, channel: &Channel) -> Vec<Target> {
    let mut targets = vec![Target::Record(Kind::Channel, channel.id().clone())];
    for flow in scope.case.model.flows.values().filter(|it| it.over.id == *channel.id()) {
        targets.push(Target::Record(Kind::Flow, flow.id().clone()));
        for end in [&flow.from, &flow.to] {
            targets.extend(end.interface.clone().map(|it| Target::Interface(end.component.clone(), it)));
        }
    }
    targets
}

/// Passing tests of requirements that `counts`.
fn passing<'a>(scope: &'a Scope<'_>, counts: impl Fn(&Requirement) -> bool) -> Vec<&'a Test> {
    let model = &scope.case.model;
    let verifies = |it: &&Test| it.verifies.iter().filter_map(|it| it.get(model)).any(&counts);
    model.tests.values().filter(verifies).filter(|it| passed(scope.case, it)).collect()
}

fn proven(subject: String, tests: &[&Test], place: vigil_base::Place) -> Judgement {
    let judgement = stated(subject, !tests.is_empty(), place);
    tests.iter().map(|it| it.subject()).fold(judgement, Judgement::resting_on)
}
