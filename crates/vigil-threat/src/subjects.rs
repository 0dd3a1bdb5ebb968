//! Which subjects there are, and what they and their surroundings are called in texts.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::derive;
use vigil_model::{Kind, Model, Target};

use crate::pack::SubjectKind;

/// All subjects of one kind, sorted.
pub(crate) fn of(model: &Model, kind: SubjectKind) -> Vec<Target> {
    let records =
        |kind: Kind| model.ids(kind).into_iter().map(|id| Target::Record(kind, id.clone())).collect();
    match kind {
        SubjectKind::Component => records(Kind::Component),
        SubjectKind::Flow => records(Kind::Flow),
        SubjectKind::Data => records(Kind::Data),
        SubjectKind::Secret => records(Kind::Secret),
        SubjectKind::Channel => records(Kind::Channel),
        SubjectKind::Function => records(Kind::Function),
        SubjectKind::Zone => records(Kind::Zone),
        SubjectKind::Update => records(Kind::Update),
        SubjectKind::Actor => records(Kind::Actor),
        SubjectKind::Interface => {
            let surface = derive::attack_surface(model);
            surface
                .iter()
                .map(|it| Target::Interface(it.component.meta.id.clone(), it.name.to_owned()))
                .collect()
        }
        SubjectKind::System => vec![Target::System],
    }
}

/// Components that a subject is made of or lies in.
pub(crate) fn components<'m>(model: &'m Model, target: &Target) -> Vec<&'m Id> {
    let key = |id: &Id| model.components.get_key_value(id).map(|(id, _)| id);
    match target {
        Target::Record(Kind::Component, id) | Target::Interface(id, _) => key(id).into_iter().collect(),
        Target::Record(Kind::Flow, id) => {
            let flow = model.flows.get(id);
            flow.into_iter().flat_map(|it| [&it.from.component, &it.to.component]).filter_map(key).collect()
        }
        Target::Record(Kind::Data, id) => model
            .data
            .get(id)
            .into_iter()
            .flat_map(|it| it.stored_in.iter())
            .filter_map(|it| key(&it.id))
            .collect(),
        Target::Record(Kind::Secret, id) => model
            .secrets
            .get(id)
            .into_iter()
            .flat_map(|it| it.held_in.iter())
            .filter_map(|it| key(&it.id))
            .collect(),
        Target::Record(Kind::Update, id) => {
            model.updates.get(id).into_iter().flat_map(|it| &it.of).filter_map(|it| key(&it.id)).collect()
        }
        Target::Record(Kind::Function, id) => model
            .components
            .iter()
            .filter(|(_, it)| it.runs.iter().any(|run| run.id == *id))
            .map(|(id, _)| id)
            .collect(),
        Target::System => {
            let own = model
                .components
                .iter()
                .filter(|(_, it)| it.kind != vigil_model::kinds::ComponentKind::External);
            own.map(|(id, _)| id).collect()
        }
        _ => Vec::new(),
    }
}

/// Names to fill into a rule's texts.
pub(crate) fn names(model: &Model, target: &Target) -> BTreeMap<&'static str, String> {
    let mut names = BTreeMap::from([("subject", name(model, target))]);
    let component_names: Vec<String> =
        components(model, target).into_iter().map(|id| component(model, id)).collect();
    names.insert("component", list(&component_names, "the device"));
    let functions: Vec<String> =
        derive::functions_of(model, target).into_iter().map(|id| function(model, id)).collect();
    names.insert("functions", list(&functions, "no clinical function that the model states"));
    let harm = derive::worst_harm(model, target);
    names.insert(
        "harm",
        harm.map_or_else(
            || "not stated".to_owned(),
            |it| it.name.clone().unwrap_or_else(|| it.meta.id.to_string()),
        ),
    );
    if let Target::Record(Kind::Flow, id) = target
        && let Some(flow) = model.flows.get(id)
    {
        names.insert("from", component(model, &flow.from.component));
        names.insert("to", component(model, &flow.to.component));
        names.insert("other", component(model, &flow.from.component));
        names.insert(
            "channel",
            flow.over.get(model).and_then(|it| it.name.clone()).unwrap_or_else(|| flow.over.to_string()),
        );
        let data: Vec<String> = flow
            .carries
            .iter()
            .chain(&flow.back)
            .map(|it| name(model, &Target::Record(Kind::Data, it.id.clone())))
            .collect();
        names.insert("data", list(&data, "its data"));
    }
    if let Some(first) = components(model, target).first().and_then(|id| model.components.get(*id)) {
        names.insert(
            "operator",
            derive::operator(model, first).map_or("an operator not stated", |it| it.word()).to_owned(),
        );
    }
    names
}

fn list(words: &[String], none: &str) -> String {
    match words {
        [] => none.to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn component(model: &Model, id: &Id) -> String {
    name(model, &Target::Record(Kind::Component, id.clone()))
}

fn function(model: &Model, id: &Id) -> String {
    name(model, &Target::Record(Kind::Function, id.clone()))
}

/// The name printed for a subject: its own, else its id.
pub(crate) fn name(model: &Model, target: &Target) -> String {
    let or_id = |name: Option<&String>, id: &Id| name.map_or_else(|| id.to_string(), Clone::clone);
    match target {
        Target::Record(kind, id) => {
            let stated = match kind {
                Kind::Component => model.components.get(id).and_then(|it| it.name.as_ref()),
                Kind::Flow => model.flows.get(id).and_then(|it| it.name.as_ref()),
                Kind::Data => model.data.get(id).and_then(|it| it.name.as_ref()),
                Kind::Secret => model.secrets.get(id).and_then(|it| it.name.as_ref()),
                Kind::Channel => model.channels.get(id).and_then(|it| it.name.as_ref()),
                Kind::Function => model.functions.get(id).and_then(|it| it.name.as_ref()),
                Kind::Zone => model.zones.get(id).and_then(|it| it.name.as_ref()),
                Kind::Update => model.updates.get(id).and_then(|it| it.name.as_ref()),
                Kind::Actor => model.actors.get(id).and_then(|it| it.name.as_ref()),
                _ => None,
            };
            or_id(stated, id)
        }
        Target::Interface(component, interface) => {
            let stated =
                model.components.get(component).and_then(|it| it.interfaces.get(interface)?.name.clone());
            stated.unwrap_or_else(|| format!("{component}.{interface}"))
        }
        Target::System => {
            model.project.as_ref().map_or_else(|| "the device".to_owned(), |it| it.name.clone())
        }
        Target::Generated(text) => text.clone(),
        _ => target.to_string(),
    }
}
