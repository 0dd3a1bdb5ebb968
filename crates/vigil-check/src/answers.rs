//! The maker's answers: `[answer."RULE"]` may close a rule, or single subjects of it, with a reason.

use vigil_model::kinds::{Answer, AnswerStatus};

use crate::judgement::{Judgement, Outcome};
use crate::scope::Scope;

fn answer<'a>(scope: &'a Scope<'_>) -> Option<&'a Answer> {
    scope.case.model.answers.get(scope.rule.id.as_str())
}

/// The judgement that an answer to the whole rule leads to, where it may close it and gives its reason.
pub(crate) fn closes(scope: &Scope<'_>) -> Option<Judgement> {
    let answer = answer(scope)?;
    let because = answer.because.clone()?;
    let outcome = match answer.status {
        AnswerStatus::Alternative if scope.rule.justification_accepted => Outcome::Alternative,
        AnswerStatus::NotApplicable if scope.rule.not_applicable_allowed => Outcome::NotApplicable,
        AnswerStatus::Implemented if scope.rule.needs_a_person() => Outcome::Pass,
        _ => return None,
    };
    let mut judgement = Judgement::new(outcome, "device").at(scope.place(answer.meta.span));
    judgement.because = Some(because);
    judgement.evidence = vec![format!("answer.{}", answer.meta.id)];
    Some(judgement)
}

/// Turns a gap into an alternative where the answer gives a reason for that subject.
pub(crate) fn excuse(scope: &Scope<'_>, judgement: &mut Judgement) {
    let gap = matches!(judgement.outcome, Outcome::Gap | Outcome::NeedsPerson);
    if !gap || !scope.rule.justification_accepted {
        return;
    }
    if let Some(reason) = answer(scope).and_then(|answer| answer.except.get(&judgement.subject)) {
        judgement.outcome = Outcome::Alternative;
        judgement.because = Some(reason.clone());
    }
}

/// An answer that would close the rule and cannot: it lacks its reason, or the rule does not allow it.
pub(crate) fn refused(scope: &Scope<'_>) -> Option<Judgement> {
    let answer = answer(scope)?;
    let would_close = matches!(answer.status, AnswerStatus::Alternative | AnswerStatus::NotApplicable);
    // `controls::answered` reports on its own rows.
    if !would_close || scope.rule.predicate.to_string() == "controls::answered" {
        return None;
    }
    let why = if answer.because.is_none() {
        "it gives no reason (`because`)"
    } else {
        "this rule does not accept it"
    };
    let text = format!("the answer `{}` does not close the rule: {why}", answer.status);
    Some(Judgement::incomplete(format!("answer.{}", answer.meta.id), text).at(scope.place(answer.meta.span)))
}
