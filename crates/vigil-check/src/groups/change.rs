//! Predicates of the group `change`: a change of an authorised device.

use vigil_model::kinds::Touches;

use crate::groups::{Predicate, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[("classed", classed), ("reduced_set", reduced_set)];

/// What is stated against what the difference from the baseline says; there is no difference to compare with yet.
fn classed(scope: &Scope<'_>) -> Vec<Judgement> {
    let Some(change) = &scope.case.model.change else {
        let because = "`[change]` does not say what is changed, so there is nothing to compare";
        return vec![Judgement::incomplete("change", because).at(Scope::top())];
    };
    let because = match change.of.as_deref() {
        None => "`[change]` does not state the authorised submission (`of`) to compare with".to_owned(),
        Some(of) => format!("the difference from the baseline of `{of}` is not at hand"),
    };
    vec![Judgement::incomplete("change", because).at(scope.place(change.key("of")))]
}

/// A change that touches nothing of security still states three things.
fn reduced_set(scope: &Scope<'_>) -> Vec<Judgement> {
    let Some(change) = &scope.case.model.change else {
        let all = ["critical-now", "remediated", "plan-in"];
        return vec![say::missing("change", Scope::top(), &all)];
    };
    let touched: Vec<&str> =
        change.touches.iter().filter(|it| **it != Touches::Nothing).map(|it| it.word()).collect();
    if !touched.is_empty() {
        let because = format!("the change touches {}: the full set is given", touched.join(", "));
        return vec![say::nothing_to_judge(because)];
    }
    let absent = say::absent(&[
        ("critical-now", say::is_text(change.critical_now.as_ref())),
        ("remediated", say::is_text(change.remediated.as_ref())),
        ("plan-in", say::is_text(change.plan_in.as_ref())),
    ]);
    vec![say::missing("change", scope.place(change.span), &absent).resting_on("change")]
}
