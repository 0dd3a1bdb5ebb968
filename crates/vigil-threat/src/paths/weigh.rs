//! What is known of the threats and vulnerabilities on a step, and how far that holds an attacker up.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::kinds::{Phase, Stride};
use vigil_model::{Kind, Model, Target};

use super::{Standing, Via};
use crate::threat::{Outcome, Threat, Threats};

/// What is known of the vulnerabilities of a part's packages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flaws {
    /// Those that are affected or undecided: `CVE-2024-6119 in openssl 3.0.13`.
    pub open: BTreeSet<String>,
    /// Why nothing can be said of others.
    pub blind: Option<String>,
}

/// Threats on a step by where they stand, and vulnerabilities of the part that it ends at.
///
/// Threats count that let somebody act on a device in use: spoofing, tampering, elevation of privilege, and those of no
/// stated category. Who only listens, floods or leaves no trace does not get to the next part; what happens before
/// delivery or after disposal is no step of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Nothing answers them.
    pub uncredited: BTreeSet<String>,
    /// The model does not say.
    pub unknown: BTreeSet<String>,
    /// Something answers them.
    pub credited: BTreeSet<String>,
    /// A person decided that they do not apply.
    pub set_aside: BTreeSet<String>,
    /// What answers them: `channel.mtls`, `control.oob-pairing`, `component.gateway` for a fact.
    pub by: BTreeSet<String>,
    /// Known vulnerabilities of the part.
    pub flaws: Flaws,
}

impl Look {
    fn add(&mut self, threat: &Threat) {
        let list = match threat.outcome {
            Outcome::Uncredited => &mut self.uncredited,
            Outcome::Unknown => &mut self.unknown,
            Outcome::Credited => &mut self.credited,
            Outcome::NotApplicable => &mut self.set_aside,
        };
        list.insert(threat.id.clone());
        if threat.outcome == Outcome::Credited {
            self.by.extend(threat.credits.iter().map(|credit| credit.by.clone()));
        }
    }

    fn is_empty(&self) -> bool {
        [&self.uncredited, &self.unknown, &self.credited, &self.set_aside].iter().all(|it| it.is_empty())
    }

    /// How far it holds an attacker up. No threat at all means that nothing was looked at.
    pub fn standing(&self) -> Standing {
        if !self.uncredited.is_empty() || !self.flaws.open.is_empty() {
            Standing::Open
        } else if !self.unknown.is_empty() || self.is_empty() || self.flaws.blind.is_some() {
            Standing::Unknown
        } else {
            Standing::Credited
        }
    }
}

/// Threats by what they are on, and what is known of vulnerabilities.
pub(crate) struct Scales<'m> {
    pub(crate) model: &'m Model,
    on: BTreeMap<&'m Target, Vec<&'m Threat>>,
    flaws: &'m BTreeMap<Id, Flaws>,
    /// Flows by the component and interface at their ends.
    at: BTreeMap<(&'m Id, &'m str), BTreeSet<&'m Id>>,
}

impl<'m> Scales<'m> {
    pub(crate) fn new(model: &'m Model, threats: &'m Threats, flaws: &'m BTreeMap<Id, Flaws>) -> Self {
        let mut on: BTreeMap<&Target, Vec<&Threat>> = BTreeMap::new();
        for threat in threats.all.values().filter(|it| lets_act(it)) {
            for target in &threat.on {
                on.entry(target).or_default().push(threat);
            }
        }
        let mut at: BTreeMap<(&Id, &str), BTreeSet<&Id>> = BTreeMap::new();
        for (id, flow) in &model.flows {
            for end in [&flow.from, &flow.to] {
                if let Some(name) = end.interface.as_deref() {
                    at.entry((&end.component, name)).or_default().insert(id);
                }
            }
        }
        Self { model, on, flaws, at }
    }

    /// What is known of a step over `via` that ends at `to`.
    pub(crate) fn step(&self, via: &Via, to: &Id) -> Look {
        let mut targets = vec![Target::Record(Kind::Component, to.clone())];
        match via {
            Via::Flow(id) | Via::Back(id) => targets.extend(self.flow(id, to)),
            Via::Secret(id) => targets.push(Target::Record(Kind::Secret, id.clone())),
            Via::Update(id, _) => targets.push(Target::Record(Kind::Update, id.clone())),
        }
        self.look(&targets, to)
    }

    /// What is known of getting in at an interface: on it, on the flows that end there, and on its part.
    pub(crate) fn way_in(&self, component: &Id, name: &str) -> Look {
        let mut targets = vec![
            Target::Record(Kind::Component, component.clone()),
            Target::Interface(component.clone(), name.to_owned()),
        ];
        for flow in self.flows_at(component, name) {
            targets.extend(self.flow(flow, component));
        }
        self.look(&targets, component)
    }

    pub(crate) fn flows_at(&self, component: &Id, name: &str) -> Vec<&'m Id> {
        self.at.get(&(component, name)).into_iter().flatten().copied().collect()
    }

    /// The flow, its channel, and the interface at which it reaches `to`.
    fn flow(&self, id: &Id, to: &Id) -> Vec<Target> {
        let mut targets = vec![Target::Record(Kind::Flow, id.clone())];
        if let Some(flow) = self.model.flows.get(id) {
            targets.push(Target::Record(Kind::Channel, flow.over.id.clone()));
            let ends = [&flow.from, &flow.to].into_iter().filter(|end| end.component == *to);
            targets
                .extend(ends.filter_map(|end| Some(Target::Interface(to.clone(), end.interface.clone()?))));
        }
        targets
    }

    fn look(&self, targets: &[Target], to: &Id) -> Look {
        let mut look = Look { flaws: self.flaws.get(to).cloned().unwrap_or_default(), ..Look::default() };
        for threat in targets.iter().filter_map(|it| self.on.get(it)).flatten() {
            look.add(threat);
        }
        look
    }
}

/// Whether who carries the threat out can act on the part that it is on, while the device is in use.
fn lets_act(threat: &Threat) -> bool {
    let elsewhere = [Phase::SupplyChain, Phase::Manufacturing, Phase::Decommissioning];
    if threat.phase.is_some_and(|phase| elsewhere.contains(&phase)) {
        return false;
    }
    threat.stride.is_empty() || threat.stride.iter().any(|it| matches!(it, Stride::S | Stride::T | Stride::E))
}
