//! Credit: which channel, fact or control gives what a rule asks for. Threats are credited, never suppressed.

mod facts;

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::kinds::{
    Component, ComponentKind, Control, CutEffect, FactName, Flow, Property, Scope, SecretKind, Update,
};
use vigil_model::{Kind, Model, Record, Target};

use self::facts::facts;
use crate::subjects;
use crate::threat::{Credit, Unknown};

/// What looking for credit established.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) credits: Vec<Credit>,
    pub(crate) unknown: Vec<Unknown>,
}

impl Found {
    fn give(&mut self, by: impl Into<String>, gives: Property, fact: Option<String>) {
        self.credits.push(Credit { by: by.into(), gives, fact });
    }

    fn ask(&mut self, record: impl Into<String>, key: impl Into<String>) {
        self.unknown.push(Unknown { record: record.into(), key: key.into() });
    }
}

/// Looks for what gives `asks` on a subject. `facts` narrows which facts about its components count.
pub(crate) fn look(model: &Model, target: &Target, asks: Property, facts: &[FactName]) -> Found {
    let mut found = Found::default();
    controls(model, target, asks, &mut found);
    match target {
        Target::Record(Kind::Flow, id) => flow(model, id, asks, &mut found),
        Target::Record(Kind::Channel, id) => channel(model, id, asks, &mut found),
        Target::Record(Kind::Secret, _) if !facts.is_empty() => {
            on_components(model, target, asks, facts, &mut found);
        }
        Target::Record(Kind::Secret, id) => secret(model, id, asks, &mut found),
        Target::Record(Kind::Actor, id) => actor(model, id, asks, &mut found),
        Target::Interface(id, name) => {
            closed_interface(model, id, name, asks, &mut found);
            on_components(model, target, asks, facts, &mut found);
        }
        Target::Record(Kind::Update, id) => update(model, id, asks, facts, &mut found),
        Target::Record(Kind::Component | Kind::Data | Kind::Function, _) => {
            on_components(model, target, asks, facts, &mut found);
        }
        // Of the device as a whole only what concerns every part is taken from facts; the rest needs a control.
        Target::System if matches!(asks, Property::SupplyChain | Property::UserNotice) => {
            on_components(model, target, asks, facts, &mut found);
        }
        _ => {}
    }
    found
}

/// Controls that protect the subject and give what is asked.
fn controls(model: &Model, target: &Target, asks: Property, found: &mut Found) {
    let around = around(model, target).into_iter().flat_map(|it| model.controls_on(&it).collect::<Vec<_>>());
    let here: BTreeMap<&Id, &Control> = around.map(|control| (&control.meta.id, control)).collect();
    for control in here.into_values().filter(|control| control.gives.contains(&asks)) {
        found.give(control.subject(), asks, None);
    }
}

/// The subject, and what a control may protect instead of it: the channel and the interfaces of a flow, the component of an interface.
fn around(model: &Model, target: &Target) -> Vec<Target> {
    let mut around = vec![target.clone()];
    match target {
        Target::Record(Kind::Flow, id) => {
            if let Some(flow) = model.flows.get(id) {
                around.push(Target::Record(Kind::Channel, flow.over.id.clone()));
                for end in [&flow.from, &flow.to] {
                    around.extend(
                        end.interface
                            .as_ref()
                            .map(|name| Target::Interface(end.component.clone(), name.clone())),
                    );
                }
            }
        }
        Target::Interface(component, _) => around.push(Target::Record(Kind::Component, component.clone())),
        Target::Record(Kind::Update, id) => {
            let path = model.updates.get(id).into_iter().flat_map(|it| &it.path);
            around.extend(path.map(|flow| Target::Record(Kind::Flow, flow.id.clone())));
        }
        Target::Record(Kind::Function, _) => {
            around.extend(
                subjects::components(model, target)
                    .into_iter()
                    .map(|id| Target::Record(Kind::Component, id.clone())),
            );
        }
        _ => {}
    }
    around
}

fn flow(model: &Model, id: &Id, asks: Property, found: &mut Found) {
    let Some(flow) = model.flows.get(id) else { return };
    match asks {
        Property::LocalFallback => cut(model, flow, found),
        Property::PatientMatch => own_ends(model, flow, asks, found),
        _ => channel(model, &flow.over.id, asks, found),
    }
}

