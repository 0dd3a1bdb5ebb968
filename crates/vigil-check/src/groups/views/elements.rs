//! What a view shows: components, interfaces, flows, and the data and secrets on them.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::derive::{self, MultiPatient};
use vigil_model::kinds::{Flow, Usecase, View, ViewKind};
use vigil_model::{EndRef, Kind, Model, Record, Target};

type Shown = BTreeSet<Target>;

/// What all views together show.
pub(in crate::groups) fn all(model: &Model) -> BTreeSet<Target> {
    model.views.values().flat_map(|view| of(model, view)).collect()
}

/// What one view shows.
pub(in crate::groups) fn of(model: &Model, view: &View) -> BTreeSet<Target> {
    let mut shown = match view.kind {
        ViewKind::GlobalSystem => global(model, view),
        ViewKind::MultiPatient => many(model),
        ViewKind::Updateability => updates(model, view),
        ViewKind::UseCase => usecases(model, view),
        _ => Shown::new(),
    };
    add_contents(model, &mut shown);
    shown
}

/// The ids that `of` names, with or without their kind in front.
pub(super) fn named(view: &View) -> Vec<&str> {
    let plain = |text: &'_ str| text.find('.').map_or(0, |at| at + 1);
    let kinds = ["update.", "usecase.", "component.", "zone."];
    view.of
        .iter()
        .map(|it| if kinds.iter().any(|kind| it.starts_with(kind)) { &it[plain(it)..] } else { it.as_str() })
        .collect()
}

/// The use cases that a use-case view is of: those that it names, else all.
pub(super) fn usecases_of<'m>(model: &'m Model, view: &View) -> Vec<&'m Usecase> {
    let wanted = named(view);
    model.usecases.values().filter(|it| wanted.is_empty() || wanted.contains(&it.id().as_str())).collect()
}

/// The updates that an update view is of: those that it names, else all.
pub(super) fn updates_of<'m>(model: &'m Model, view: &View) -> Vec<&'m vigil_model::kinds::Update> {
    let wanted = named(view);
    model.updates.values().filter(|it| wanted.is_empty() || wanted.contains(&it.id().as_str())).collect()
}

/// Everything, or the components and zones that `of` names.
fn global(model: &Model, view: &View) -> Shown {
    let wanted = named(view);
    let inside = |component: &vigil_model::kinds::Component| {
        let zones = derive::zones_outwards(model, &component.zone.id);
        wanted.contains(&component.id().as_str())
            || zones.iter().any(|zone| wanted.contains(&zone.id().as_str()))
    };
    let components = model.components.values().filter(|it| wanted.is_empty() || inside(it));
    let ids: BTreeSet<&Id> = components.map(Record::id).collect();
    let mut shown = Shown::new();
    for id in &ids {
        add_component(model, id, &mut shown);
    }
    let between = |flow: &&Flow| ids.contains(&flow.from.component) && ids.contains(&flow.to.component);
    model.flows.values().filter(between).for_each(|flow| add_flow(flow, &mut shown));
    shown
}

/// Parts that serve many with everything that they reach, and the holders of secrets that the fleet shares.
fn many(model: &Model) -> Shown {
    let reach = MultiPatient::of(model);
    let reached = reach.reach.iter().flat_map(|(start, reached)| std::iter::once(start).chain(reached));
    let ids: BTreeSet<&Id> = reached.chain(reach.shared.values().flatten()).collect();
    let mut shown = Shown::new();
    for id in ids.iter().filter(|id| model.components.contains_key(id.as_str())) {
        shown.insert(Target::Record(Kind::Component, (*id).clone()));
    }
    let between = |flow: &&Flow| ids.contains(&flow.from.component) && ids.contains(&flow.to.component);
    model.flows.values().filter(between).for_each(|flow| add_flow(flow, &mut shown));
    shown
}

fn updates(model: &Model, view: &View) -> Shown {
    let mut shown = Shown::new();
    for update in updates_of(model, view) {
        for part in &update.of {
            shown.insert(Target::Record(Kind::Component, part.id.clone()));
        }
        update.path.iter().filter_map(|it| it.get(model)).for_each(|flow| add_flow(flow, &mut shown));
    }
    shown
}

fn usecases(model: &Model, view: &View) -> Shown {
    let mut shown = Shown::new();
    for step in usecases_of(model, view).into_iter().flat_map(|it| &it.steps) {
        match &step.target {
            Target::Record(Kind::Flow, id) => {
                if let Some(flow) = model.flows.get(id) {
                    add_flow(flow, &mut shown);
                }
            }
            Target::Interface(component, _) => {
                shown.insert(Target::Record(Kind::Component, component.clone()));
                shown.insert(step.target.clone());
            }
            Target::Record(Kind::Component, id) => add_component(model, id, &mut shown),
            _ => {}
        }
    }
    shown
}

fn add_component(model: &Model, id: &Id, shown: &mut Shown) {
    let Some(component) = model.components.get(id) else { return };
    shown.insert(Target::Record(Kind::Component, id.clone()));
    shown.extend(component.interfaces.keys().map(|name| Target::Interface(id.clone(), name.clone())));
}

fn add_flow(flow: &Flow, shown: &mut Shown) {
    shown.insert(Target::Record(Kind::Flow, flow.id().clone()));
    for end in [&flow.from, &flow.to] {
        shown.insert(Target::Record(Kind::Component, end.component.clone()));
        shown.extend(interface_of(end));
    }
}

fn interface_of(end: &EndRef) -> Option<Target> {
    Some(Target::Interface(end.component.clone(), end.interface.clone()?))
}

/// Data on the flows and secrets in the parts that are shown, and the channels of the flows.
fn add_contents(model: &Model, shown: &mut Shown) {
    let mut contents = Shown::new();
    for target in shown.iter() {
        if let Target::Record(Kind::Flow, id) = target
            && let Some(flow) = model.flows.get(id)
        {
            let data = flow.carries.iter().chain(&flow.back);
            contents.extend(data.map(|it| Target::Record(Kind::Data, it.id.clone())));
            contents.insert(Target::Record(Kind::Channel, flow.over.id.clone()));
        }
    }
    for secret in model.secrets.values() {
        let here = |id: &Id| shown.contains(&Target::Record(Kind::Component, id.clone()));
        if secret.held_in.iter().any(|it| here(&it.id)) {
            contents.insert(Target::Record(Kind::Secret, secret.id().clone()));
        }
    }
    shown.extend(contents);
}
