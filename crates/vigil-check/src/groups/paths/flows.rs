//! Facts of flows, most of which stand on the channel that they name.

use vigil_model::kinds::{Channel, Flow, Property};
use vigil_model::{Model, Record};

use super::fact::stated;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Judges each flow by a test of it and its channel; the place is a key of the channel.
fn by_channel(scope: &Scope<'_>, key: &str, there: impl Fn(&Flow, &Channel) -> bool) -> Vec<Judgement> {
    let model = &scope.case.model;
    let judge = |flow: &Flow| {
        let subject = flow.id().as_str();
        match flow.over.get(model) {
            Some(channel) => stated(subject, there(flow, channel), scope.place(channel.meta.key(key)))
                .resting_on(channel.subject()),
            // A channel that does not exist is a fault of the model, and says nothing about the fact.
            None => Judgement::incomplete(subject, format!("the channel `{}` does not exist", flow.over))
                .at(scope.place(flow.meta.key("over"))),
        }
    };
    model.flows.values().map(judge).collect()
}

/// Whether the channel states that it gives none of these: that is an answer too.
fn states_none(channel: &Channel, properties: &[Property]) -> bool {
    channel.gives.as_ref().is_some_and(|gives| !gives.iter().any(|it| properties.contains(it)))
}

/// Each flow says what it carries.
pub(super) fn content(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |it: &Flow| {
        let there = !it.carries.is_empty() || !it.back.is_empty();
        stated(it.id().as_str(), there, scope.place(it.meta.key("carries")))
    };
    scope.case.model.flows.values().map(judge).collect()
}

/// Each flow's channel names its protocol.
pub(super) fn protocol(scope: &Scope<'_>) -> Vec<Judgement> {
    by_channel(scope, "name", |_, channel| channel.name.is_some())
}

/// Each flow says what happens when it is cut.
pub(super) fn errors(scope: &Scope<'_>) -> Vec<Judgement> {
    by_channel(scope, "on_cut", |flow, channel| flow.on_cut.is_some() || channel.on_cut.is_some())
}

/// Method and algorithm by which the ends prove who they are.
pub(super) fn authentication(scope: &Scope<'_>) -> Vec<Judgement> {
    by_channel(scope, "auth", |_, channel| {
        let told = channel.auth.as_ref().is_some_and(|it| it.how.is_some() && it.alg.is_some());
        told || states_none(channel, &[Property::PeerAuth])
    })
}

/// Algorithms and keys.
pub(super) fn cryptography(scope: &Scope<'_>) -> Vec<Judgement> {
    let cryptographic = [
        Property::Confidentiality,
        Property::Integrity,
        Property::PeerAuth,
        Property::ReplayProtection,
        Property::EndToEnd,
    ];
    by_channel(scope, "crypto", |_, channel| channel.crypto.is_some() || states_none(channel, &cryptographic))
}

/// Which end checks, and how it got what it checks with.
pub(super) fn verification(scope: &Scope<'_>) -> Vec<Judgement> {
    by_channel(scope, "auth", |_, channel| {
        let told =
            channel.auth.as_ref().is_some_and(|it| it.verified_by.is_some() && it.credentials.is_some());
        told || states_none(channel, &[Property::PeerAuth])
    })
}

/// How a session begins, lives and ends.
pub(super) fn sessions(scope: &Scope<'_>) -> Vec<Judgement> {
    by_channel(scope, "session", |_, channel| {
        let told = channel.session.as_ref().is_some_and(|it| {
            it.opens.is_some() && (it.idle_end.is_some() || it.closes.is_some()) && it.ids.is_some()
        });
        told || states_none(channel, &[Property::PeerAuth, Property::AccessControl])
    })
}

/// Who gives out and takes back the identities by which the ends are authenticated.
pub(super) fn identity(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let judge = |flow: &Flow| {
        let channel = flow.over.get(model)?;
        let subject = flow.id().as_str();
        let place = scope.place(channel.meta.key("auth"));
        if channel.auth.is_none() && channel.gives.is_none() {
            let because = format!(
                "`{}` says neither how its ends are authenticated nor that they are not",
                channel.subject()
            );
            return Some(Judgement::incomplete(subject, because).at(place));
        }
        let there = states_none(channel, &[Property::PeerAuth]) || issuer(model, channel);
        Some(stated(subject, there, place).resting_on(channel.subject()))
    };
    model.flows.values().filter_map(judge).collect()
}

fn issuer(model: &Model, channel: &Channel) -> bool {
    let credentials = channel.auth.as_ref().is_some_and(|it| it.credentials.is_some());
    let enrolled = |it: &vigil_model::kinds::Secret| it.life.as_ref().is_some_and(|it| it.enrolled.is_some());
    credentials || channel.keys.iter().filter_map(|it| it.get(model)).any(enrolled)
}

/// Channels with a method of their own have the analysis of somebody who knows.
pub(super) fn proprietary(scope: &Scope<'_>) -> Vec<Judgement> {
    let channels = scope.case.model.channels.values().filter(|it| it.proprietary == Some(true));
    let judge = |it: &Channel| {
        stated(it.id().as_str(), it.expert_analysis.is_some(), scope.place(it.meta.key("expert-analysis")))
    };
    channels.map(judge).collect()
}

/// A flow whose content goes on over another channel names the flow that it hands over to.
pub(super) fn handoff(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let judge = |flow: &Flow| {
        let next = model.flows.values().find(|next| hands_over(flow, next))?;
        let there = flow.then.is_some();
        Some(stated(flow.id().as_str(), there, scope.place(flow.meta.key("then"))).resting_on(next.subject()))
    };
    model.flows.values().filter_map(judge).collect()
}

/// Whether what arrives by one flow leaves by the other, over another channel.
fn hands_over(flow: &Flow, next: &Flow) -> bool {
    let same =
        |data: &vigil_model::Ref<vigil_model::kinds::Data>| flow.carries.iter().any(|it| it.id == data.id);
    flow.id() != next.id()
        && flow.over.id != next.over.id
        && flow.to.component == next.from.component
        && next.carries.iter().any(same)
}
