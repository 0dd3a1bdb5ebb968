//! The same external interfaces in architecture, views, threats, labeling and tests.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::derive::Surface;
use vigil_model::{Kind, Record, Target};

use crate::groups::links::{flows_at, interface_target, listed, or_either, outside};
use crate::groups::views::elements_of_all;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each used interface to the outside, and for each that is on a path and stated as unused.
pub(super) fn interfaces(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let lists = Lists::of(scope);
    let mut judgements: Vec<Judgement> =
        outside(model).iter().map(|it| compared(scope, &lists, it)).collect();
    judgements.extend(used_after_all(scope));
    let is_stated = !model.components.is_empty();
    or_either(judgements, is_stated, "no `[component]` is stated", "no used interface reaches the outside")
}

/// What each list of the submission names, looked up once for all interfaces.
struct Lists<'c> {
    shown: BTreeSet<Target>,
    threatened: BTreeSet<&'c Target>,
    /// Tests and penetration tests, in this order, by what their scope names.
    tested: BTreeMap<&'c Target, Vec<(usize, String)>>,
}

impl<'c> Lists<'c> {
    fn of(scope: &Scope<'c>) -> Self {
        let model = &scope.case.model;
        let tests = model.tests.values().map(|it| (it.subject(), &it.scope));
        let pentests = model.pentests.values().map(|it| (it.subject(), &it.scope));
        let mut tested: BTreeMap<&Target, Vec<(usize, String)>> = BTreeMap::new();
        for (at, (subject, named)) in tests.chain(pentests).enumerate() {
            for on in named {
                tested.entry(&on.target).or_default().push((at, subject.clone()));
            }
        }
        let threats = scope.case.threats.all.values();
        let threatened = threats.flat_map(|it| &it.on).collect();
        Self { shown: elements_of_all(model), threatened, tested }
    }

    /// Tests and penetration tests with the interface, a flow at it, its component or the system in their scope.
    fn tests_of(&self, component: &Id, here: &[Target]) -> Vec<String> {
        let whole = [Target::System, Target::Record(Kind::Component, component.clone())];
        let found = here.iter().chain(&whole).filter_map(|it| self.tested.get(it)).flatten();
        found.collect::<BTreeSet<_>>().into_iter().map(|(_, subject)| subject.clone()).collect()
    }
}

fn compared(scope: &Scope<'_>, lists: &Lists<'_>, surface: &Surface<'_>) -> Judgement {
    let model = &scope.case.model;
    let target = interface_target(surface);
    let flows = flows_at(model, surface.component.id(), surface.name);
    let mut here = vec![target];
    here.extend(flows.into_iter().map(|it| Target::Record(Kind::Flow, it.id().clone())));
    let tests = lists.tests_of(surface.component.id(), &here);
    // The port table and the cyber device statement are derived from the interfaces themselves, and hold all of them.
    let facts = [
        ("the views", lists.shown.contains(&here[0])),
        ("the threat model", here.iter().any(|it| lists.threatened.contains(it))),
        ("the scopes of tests", !tests.is_empty()),
    ];
    let missing: Vec<String> =
        facts.iter().filter(|(_, there)| !there).map(|(word, _)| (*word).to_owned()).collect();
    let judgement = if missing.is_empty() {
        Judgement::pass(surface.path())
    } else {
        Judgement::gap(surface.path()).with("missing", listed(&missing))
    };
    let place = scope.place(surface.component.meta.key("if"));
    tests.into_iter().fold(judgement.at(place), Judgement::resting_on)
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
