//! Controls with what shows them: the requirements that implement them and the tests that verify those.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::Model;
use vigil_model::kinds::Operator;

use crate::evidence::{TestRow, TestState};

/// How far a control is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    /// Some test of it failed, or passed only after failing.
    Failing,
    /// No requirement implements it.
    NotImplemented,
    /// Others run it; a label tells them, and no test of ours shows it.
    RunByOthers,
    /// It is implemented, and some requirement of it has no test.
    NoTest,
    /// It has tests, and not all of them have a result that counts.
    NoResult,
    /// It is implemented, and all of its tests passed.
    Tested,
}

impl Shown {
    /// The words printed for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Failing => "a test fails",
            Self::NotImplemented => "not implemented",
            Self::RunByOthers => "run by others, not tested here",
            Self::NoTest => "implemented, not tested",
            Self::NoResult => "implemented, tests without a result",
            Self::Tested => "implemented, tests pass",
        }
    }
}

/// A control with what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How far it is shown.
    pub shown: Shown,
    /// Requirements that implement it.
    pub requirements: BTreeSet<Id>,
    /// Tests that verify those, with where each stands.
    pub tests: BTreeMap<Id, TestState>,
}

/// Every control with what shows it.
pub(crate) fn of(model: &Model, tests: &BTreeMap<Id, TestRow>) -> BTreeMap<Id, Answer> {
    let mut implementing: BTreeMap<&Id, BTreeSet<&Id>> = BTreeMap::new();
    for (id, requirement) in &model.requirements {
        for control in &requirement.implements {
            implementing.entry(&control.id).or_default().insert(id);
        }
    }
    let mut verifying: BTreeMap<&Id, BTreeSet<&Id>> = BTreeMap::new();
    for (id, test) in &model.tests {
        for requirement in &test.verifies {
            verifying.entry(&requirement.id).or_default().insert(id);
        }
    }
    let state = |test: &Id| tests.get(test).map_or(TestState::Missing, |row| row.state);
    let one = |id: &Id| {
        let requirements: BTreeSet<Id> =
            implementing.get(id).into_iter().flatten().copied().cloned().collect();
        let of = |requirement: &Id| verifying.get(requirement).into_iter().flatten().copied();
        let untested = requirements.iter().any(|requirement| of(requirement).next().is_none());
        let tests: BTreeMap<Id, TestState> =
            requirements.iter().flat_map(of).map(|test| (test.clone(), state(test))).collect();
        let ours = model.controls[id].owner.is_none_or(|owner| owner == Operator::Manufacturer);
        Answer { shown: shown(ours, requirements.is_empty(), untested, &tests), requirements, tests }
    };
    model.controls.keys().map(|id| (id.clone(), one(id))).collect()
}

fn shown(ours: bool, unmade: bool, untested: bool, tests: &BTreeMap<Id, TestState>) -> Shown {
    let some = |wanted: &[TestState]| tests.values().any(|state| wanted.contains(state));
    if some(&[TestState::Failed, TestState::Flaky]) {
        Shown::Failing
    } else if unmade && !ours {
        Shown::RunByOthers
    } else if unmade {
        Shown::NotImplemented
    } else if untested {
        Shown::NoTest
    } else if tests.values().all(|state| *state == TestState::Passed) {
        Shown::Tested
    } else {
        Shown::NoResult
    }
}
