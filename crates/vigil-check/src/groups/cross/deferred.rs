//! Fixes that are put off come within the plan's cycle.

use vigil_base::{Date, Place, date};
use vigil_model::Record;
use vigil_model::kinds::{Decision, Deferral, Within};

use crate::groups::links::or_nothing;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// A deferral with what it is compared by.
struct Put<'m> {
    subject: String,
    off: &'m Deferral,
    found: Option<Date>,
    uncontrolled: bool,
    place: Place,
}

/// One judgement for each deferral.
pub(super) fn deferred(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let decisions = model.decisions.values().filter_map(|it| {
        Some(Put {
            subject: it.subject(),
            off: it.deferral.as_ref()?,
            found: it.dates.as_ref().and_then(|it| it.known).or(it.date),
            uncontrolled: uncontrolled(scope, it),
            place: scope.place(it.meta.key("deferral")),
        })
    });
    let anomalies = model.anomalies.values().filter_map(|it| {
        Some(Put {
            subject: it.subject(),
            off: it.deferral.as_ref()?,
            found: model.anomaly_list.as_ref().and_then(|it| it.listed),
            uncontrolled: false,
            place: scope.place(it.meta.key("deferral")),
        })
    });
    or_nothing(decisions.chain(anomalies).map(|it| compared(scope, it)).collect(), "no fix is put off")
}

fn uncontrolled(scope: &Scope<'_>, decision: &Decision) -> bool {
    let risk = decision.risk.as_ref().and_then(|it| scope.case.risks.get(&it.id));
    decision.controlled == Some(false) || risk.is_some_and(|it| it.controlled() == Some(false))
}

fn compared(scope: &Scope<'_>, put: Put<'_>) -> Judgement {
    let (cycle, word) = cycle(scope, put.uncontrolled);
    let unknown = |because: String| Judgement::incomplete(put.subject.clone(), because).at(put.place.clone());
    let Some(due) = due(scope, put.off) else {
        return unknown("the deferral names neither a day nor a release whose day is known".to_owned());
    };
    let Some(found) = put.found else {
        return unknown("it is not stated since when the flaw is known".to_owned());
    };
    let Some(days) = cycle.and_then(|it| it.within.as_ref()).map(vigil_model::quantity::Duration::days)
    else {
        return unknown(format!("`[plan.cycle]` states no time for `{word}`"));
    };
    if date::days_between(found, due) <= days {
        return Judgement::pass(put.subject).at(put.place).resting_on("plan.cycle");
    }
    let allowed = format!("{days} days after {found}");
    Judgement::gap(put.subject).with("said", due.to_string()).with("allowed", allowed).at(put.place)
}

fn cycle<'m>(scope: &'m Scope<'_>, uncontrolled: bool) -> (Option<&'m Within>, &'static str) {
    let cycle = scope.case.model.plan.as_ref().and_then(|it| it.cycle.as_ref());
    if uncontrolled {
        (cycle.and_then(|it| it.out_of_cycle.as_ref()), "out-of-cycle")
    } else {
        (cycle.and_then(|it| it.regular.as_ref()), "regular")
    }
}

/// The day of the deferral, or that of the release that brings the fix.
fn due(scope: &Scope<'_>, off: &Deferral) -> Option<Date> {
    let release = || scope.case.model.releases.get(off.release.as_deref()?)?.since;
    off.by.or_else(release)
}
