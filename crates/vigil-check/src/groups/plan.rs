//! Predicates of the group `plan`: the cybersecurity management plan.

use std::collections::BTreeSet;

use vigil_base::{Id, Place, date};
use vigil_model::Record;
use vigil_model::kinds::{Monitor, ViewKind};

use crate::groups::{Predicate, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("current", current),
    ("disclosure", disclosure),
    ("monitoring", monitoring),
    ("not_patchable", not_patchable),
    ("updates", updates),
];

fn place(scope: &Scope<'_>, key: &str) -> Place {
    scope.case.model.plan.as_ref().map_or_else(Scope::top, |plan| scope.place(plan.key(key)))
}

/// At least one source; each with kind, method and rhythm; three kinds are always among them.
fn monitoring(scope: &Scope<'_>) -> Vec<Judgement> {
    let place = place(scope, "monitor");
    let Some(plan) = scope.case.model.plan.as_ref().filter(|plan| !plan.monitor.is_empty()) else {
        return vec![say::missing("plan.monitor", place, &["monitor"])];
    };
    let mut names: Vec<String> =
        plan.monitor.iter().flat_map(|(name, source)| incomplete_source(name, source)).collect();
    for kind in ["database", "supplier", "researcher"] {
        if !plan.monitor.values().any(|it| it.kind.as_deref() == Some(kind)) {
            names.push(format!("kind = \"{kind}\""));
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    vec![say::missing("plan.monitor", place, &names).resting_on("plan.monitor")]
}

fn incomplete_source(name: &str, source: &Monitor) -> Vec<String> {
    let absent = say::absent(&[
        ("kind", say::is_text(source.kind.as_ref())),
        ("method", say::is_text(source.method.as_ref())),
        ("every", source.every.is_some()),
    ]);
    absent.into_iter().map(|key| format!("{name}.{key}")).collect()
}

/// A stated process over known paths; every path of an update is in it and drawn.
fn updates(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let place = place(scope, "updates");
    let Some(updates) = model.plan.as_ref().and_then(|plan| plan.updates.as_ref()) else {
        return vec![say::lacking("plan.updates", place, &["is not stated".to_owned()])];
    };
    let mut lacks = Vec::new();
    if !say::is_text(updates.process.as_ref()) {
        lacks.push("states no `process`".to_owned());
    }
    if updates.paths.is_empty() {
        lacks.push("names no `paths`".to_owned());
    }
    let named: BTreeSet<&Id> = updates.paths.iter().map(|it| &it.id).collect();
    if !named.is_empty() {
        let left_out = model.updates.keys().filter(|id| !named.contains(id));
        lacks.extend(left_out.map(|id| format!("leaves out update `{id}`")));
    }
    let drawn: BTreeSet<&str> = drawn_updates(scope);
    if !drawn.is_empty() {
        let hidden = named.iter().filter(|id| !drawn.contains(id.as_str()));
        lacks.extend(hidden.map(|id| format!("names update `{id}`, which no update view shows")));
    }
    vec![say::lacking("plan.updates", place, &lacks).resting_on("plan.updates")]
}

/// Updates that an updateability view is stated to be of; a view that names none shows all.
fn drawn_updates<'s>(scope: &'s Scope<'_>) -> BTreeSet<&'s str> {
    let views = scope.case.model.views.values().filter(|view| view.kind == ViewKind::Updateability);
    views.flat_map(|view| view.of.iter()).map(|of| of.strip_prefix("update.").unwrap_or(of)).collect()
}

/// Policy, contact and time may be the maker's; the procedure is the plan's.
fn disclosure(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let stated = model.plan.as_ref().and_then(|plan| plan.disclosure.as_ref());
    let maker = model.project.as_ref().and_then(|project| project.maker.as_ref());
    let psirt = maker.and_then(|maker| maker.psirt.as_ref());
    let text = |own: Option<&String>, makers: Option<&String>| say::is_text(own) || say::is_text(makers);
    let absent = say::absent(&[
        ("policy", text(stated.and_then(|it| it.policy.as_ref()), psirt.and_then(|it| it.policy.as_ref()))),
        ("contact", text(stated.and_then(|it| it.contact.as_ref()), psirt.and_then(|it| it.mail.as_ref()))),
        (
            "acknowledges-within",
            stated.is_some_and(|it| it.acknowledges_within.is_some())
                || psirt.is_some_and(|it| it.acknowledges_within.is_some()),
        ),
        ("procedure", stated.is_some_and(|it| say::is_text(it.procedure.as_ref()))),
    ]);
    vec![say::missing("plan.disclosure", place(scope, "disclosure"), &absent).resting_on("plan.disclosure")]
}

/// Each part that cannot be patched is named in the plan, with limits and what happens then.
fn not_patchable(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let plan = model.plan.as_ref().and_then(|plan| plan.not_patchable.as_ref());
    let named: BTreeSet<&Id> = plan.iter().flat_map(|it| it.on.iter()).map(|it| &it.id).collect();
    let stated = model.components.values().filter(|it| it.patchable == Some(false)).map(Record::id);
    let mut parts: BTreeSet<String> = stated.chain(named.iter().copied()).map(ToString::to_string).collect();
    if parts.is_empty() {
        parts.insert("device".to_owned());
    }
    let limits = plan.is_some_and(|it| say::is_text(it.limits.as_ref()));
    let then = plan.is_some_and(|it| say::is_text(it.then.as_ref()));
    let judge = |part: String| {
        let on = part == "device" || named.contains(&Id::new(part.as_str()));
        let absent = say::absent(&[("on", on), ("limits", limits), ("then", then)]);
        say::missing(part, place(scope, "not-patchable"), &absent).resting_on("plan.not-patchable")
    };
    parts.into_iter().map(judge).collect()
}

/// Reviewed, and not due for the next review.
fn current(scope: &Scope<'_>) -> Vec<Judgement> {
    let lacks = match scope.case.model.plan.as_ref() {
        None => Some("is not stated".to_owned()),
        Some(plan) => match (plan.reviewed, &plan.review_every) {
            (None, _) => Some("does not state when it was `reviewed`".to_owned()),
            (_, None) => Some("does not state how often it is reviewed (`review-every`)".to_owned()),
            (Some(day), Some(every)) => overdue(scope, day, every),
        },
    };
    let lacks: Vec<String> = lacks.into_iter().collect();
    vec![say::lacking("plan", place(scope, "reviewed"), &lacks).resting_on("plan")]
}

fn overdue(
    scope: &Scope<'_>,
    reviewed: vigil_base::Date,
    every: &vigil_model::quantity::Cycle,
) -> Option<String> {
    let as_of = scope.case.as_of;
    let age = date::days_between(reviewed, as_of);
    if age < 0 {
        return Some(format!("says that it was reviewed on {reviewed}, after {as_of}"));
    }
    // A plan that is reviewed continuously has no day on which it falls due.
    (every.days > 0 && age > every.days).then(|| {
        format!("was last reviewed on {reviewed}, {age} days before {as_of}, and is to be reviewed {every}")
    })
}
