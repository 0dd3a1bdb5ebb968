//! The trace: threat - risk - control - requirement - test - evidence, both ways, with its gaps named.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::{AnyRef, Kind, Model, Target};
use vigil_threat::{Threat, Threats};

use crate::approval::Approvals;
use crate::decisions::FlawRow;
use crate::evidence::{ProtocolFinding, TestRow, TestState};

mod chains;
mod links;

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
    /// Links downwards, from cause to evidence: `threat -> risk -> control -> requirement -> test -> evidence`, with what risks come
    /// from (`component -> vulnerability -> decision -> risk`, `pentest -> anomaly -> risk`) and what users are told (`risk -> label`).
    pub down: BTreeMap<String, BTreeSet<String>>,
    /// The same links upwards.
    pub up: BTreeMap<String, BTreeSet<String>>,
    /// Links, from cause to evidence, whose record was approved and is suspect: an end of theirs may have changed since.
    pub suspect: BTreeSet<(String, String)>,
    /// The nodes that are threats.
    threats: BTreeSet<String>,
}

impl Trace {
    fn link(&mut self, from: impl Into<String>, to: impl Into<String>) {
        let (from, to) = (from.into(), to.into());
        self.up.entry(to.clone()).or_default().insert(from.clone());
        self.down.entry(from).or_default().insert(to);
    }

    /// Marks the links that a suspect record states, and the threats that a suspect control credits. The ledger does not keep which
    /// end changed, so that all links of the record have to be looked at again.
    fn mark_suspect(&mut self, model: &Model, approvals: &Approvals) {
        model.each_record(&mut |kind, meta, uses| {
            let subject = format!("{}.{}", kind.word(), meta.id);
            if approvals.suspect_roles(&subject).is_empty() {
                return;
            }
            let stated: BTreeSet<String> = uses.iter().map(|it| it.target.to_string()).collect();
            let is_own = |end: &&String| {
                let credited = kind == Kind::Control && is_threat(end);
                stated.contains(*end) || credited
            };
            let below = self.down.get(&subject).into_iter().flatten().filter(is_own);
            let above = self.up.get(&subject).into_iter().flatten().filter(is_own);
            let below = below.map(|to| (subject.clone(), to.clone()));
            self.suspect.extend(below.chain(above.map(|from| (from.clone(), subject.clone()))));
        });
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
        found: &BTreeMap<String, ProtocolFinding>,
        flaws: &[FlawRow],
        approvals: &Approvals,
    ) -> Self {
        let mut trace = Self::default();
        trace.model_links(model);
        trace.test_links(model, tests);
        trace.pentest_links(model, found);
        trace.flaw_links(model, flaws);
        trace.own_links(model);
        let named = Named::of(model, tests);
        for threat in threats.all.values() {
            trace.threat_links(threat);
            trace.chains.insert(threat.id.clone(), named.chain(threat));
        }
        trace.mark_suspect(model, approvals);
        trace
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

fn is_threat(node: &str) -> bool {
    matches!(AnyRef::parse(node), Some(Target::Generated(_) | Target::Record(Kind::Threat, _)))
}
