//! The same external interfaces in architecture, views, threats, labeling, tests and penetration tests.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::derive::Surface;
use vigil_model::kinds::{TestKind, Topic};
use vigil_model::{Kind, Record, Target};

use crate::groups::labeling::topic_of;
use crate::groups::links::{flows_at, interface_target, listed, or_either, outside};
use crate::groups::views::elements_of_all;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each used interface to the outside, for each that is on a path and stated as unused, and for each that a
/// penetration test attacks and the architecture does not expose.
pub(super) fn interfaces(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let lists = Lists::of(scope);
    let mut judgements: Vec<Judgement> =
        outside(model).iter().map(|it| compared(scope, &lists, it)).collect();
    judgements.extend(used_after_all(scope));
    judgements.extend(attacked_only(scope));
    let is_stated = !model.components.is_empty();
    or_either(judgements, is_stated, "no `[component]` is stated", "no used interface reaches the outside")
}

/// What each list of the submission names, looked up once for all interfaces.
struct Lists<'c> {
    shown: BTreeSet<Target>,
    threatened: BTreeSet<&'c Target>,
    /// Whether a label holds the table of interfaces. That table and the list of the cyber device statement are derived from the
    /// interfaces themselves: they hold all of them as soon as they are there, and the statement always is.
    labeled: bool,
    tested: BTreeMap<&'c Target, Vec<Tester>>,
}

/// A test or penetration test with something in its scope. Tests come first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Tester {
    at: usize,
    subject: String,
    is_pentest: bool,
}

impl<'c> Lists<'c> {
    fn of(scope: &Scope<'c>) -> Self {
        let model = &scope.case.model;
        let tests = model.tests.values().map(|it| (it.subject(), &it.scope, it.kind == TestKind::Pentest));
        let pentests = model.pentests.values().map(|it| (it.subject(), &it.scope, true));
        let mut tested: BTreeMap<&Target, Vec<Tester>> = BTreeMap::new();
        for (at, (subject, named, is_pentest)) in tests.chain(pentests).enumerate() {
            for on in named {
                let tester = Tester { at, subject: subject.clone(), is_pentest };
                tested.entry(&on.target).or_default().push(tester);
            }
        }
        let labeled = model.labels.values().any(|it| topic_of(it) == Some(Topic::Ports));
        let threats = scope.case.threats.all.values();
        let threatened = threats.flat_map(|it| &it.on).collect();
        Self { shown: elements_of_all(model), threatened, labeled, tested }
    }

    /// Tests and penetration tests with the interface, a flow at it, its component or the system in their scope.
    fn tests_of(&self, component: &Id, here: &[Target]) -> BTreeSet<&Tester> {
        let whole = [Target::System, Target::Record(Kind::Component, component.clone())];
        here.iter().chain(&whole).filter_map(|it| self.tested.get(it)).flatten().collect()
    }
}

fn compared(scope: &Scope<'_>, lists: &Lists<'_>, surface: &Surface<'_>) -> Judgement {
    let model = &scope.case.model;
    let target = interface_target(surface);
    let flows = flows_at(model, surface.component.id(), surface.name);
    let mut here = vec![target];
    here.extend(flows.into_iter().map(|it| Target::Record(Kind::Flow, it.id().clone())));
    let tests = lists.tests_of(surface.component.id(), &here);
    let facts = [
        ("the views", lists.shown.contains(&here[0])),
        ("the threat model", here.iter().any(|it| lists.threatened.contains(it))),
        ("the table of interfaces of the labeling", lists.labeled),
        ("the scopes of tests", !tests.is_empty()),
        ("the scopes of penetration tests", tests.iter().any(|it| it.is_pentest)),
    ];
    let missing: Vec<String> =
        facts.iter().filter(|(_, there)| !there).map(|(word, _)| (*word).to_owned()).collect();
    let judgement = if missing.is_empty() {
        Judgement::pass(surface.path())
    } else {
        Judgement::gap(surface.path()).with("missing", listed(&missing))
    };
    let place = scope.place(surface.component.meta.key("if"));
    tests.into_iter().map(|it| it.subject.clone()).fold(judgement.at(place), Judgement::resting_on)
}

/// Interfaces in the scope of a penetration test that are not among those that this device exposes: either the architecture hides a
/// way in, or the scope speaks of another system. Unused ones and those for a person's hand are exposed, too.
fn attacked_only(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let surfaces = vigil_model::derive::attack_surface(model);
    let exposed: BTreeSet<Target> =
        surfaces.iter().filter(|it| it.is_external()).map(interface_target).collect();
    let mut judgements = Vec::new();
    for test in model.pentests.values() {
        let place = scope.place(test.meta.key("scope"));
        for on in &test.scope {
            let Target::Interface(component, name) = &on.target else { continue };
            if exposed.contains(&on.target) {
                continue;
            }
            let missing =
                format!("the exposed interfaces of the architecture, though `{}` attacks it", test.subject());
            let gap = Judgement::gap(format!("{component}.{name}")).with("missing", missing);
            judgements.push(gap.at(place.clone()).resting_on(test.subject()));
        }
    }
    judgements
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