/// What follows when a flow is cut. A flow that says anything of its own differs from its channel, and what the channel says does
/// not hold for it. Prose tells a reader what happens and credits nothing: "the pump stops" is prose, too.
fn cut(model: &Model, flow: &Flow, found: &mut Found) {
    let channel = flow.over.get(model);
    if channel.is_some_and(|it| it.gives.iter().flatten().any(|it| *it == Property::LocalFallback)) {
        found.give(format!("channel.{}", flow.over), Property::LocalFallback, None);
        return;
    }
    let differs = flow.cut_effect.is_some() || flow.on_cut.is_some();
    let (effect, subject) = match channel {
        Some(channel) if !differs => (channel.cut_effect, channel.subject()),
        _ => (flow.cut_effect, flow.subject()),
    };
    match effect {
        Some(CutEffect::GoesOn) => {
            found.give(subject, Property::LocalFallback, Some("cut-effect".to_owned()));
        }
        Some(_) => {}
        None => found.ask(subject, "cut-effect"),
    }
}

/// What the ends that belong to the product do with what comes over a flow; a channel carries values and does not know their meaning.
fn own_ends(model: &Model, flow: &Flow, asks: Property, found: &mut Found) {
    let ends = [&flow.from.component, &flow.to.component].into_iter();
    let own =
        ends.filter(|id| model.components.get(*id).is_some_and(|it| it.kind != ComponentKind::External));
    of_parts(model, own.collect(), asks, facts(asks), found);
}

/// A channel's list is closed: what it does not name it does not give. Without a list nothing is known.
fn channel(model: &Model, id: &Id, asks: Property, found: &mut Found) {
    let Some(channel) = model.channels.get(id) else { return };
    let idle = channel.session.as_ref().and_then(|it| it.idle_end.as_ref());
    match (&channel.gives, asks) {
        (Some(gives), _) if gives.contains(&asks) => found.give(channel.subject(), asks, None),
        // What a channel does when it is idle is stated in words of its own.
        (_, Property::SessionEnd) => stated(idle, channel.subject(), asks, "session.idle_end", found),
        (Some(_), _) => {}
        (None, _) => found.ask(channel.subject(), "gives"),
    }
}

fn secret(model: &Model, id: &Id, asks: Property, found: &mut Found) {
    let Some(secret) = model.secrets.get(id) else { return };
    let subject = secret.subject();
    let life = secret.life.as_ref();
    match asks {
        Property::KeyProtection => match secret.hardware {
            Some(true) => found.give(subject, asks, Some("hardware".to_owned())),
            Some(false) => {}
            None => found.ask(subject, "hardware"),
        },
        Property::SecretDiversity => match secret.scope {
            // Whoever has a site's key out of one device has it for every other of that site.
            Some(Scope::Fleet | Scope::PerSite) => {}
            Some(_) if secret.derived_from.is_some() && secret.kind != SecretKind::Token => {}
            Some(_) => found.give(subject, asks, Some("scope".to_owned())),
            None => found.ask(subject, "scope"),
        },
        Property::SecretRotation => {
            stated(life.and_then(|it| it.rotated.as_ref()), subject, asks, "life.rotated", found);
        }
        Property::Sanitisation => {
            stated(life.and_then(|it| it.ended.as_ref()), subject, asks, "life.ended", found);
        }
        _ => {}
    }
}

/// How a role proves who it is, and what it may do.
fn actor(model: &Model, id: &Id, asks: Property, found: &mut Found) {
    let Some(actor) = model.actors.get(id) else { return };
    let subject = actor.subject();
    match asks {
        Property::AccessControl => {
            stated(actor.authentication.as_ref(), subject, asks, "authentication", found);
        }
        Property::LeastPrivilege if actor.privileges.is_empty() => found.ask(subject, "privileges"),
        Property::LeastPrivilege if !actor.privileges.iter().any(|it| says(it, &WITHOUT_LIMIT)) => {
            found.give(subject, asks, Some("privileges".to_owned()));
        }
        _ => {}
    }
}

/// What people write to say that something does not happen.
const NOT_AT_ALL: [&str; 4] = ["never", "no", "none", "not at all"];
/// What people write for rights that nobody narrowed.
const WITHOUT_LIMIT: [&str; 5] = ["all", "any", "everything", "anything", "full access"];

fn says(text: &str, words: &[&str]) -> bool {
    words.contains(&text.trim().trim_end_matches('.').to_lowercase().as_str())
}

