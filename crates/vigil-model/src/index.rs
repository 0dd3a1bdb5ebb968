//! What is looked up once a threat, and would otherwise be looked for in all records each time.

use std::collections::BTreeMap;

use vigil_base::Id;

use crate::kinds::{Control, Flow};
use crate::model::Model;
use crate::refs::Target;

/// Records by what they name. It holds for the records at the time when it is first asked for: a model is not changed
/// after it is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    flows: BTreeMap<Id, Vec<Id>>,
    controls: BTreeMap<Target, Vec<Id>>,
}

impl Index {
    fn of(model: &Model) -> Self {
        let mut index = Self::default();
        for (id, flow) in &model.flows {
            let (from, to) = (&flow.from.component, &flow.to.component);
            index.flows.entry(from.clone()).or_default().push(id.clone());
            if from != to {
                index.flows.entry(to.clone()).or_default().push(id.clone());
            }
        }
        for (id, control) in &model.controls {
            for on in &control.on {
                let all = index.controls.entry(on.target.clone()).or_default();
                if all.last() != Some(id) {
                    all.push(id.clone());
                }
            }
        }
        index
    }
}

impl Model {
    fn index(&self) -> &Index {
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
}
