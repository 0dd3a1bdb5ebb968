//! Whether tests show that threats are mitigated.

use std::collections::BTreeSet;

use vigil_base::Place;
use vigil_case::TestState;
use vigil_model::kinds::{Test, TestKind};
use vigil_model::{Kind, Record, Target};
use vigil_threat::{Outcome, Threat};

use super::{has_evidence, no_evidence, state};
use crate::groups::say;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Kinds of test that show that a control works, and not only that it is there.
const EFFECTIVENESS: [TestKind; 7] = [
    TestKind::Negative,
    TestKind::Malformed,
    TestKind::Robustness,
    TestKind::Fuzz,
    TestKind::Scan,
    TestKind::Adequacy,
    TestKind::Pentest,
];

/// Each threat that controls answer is tested to be mitigated.
pub(crate) fn threat_mitigated(scope: &Scope<'_>) -> Vec<Judgement> {
    let threats = &scope.case.threats.all;
    if threats.is_empty() {
        return vec![say::could_not_look("no threat is known: name a pack under `[project]`")];
    }
    let answered: Vec<&Threat> =
        threats.values().filter(|it| applies(it) && has_control(scope, it)).collect();
    if answered.is_empty() {
        return vec![say::could_not_look("no control answers a threat yet")];
    }
    let mut judgements = Vec::new();
    let mut dark = false;
    for threat in answered {
        let tests = effectiveness_tests(scope, threat);
        if tests.is_empty() || has_evidence(scope) {
            judgements.push(mitigated(scope, threat, &tests));
        } else {
            dark = true;
        }
    }
    if dark {
        judgements.push(no_evidence());
    }
    judgements
}

/// A threat that facts alone answer has nothing to test here: the facts have their own rule.
fn applies(threat: &Threat) -> bool {
    let by_fact_alone = !threat.credits.is_empty() && threat.credits.iter().all(|it| it.fact.is_some());
    threat.outcome != Outcome::NotApplicable && !by_fact_alone
}

fn has_control(scope: &Scope<'_>, threat: &Threat) -> bool {
    scope.case.trace.chains.get(&threat.id).is_some_and(|chain| !chain.controls.is_empty())
}

/// Effectiveness tests that name the threat, or verify a requirement of its controls.
fn effectiveness_tests<'s>(scope: &'s Scope<'_>, threat: &Threat) -> Vec<&'s Test> {
    let chain = scope.case.trace.chains.get(&threat.id);
    let tests = chain.into_iter().flat_map(|chain| &chain.tests);
    tests
        .filter_map(|id| scope.case.model.tests.get(id))
        .filter(|test| EFFECTIVENESS.contains(&test.kind))
        .collect()
}

fn mitigated(scope: &Scope<'_>, threat: &Threat, tests: &[&Test]) -> Judgement {
    let passing: Vec<&&Test> = tests.iter().filter(|it| state(scope, it) == TestState::Passed).collect();
    let lacks = match (tests, passing.is_empty()) {
        ([], _) => vec!["is answered by controls that no effectiveness test reaches".to_owned()],
        (_, true) => {
            let names: BTreeSet<String> = tests.iter().map(|it| it.id().to_string()).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            vec![format!("is tested by {}, and none of them passed", say::keys(&names))]
        }
        _ => vec![],
    };
    let mut judgement = say::lacking(threat.id.as_str(), place_of(scope, threat), &lacks);
    judgement.evidence = passing.iter().map(|it| it.subject()).collect();
    judgement
}

/// Where a threat stands: its record, else the record that it acts on.
fn place_of(scope: &Scope<'_>, threat: &Threat) -> Place {
    if let Some(written) = scope.case.model.threats.get(threat.id.as_str()) {
        return scope.place(written.meta.span);
    }
    match threat.on.first() {
        Some(Target::Record(kind, id)) => scope.record_place(*kind, id),
        Some(Target::Interface(id, _)) => scope.record_place(Kind::Component, id),
        _ => Scope::top(),
    }
}