fn stated(text: Option<&String>, subject: String, asks: Property, key: &str, found: &mut Found) {
    match text {
        Some(text) if says(text, &NOT_AT_ALL) => {}
        Some(_) => found.give(subject, asks, Some(key.to_owned())),
        None => found.ask(subject, key),
    }
}

/// An interface that the product does not use, with what keeps it from being used.
fn closed_interface(model: &Model, id: &Id, name: &str, asks: Property, found: &mut Found) {
    let interface = model.components.get(id).and_then(|it| it.interfaces.get(name));
    if let Some(interface) = interface
        && asks == Property::PortClosed
        && interface.used == Some(false)
        && interface.because.is_some()
    {
        found.give(format!("interface.{id}.{name}"), asks, Some("because".to_owned()));
    }
}

fn update(model: &Model, id: &Id, asks: Property, facts: &[FactName], found: &mut Found) {
    let Some(update) = model.updates.get(id) else { return };
    let signed = update.signed.as_ref().is_some_and(|it| it.by.is_some() && !it.checked_by.is_empty());
    if asks == Property::UpdateAuthenticity && signed {
        let unchecked = update.of.iter().any(|part| {
            let checks = update.signed.iter().flat_map(|it| &it.checked_by).any(|it| it.id == part.id);
            !checks && part.get(model).and_then(|it| it.facts.get(FactName::UpdateSigned)) != Some(true)
        });
        if !unchecked {
            found.give(update.subject(), asks, Some("signed".to_owned()));
            return;
        }
    }
    if asks == Property::AccessControl {
        return store(model, update, facts, found);
    }
    on_components(model, &Target::Record(Kind::Update, id.clone()), asks, facts, found);
}

/// Who may change what is offered: that is decided where the path begins, not at the parts that are updated.
fn store(model: &Model, update: &Update, narrowed: &[FactName], found: &mut Found) {
    let asks = Property::AccessControl;
    let Some(first) = update.path.first().and_then(|it| it.get(model)) else {
        found.ask(update.subject(), "path");
        return;
    };
    let facts = if narrowed.is_empty() { facts(asks) } else { narrowed };
    let store = model.components.get_key_value(&first.from.component).map(|(id, _)| id);
    of_parts(model, store.into_iter().collect(), asks, facts, found);
}

/// Facts of the components that a subject is made of: all of them have to give the property.
fn on_components(model: &Model, target: &Target, asks: Property, narrowed: &[FactName], found: &mut Found) {
    let facts = match (target, asks) {
        _ if !narrowed.is_empty() => narrowed,
        // A debug line and a port are closed by different facts.
        (Target::Interface(id, name), Property::PortClosed) => port_facts(model, id, name),
        _ => facts(asks),
    };
    of_parts(model, subjects::components(model, target), asks, facts, found);
}

fn of_parts(model: &Model, parts: Vec<&Id>, asks: Property, facts: &[FactName], found: &mut Found) {
    if facts.is_empty() || parts.is_empty() {
        return;
    }
    let (mut given, mut silent, mut missing) = (Vec::new(), Vec::new(), false);
    for id in parts {
        match part(&model.components[id], facts) {
            Answer::Given(fact) => given.push((id, fact)),
            Answer::Silent(fact) => silent.push((id, fact)),
            Answer::Missing => missing = true,
        }
    }
    if !missing && silent.is_empty() {
        for (id, fact) in given {
            found.give(format!("component.{id}"), asks, Some(fact.word().to_owned()));
        }
    } else if !missing {
        for (id, fact) in silent {
            found.ask(format!("component.{id}"), format!("facts.{}", fact.word()));
        }
    }
}

fn port_facts(model: &Model, id: &Id, name: &str) -> &'static [FactName] {
    let interface = model.components.get(id).and_then(|it| it.interfaces.get(name));
    if interface.is_some_and(|it| it.kind.is_debug()) {
        &[FactName::DebugPortLocked]
    } else {
        &[FactName::DenyByDefault]
    }
}

enum Answer {
    Given(FactName),
    Silent(FactName),
    Missing,
}

/// One fact that holds is enough; one that is not stated may still hold; all stated as false give nothing.
fn part(component: &Component, facts: &[FactName]) -> Answer {
    if let Some(fact) = facts.iter().find(|fact| component.facts.get(**fact) == Some(true)) {
        return Answer::Given(*fact);
    }
    facts
        .iter()
        .find(|fact| component.facts.get(**fact).is_none())
        .map_or(Answer::Missing, |fact| Answer::Silent(*fact))
}
