//! From each threat that applies to the proof that it is stopped: the first link that is missing.

use vigil_base::{Id, Place};
use vigil_case::{Chain, TestState};
use vigil_model::kinds::{Control, Requirement, Test};
use vigil_model::{Kind, Record};
use vigil_threat::{Outcome, Threat};

use crate::groups::links::{
    applies, credited_by_control, is_ours, lacking, not_known, or_either, shows_effect, tests_of,
    threat_place,
};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// One judgement for each threat that applies.
pub(super) fn chain(scope: &Scope<'_>) -> Vec<Judgement> {
    let threats = scope.case.threats.all.values().filter(|it| applies(scope.case, it));
    let mut judgements: Vec<Judgement> = threats.map(|it| followed(scope, it)).collect();
    judgements.extend(not_known(scope.case));
    or_either(judgements, !scope.case.threats.all.is_empty(), "there is no threat", "no threat applies")
}

fn followed(scope: &Scope<'_>, threat: &Threat) -> Judgement {
    let empty = Chain::default();
    let chain = scope.case.trace.chains.get(&threat.id).unwrap_or(&empty);
    let found = broken(scope, threat, chain);
    let (lacks, place) =
        found.map_or((None, threat_place(scope, threat)), |(text, place)| (Some(text), place));
    let judgement = lacking(&threat.id, lacks.as_deref(), place);
    evidence(chain).into_iter().fold(judgement, Judgement::resting_on)
}

fn evidence(chain: &Chain) -> Vec<String> {
    let named = |kind: &'static str, ids: &std::collections::BTreeSet<Id>| {
        ids.iter().map(|id| format!("{kind}.{id}")).collect::<Vec<_>>()
    };
    let mut all = named("risk", &chain.risks);
    all.extend(named("control", &chain.controls));
    all.extend(named("requirement", &chain.requirements));
    all.extend(named("test", &chain.tests));
    all
}

type Broken = (String, Place);

/// The first link that is missing, in the order in which the chain is built.
fn broken(scope: &Scope<'_>, threat: &Threat, chain: &Chain) -> Option<Broken> {
    let answered = threat.outcome == Outcome::Credited && credited_by_control(threat);
    if chain.risks.is_empty() && !answered {
        return Some(("no risk takes it up".to_owned(), threat_place(scope, threat)));
    }
    if chain.controls.is_empty() {
        let risk = chain.risks.first().expect("without controls the chain was found by a risk");
        let text = format!("risk `{risk}` names no control");
        return Some((text, scope.record_place(Kind::Risk, risk)));
    }
    let controls: Vec<&Control> =
        chain.controls.iter().filter_map(|id| scope.case.model.controls.get(id)).collect();
    let own: Vec<&Control> = controls.iter().copied().filter(|it| is_ours(it)).collect();
    if own.is_empty() {
        return told_to_others(scope, &controls);
    }
    own.iter().find_map(|it| built(scope, it)).or_else(|| effective(scope, chain))
}

/// Controls that others run are answered by a label, and nothing can be built or tested for them here.
fn told_to_others(scope: &Scope<'_>, controls: &[&Control]) -> Option<Broken> {
    let labels = &scope.case.model.labels;
    let told = |it: &&&Control| labels.values().any(|label| label.answers.iter().any(|on| on.id == *it.id()));
    let silent = controls.iter().find(|it| !told(it))?;
    let text = format!("control `{}` is run by others, and no label tells them", silent.id());
    Some((text, scope.place(silent.meta.span)))
}

/// Requirement, criterion, and a passing test of one control.
fn built(scope: &Scope<'_>, control: &Control) -> Option<Broken> {
    let model = &scope.case.model;
    let mut requirements = crate::groups::links::requirements_of(model, control.id()).into_iter().peekable();
    if requirements.peek().is_none() {
        let text = format!("no requirement implements control `{}`", control.id());
        return Some((text, scope.place(control.meta.span)));
    }
    requirements.find_map(|it| verified(scope, it))
}

fn verified(scope: &Scope<'_>, requirement: &Requirement) -> Option<Broken> {
    let id = requirement.id();
    if requirement.accept.is_none() {
        let text = format!("requirement `{id}` has no acceptance criterion");
        return Some((text, scope.place(requirement.meta.key("accept"))));
    }
    let tests = tests_of(&scope.case.model, id);
    if tests.is_empty() {
        return Some((format!("no test verifies requirement `{id}`"), scope.place(requirement.meta.span)));
    }
    tests.into_iter().find_map(|it| not_passed(scope, it))
}

fn state(scope: &Scope<'_>, test: &Test) -> TestState {
    scope.case.tests.get(test.id()).map_or(TestState::Missing, |row| row.state)
}

fn not_passed(scope: &Scope<'_>, test: &Test) -> Option<Broken> {
    let state = state(scope, test);
    let text = format!("test `{}`: {}", test.id(), state.word());
    (state != TestState::Passed).then(|| (text, scope.place(test.meta.key("find"))))
}

/// A passing test that attacks, among those of the chain.
fn effective(scope: &Scope<'_>, chain: &Chain) -> Option<Broken> {
    let model = &scope.case.model;
    let tests: Vec<&Test> = chain.tests.iter().filter_map(|id| model.tests.get(id)).collect();
    let attacks: Vec<&Test> = tests.iter().copied().filter(|it| shows_effect(it.kind)).collect();
    if attacks.is_empty() {
        let place = tests.first().map_or_else(Scope::top, |it| scope.place(it.meta.key("kind")));
        return Some(("no test shows that the controls withstand an attack".to_owned(), place));
    }
    if attacks.iter().any(|it| state(scope, it) == TestState::Passed) {
        return None;
    }
    not_passed(scope, attacks[0])
}
