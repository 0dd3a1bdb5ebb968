//! From each element of the views to a hazard, a control and a test.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::kinds::{Control, Test};
use vigil_model::{AnyRef, EndRef, Kind, Model, Record, Target, derive};

use super::fact::stated;
use crate::groups::links::{names, or_unknown, requirements_of, target_place, tests_of};
use crate::groups::views::elements_of_all;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each used interface, flow and component that a view shows.
pub(super) fn links(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    if model.views.is_empty() {
        return vec![
            Judgement::incomplete("views", "there is no view whose elements could be followed")
                .at(Scope::top()),
        ];
    }
    let elements = elements_of_all(model);
    let judgements =
        elements.iter().filter(|it| is_element(model, it)).map(|it| followed(scope, it)).collect();
    or_unknown(judgements, "no view shows an element")
}

/// Other people's systems are reached through the flows to them.
fn is_element(model: &Model, target: &Target) -> bool {
    let own = |id: &Id| {
        model.components.get(id).is_some_and(|it| it.kind != vigil_model::kinds::ComponentKind::External)
    };
    match target {
        Target::Record(Kind::Component, id) => own(id),
        Target::Interface(id, name) => {
            let used = |it: &vigil_model::kinds::Component| {
                it.interfaces.get(name).is_some_and(|it| it.used != Some(false))
            };
            own(id) && model.components.get(id).is_some_and(used)
        }
        Target::Record(Kind::Flow, _) => true,
        _ => false,
    }
}

fn followed(scope: &Scope<'_>, target: &Target) -> Judgement {
    let model = &scope.case.model;
    let around = around(model, target);
    let harm = around.iter().find_map(|it| derive::worst_harm(model, it)).map(Record::subject);
    let controls: Vec<&Control> =
        model.controls.values().filter(|it| around.iter().any(|on| stands(&it.on, on))).collect();
    let test = test_of(model, target, &around, &controls);
    let facts = [("hazard", harm), ("control", controls.first().map(|it| it.subject())), ("test", test)];
    let missing: Vec<&str> =
        facts.iter().filter(|(_, found)| found.is_none()).map(|(word, _)| *word).collect();
    let judgement = stated(target.to_string(), missing.is_empty(), target_place(scope, target));
    if !missing.is_empty() {
        return judgement.with("missing", missing.join(", no "));
    }
    facts.into_iter().filter_map(|(_, found)| found).fold(judgement, Judgement::resting_on)
}

fn stands(on: &[AnyRef], target: &Target) -> bool {
    on.iter().any(|it| it.target == *target)
}

/// The element, what it is part of, and what passes through it.
fn around(model: &Model, target: &Target) -> BTreeSet<Target> {
    let mut around = BTreeSet::from([target.clone()]);
    let flow = |id: &Id| Target::Record(Kind::Flow, id.clone());
    match target {
        Target::Record(Kind::Component, id) => {
            if let Some(component) = model.components.get(id) {
                around.extend(
                    component.interfaces.keys().map(|name| Target::Interface(id.clone(), name.clone())),
                );
            }
            let here = model.flows.values().filter(|it| it.from.component == *id || it.to.component == *id);
            around.extend(here.map(|it| flow(it.id())));
        }
        Target::Interface(id, name) => {
            around.insert(Target::Record(Kind::Component, id.clone()));
            let here = crate::groups::links::flows_at(model, id, name);
            around.extend(here.into_iter().map(|it| flow(it.id())));
        }
        Target::Record(Kind::Flow, id) => {
            if let Some(it) = model.flows.get(id) {
                around.insert(Target::Record(Kind::Channel, it.over.id.clone()));
                around.extend([&it.from, &it.to].into_iter().filter_map(interface));
            }
        }
        _ => {}
    }
    around
}

fn interface(end: &EndRef) -> Option<Target> {
    Some(Target::Interface(end.component.clone(), end.interface.clone()?))
}

/// A test of a requirement on the element or its controls, or one with the element in its scope.
fn test_of(
    model: &Model,
    target: &Target,
    around: &BTreeSet<Target>,
    controls: &[&Control],
) -> Option<String> {
    let by_control = || {
        let mut requirements = controls.iter().flat_map(|it| requirements_of(model, it.id()));
        requirements.find_map(|it| tests_of(model, it.id()).first().map(|it| it.subject()))
    };
    let by_scope = || {
        let reaches = |scope: &[AnyRef]| around.iter().any(|it| names(scope, it));
        let test = model.tests.values().find(|it| reaches(&it.scope)).map(Record::subject);
        test.or_else(|| model.pentests.values().find(|it| reaches(&it.scope)).map(Record::subject))
    };
    let by_part = || {
        let Target::Record(Kind::Component, id) = target else { return None };
        let falls = |test: &&Test| {
            let mut verified = test.verifies.iter().filter_map(|it| it.get(model));
            verified.any(|it| it.components.iter().any(|it| it.id == *id))
        };
        model.tests.values().find(falls).map(Record::subject)
    };
    by_control().or_else(by_scope).or_else(by_part)
}
