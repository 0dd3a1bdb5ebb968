//! One row of Appendix 1: answered, and an answer "implemented" followed to its proof.

use std::collections::BTreeMap;

use vigil_model::Record;
use vigil_model::kinds::{Answer, AnswerStatus, Requirement};

use super::contradiction::contradictions;
use crate::groups::links::{lacking, passed, requirements_of, tests_of};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// The row is answered, and what the answer claims can be followed.
pub(super) fn answered(scope: &Scope<'_>) -> Vec<Judgement> {
    let Some(answer) = scope.case.model.answers.get(scope.rule.id.as_str()) else {
        let mut judgements = vec![lacking(scope.arg("row"), Some("no answer is recorded"), Scope::top())];
        if whatever_the_answer(scope) {
            judgements.extend(contradictions(scope, scope.arg("row"), "no answer is recorded"));
        }
        return judgements;
    };
    let lacks = match answer.status {
        AnswerStatus::Implemented => implemented(scope, answer),
        AnswerStatus::Partly => partly(scope, answer),
        _ => reason(answer),
    };
    let subject = answer.subject();
    let mut judgements: Vec<Judgement> = lacks
        .iter()
        .map(|(key, text)| lacking(&subject, Some(text), scope.place(answer.meta.key(key))))
        .collect();
    if answer.status == AnswerStatus::Implemented {
        judgements.extend(contradictions(scope, &subject, "the answer is `implemented`"));
    }
    if judgements.is_empty() {
        judgements.push(pass(scope, answer));
    }
    judgements
}

/// What contradicts an answer "not applicable" that gives its reason.
pub(crate) fn found_anyway(scope: &Scope<'_>) -> Vec<Judgement> {
    let Some(answer) = scope.case.model.answers.get(scope.rule.id.as_str()) else { return Vec::new() };
    if !whatever_the_answer(scope) {
        return Vec::new();
    }
    contradictions(scope, &answer.subject(), &format!("the answer is `{}`", answer.status))
}

/// Rows whose contradictions are findings by themselves: a fixed password is one whatever is answered.
fn whatever_the_answer(scope: &Scope<'_>) -> bool {
    !scope.arg("always").is_empty()
}

type Lack = (&'static str, String);

fn pass(scope: &Scope<'_>, answer: &Answer) -> Judgement {
    let judgement =
        Judgement::pass(answer.subject()).at(scope.place(answer.meta.span)).resting_on(answer.subject());
    requirements(scope, answer).into_iter().map(Record::subject).fold(judgement, Judgement::resting_on)
}

fn reason(answer: &Answer) -> Vec<Lack> {
    let lacks = format!("the answer `{}` gives no reason (`because`)", answer.status);
    if answer.because.is_none() { vec![("because", lacks)] } else { Vec::new() }
}

fn partly(scope: &Scope<'_>, answer: &Answer) -> Vec<Lack> {
    let mut lacks = implemented(scope, answer);
    lacks.extend(reason(answer));
    lacks
}

fn implemented(scope: &Scope<'_>, answer: &Answer) -> Vec<Lack> {
    let case = scope.case;
    let requirements = requirements(scope, answer);
    let mut lacks: Vec<Lack> = Vec::new();
    if requirements.is_empty() {
        lacks.push((
            "requirements",
            "the answer leads to no requirement (`requirements` or `controls`)".to_owned(),
        ));
    } else {
        if requirements.iter().all(|it| it.accept.is_none()) {
            lacks.push((
                "requirements",
                "no requirement behind the answer has an acceptance criterion".to_owned(),
            ));
        }
        let tested = requirements
            .iter()
            .any(|it| tests_of(&case.model, it.id()).into_iter().any(|test| passed(case, test)));
        if !tested {
            lacks.push((
                "requirements",
                "no passing test verifies a requirement behind the answer".to_owned(),
            ));
        }
    }
    let control = answer.controls.iter().filter_map(|it| it.get(&case.model)).any(|it| it.design.is_some());
    if answer.design.is_none() && !control && requirements.iter().all(|it| it.design.is_none()) {
        lacks.push(("where", "no place in the design documents is named (`where`)".to_owned()));
    }
    lacks
}

/// Requirements that the answer names, and those that implement its controls.
fn requirements<'a>(scope: &'a Scope<'_>, answer: &Answer) -> Vec<&'a Requirement> {
    let model = &scope.case.model;
    let named = answer.requirements.iter().filter_map(|it| it.get(model));
    let implementing = answer.controls.iter().flat_map(|it| requirements_of(model, &it.id));
    let all: BTreeMap<_, _> = named.chain(implementing).map(|it| (it.id(), it)).collect();
    all.into_values().collect()
}
