//! The parts of a device and the steps between them: flows both ways, shared secrets, updates.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::kinds::{ComponentKind, Data, DataKind, Flow, Scope, Update};
use vigil_model::{EndRef, Model, Ref};

use super::weigh::Scales;
use super::{Standing, Via};

/// A place in the graph. Parts come first, then secrets: a step over a secret leads from a holder to the secret and
/// from there to every other holder, so that a secret with a thousand holders has two thousand steps and not a million.
pub(crate) type Node = usize;

/// States in which something is live; `None` means all.
pub(crate) type States = Option<BTreeSet<Id>>;

/// A step.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) from: Node,
    pub(crate) to: Node,
    /// What it leads over; `None` for the half of a step that leads to a secret.
    pub(crate) via: Option<Via>,
    pub(crate) states: States,
    pub(crate) certain: bool,
    pub(crate) standing: Standing,
}

impl Step {
    pub(crate) fn is_live(&self, state: Option<&Id>) -> bool {
        match (&self.states, state) {
            (Some(states), Some(state)) => states.contains(state),
            _ => true,
        }
    }
}

/// Parts, secrets and steps.
pub(crate) struct Graph<'m> {
    pub(crate) model: &'m Model,
    pub(crate) parts: Vec<&'m Id>,
    index: BTreeMap<&'m Id, Node>,
    pub(crate) secrets: Vec<&'m Id>,
    /// Sorted by start, end and what they lead over: ties are settled in that order.
    pub(crate) steps: Vec<Step>,
    /// Steps that start at a node.
    pub(crate) out: Vec<Vec<usize>>,
    /// Steps that end at a node.
    pub(crate) into: Vec<Vec<usize>>,
    pub(crate) not_followed: Vec<String>,
}

impl<'m> Graph<'m> {
    pub(crate) fn of(model: &'m Model, scales: &Scales<'_>) -> Self {
        let parts: Vec<&Id> = model.components.keys().collect();
        let index = parts.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let secrets = model.secrets.iter().filter(|(_, it)| may_be_shared(it.scope)).map(|(id, _)| id);
        let mut graph = Self {
            model,
            parts,
            index,
            secrets: secrets.collect(),
            steps: Vec::new(),
            out: Vec::new(),
            into: Vec::new(),
            not_followed: Vec::new(),
        };
        for (id, flow) in &model.flows {
            graph.flow(id, flow, scales);
        }
        for at in 0..graph.secrets.len() {
            graph.secret(at, scales);
        }
        for (id, update) in &model.updates {
            graph.update(id, update, scales);
        }
        graph.settle();
        graph
    }

    /// The place of a part.
    pub(crate) fn node(&self, id: &Id) -> Option<Node> {
        self.index.get(id).copied()
    }

