//! What is looked up once a threat, and would otherwise be looked for in all records each time.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use vigil_base::Id;

use crate::derive::MultiPatient;
use crate::kinds::{Control, Flow, Requirement, Test};
use crate::model::Model;
use crate::refs::Target;

/// Records by what they name. It holds for the records at the time when it is first asked for: a model is not changed
/// after it is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    flows: BTreeMap<Id, Vec<Id>>,
    controls: BTreeMap<Target, Vec<Id>>,
    /// Requirements by the control that they implement.
    requirements: BTreeMap<Id, Vec<Id>>,
    /// Tests by the requirement that they verify.
    tests: BTreeMap<Id, Vec<Id>>,
    /// What reaches many patients; computed only where somebody asks.
    pub(crate) many: OnceLock<MultiPatient>,
}

/// Adds a record under what it names, once even where it names it twice.
fn add<K: Ord>(index: &mut BTreeMap<K, Vec<Id>>, named: K, id: &Id) {
    let all = index.entry(named).or_default();
    if all.last() != Some(id) {
        all.push(id.clone());
    }
}

impl Index {
    fn of(model: &Model) -> Self {
        let mut index = Self::default();
        for (id, flow) in &model.flows {
            for end in [&flow.from, &flow.to] {
                add(&mut index.flows, end.component.clone(), id);
            }
        }
        for (id, control) in &model.controls {
            control.on.iter().for_each(|on| add(&mut index.controls, on.target.clone(), id));
        }
        for (id, requirement) in &model.requirements {
            requirement.implements.iter().for_each(|it| add(&mut index.requirements, it.id.clone(), id));
        }
        for (id, test) in &model.tests {
            test.verifies.iter().for_each(|it| add(&mut index.tests, it.id.clone(), id));
        }
        index
    }
}

impl Model {
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// Flows with an end at a component, by id.
    pub fn flows_at<'m>(&'m self, component: &Id) -> impl Iterator<Item = &'m Flow> + use<'m> {
        let ids = self.index().flows.get(component).into_iter().flatten();
        ids.filter_map(|id| self.flows.get(id))
    }

    /// Controls that protect exactly this, by id.
    pub fn controls_on<'m>(&'m self, target: &Target) -> impl Iterator<Item = &'m Control> + use<'m> {
        let ids = self.index().controls.get(target).into_iter().flatten();
        ids.filter_map(|id| self.controls.get(id))
    }

    /// Requirements that implement a control, by id.
    pub fn requirements_of<'m>(&'m self, control: &Id) -> impl Iterator<Item = &'m Requirement> + use<'m> {
        let ids = self.index().requirements.get(control).into_iter().flatten();
        ids.filter_map(|id| self.requirements.get(id))
    }

    /// Tests that verify a requirement, by id.
    pub fn tests_of<'m>(&'m self, requirement: &Id) -> impl Iterator<Item = &'m Test> + use<'m> {
        let ids = self.index().tests.get(requirement).into_iter().flatten();
        ids.filter_map(|id| self.tests.get(id))
    }
}
