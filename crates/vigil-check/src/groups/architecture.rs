//! Predicates of the group `architecture`.

use vigil_model::Record;
use vigil_model::derive;
use vigil_model::kinds::ZoneKind;

use crate::groups::Predicate;
use crate::groups::links::lacking;
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[("boundaries", boundaries)];

/// Who runs what is where trust begins and ends.
fn boundaries(scope: &Scope<'_>) -> Vec<Judgement> {
    let mut judgements = components(scope);
    judgements.extend(networks(scope));
    judgements.push(context(scope));
    judgements
}

fn components(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let judge = |it: &vigil_model::kinds::Component| {
        let lacks =
            derive::operator(model, it).is_none().then_some("lies in a zone that nobody is said to run");
        lacking(it.subject(), lacks, scope.place(it.meta.key("in"))).resting_on(format!("zone.{}", it.zone))
    };
    model.components.values().map(judge).collect()
}

fn networks(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let networks = model.zones.values().filter(|it| it.kind == Some(ZoneKind::Network));
    let judge = |it: &vigil_model::kinds::Zone| {
        let run = derive::zones_outwards(model, it.id()).iter().any(|it| it.run_by.is_some());
        lacking(
            it.subject(),
            (!run).then_some("is a network that nobody is said to run"),
            scope.place(it.meta.span),
        )
    };
    networks.map(judge).collect()
}

fn context(scope: &Scope<'_>) -> Judgement {
    let stated = scope.case.model.security_architecture.as_ref();
    let place = stated.map_or_else(Scope::top, |it| scope.place(it.key("context")));
    let lacks = stated.is_none_or(|it| it.context.is_none()).then_some("states no context");
    lacking("security-architecture", lacks, place)
}
