//! Attributes that are read off what stands around a subject.

use vigil_model::derive;
use vigil_model::kinds::{Component, ComponentKind, Flow, Medium, ZoneKind};
use vigil_model::{Kind as Record, Model, Target};

use super::{Context, Value, number, record, unknown, words};

/// Whether a component goes where the patient goes.
pub(super) fn worn(model: &Model, component: &Component) -> Value {
    if component.kind == ComponentKind::Implant {
        return Value::Bool(true);
    }
    let zones = derive::zones_outwards(model, &component.zone.id);
    if zones.iter().any(|zone| zone.kind == Some(ZoneKind::Body)) {
        return Value::Bool(true);
    }
    zones
        .iter()
        .find(|zone| zone.kind.is_none())
        .map_or(Value::Bool(false), |silent| unknown(format!("zone.{}", silent.meta.id), "kind"))
}

/// How many of its interfaces to a network are used.
pub(super) fn network_interfaces(component: &Component) -> Value {
    let used = component.interfaces.values().filter(|it| it.used != Some(false));
    number(used.filter(|it| it.kind.is_network()).count())
}

/// The flows over a channel.
pub(super) fn flows_over<'m>(
    context: &Context<'m>,
    target: &Target,
) -> Option<impl Iterator<Item = &'m Flow> + use<'m>> {
    let (id, _) = context.model.channels.get_key_value(record(target, Record::Channel)?)?;
    Some(context.model.flows.values().filter(move |flow| flow.over.id == *id))
}

/// What a channel runs over. One flow whose medium is not known may be the one that matters.
pub(super) fn channel_medium(context: &Context<'_>, target: &Target) -> Option<Value> {
    let channel = context.model.channels.get(record(target, Record::Channel)?)?;
    if let Some(medium) = channel.medium {
        return Some(words([medium.word()]));
    }
    let media: Option<Vec<&str>> = flows_over(context, target)?
        .map(|flow| derive::medium(context.model, flow).map(Medium::word))
        .collect();
    Some(match media {
        Some(media) if !media.is_empty() => words(media),
        _ => unknown(target.to_string(), "medium"),
    })
}

/// How many assessed components lie in a zone or inside it.
pub(super) fn own_parts(model: &Model, zone: &str) -> Value {
    let inside = |it: &&Component| {
        it.kind != ComponentKind::External
            && derive::zones_outwards(model, &it.zone.id).iter().any(|it| it.meta.id == *zone)
    };
    number(model.components.values().filter(inside).count())
}
