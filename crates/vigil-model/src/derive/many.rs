//! Reach over many patients: from parts that serve many, and through secrets that the whole fleet shares.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;

use crate::kinds::{Risk, Scope};
use crate::model::{Kind, Model};
use crate::record::Record;
use crate::refs::Target;

/// What can be reached from a part that serves many, or through a secret that the whole fleet shares.
#[derive(Clone, Debug, Default)]
pub struct MultiPatient {
    /// Start, with every component that is reached from it.
    pub reach: BTreeMap<Id, BTreeSet<Id>>,
    /// Components that hold a fleet-wide secret, by secret.
    pub shared: BTreeMap<Id, BTreeSet<Id>>,
}

impl MultiPatient {
    /// The reach over flows, in the direction in which commands and code go and back. Computed once a model.
    pub fn of(model: &Model) -> &Self {
        model.index().many.get_or_init(|| Self::computed(model))
    }

    fn computed(model: &Model) -> Self {
        let steps = Steps::of(model);
        let starts = model.components.values().filter(|it| it.serves_many == Some(true));
        let reach = starts.map(|it| (it.id().clone(), steps.reach_from(it.id()))).collect();
        let fleet = model.secrets.values().filter(|it| it.scope == Some(Scope::Fleet));
        let shared =
            fleet.map(|it| (it.id().clone(), it.held_in.iter().map(|it| it.id.clone()).collect())).collect();
        Self { reach, shared }
    }

    /// Starts from which a component is reached that runs an essential function.
    pub fn harmful_starts<'m>(&'m self, model: &Model) -> Vec<&'m Id> {
        let essential = |id: &Id| runs_essential(model, id);
        let by_flow =
            self.reach.iter().filter(|(_, reached)| reached.iter().any(essential)).map(|(id, _)| id);
        let by_secret = self.shared.iter().filter(|(_, held)| held.iter().any(essential)).map(|(id, _)| id);
        by_flow.chain(by_secret).collect()
    }

    /// A part that may serve many, or a secret that may be the fleet's, from which an essential function is reached and
    /// of which the model does not say whether it is so.
    pub fn unsaid_start(model: &Model) -> Option<Target> {
        let essential = |id: &Id| runs_essential(model, id);
        let steps = Steps::of(model);
        let silent =
            model.components.values().filter(|it| it.serves_many.is_none() && it.kind.may_serve_many());
        let part = silent.map(Record::id).find(|id| steps.reach_from(id).iter().any(essential));
        let secret = || {
            let silent = model.secrets.values().filter(|it| it.scope.is_none());
            silent.filter(|it| it.held_in.iter().any(|part| essential(&part.id))).map(Record::id).next()
        };
        part.map(|id| Target::Record(Kind::Component, id.clone()))
            .or_else(|| secret().map(|id| Target::Record(Kind::Secret, id.clone())))
    }

    /// Whether a component is reached from a part that serves many, is such a part, or shares a fleet-wide secret.
    pub fn touches(&self, component: &Id) -> bool {
        self.reach.iter().any(|(start, reached)| start == component || reached.contains(component))
            || self.shared.values().any(|held| held.contains(component))
    }

    /// Whether some threat of `risk` acts on a part that serves many, on the way from it, or on a fleet-wide secret.
    pub fn risk_reaches_many(&self, model: &Model, risk: &Risk) -> bool {
        risk.threats.iter().any(|threat| {
            let text = threat.text.as_str();
            let subject = text.split_once('@').and_then(|(_, subject)| crate::refs::AnyRef::parse(subject));
            let written =
                model.threats.get(text).into_iter().flat_map(|it| it.on.iter().map(|it| it.target.clone()));
            subject.into_iter().chain(written).any(|target| self.subject_is_shared(model, &target))
        })
    }

    /// Whether harm at the subject can spread to several patients: it serves many itself, or starts at such a part.
    pub fn subject_is_shared(&self, model: &Model, target: &Target) -> bool {
        let serves = |id: &Id| model.components.get(id).is_some_and(|it| it.serves_many == Some(true));
        match target {
            Target::Record(Kind::Component, id) | Target::Interface(id, _) => serves(id),
            Target::Record(Kind::Flow, id) => {
                model.flows.get(id).is_some_and(|it| serves(&it.from.component) || serves(&it.to.component))
            }
            Target::Record(Kind::Secret, id) => self.shared.contains_key(id),
            Target::Record(Kind::Update, _) | Target::System => true,
            _ => false,
        }
    }
}

fn runs_essential(model: &Model, component: &Id) -> bool {
    let runs = model.components.get(component).into_iter().flat_map(|it| &it.runs);
    runs.filter_map(|it| it.get(model)).any(|it| it.essential == Some(true))
}

/// Components by number, with the numbers of those that each of them acts on.
struct Steps<'m> {
    ids: Vec<&'m Id>,
    next: Vec<Vec<usize>>,
}

impl<'m> Steps<'m> {
    fn of(model: &'m Model) -> Self {
        let mut steps =
            Self { ids: model.components.keys().collect(), next: vec![Vec::new(); model.components.len()] };
        for flow in model.flows.values() {
            let ends = (steps.number(&flow.from.component), steps.number(&flow.to.component));
            let (Some(from), Some(to)) = ends else { continue };
            steps.next[from].push(to);
            // Answers act too: what a part asks for comes from the part that is asked.
            if !flow.back.is_empty() {
                steps.next[to].push(from);
            }
        }
        steps
    }

    /// The ids are sorted, as they come from a map.
    fn number(&self, id: &Id) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// Every component that is reached from `start`, without itself.
    fn reach_from(&self, start: &Id) -> BTreeSet<Id> {
        let Some(start) = self.number(start) else { return BTreeSet::new() };
        let mut seen = vec![false; self.ids.len()];
        seen[start] = true;
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            for &next in &self.next[at] {
                if !std::mem::replace(&mut seen[next], true) {
                    open.push(next);
                }
            }
        }
        let reached = self.ids.iter().enumerate().filter(|(at, _)| seen[*at] && *at != start);
        reached.map(|(_, id)| (*id).clone()).collect()
    }
}
