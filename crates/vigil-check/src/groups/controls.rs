//! Predicates of the group `controls`.

mod answered;
mod contradiction;
mod passwords;
mod weak;

pub(crate) use answered::found_anyway;
use vigil_guidance::{Catalogue, ControlFamily};
use vigil_model::Record;
use vigil_model::kinds::{Answer, AnswerStatus, Control};

use crate::groups::Predicate;
use crate::groups::links::{
    is_ours, lacking, or_either, or_nothing, passed, requirements_of, shows_effect, tests_of,
};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("acceptance", acceptance),
    ("alternatives_traced", alternatives_traced),
    ("answered", answered::answered),
    ("families_covered", families_covered),
    ("implemented_and_effective", implemented_and_effective),
];

fn own<'a>(scope: &'a Scope<'_>) -> impl Iterator<Item = &'a Control> {
    scope.case.model.controls.values().filter(|it| is_ours(it))
}

fn of_controls(scope: &Scope<'_>, judgements: Vec<Judgement>) -> Vec<Judgement> {
    let is_stated = !scope.case.model.controls.is_empty();
    or_either(judgements, is_stated, "no `[control]` is stated", "every control is run by others")
}

/// Each control of the maker has requirements, each with a criterion by which it is met.
fn acceptance(scope: &Scope<'_>) -> Vec<Judgement> {
    of_controls(scope, own(scope).flat_map(|control| accepted(scope, control)).collect())
}

fn accepted(scope: &Scope<'_>, control: &Control) -> Vec<Judgement> {
    let subject = control.id().as_str();
    let requirements = requirements_of(&scope.case.model, control.id());
    if requirements.is_empty() {
        let lacks = "has no requirement that implements it";
        return vec![lacking(subject, Some(lacks), scope.place(control.meta.span))];
    }
    let judge = |it: &&vigil_model::kinds::Requirement| {
        let lacks = format!("has no acceptance criterion: `{}` states no `accept`", it.id());
        let lacks = it.accept.is_none().then_some(lacks.as_str());
        lacking(subject, lacks, scope.place(it.meta.key("accept"))).resting_on(it.subject())
    };
    requirements.iter().map(judge).collect()
}

/// Each control of the maker is built somewhere, and tests show that it is there and that it withstands.
fn implemented_and_effective(scope: &Scope<'_>) -> Vec<Judgement> {
    of_controls(scope, own(scope).map(|control| shown(scope, control)).collect())
}

fn shown(scope: &Scope<'_>, control: &Control) -> Judgement {
    let case = scope.case;
    let requirements = requirements_of(&case.model, control.id());
    let verifying: Vec<_> = requirements.iter().flat_map(|it| tests_of(&case.model, it.id())).collect();
    let passing: Vec<_> = verifying.iter().copied().filter(|it| passed(case, it)).collect();
    let effective =
        passing.iter().copied().find(|it| shows_effect(it.kind)).or_else(|| attacks(scope, control));
    let mut lacks = Vec::new();
    if control.design.is_none() && requirements.iter().all(|it| it.design.is_none()) {
        lacks.push("names no place in the design");
    }
    if passing.is_empty() {
        lacks.push("has no passing test that verifies it");
    }
    if effective.is_none() {
        lacks.push("has no passing test that attacks it");
    }
    let lacks = (!lacks.is_empty()).then(|| lacks.join(", and "));
    let judgement = lacking(control.id().as_str(), lacks.as_deref(), scope.place(control.meta.span));
    passing.into_iter().chain(effective).map(Record::subject).fold(judgement, Judgement::resting_on)
}

/// A passing test of effectiveness that names a threat which this control answers.
fn attacks<'a>(scope: &'a Scope<'_>, control: &Control) -> Option<&'a vigil_model::kinds::Test> {
    let answers = |threat: &str| {
        scope.case.trace.chains.get(threat).is_some_and(|chain| chain.controls.contains(control.id()))
    };
    let reaches = |it: &&vigil_model::kinds::Test| it.threats.iter().any(|threat| answers(&threat.text));
    let mut tests =
        scope.case.model.tests.values().filter(|it| shows_effect(it.kind) && passed(scope.case, it));
    tests.find(reaches)
}

/// Each family of controls has a control, or its rows are answered with reasons.
fn families_covered(scope: &Scope<'_>) -> Vec<Judgement> {
    scope.catalogue.families().iter().map(|family| covered(scope, family)).collect()
}

fn covered(scope: &Scope<'_>, family: &ControlFamily) -> Judgement {
    let model = &scope.case.model;
    let word = family.word.as_str();
    if let Some(control) = model.controls.values().find(|it| it.family.word() == word) {
        return Judgement::pass(word).at(scope.place(control.meta.span)).resting_on(control.subject());
    }
    let rows = rows_of(scope.catalogue, family);
    let answers: Vec<&Answer> =
        rows.iter().filter_map(|id| model.answers.get(*id)).filter(|it| dismisses(it)).collect();
    if !rows.is_empty() && answers.len() == rows.len() {
        let judgement = Judgement::pass(word).at(scope.place(answers[0].meta.span));
        return answers.iter().map(|it| it.subject()).fold(judgement, Judgement::resting_on);
    }
    Judgement::gap(word).with("family", word).at(Scope::top())
}

fn rows_of<'c>(catalogue: &'c Catalogue, family: &ControlFamily) -> Vec<&'c str> {
    let prefix = format!("G26.A1.{}.", family.letters);
    let rows = catalogue.rules().iter().filter(|rule| rule.retired.is_none() && rule.id.starts_with(&prefix));
    rows.map(|rule| rule.id.as_str()).collect()
}

fn dismisses(answer: &Answer) -> bool {
    matches!(answer.status, AnswerStatus::Alternative | AnswerStatus::NotApplicable)
        && answer.because.is_some()
}

/// Each alternative to a recommended control leads to controls, and from there to the risks that they bring down.
fn alternatives_traced(scope: &Scope<'_>) -> Vec<Judgement> {
    let rows = scope.case.model.answers.values().filter(|it| it.id().as_str().starts_with("G26.A1."));
    let alternatives = rows.filter(|it| it.status == AnswerStatus::Alternative);
    let judgements = alternatives.map(|it| traced(scope, it)).collect();
    or_nothing(judgements, "no row of Appendix 1 is answered with an alternative")
}

fn traced(scope: &Scope<'_>, answer: &Answer) -> Judgement {
    let row = answer.id().as_str();
    let risk = scope.case.model.risks.values().find(|risk| {
        risk.controls.iter().any(|control| answer.controls.iter().any(|it| it.id == control.id))
    });
    let place = scope.place(answer.meta.key("controls"));
    match risk {
        Some(risk) => Judgement::pass(row).at(place).resting_on(answer.subject()).resting_on(risk.subject()),
        None => Judgement::gap(row).with("row", row).at(place),
    }
}
