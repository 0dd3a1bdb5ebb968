//! The trace: threat - risk - control - requirement - test - evidence, both ways, with its gaps named.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::{Model, Record};
use vigil_threat::{Threat, Threats};

use crate::decisions::FlawRow;
use crate::evidence::{TestRow, TestState};

mod chains;

use chains::Named;

/// Where a chain breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Gap {
    /// Nobody has said yet whether the threat matters: uncredited, no risk, no decision against it.
    NoRisk,
    /// A risk names no control.
    NoControl(Id),
    /// No requirement implements a control.
    NoRequirement(Id),
    /// No test verifies a requirement.
    NoTest(Id),
    /// A test has not passed.
    NotPassed(Id, TestState),
}

impl Gap {
    /// The gap in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::NoRisk => "no risk takes it up".to_owned(),
            Self::NoControl(risk) => format!("risk {risk} names no control"),
            Self::NoRequirement(control) => format!("no requirement implements control {control}"),
            Self::NoTest(requirement) => format!("no test verifies requirement {requirement}"),
            Self::NotPassed(test, state) => format!("test {test}: {}", state.word()),
        }
    }
}

/// What leads from one threat to its passing tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Risks that take the threat up.
    pub risks: BTreeSet<Id>,
    /// Controls of those risks and controls that credit the threat.
    pub controls: BTreeSet<Id>,
    /// Requirements that implement those controls.
    pub requirements: BTreeSet<Id>,
    /// Tests that verify those requirements, or name the threat.
    pub tests: BTreeSet<Id>,
    /// Where it breaks.
    pub gaps: BTreeSet<Gap>,
}

/// The whole graph.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The chain of each threat, by the threat's id.
    pub chains: BTreeMap<String, Chain>,
    /// Links downwards, from cause to evidence: `threat -> risk -> control -> requirement -> test -> evidence`.
    pub down: BTreeMap<String, BTreeSet<String>>,
    /// The same links upwards.
    pub up: BTreeMap<String, BTreeSet<String>>,
    /// The nodes that are threats.
    threats: BTreeSet<String>,
}

impl Trace {
    fn link(&mut self, from: impl Into<String>, to: impl Into<String>) {
        let (from, to) = (from.into(), to.into());
        self.up.entry(to.clone()).or_default().insert(from.clone());
        self.down.entry(from).or_default().insert(to);
    }

    /// The links of `node` in one direction, for a way that came from `before`.
    ///
    /// A component may be what one threat acts on and what answers another: that is no chain from one threat to the other, so a
    /// way that came to it from a threat does not go on to a threat.
    pub fn next<'t>(
        &'t self,
        node: &str,
        before: Option<&str>,
        down: bool,
    ) -> impl Iterator<Item = &'t String> + use<'t> {
        let links = if down { &self.down } else { &self.up };
        let from_threat = before.is_some_and(|it| self.threats.contains(it));
        links.get(node).into_iter().flatten().filter(move |it| !(from_threat && self.threats.contains(*it)))
    }

    /// Everything that is reached from `node` in one direction, `node` left out.
    pub fn reached(&self, node: &str, down: bool) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut walked = BTreeSet::new();
        let mut open = vec![(node.to_owned(), None::<String>)];
        while let Some((at, before)) = open.pop() {
            // What is next depends on whether the way came from a threat.
            if !walked.insert((at.clone(), before.as_ref().is_some_and(|it| self.threats.contains(it)))) {
                continue;
            }
            for next in self.next(&at, before.as_deref(), down) {
                found.insert(next.clone());
                open.push((next.clone(), Some(at.clone())));
            }
        }
        found.remove(node);
        found
    }

    pub(crate) fn of(
        model: &Model,
        threats: &Threats,
        tests: &BTreeMap<Id, TestRow>,
        flaws: &[FlawRow],
    ) -> Self {
        let mut trace = Self::default();
        trace.model_links(model);
        trace.test_links(model, tests);
        trace.flaw_links(model, flaws);
        let named = Named::of(model, tests);
        for threat in threats.all.values() {
            trace.threat_links(threat);
            trace.chains.insert(threat.id.clone(), named.chain(threat));
        }
        trace
    }

    fn model_links(&mut self, model: &Model) {
        for risk in model.risks.values() {
            let subject = risk.subject();
            for threat in &risk.threats {
                let from =
                    if threat.is_generated() { threat.text.clone() } else { format!("threat.{threat}") };
                self.link(from, subject.clone());
            }
            for from in &risk.from {
                self.link(from.to_string(), subject.clone());
            }
            for control in &risk.controls {
                self.link(subject.clone(), format!("control.{control}"));
            }
            self.link(subject, format!("harm.{}", risk.harm));
        }
        for requirement in model.requirements.values() {
            for control in &requirement.implements {
                self.link(format!("control.{control}"), requirement.subject());
            }
        }
        for label in model.labels.values() {
            for control in &label.answers {
                self.link(format!("control.{control}"), label.subject());
            }
        }
        for flow in model.flows.values() {
            for end in [&flow.from, &flow.to] {
                if let Some(part) = model.components.get(&end.component) {
                    self.link(format!("zone.{}", part.zone.id), flow.subject());
                }
            }
        }
        self.tree_links(model);
        for anomaly in model.anomalies.values() {
            if let Some(risk) = &anomaly.risk {
                self.link(anomaly.subject(), format!("risk.{risk}"));
            }
        }
    }

    /// From an attack tree to the threats and controls that its leaves name.
    fn tree_links(&mut self, model: &Model) {
        for tree in model.trees.values() {
            for placed in tree.nodes.values() {
                if let Some(threat) = &placed.node.threat {
                    let to =
                        if threat.is_generated() { threat.text.clone() } else { format!("threat.{threat}") };
                    self.link(tree.subject(), to);
                }
                for control in placed.node.controls.iter() {
                    self.link(tree.subject(), format!("control.{control}"));
                }
            }
        }
    }

    fn test_links(&mut self, model: &Model, tests: &BTreeMap<Id, TestRow>) {
        for test in model.tests.values() {
            for requirement in &test.verifies {
                self.link(format!("requirement.{requirement}"), test.subject());
            }
            for threat in &test.threats {
                let from =
                    if threat.is_generated() { threat.text.clone() } else { format!("threat.{threat}") };
                self.link(from, test.subject());
            }
            for result in tests.get(test.id()).into_iter().flat_map(|row| &row.results) {
                self.link(test.subject(), format!("evidence.{}", result.evidence));
            }
        }
    }

    fn flaw_links(&mut self, model: &Model, flaws: &[FlawRow]) {
        for row in flaws {
            if let Some(decision) = &row.decision {
                self.link(row.flaw.id.clone(), format!("decision.{decision}"));
            }
            self.link(row.package.clone(), row.flaw.id.clone());
            self.link(format!("component.{}", row.component), row.package.clone());
        }
        for decision in model.decisions.values() {
            if let Some(risk) = &decision.risk {
                self.link(decision.subject(), format!("risk.{risk}"));
            }
            for control in &decision.controls {
                self.link(decision.subject(), format!("control.{control}"));
            }
        }
    }

    fn threat_links(&mut self, threat: &Threat) {
        self.threats.insert(threat.subject());
        for target in &threat.on {
            self.link(target.to_string(), threat.subject());
        }
        for credit in &threat.credits {
            self.link(threat.subject(), credit.by.clone());
        }
        if let Some(decision) = &threat.decision {
            self.link(threat.subject(), format!("decision.{decision}"));
        }
    }
}
