//! The links of the trace, by the kind of record that they come from.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::kinds::Evidence;
use vigil_model::{AnyRef, Kind, Model, Record, Target};

use super::Trace;
use crate::decisions::FlawRow;
use crate::evidence::{ProtocolFinding, TestRow};

impl Trace {
    pub(super) fn model_links(&mut self, model: &Model) {
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
        self.label_links(model);
        for flow in model.flows.values() {
            for end in [&flow.from, &flow.to] {
                if let Some(part) = model.components.get(&end.component) {
                    self.link(format!("zone.{}", part.zone.id), flow.subject());
                }
            }
        }
        self.tree_links(model);
    }

    /// From controls and risks to the labels that tell users of them.
    fn label_links(&mut self, model: &Model) {
        for label in model.labels.values() {
            for control in &label.answers {
                self.link(format!("control.{control}"), label.subject());
            }
            for risk in &label.risks {
                self.link(format!("risk.{risk}"), label.subject());
            }
        }
        for risk in model.risks.values() {
            for label in risk.transfer.iter().flat_map(|it| &it.told) {
                self.link(risk.subject(), format!("label.{label}"));
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

    pub(super) fn test_links(&mut self, model: &Model, tests: &BTreeMap<Id, TestRow>) {
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

    /// From what a penetration test attacks to the test, and from there to its report and to the records that take up what it found.
    pub(super) fn pentest_links(&mut self, model: &Model, found: &BTreeMap<String, ProtocolFinding>) {
        for pentest in model.pentests.values() {
            for on in &pentest.scope {
                self.link(on.target.to_string(), pentest.subject());
            }
            let Some(report) = pentest.report.as_deref() else { continue };
            let evidence: Vec<&Evidence> = model.evidence.values().filter(|it| it.from == report).collect();
            for it in &evidence {
                self.link(pentest.subject(), it.subject());
            }
            let ours = |it: &&ProtocolFinding| evidence.iter().any(|record| *record.id() == it.evidence);
            for finding in found.values().filter(ours) {
                if let Some(taken_up) = taken_up(model, finding) {
                    self.link(pentest.subject(), taken_up);
                }
            }
        }
    }

    /// Own vulnerabilities and anomalies: from what they are in and what found them, to the risks and decisions on them.
    pub(super) fn own_links(&mut self, model: &Model) {
        for own in model.vulnerabilities.values() {
            for on in &own.on {
                self.link(on.target.to_string(), own.subject());
            }
            let from = own.from.as_deref().and_then(AnyRef::parse);
            // A test that found a flaw is often the one that shows it is gone: a link from it would lead back to it.
            if let Some(from @ Target::Record(Kind::Pentest, _)) = from
                && is_there(model, &from)
            {
                self.link(from.to_string(), own.subject());
            }
        }
        for anomaly in model.anomalies.values() {
            for on in &anomaly.on {
                self.link(on.target.to_string(), anomaly.subject());
            }
            if let Some(risk) = &anomaly.risk {
                self.link(anomaly.subject(), format!("risk.{risk}"));
            }
        }
        for decision in model.decisions.values() {
            if let Some(own) = &decision.on.vulnerability {
                self.link(format!("vulnerability.{own}"), decision.subject());
            }
            if let Some(anomaly) = &decision.on.anomaly {
                self.link(format!("anomaly.{anomaly}"), decision.subject());
            }
        }
    }

    pub(super) fn flaw_links(&mut self, model: &Model, flaws: &[FlawRow]) {
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
}

/// The record that takes a finding up: named by kind and id, or by the id of an own vulnerability, anomaly or risk alone.
fn taken_up(model: &Model, finding: &ProtocolFinding) -> Option<String> {
    let named = finding.found.taken_up.as_deref()?;
    if let Some(target) = AnyRef::parse(named).filter(|it| is_there(model, it)) {
        return Some(target.to_string());
    }
    let kinds = [Kind::Vulnerability, Kind::Anomaly, Kind::Risk].into_iter();
    let mut there = kinds.filter(|kind| model.span_of(*kind, named).is_some());
    there.next().map(|kind| format!("{}.{named}", kind.word()))
}

fn is_there(model: &Model, target: &Target) -> bool {
    matches!(target, Target::Record(kind, id) if model.span_of(*kind, id.as_str()).is_some())
}
