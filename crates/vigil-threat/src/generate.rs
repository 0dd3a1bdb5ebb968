//! Generates the threats of a model from packs, credits them, and applies decisions.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vigil_base::Id;
use vigil_model::derive::{self, MultiPatient};
use vigil_model::kinds::Stride;
use vigil_model::{Model, Target};

use crate::attribute::Context;
use crate::condition::Answer;
use crate::credit;
use crate::decide;
use crate::pack::{Pack, Rule, SubjectKind};
use crate::subjects;
use crate::text::fill;
use crate::threat::{Coverage, Origin, Outcome, SubjectRow, Threat, Threats, Unknown};

/// All threats of `model`: those that the rules of `packs` find and those that people wrote.
pub fn generate(model: &Model, packs: &[Pack]) -> Threats {
    generate_without(model, packs, false)
}

/// [`generate`], where `unread` packs are missing: a threat that no rule generates may be one of theirs, and is not
/// said to be gone.
pub fn generate_without(model: &Model, packs: &[Pack], unread: bool) -> Threats {
    let context = Context { model, reach: MultiPatient::of(model) };
    let mut all = BTreeMap::new();
    let mut rows: BTreeMap<Target, SubjectRow> = BTreeMap::new();
    for pack in packs {
        for kind in SubjectKind::ALL {
            for target in subjects::of(model, *kind) {
                let row = rows.entry(target.clone()).or_insert_with(|| SubjectRow {
                    subject: target.clone(),
                    rules: BTreeMap::new(),
                    stride: Vec::new(),
                });
                let about = LazyCell::new(|| About::of(&context, &target));
                for rule in pack.rules.values().filter(|rule| rule.subject == *kind) {
                    let threat = apply(&context, pack, rule, &target, &about);
                    row.rules.insert(rule.id.clone(), threat.as_ref().map(|it| it.outcome));
                    all.extend(threat.map(|it| (it.id.clone(), it)));
                }
            }
        }
    }
    for (id, record) in &model.threats {
        all.insert(id.to_string(), written(&context, record));
    }
    let findings = decide::apply(model, packs, unread, &mut all);
    let coverage = coverage(rows, &all);
    Threats { all, coverage, findings }
}

/// What all threats of one subject have in common.
struct About {
    names: BTreeMap<&'static str, String>,
    harm: Option<Id>,
    severity: Option<String>,
    crosses: bool,
    many: bool,
}

impl About {
    fn of(context: &Context<'_>, target: &Target) -> Self {
        let harm = derive::worst_harm(context.model, target);
        Self {
            names: subjects::names(context.model, target),
            harm: harm.map(|it| it.meta.id.clone()),
            severity: harm.map(|it| it.severity.value.clone()),
            crosses: crosses(context.model, target),
            many: context.reach.subject_is_shared(context.model, target),
        }
    }
}

/// The threat that a rule finds on a subject; `None` where the rule is known not to apply.
fn apply(
    context: &Context<'_>,
    pack: &Pack,
    rule: &Rule,
    target: &Target,
    about: &LazyCell<About, impl FnOnce() -> About>,
) -> Option<Threat> {
    let mut unknown = Vec::new();
    for condition in &rule.when {
        match condition.ask(&condition.attribute.value(context, target)) {
            Answer::No => return None,
            Answer::Yes => {}
            Answer::Unknown(more) => unknown.extend(more),
        }
    }
    let found = credit::look(context.model, target, rule.asks, &rule.facts);
    let outcome = if !found.credits.is_empty() {
        Outcome::Credited
    } else if unknown.is_empty() && found.unknown.is_empty() {
        Outcome::Uncredited
    } else {
        unknown.extend(found.unknown);
        Outcome::Unknown
    };
    Some(threat(about, pack, rule, target, outcome, found.credits, unknown))
}

