//! What is left to users stands in labeling: residual risks, workarounds, risks and controls handed on.

use vigil_base::Id;
use vigil_model::kinds::{Control, ControlOption, Decision, Label, Risk};
use vigil_model::{Model, Record};

use crate::groups::links::{is_ours, lacking, or_nothing};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Each risk and decision that asks something of users is told by a label.
pub(super) fn residual_in_labeling(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let risks = model.risks.values().filter(|it| asks_of_users(model, it));
    let mut judgements: Vec<Judgement> =
        risks.map(|it| told(it.id().as_str(), labels_of(model, it), scope.place(it.meta.span))).collect();
    let decisions = model.decisions.values().filter(|it| it.compensating.is_some());
    judgements.extend(decisions.map(|it| {
        told(&it.subject(), labels_of_decision(model, it), scope.place(it.meta.key("compensating")))
    }));
    or_nothing(judgements, "no risk and no decision asks anything of users")
}

fn told(subject: &str, labels: Vec<&Label>, place: vigil_base::Place) -> Judgement {
    let judgement = if labels.is_empty() { Judgement::gap(subject) } else { Judgement::pass(subject) };
    labels.into_iter().map(Record::subject).fold(judgement.at(place), Judgement::resting_on)
}

fn asks_of_users(model: &Model, risk: &Risk) -> bool {
    let information = |it: &Control| it.option == Some(ControlOption::Information);
    risk.residual.is_some()
        || risk.transfer.is_some()
        || risk.controls.iter().filter_map(|it| it.get(model)).any(information)
}

/// Labels that name a risk, that its transfer names, or that make one of its controls work.
fn labels_of<'m>(model: &'m Model, risk: &Risk) -> Vec<&'m Label> {
    let named = risk.transfer.iter().flat_map(|it| &it.told);
    let named: Vec<&Id> = named.map(|it| &it.id).collect();
    let tells = |label: &&Label| {
        named.contains(&label.id())
            || label.risks.iter().any(|it| it.id == *risk.id())
            || label.answers.iter().any(|it| risk.controls.iter().any(|control| control.id == it.id))
    };
    model.labels.values().filter(tells).collect()
}

fn labels_of_decision<'m>(model: &'m Model, decision: &Decision) -> Vec<&'m Label> {
    let tells = |label: &&Label| {
        let risk = decision.risk.as_ref().is_some_and(|risk| label.risks.iter().any(|it| it.id == risk.id));
        risk || label.answers.iter().any(|it| decision.controls.iter().any(|control| control.id == it.id))
    };
    model.labels.values().filter(tells).collect()
}

/// Each risk that is handed on and each control that others run has a label and a human-factors task.
pub(super) fn transferred_risk(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let mut judgements: Vec<Judgement> = model.risks.values().flat_map(|it| handed_on(scope, it)).collect();
    let others = model.controls.values().filter(|it| !is_ours(it));
    judgements.extend(others.flat_map(|it| run_by_others(scope, it)));
    or_nothing(judgements, "no risk is handed on, and no control is run by others")
}

fn handed_on(scope: &Scope<'_>, risk: &Risk) -> Vec<Judgement> {
    let Some(transfer) = &risk.transfer else { return Vec::new() };
    let labels = labels_of(&scope.case.model, risk);
    let place = scope.place(risk.meta.key("transfer"));
    let task = transfer.task.is_some() || transfer.task_because.is_some();
    both(&risk.subject(), &labels, task, &place)
}

fn run_by_others(scope: &Scope<'_>, control: &Control) -> Vec<Judgement> {
    let model = &scope.case.model;
    let answers = |label: &&Label| label.answers.iter().any(|it| it.id == *control.id());
    let labels: Vec<&Label> = model.labels.values().filter(answers).collect();
    let with = |risk: &&Risk| risk.controls.iter().any(|it| it.id == *control.id());
    let task = model
        .risks
        .values()
        .filter(with)
        .filter_map(|it| it.transfer.as_ref())
        .any(|it| it.task.is_some() || it.task_because.is_some());
    both(&control.subject(), &labels, task, &scope.place(control.meta.span))
}

/// Told by a label, and tried with people or said why not.
fn both(subject: &str, labels: &[&Label], task: bool, place: &vigil_base::Place) -> Vec<Judgement> {
    if labels.is_empty() {
        return vec![lacking(subject, Some("is told by no label"), place.clone())];
    }
    let task = task || labels.iter().any(|it| it.task.is_some());
    let lacks = (!task).then_some(
        "names neither a human-factors task nor a reason why none is needed (`task`, `task-because`)",
    );
    let judgement = lacking(subject, lacks, place.clone());
    vec![labels.iter().map(|it| it.subject()).fold(judgement, Judgement::resting_on)]
}
