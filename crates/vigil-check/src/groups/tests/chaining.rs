//! Chains of weaknesses: tried at all, and tried where the paths of the device are open at every step.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::kinds::{Test, TestKind};
use vigil_model::{Kind, Target};
use vigil_threat::paths::Route;

use super::one_kind;
use crate::judgement::{Judgement, Outcome};
use crate::scope::Scope;

/// A chaining test has results, and covers each part at which an open path begins.
pub(super) fn chaining(scope: &Scope<'_>) -> Vec<Judgement> {
    let kind = TestKind::Chaining.word();
    let tried = one_kind(scope, kind);
    if tried.outcome == Outcome::Gap {
        return vec![
            tried.with("lacks", format!("has no test of the kind {kind}, and no reason why there is none")),
        ];
    }
    let mut starts: BTreeMap<&Id, &Route> = BTreeMap::new();
    for route in scope.case.chained_paths() {
        starts.entry(&route.start).or_insert(route);
    }
    let tests: Vec<&Test> =
        scope.case.model.tests.values().filter(|test| test.kind == TestKind::Chaining).collect();
    let mut judgements = vec![tried];
    judgements.extend(starts.into_iter().map(|(start, route)| covered(scope, &tests, start, route)));
    judgements
}

fn covered(scope: &Scope<'_>, tests: &[&Test], start: &Id, route: &Route) -> Judgement {
    let at = |target: &Target| match target {
        Target::Record(Kind::Component, id) | Target::Interface(id, _) => id == start,
        _ => false,
    };
    let covering: Vec<&&Test> =
        tests.iter().filter(|test| test.scope.iter().any(|it| at(&it.target))).collect();
    let subject = format!("component.{start}");
    if covering.is_empty() {
        let place = scope.case.model.components.get(start).map(|it| scope.place(it.meta.span));
        let lacks = format!(
            "is not tested from `{subject}`, where a path to function.{} begins on which every step is open",
            route.function
        );
        return Judgement::gap(subject).at(place.unwrap_or_else(Scope::top)).with("lacks", lacks);
    }
    let mut judgement = Judgement::pass(subject);
    judgement.evidence = covering.iter().map(|test| format!("test.{}", test.meta.id)).collect();
    judgement
}
