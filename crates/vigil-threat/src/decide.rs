//! Decisions on threats: applied, and reported where they cover nothing, too many, or the same thing twice.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::nearest::nearest;
use vigil_finding::Finding;
use vigil_model::field::At;
use vigil_model::kinds::{Decision, Verdict};
use vigil_model::{Model, Record as _, ThreatRef};

use crate::doubt::Doubt;
use crate::findings;
use crate::pack::Pack;
use crate::threat::{Outcome, Threat};

pub(crate) fn apply(
    model: &Model,
    packs: &[Pack],
    unread: bool,
    all: &mut BTreeMap<String, Threat>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    // Without packs nothing is generated, and what is named may well exist: the missing pack is reported elsewhere.
    let generated = !packs.is_empty();
    let doubt = Doubt::of(model, packs, unread);
    for decision in model.decisions.values() {
        if let Some(on) = &decision.on.threat {
            one(model, decision, on, generated, &doubt, all, &mut found);
        }
    }
    if generated {
        references(model, &doubt, all, &mut found);
    }
    found
}

fn one(
    model: &Model,
    decision: &Decision,
    on: &At<String>,
    generated: bool,
    doubt: &Doubt<'_>,
    all: &mut BTreeMap<String, Threat>,
    found: &mut Vec<Finding>,
) {
    let id = decision.meta.id.as_str();
    let pattern = on.value.strip_prefix("threat.").unwrap_or(&on.value);
    if !matches!(decision.verdict, Verdict::Applies | Verdict::NotApplicable) {
        found.push(
            findings::wrong_verdict(id, decision.verdict.word())
                .at(model.place(decision.meta.key("verdict"))),
        );
        return;
    }
    if decision.verdict == Verdict::NotApplicable && decision.because.is_none() {
        found.push(findings::no_reason(id).at(model.place(decision.meta.key("verdict"))));
        return;
    }
    let covered: Vec<String> = all.keys().filter(|threat| covers(pattern, threat)).cloned().collect();
    if !doubt.covers(pattern) {
        count(model, decision, on, pattern, generated, &covered, all, found);
    }
    for threat in covered {
        if let Some(threat) = all.get_mut(&threat) {
            take(model, decision, threat, found);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one place reports all that can be wrong with a pattern")]
fn count(
    model: &Model,
    decision: &Decision,
    on: &At<String>,
    pattern: &str,
    generated: bool,
    covered: &[String],
    all: &BTreeMap<String, Threat>,
    found: &mut Vec<Finding>,
) {
    let id = decision.meta.id.as_str();
    let wildcard = pattern.contains('*');
    let place = model.place(on.span);
    match decision.on.expect {
        Some(expected) if expected != covered.len() as u64 && (generated || !pattern.contains('@')) => {
            let covered: Vec<&str> = covered.iter().map(String::as_str).collect();
            found.push(findings::wildcard_count(id, pattern, expected, &covered).at(place));
        }
        None if wildcard && !covered.is_empty() => {
            found.push(findings::wildcard_without_count(id, pattern, covered.len()).at(place));
        }
        None if covered.is_empty() && (generated || !pattern.contains('@')) => {
            let near = nearest(pattern, all.keys().map(String::as_str));
            found.push(findings::decision_covers_nothing(id, pattern, near).at(place));
        }
        _ => {}
    }
}

fn take(model: &Model, decision: &Decision, threat: &mut Threat, found: &mut Vec<Finding>) {
    if let Some(first) = &threat.decision {
        let other = model.decisions.get(first).map(|it| model.place(it.meta.span));
        let mut finding = findings::decided_twice(first.as_str(), decision.meta.id.as_str(), &threat.id)
            .at(model.place(decision.meta.span));
        if let Some(other) = other {
            finding = finding.related(other, "the first one");
        }
        // Two wildcards that overlap are one fault, not one for each threat.
        let again = found.iter().any(|it| it.code == finding.code && it.place == finding.place);
        if !again {
            found.push(finding);
        }
        return;
    }
    threat.decision = Some(decision.meta.id.clone());
    if decision.verdict == Verdict::NotApplicable {
        threat.outcome = Outcome::NotApplicable;
    }
    if let Some(story) = &decision.story {
        story.trim().clone_into(&mut threat.story);
    }
}

/// Whether the pattern that a decision is on covers a threat: `*` stands for any rule or any subject.
pub fn covers(pattern: &str, threat: &str) -> bool {
    let pattern = pattern.strip_prefix("threat.").unwrap_or(pattern);
    match (pattern.split_once('@'), threat.split_once('@')) {
        (Some((rule, subject)), Some((its_rule, its_subject))) => {
            part(rule, its_rule) && part(subject, its_subject)
        }
        (None, None) => part(pattern, threat),
        _ => false,
    }
}

pub(crate) fn part(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => {
            text.len() >= before.len() + after.len() && text.starts_with(before) && text.ends_with(after)
        }
        None => pattern == text,
    }
}

/// Risks, tests and attack trees that name a generated threat that is not there.
fn references(model: &Model, doubt: &Doubt<'_>, all: &BTreeMap<String, Threat>, found: &mut Vec<Finding>) {
    let mut check = |threats: &mut dyn Iterator<Item = &ThreatRef>, subject: String| {
        for threat in
            threats.filter(|it| it.is_generated() && !all.contains_key(&it.text) && !doubt.covers(&it.text))
        {
            let candidates: BTreeSet<&str> =
                all.keys().map(String::as_str).filter(|it| it.contains('@')).collect();
            let near = nearest(&threat.text, candidates);
            found.push(findings::dead_reference(&threat.text, near, &subject).at(model.place(threat.span)));
        }
    };
    for risk in model.risks.values() {
        check(&mut risk.threats.iter(), risk.subject());
    }
    for test in model.tests.values() {
        check(&mut test.threats.iter(), test.subject());
    }
    for tree in model.trees.values() {
        for (id, placed) in &tree.nodes {
            check(&mut placed.node.threat.iter(), tree.node_subject(id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_star_stands_for_any_rule_or_subject_and_for_nothing_across_the_two() {
        assert!(covers("*@component.ehr", "no-audit@component.ehr"));
        assert!(covers("spoof-*@flow.*", "spoof-peer@flow.order"));
        assert!(!covers("*@component.ehr", "no-audit@component.ehr2"));
        assert!(!covers("*", "spoof-peer@flow.order"));
        assert!(covers("lost-tablet", "lost-tablet"));
    }
}
