//! Predicates of the group `clocks`: the times that run for uncontrolled risk in the field (2016 guidance).

use vigil_base::{Date, date};
use vigil_model::Record;
use vigil_model::kinds::Decision;

use crate::groups::{Predicate, flaws, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] =
    &[("binary_state", binary_state), ("uncontrolled_answered", uncontrolled_answered), ("within", within)];

/// Controlled or uncontrolled, one of the two.
fn binary_state(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |decision: &Decision| {
        let subject = flaws::subject(decision);
        let known = flaws::controlled(scope, decision).is_some();
        let judgement = if known { Judgement::pass(subject) } else { Judgement::gap(subject) };
        judgement.at(scope.place(decision.meta.span)).resting_on(decision.subject())
    };
    let judgements = flaws::fielded(scope).into_iter().map(judge).collect();
    some(scope, judgements, "no decision says that a fielded release is affected")
}

/// Remedied, or mitigated.
fn uncontrolled_answered(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |decision: &Decision| {
        let subject = flaws::subject(decision);
        let fixed =
            decision.dates.as_ref().is_some_and(|it| it.fix_available.is_some() || !it.released.is_empty());
        let answered = fixed || say::is_text(decision.compensating.as_ref());
        let judgement = if answered { Judgement::pass(subject) } else { Judgement::gap(subject) };
        judgement.at(scope.place(decision.meta.span)).resting_on(decision.subject())
    };
    let judgements = uncontrolled(scope).map(judge).collect();
    some_uncontrolled(scope, judgements)
}

/// A step was taken within a number of days of learning; what is open counts up to the as-of date.
fn within(scope: &Scope<'_>) -> Vec<Judgement> {
    let Ok(limit) = scope.arg("limit").parse::<i64>() else {
        return vec![say::could_not_look("the rule states no limit in days")];
    };
    let judgements = uncontrolled(scope).map(|decision| clock(scope, decision, limit)).collect();
    some_uncontrolled(scope, judgements)
}

fn clock(scope: &Scope<'_>, decision: &Decision, limit: i64) -> Judgement {
    let subject = flaws::subject(decision);
    let place = scope.place(decision.meta.key("dates"));
    if scope.arg("step") == "released" && say::is_text(decision.compensating.as_ref()) {
        return Judgement::pass(subject).at(place).resting_on(decision.subject());
    }
    let dates = decision.dates.as_ref();
    let Some(known) = dates.and_then(|it| it.known) else {
        let because = "`dates.known` is not stated, so no time can be counted";
        return Judgement::incomplete(subject, because).at(place);
    };
    let done = dates.and_then(|it| match scope.arg("step") {
        "communicated" => it.communicated,
        _ => it.released.values().min().copied(),
    });
    let past = |day: &Date| *day <= scope.case.as_of;
    let days = date::days_between(known, done.filter(past).unwrap_or(scope.case.as_of));
    let judgement = if days <= limit { Judgement::pass(subject) } else { Judgement::gap(subject) };
    judgement.at(place).with("days", days.to_string()).resting_on(decision.subject())
}

fn uncontrolled<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = &'s Decision> {
    flaws::fielded(scope).into_iter().filter(|it| flaws::controlled(scope, it) == Some(false))
}

/// What nobody has decided may affect the field too, so the clocks are not said to stand still.
fn some(scope: &Scope<'_>, mut judgements: Vec<Judgement>, because: &str) -> Vec<Judgement> {
    let own = scope.case.model.vulnerabilities.values();
    let undecided = own.filter(|it| flaws::decision_on(scope, it).is_none()).count()
        + flaws::affected(scope).filter(|row| row.is_open()).count();
    if undecided > 0 {
        let because =
            format!("{undecided} known vulnerabilities are not decided, and may affect a fielded release");
        judgements.push(Judgement::incomplete("decisions", because));
    }
    if judgements.is_empty() { vec![flaws::none_left(scope, because)] } else { judgements }
}

/// No clock runs only where every flaw in the field is known to be controlled.
fn some_uncontrolled(scope: &Scope<'_>, mut judgements: Vec<Judgement>) -> Vec<Judgement> {
    let undecided = |it: &&Decision| flaws::controlled(scope, it).is_none();
    let open = flaws::fielded(scope).into_iter().filter(undecided);
    judgements.extend(open.map(|decision| {
        let because = "it is neither controlled nor uncontrolled, so nobody knows whether the time runs";
        let judgement = Judgement::incomplete(flaws::subject(decision), because);
        judgement.at(scope.place(decision.meta.span))
    }));
    some(scope, judgements, "no fielded release has an uncontrolled risk")
}