    /// The part at a place; `None` for a secret.
    pub(crate) fn part(&self, node: Node) -> Option<&'m Id> {
        self.parts.get(node).copied()
    }

    /// The place of a secret.
    pub(crate) fn secret_node(&self, at: usize) -> Node {
        self.parts.len() + at
    }

    /// Number of places.
    pub(crate) fn size(&self) -> usize {
        self.parts.len() + self.secrets.len()
    }

    /// Whether a part is assessed: somebody else's system is not.
    pub(crate) fn is_assessed(&self, node: Node) -> bool {
        let part = self.part(node).and_then(|id| self.model.components.get(id));
        part.is_some_and(|it| it.kind != ComponentKind::External)
    }

    fn settle(&mut self) {
        self.steps.sort_by(|a, b| (a.from, a.to, &a.via).cmp(&(b.from, b.to, &b.via)));
        self.out = vec![Vec::new(); self.size()];
        self.into = vec![Vec::new(); self.size()];
        for (at, step) in self.steps.iter().enumerate() {
            self.out[step.from].push(at);
            self.into[step.to].push(at);
        }
    }

    fn add(&mut self, from: &Id, to: &Id, via: Via, states: States, scales: &Scales<'_>) {
        let (Some(start), Some(end)) = (self.node(from), self.node(to)) else { return };
        if start == end || states.as_ref().is_some_and(BTreeSet::is_empty) {
            return;
        }
        let standing = scales.step(&via, to).standing();
        self.steps.push(Step { from: start, to: end, via: Some(via), states, certain: true, standing });
    }

    fn flow(&mut self, id: &Id, flow: &Flow, scales: &Scales<'_>) {
        let (from, to) = (&flow.from.component, &flow.to.component);
        if self.node(from).is_none() || self.node(to).is_none() {
            self.not_followed.push(format!("flow.{id} names a part that the model does not hold"));
            return;
        }
        let states = live(self.model, flow);
        self.add(from, to, Via::Flow(id.clone()), states.clone(), scales);
        if !flow.back.is_empty() {
            self.add(to, from, Via::Back(id.clone()), states, scales);
        }
    }

    fn secret(&mut self, at: usize, scales: &Scales<'_>) {
        let (id, node) = (self.secrets[at], self.secret_node(at));
        let Some(secret) = self.model.secrets.get(id) else { return };
        let certain = secret.scope.is_some();
        let holders: BTreeSet<Node> = secret.held_in.iter().filter_map(|it| self.node(&it.id)).collect();
        for holder in holders {
            let via = Via::Secret(id.clone());
            let weighed = scales.step(&via, self.parts[holder]).standing();
            // Whether it is shared at all is not known: the step is at most unknown.
            let standing = if certain { weighed } else { Standing::Unknown };
            let half = Step { from: holder, to: node, via: None, states: None, certain, standing };
            self.steps.push(half.clone());
            self.steps.push(Step { from: node, to: holder, via: Some(via), ..half });
        }
    }

    /// An update runs over the flows of its path, in the direction in which software goes.
    fn update(&mut self, id: &Id, update: &Update, scales: &Scales<'_>) {
        if update.path.is_empty() && !update.of.is_empty() {
            self.not_followed.push(format!("update.{id} states no path"));
        }
        let mut last = None;
        let mut named = BTreeSet::new();
        for step in &update.path {
            let Some(flow) = step.get(self.model) else {
                self.not_followed.push(format!("update.{id} leads over a flow that the model does not hold"));
                continue;
            };
            let (from, to) = ends_for_software(self.model, flow);
            named.extend([from, to]);
            last = Some(to);
            let via = Via::Update(id.clone(), Some(step.id.clone()));
            self.add(from, to, via, live(self.model, flow), scales);
        }
        for part in update.of.iter().filter(|part| !named.contains(&part.id)) {
            if let Some(last) = last {
                self.add(last, &part.id, Via::Update(id.clone(), None), None, scales);
            }
        }
    }
}

/// A secret of one session, user or device leads to no other part of the same kind; one of no stated scope may.
fn may_be_shared(scope: Option<Scope>) -> bool {
    matches!(scope, None | Some(Scope::Fleet | Scope::PerSite))
}

/// States in which a flow and the interfaces at its ends are all live.
fn live(model: &Model, flow: &Flow) -> States {
    let own: States = listed(&flow.states);
    let ends = [&flow.from, &flow.to].into_iter().map(|end| end_states(model, end));
    ends.fold(own, both)
}

fn end_states(model: &Model, end: &EndRef) -> States {
    let interface = model.components.get(&end.component)?.interfaces.get(end.interface.as_deref()?)?;
    listed(&interface.states)
}

fn listed<T>(states: &[Ref<T>]) -> States {
    (!states.is_empty()).then(|| states.iter().map(|it| it.id.clone()).collect())
}

fn both(one: States, other: States) -> States {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.intersection(&other).cloned().collect()),
        (one, other) => one.or(other),
    }
}

/// Software goes with the flow, unless only the answers carry it.
fn ends_for_software<'f>(model: &Model, flow: &'f Flow) -> (&'f Id, &'f Id) {
    let carried = |data: &[Ref<Data>]| {
        data.iter().filter_map(|it| it.get(model)).any(|it| it.kind == DataKind::Software)
    };
    let (from, to) = (&flow.from.component, &flow.to.component);
    if carried(&flow.back) && !carried(&flow.carries) { (to, from) } else { (from, to) }
}
