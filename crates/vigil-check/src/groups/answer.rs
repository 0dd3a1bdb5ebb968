//! Predicates of the group `answer`: what only a person can judge.

use crate::groups::Predicate;
use crate::judgement::{Judgement, Outcome};
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[("judged", judged)];

/// Reached only where no answer closes the rule: a person has to look.
fn judged(scope: &Scope<'_>) -> Vec<Judgement> {
    let answer = scope.case.model.answers.get(scope.rule.id.as_str());
    let place = answer.map_or_else(Scope::top, |it| scope.place(it.meta.span));
    vec![Judgement::new(Outcome::NeedsPerson, "device").at(place)]
}
