//! The same external interfaces in architecture, views, threats, labeling and tests.

use std::collections::BTreeSet;

use vigil_model::derive::Surface;
use vigil_model::{AnyRef, Kind, Model, Record, Target};

use crate::groups::links::{flows_at, interface_target, listed, names, or_either, outside};
use crate::groups::views::elements_of_all;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each used interface to the outside, and for each that is on a path and stated as unused.
pub(super) fn interfaces(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let shown = elements_of_all(model);
    let mut judgements: Vec<Judgement> =
        outside(model).iter().map(|it| compared(scope, &shown, it)).collect();
    judgements.extend(used_after_all(scope));
    let is_stated = !model.components.is_empty();
    or_either(judgements, is_stated, "no `[component]` is stated", "no used interface reaches the outside")
}

fn compared(scope: &Scope<'_>, shown: &BTreeSet<Target>, surface: &Surface<'_>) -> Judgement {
    let model = &scope.case.model;
    let target = interface_target(surface);
    let flows: Vec<Target> = flows_at(model, surface.component.id(), surface.name)
        .into_iter()
        .map(|it| Target::Record(Kind::Flow, it.id().clone()))
        .collect();
    let here = |on: &Target| *on == target || flows.contains(on);
    let threat = scope.case.threats.all.values().any(|it| it.on.iter().any(here));
    let (tested, evidence) = scopes(model, &target, &flows);
    // The port table and the cyber device statement are derived from the interfaces themselves, and hold all of them.
    let facts = [
        ("the views", shown.contains(&target)),
        ("the threat model", threat),
        ("the scopes of tests", tested),
    ];
    let missing: Vec<String> =
        facts.iter().filter(|(_, there)| !there).map(|(word, _)| (*word).to_owned()).collect();
    let judgement = if missing.is_empty() {
        Judgement::pass(surface.path())
    } else {
        Judgement::gap(surface.path()).with("missing", listed(&missing))
    };
    evidence
        .into_iter()
        .fold(judgement.at(scope.place(surface.component.meta.key("if"))), Judgement::resting_on)
}

/// Tests and penetration tests with the interface, or a flow at it, in their scope.
fn scopes(model: &Model, target: &Target, flows: &[Target]) -> (bool, Vec<String>) {
    let reaches = |scope: &[AnyRef]| names(scope, target) || flows.iter().any(|flow| names(scope, flow));
    let tests = model.tests.values().filter(|it| reaches(&it.scope)).map(Record::subject);
    let pentests = model.pentests.values().filter(|it| reaches(&it.scope)).map(Record::subject);
    let found: Vec<String> = tests.chain(pentests).collect();
    (!found.is_empty(), found)
}

/// Interfaces that one list calls unused and another one uses.
fn used_after_all(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let surfaces = vigil_model::derive::attack_surface(model);
    let unused = surfaces.iter().filter(|it| it.interface.used == Some(false));
    let on_a_path = unused.filter(|it| !flows_at(model, it.component.id(), it.name).is_empty());
    let gap = |it: &Surface<'_>| {
        Judgement::gap(it.path())
            .with(
                "missing",
                "the used interfaces of the architecture (`used = false`), though a flow ends there",
            )
            .at(scope.place(it.component.meta.key("if")))
    };
    on_a_path.map(gap).collect()
}