fn threat(
    about: &About,
    pack: &Pack,
    rule: &Rule,
    target: &Target,
    outcome: Outcome,
    credits: Vec<crate::threat::Credit>,
    mut unknown: Vec<Unknown>,
) -> Threat {
    let names = &about.names;
    unknown.sort();
    unknown.dedup();
    Threat {
        id: format!("{}@{target}", rule.id),
        origin: Origin::Rule { pack: pack.label(), rule: rule.id.clone() },
        title: fill(&rule.title, names),
        on: vec![target.clone()],
        outcome,
        credits,
        unknown: if outcome == Outcome::Unknown { unknown } else { Vec::new() },
        asks: Some(rule.asks),
        question: fill(&rule.question, names),
        story: fill(&rule.story, names),
        clinical: fill(&rule.clinical, names),
        stride: rule.stride.clone(),
        phase: Some(rule.phase),
        family: Some(rule.family),
        tests: rule.test.clone(),
        refs: rule.refs.clone(),
        false_positive: rule.false_positive.clone(),
        crosses: about.crosses,
        harm: about.harm.clone(),
        severity: about.severity.clone(),
        many: about.many,
        decision: None,
    }
}

fn crosses(model: &Model, target: &Target) -> bool {
    let Target::Record(vigil_model::Kind::Flow, id) = target else { return false };
    model.flows.get(id).and_then(|flow| derive::crossing(model, flow)).is_some_and(derive::Crossing::any)
}

/// A hand-written threat. The controls that it names are its credit.
fn written(context: &Context<'_>, record: &vigil_model::kinds::Threat) -> Threat {
    let model = context.model;
    let targets: Vec<Target> = record.on.iter().map(|it| it.target.clone()).collect();
    let harm = targets
        .iter()
        .filter_map(|it| derive::worst_harm(model, it))
        .max_by_key(|harm| derive::severity_rank(model, &harm.severity.value));
    let credits: Vec<_> = record
        .controls
        .iter()
        .filter_map(|it| it.get(model))
        .flat_map(|control| {
            control.gives.iter().map(|gives| crate::threat::Credit {
                by: format!("control.{}", control.meta.id),
                gives: *gives,
                fact: None,
            })
        })
        .collect();
    Threat {
        id: record.meta.id.to_string(),
        origin: Origin::Written,
        title: record.title.clone().unwrap_or_else(|| record.meta.id.to_string().replace('-', " ")),
        outcome: if credits.is_empty() { Outcome::Uncredited } else { Outcome::Credited },
        credits,
        unknown: Vec::new(),
        asks: None,
        question: String::new(),
        story: record.story.trim().to_owned(),
        clinical: harm.map_or_else(String::new, |harm| {
            format!("The worst harm is {}.", harm.name.clone().unwrap_or_else(|| harm.meta.id.to_string()))
        }),
        stride: record.stride.clone(),
        phase: record.phase,
        family: record.family,
        tests: Arc::default(),
        refs: Arc::new(
            BTreeMap::from([(
                "cwe".to_owned(),
                record.cwe.numbers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            )])
            .into_iter()
            .filter(|(_, ids)| !ids.is_empty())
            .collect(),
        ),
        false_positive: Arc::default(),
        crosses: targets.iter().any(|it| crosses(model, it)),
        harm: harm.map(|it| it.meta.id.clone()),
        severity: harm.map(|it| it.severity.value.clone()),
        many: targets.iter().any(|it| context.reach.subject_is_shared(model, it)),
        decision: None,
        on: targets,
    }
}

fn coverage(rows: BTreeMap<Target, SubjectRow>, all: &BTreeMap<String, Threat>) -> Coverage {
    let mut coverage = Coverage { subjects: rows.into_values().collect(), phases: BTreeMap::new() };
    for threat in all.values() {
        if let Some(phase) = threat.phase {
            *coverage.phases.entry(phase).or_default() += 1;
        }
    }
    let mut letters: BTreeMap<&Target, BTreeSet<Stride>> = BTreeMap::new();
    for threat in all.values() {
        for target in &threat.on {
            letters.entry(target).or_default().extend(&threat.stride);
        }
    }
    for row in &mut coverage.subjects {
        row.stride = letters.remove(&row.subject).into_iter().flatten().collect();
    }
    coverage
}
