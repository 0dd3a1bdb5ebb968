//! The four kinds of views.

use vigil_base::Id;
use vigil_case::Case;
use vigil_model::kinds::{Flow, Secret, ViewKind};
use vigil_model::{Kind, Record, Target};

use crate::draw::parts::Sheet;
use crate::draw::pins;
use crate::graph::{Diagram, Tone};
use crate::tables::words::{counted, label, name_of};

/// Every part with its zone, everybody who works with it, and every flow.
pub fn global_system(case: &Case) -> Diagram {
    let view = pins::view(case, ViewKind::GlobalSystem, None);
    let title = pins::title(case, view, "global system view");
    let mut sheet = Sheet::new(case, "global-system", &title);
    case.model.components.keys().for_each(|id| sheet.component(id));
    flows(&mut sheet, case.model.flows.values());
    sheet.actors();
    let mut diagram =
        sheet.done("All parts of the system, who runs them, who works with them, and every flow.");
    pins::apply(case, view, &mut diagram);
    diagram
}

/// Puts flows in and numbers them in their order.
fn flows<'c>(sheet: &mut Sheet<'c>, flows: impl Iterator<Item = &'c Flow>) {
    for (at, flow) in flows.enumerate() {
        sheet.flow(flow, flow.subject(), format!("F{}", at + 1));
    }
}

/// Parts that serve many or hold a secret of the whole fleet, and everything on the way to an essential function.
///
/// It has no node when there is no such part; its description then says what was looked at.
pub fn multi_patient(case: &Case) -> Diagram {
    let view = pins::view(case, ViewKind::MultiPatient, None);
    let title = pins::title(case, view, "multi-patient harm view");
    let mut sheet = Sheet::new(case, "multi-patient", &title);
    let many = &case.paths().many;
    let starts: Vec<&Target> =
        many.starts.iter().filter(|(_, certain)| *certain).map(|(start, _)| start).collect();
    let shown = &many.on_the_way;
    for id in shown {
        sheet.component(id);
    }
    let inside = |flow: &&Flow| shown.contains(&flow.from.component) && shown.contains(&flow.to.component);
    flows(&mut sheet, case.model.flows.values().filter(inside));
    many_badges(case, &mut sheet, &starts);
    let harmful = many.harmful().len();
    let mut diagram = sheet.done(&if starts.is_empty() {
        "No part in the model serves many, and no secret is shared by the fleet.".to_owned()
    } else {
        format!(
            "{} and what lies between them and an essential function; such a function is reached from {}.{}",
            counted(
                starts.len(),
                "part that serves many or secret of the fleet",
                "parts that serve many or secrets of the fleet"
            ),
            counted(harmful, "start", "starts"),
            shared_secrets(case, &starts),
        )
    });
    pins::apply(case, view, &mut diagram);
    diagram
}

fn is_essential(case: &Case, id: &Id) -> bool {
    let runs = case.model.components.get(id).into_iter().flat_map(|it| &it.runs);
    runs.filter_map(|it| it.get(&case.model)).any(|it| it.essential == Some(true))
}

fn secrets<'c>(case: &'c Case, starts: &[&Target]) -> Vec<&'c Secret> {
    let secrets = starts.iter().filter_map(|start| match start {
        Target::Record(Kind::Secret, id) => case.model.secrets.get(id),
        _ => None,
    });
    secrets.collect()
}

// Short badges: a long one would be broken over several boxes.
fn many_badges(case: &Case, sheet: &mut Sheet<'_>, starts: &[&Target]) {
    for holder in secrets(case, starts).into_iter().flat_map(|it| it.held_in.iter()) {
        sheet.badge(&holder.id, "shared secret", Tone::Alert);
    }
    for id in case.model.components.keys().filter(|id| is_essential(case, id)) {
        sheet.badge(id, "essential function", Tone::Plain);
    }
}

/// The secrets that the whole fleet shares, in words.
fn shared_secrets(case: &Case, starts: &[&Target]) -> String {
    let names: Vec<String> =
        secrets(case, starts).into_iter().map(|it| label(&case.model, Kind::Secret, it.id())).collect();
    if names.is_empty() { String::new() } else { format!(" Shared by the fleet: {}.", names.join(", ")) }
}

/// The path of an update from its server to the parts that it updates; `None` when there is no such update.
pub fn update(case: &Case, id: &Id) -> Option<Diagram> {
    let it = case.model.updates.get(id)?;
    let view = pins::view(case, ViewKind::Updateability, Some(id.as_str()));
    let name = label(&case.model, Kind::Update, id);
    let title = pins::title(case, view, &format!("updateability view, {name}"));
    let mut sheet = Sheet::new(case, &format!("update-{id}"), &title);
    let path: Vec<&Id> = it.path.iter().map(|it| &it.id).collect();
    let missing = steps(&mut sheet, &path);
    let checking = it.signed.iter().flat_map(|it| &it.checked_by);
    it.of.iter().chain(checking).for_each(|part| sheet.component(&part.id));
    it.of.iter().for_each(|part| sheet.badge(&part.id, "is updated", Tone::Plain));
    for part in it.signed.iter().flat_map(|it| &it.checked_by) {
        sheet.badge(&part.id, "checks the signature", Tone::Plain);
    }
    let steps = counted(path.len(), "step", "steps");
    let signed = it.signed.as_ref().and_then(|it| it.by.as_deref());
    let signed = signed.map_or_else(|| "who signs is not stated".to_owned(), |by| format!("signed by {by}"));
    let mut diagram = sheet.done(&format!("The way of update {name} in {steps}, {signed}.{missing}"));
    pins::apply(case, view, &mut diagram);
    Some(diagram)
}

/// Puts flows in as numbered steps. What the model does not hold is put into words.
fn steps(sheet: &mut Sheet<'_>, path: &[&Id]) -> String {
    let mut missing = Vec::new();
    for (at, id) in path.iter().enumerate() {
        match sheet.case.model.flows.get(*id) {
            Some(flow) => {
                sheet.flow(flow, format!("step-{}.{}", at + 1, flow.subject()), format!("S{}", at + 1));
            }
            None => missing.push(format!("step {} names {id}", at + 1)),
        }
    }
    if missing.is_empty() {
        String::new()
    } else {
        format!(" Not in the drawing, since it is no flow of the model: {}.", missing.join(", "))
    }
}

/// The flows of a use case in order; `None` when there is no such use case.
pub fn use_case(case: &Case, id: &Id) -> Option<Diagram> {
    let it = case.model.usecases.get(id)?;
    let view = pins::view(case, ViewKind::UseCase, Some(id.as_str()));
    let name = name_of(&case.model, Kind::Usecase, id).map_or_else(|| id.to_string(), str::to_owned);
    let title = pins::title(case, view, &format!("security use-case view, {name}"));
    let mut sheet = Sheet::new(case, &format!("use-case-{id}"), &title);
    let others: Vec<Id> = it.steps.iter().map(|step| Id::new(step.to_string())).collect();
    let path: Vec<&Id> = it
        .steps
        .iter()
        .zip(&others)
        .map(|(step, other)| match &step.target {
            Target::Record(Kind::Flow, id) => id,
            _ => other,
        })
        .collect();
    let missing = steps(&mut sheet, &path);
    sheet.actors();
    let steps = counted(path.len(), "step", "steps");
    let mut diagram =
        sheet.done(&format!("Use case {name} in {steps}, and who works with its parts.{missing}"));
    pins::apply(case, view, &mut diagram);
    Some(diagram)
}
