//! Security risks that can hurt, and the hazardous situations of security origin in the safety file.

use std::collections::BTreeMap;

use vigil_model::kinds::Risk;
use vigil_model::{Record, derive};

use crate::groups::links::or_nothing;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// The lowest place on the severity scale that counts: the second word.
const HURTS: usize = 1;

/// Both sides: each risk that can hurt, and each situation of the safety file.
pub(super) fn safety_file(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let Some(file) = &model.safety_file else {
        return vec![
            Judgement::incomplete("safety-file", "there is no `[safety-file]` to compare with")
                .at(Scope::top()),
        ];
    };
    let risks: Vec<&Risk> = model.risks.values().filter(|it| hurts(scope, it)).collect();
    let mut judgements: Vec<Judgement> = risks
        .iter()
        .map(|risk| {
            let named = references(scope, risk).into_iter().find(|it| file.security_origin.contains(it));
            let place = scope.place(risk.meta.key("safety_ref"));
            match named {
                Some(situation) => Judgement::pass(risk.subject()).at(place).resting_on(situation),
                None => Judgement::gap(risk.subject()).with("side", "security risk assessment").at(place),
            }
        })
        .collect();
    let by_situation = named_by(scope);
    judgements.extend(file.security_origin.iter().map(|situation| {
        let place = scope.place(file.key("security-origin"));
        match by_situation.get(situation) {
            Some(risk) => Judgement::pass(situation).at(place).resting_on(risk.as_str()),
            None => Judgement::gap(situation).with("side", "safety file").at(place),
        }
    }));
    or_nothing(judgements, "no risk can hurt, and the safety file flags nothing as of security origin")
}

/// Whether the harm is at or above the scale's second word; a severity that is not on the scale may hurt.
fn hurts(scope: &Scope<'_>, risk: &Risk) -> bool {
    let model = &scope.case.model;
    let severity = risk.harm.get(model).map(|it| it.severity.value.as_str());
    severity.and_then(|it| derive::severity_rank(model, it)).is_none_or(|rank| rank >= HURTS)
}

/// Places in the safety file that a risk, its harm, or a hazard that leads to the harm names.
fn references(scope: &Scope<'_>, risk: &Risk) -> Vec<String> {
    let model = &scope.case.model;
    let harm = risk.harm.get(model).and_then(|it| it.safety_ref.clone());
    let leads = |it: &&vigil_model::kinds::Hazard| it.harms.iter().any(|harm| harm.id == risk.harm.id);
    let hazards = model.hazards.values().filter(leads).filter_map(|it| it.safety_ref.clone());
    risk.safety_ref.clone().into_iter().chain(harm).chain(hazards).collect()
}

/// The first risk that names each situation, whatever its severity.
fn named_by(scope: &Scope<'_>) -> BTreeMap<String, String> {
    let mut named = BTreeMap::new();
    for risk in scope.case.model.risks.values() {
        for situation in references(scope, risk) {
            named.entry(situation).or_insert_with(|| risk.subject());
        }
    }
    named
}
