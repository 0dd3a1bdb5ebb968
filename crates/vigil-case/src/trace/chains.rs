//! The chain of one threat: from what takes it up to the tests that show the answer.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::kinds::Risk;
use vigil_model::{Model, Record};
use vigil_threat::{Outcome, Threat};

use super::{Chain, Gap};
use crate::evidence::{TestRow, TestState};

/// Records by what they name, so that no chain looks through all of them.
pub(super) struct Named<'m> {
    model: &'m Model,
    tests: &'m BTreeMap<Id, TestRow>,
    risks_of: BTreeMap<&'m str, Vec<&'m Risk>>,
    tests_of: BTreeMap<&'m str, Vec<&'m Id>>,
}

impl<'m> Named<'m> {
    pub(super) fn of(model: &'m Model, tests: &'m BTreeMap<Id, TestRow>) -> Self {
        let mut named = Self { model, tests, risks_of: BTreeMap::new(), tests_of: BTreeMap::new() };
        for risk in model.risks.values() {
            for threat in &risk.threats {
                named.risks_of.entry(&threat.text).or_default().push(risk);
            }
        }
        for test in model.tests.values() {
            for threat in &test.threats {
                named.tests_of.entry(&threat.text).or_default().push(test.id());
            }
        }
        named
    }

    pub(super) fn chain(&self, threat: &Threat) -> Chain {
        let mut chain = Chain::default();
        for risk in self.risks_of.get(threat.id.as_str()).into_iter().flatten() {
            chain.risks.insert(risk.id().clone());
            chain.controls.extend(risk.controls.iter().map(|it| it.id.clone()));
            if risk.controls.is_empty() {
                chain.gaps.insert(Gap::NoControl(risk.id().clone()));
            }
        }
        let credited = threat.credits.iter().filter_map(|credit| credit.by.strip_prefix("control."));
        chain.controls.extend(credited.map(Id::new));
        if let Some(written) = self.model.threats.get(threat.id.as_str()) {
            chain.controls.extend(written.controls.iter().map(|it| it.id.clone()));
        }
        self.add_requirements(&mut chain);
        self.add_tests(threat, &mut chain);
        let answered = matches!(threat.outcome, Outcome::Credited | Outcome::NotApplicable);
        if chain.risks.is_empty() && !answered {
            chain.gaps.insert(Gap::NoRisk);
        }
        chain
    }

    fn add_requirements(&self, chain: &mut Chain) {
        for control in &chain.controls {
            let mut implementing = self.model.requirements_of(control).peekable();
            // What others run is told to them by a label; the maker has nothing to implement for it.
            let ours = self.model.controls.get(control).is_none_or(|it| {
                it.owner.is_none_or(|owner| owner == vigil_model::kinds::Operator::Manufacturer)
            });
            if implementing.peek().is_none() && ours {
                chain.gaps.insert(Gap::NoRequirement(control.clone()));
            }
            chain.requirements.extend(implementing.map(|it| it.id().clone()));
        }
    }

    fn add_tests(&self, threat: &Threat, chain: &mut Chain) {
        for requirement in &chain.requirements {
            let mut verifying = self.model.tests_of(requirement).peekable();
            if verifying.peek().is_none() {
                chain.gaps.insert(Gap::NoTest(requirement.clone()));
            }
            chain.tests.extend(verifying.map(|it| it.id().clone()));
        }
        let named = self.tests_of.get(threat.id.as_str());
        chain.tests.extend(named.into_iter().flatten().copied().cloned());
        for test in &chain.tests {
            let state = self.tests.get(test).map_or(TestState::Missing, |row| row.state);
            if state != TestState::Passed {
                chain.gaps.insert(Gap::NotPassed(test.clone(), state));
            }
        }
    }
}
