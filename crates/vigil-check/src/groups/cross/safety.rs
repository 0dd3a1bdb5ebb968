//! Security risks that can hurt, and the hazardous situations of security origin in the safety file.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Place;
use vigil_case::safety::{SafetyList, Situation};
use vigil_model::kinds::{Risk, SafetyFile};
use vigil_model::{Record, Single, derive};

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
    if file.export.is_some() && scope.case.safety.is_none() {
        let because = "the exported list of the safety file could not be read";
        return vec![Judgement::incomplete("safety-file", because).at(scope.place(file.key("export")))];
    }
    let flagged = flagged(scope, file);
    let risks: Vec<&Risk> = model.risks.values().filter(|it| hurts(scope, it)).collect();
    let mut judgements: Vec<Judgement> = risks.iter().map(|risk| of_risk(scope, risk, &flagged)).collect();
    let by_situation = named_by(scope);
    judgements.extend(flagged.iter().map(|(situation, place)| {
        let judgement = match by_situation.get(situation) {
            Some(risk) => Judgement::pass(situation).resting_on(risk.as_str()),
            None => Judgement::gap(situation).with("side", "safety file"),
        };
        judgement.at(place.clone())
    }));
    judgements.extend(scope.case.safety.iter().flat_map(|list| flagged_by_hand_only(scope, file, list)));
    judgements.extend(scope.case.safety.iter().flat_map(unclear));
    or_nothing(judgements, "no risk can hurt, and the safety file flags nothing as of security origin")
}

/// Situations of security origin: those that are typed, and those that the export flags.
fn flagged(scope: &Scope<'_>, file: &Single<SafetyFile>) -> BTreeMap<String, Place> {
    let place = scope.place(file.key("security-origin"));
    let mut found: BTreeMap<String, Place> =
        file.security_origin.iter().map(|it| (it.clone(), place.clone())).collect();
    if let Some(list) = &scope.case.safety {
        for (id, situation) in list.rows.iter().filter(|(_, it)| it.security == Some(true)) {
            found.insert(id.clone(), list.place(situation));
        }
    }
    found
}

fn of_risk(scope: &Scope<'_>, risk: &Risk, flagged: &BTreeMap<String, Place>) -> Judgement {
    let place = scope.place(risk.meta.key("safety_ref"));
    match references(scope, risk).into_iter().find(|it| flagged.contains_key(it)) {
        Some(situation) => Judgement::pass(risk.subject()).at(place).resting_on(situation),
        None => Judgement::gap(risk.subject()).with("side", "security risk assessment").at(place),
    }
}

/// Situations that `security-origin` names and the export does not have, or has without the flag.
fn flagged_by_hand_only(scope: &Scope<'_>, file: &Single<SafetyFile>, list: &SafetyList) -> Vec<Judgement> {
    let is_flagged = |id: &String| list.rows.get(id).is_some_and(|it| it.security != Some(false));
    let place = scope.place(file.key("security-origin"));
    let only: BTreeSet<&String> = file.security_origin.iter().filter(|it| !is_flagged(it)).collect();
    let side = format!("list `security-origin`, and not flagged in `{}`,", list.file);
    only.into_iter().map(|id| Judgement::gap(id).with("side", side.clone()).at(place.clone())).collect()
}

/// Rows of the export that may be of security origin: their flag is not understood, or they are flagged and nothing can name them.
fn unclear(list: &SafetyList) -> Vec<Judgement> {
    let incomplete = |subject: String, row: &Situation, because: String| {
        Judgement::incomplete(subject, because).at(list.place(row))
    };
    let word = |row: &Situation| row.unclear.clone();
    let named = list.rows.iter().filter_map(|(id, row)| {
        let because = format!("its flag `{}` says neither yes nor no", word(row)?);
        Some(incomplete(id.clone(), row, because))
    });
    let open = |row: &&Situation| row.security == Some(true) || row.unclear.is_some();
    let nameless = list.without_id.iter().filter(open).map(|row| {
        let subject = format!("row {}", row.row);
        incomplete(
            subject,
            row,
            "it may be of security origin, and has no id that a risk could name".to_owned(),
        )
    });
    named.chain(nameless).collect()
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
