//! Judges every rule of the catalogue: applicability, the maker's answer, then the predicate.

use vigil_case::Case;
use vigil_guidance::{Catalogue, Rule};

use crate::answers;
use crate::applies;
use crate::groups;
use crate::judgement::{Judged, Judgement, Outcome};
use crate::scope::Scope;

/// Judges `case` against every rule of `catalogue` that is not retired.
pub fn judge(case: &Case, catalogue: &Catalogue) -> Judged {
    let mut judgements: Vec<Judgement> = Vec::new();
    let (last, first): (Vec<&Rule>, Vec<&Rule>) = catalogue
        .rules()
        .iter()
        .filter(|rule| rule.retired.is_none())
        .partition(|rule| groups::is_last(&rule.predicate.to_string()));
    for rule in first.into_iter().chain(last) {
        let scope = Scope { case, catalogue, rule, before: &judgements };
        let mut judged = one(&scope);
        for judgement in &mut judged {
            judgement.rule.clone_from(&rule.id);
        }
        judged.sort_by(|a, b| (&a.subject, &a.place, &a.params).cmp(&(&b.subject, &b.place, &b.params)));
        judgements.extend(judged);
    }
    let order = |id: &str| catalogue.rules().iter().position(|rule| rule.id == id);
    judgements.sort_by_cached_key(|judgement| order(&judgement.rule));
    Judged { judgements }
}

fn one(scope: &Scope<'_>) -> Vec<Judgement> {
    if let Some(fact) = applies::first_that_fails(scope) {
        let mut judgement = Judgement::new(Outcome::NotApplicable, "device");
        judgement.because = Some(format!("`{}` does not hold", fact.word()));
        return vec![judgement];
    }
    if let Some(judgement) = answers::closes(scope) {
        // A row that claims that there is nothing to find is contradicted by what is found.
        let claims = judgement.outcome == Outcome::NotApplicable;
        let against = if claims { groups::controls::found_anyway(scope) } else { Vec::new() };
        return if against.is_empty() { vec![judgement] } else { against };
    }
    let name = scope.rule.predicate.to_string();
    let Some(predicate) = groups::find(&name) else {
        return vec![Judgement::incomplete("rule", format!("`{name}` is not judged by this version"))];
    };
    let mut judgements = predicate(scope);
    for judgement in &mut judgements {
        answers::excuse(scope, judgement);
    }
    judgements.extend(answers::refused(scope));
    judgements
}
