//! Packs of threat rules against those that were accepted: what is new, gone and changed is seen before it counts.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Place;
use vigil_finding::Finding;
use vigil_model::lock::PinnedRule;
use vigil_model::{AnyRef, Lock, Model, Target};
use vigil_threat::{Origin, Outcome, Pack, Threats, covers};

use crate::case::Case;

/// What happened to a threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The rules that were accepted do not find it.
    New,
    /// The rules that are in use do not find it any more.
    Gone,
    /// Both find it; what its rule says or asks is not the same.
    Changed,
}

impl What {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
        }
    }
}

/// A threat that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedThreat {
    /// `rule@kind.subject`.
    pub id: String,
    /// What happened to it.
    pub what: What,
    /// The pack of its rule.
    pub pack: String,
    /// Where it stands now; none when it is gone.
    pub outcome: Option<Outcome>,
    /// Decisions, risks and tests that name it.
    pub named_by: Vec<String>,
}

/// How the packs in use differ from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Packs that differ: digest that was accepted, and digest in use; none where the pack was not there.
    pub packs: BTreeMap<String, (Option<String>, Option<String>)>,
    /// Whether the rules that were accepted are known. An older program kept the digests of packs only.
    pub known: bool,
    /// Threats that differ, sorted by what happened and id.
    pub threats: Vec<ChangedThreat>,
}

impl Changes {
    /// How many threats this happened to.
    pub fn count(&self, what: What) -> usize {
        self.threats.iter().filter(|it| it.what == what).count()
    }
}

/// What is pinned: packs with digests, rules with digests and threats.
#[derive(Clone, Debug, Default)]
struct Pins {
    packs: BTreeMap<String, String>,
    rules: BTreeMap<String, PinnedRule>,
}

impl Pins {
    fn of(packs: &[Pack], threats: &Threats) -> Self {
        let mut pins = Self::default();
        for pack in packs {
            pins.packs.insert(pack.label(), pack.digest.to_string());
            for (id, rule) in &pack.rules {
                let digest = rule.digest.to_string();
                pins.rules.insert(id.clone(), PinnedRule { pack: pack.label(), digest, on: BTreeSet::new() });
            }
        }
        for threat in threats.all.values() {
            if let Origin::Rule { rule, .. } = &threat.origin
                && let Some(pinned) = pins.rules.get_mut(rule)
            {
                pinned.on.extend(threat.on.iter().map(ToString::to_string));
            }
        }
        pins
    }
}

/// How the packs of a case differ from those that were accepted; `None` when they do not, or nothing was accepted yet.
pub fn changes(case: &Case) -> Option<Changes> {
    of(&case.model, &case.packs, &case.threats)
}

fn of(model: &Model, packs: &[Pack], threats: &Threats) -> Option<Changes> {
    if model.lock.packs.is_empty() {
        return None;
    }
    let pinned = Pins { packs: model.lock.packs.clone(), rules: model.lock.rules.clone() };
    let changes = compare(model, &pinned, &Pins::of(packs, threats), threats);
    (!changes.packs.is_empty()).then_some(changes)
}

/// How the packs of a case differ when `old` stands in place of the pack of its name.
pub fn against(case: &Case, old: Pack) -> Changes {
    let mut packs: Vec<Pack> = case.packs.iter().filter(|it| it.name != old.name).cloned().collect();
    packs.push(old);
    let before = vigil_threat::generate(&case.model, &packs);
    let now = Pins::of(&case.packs, &case.threats);
    compare(&case.model, &Pins::of(&packs, &before), &now, &case.threats)
}

/// Pins the packs of a case in the lock, with their rules and the threats that these find.
pub fn accept(case: &Case, lock: &mut Lock) {
    let pins = Pins::of(&case.packs, &case.threats);
    lock.packs = pins.packs;
    lock.rules = pins.rules;
}

/// Pins them where that takes nobody's look: nothing was accepted yet, or only the device changed.
pub fn keep(case: &Case, lock: &mut Lock) {
    if changes(case).is_none() {
        accept(case, lock);
    }
}

fn compare(model: &Model, before: &Pins, now: &Pins, threats: &Threats) -> Changes {
    let labels: BTreeSet<&String> = before.packs.keys().chain(now.packs.keys()).collect();
    let mut changes = Changes { known: !before.rules.is_empty(), ..Changes::default() };
    for label in labels {
        let (old, new) = (before.packs.get(label), now.packs.get(label));
        if old != new {
            changes.packs.insert(label.clone(), (old.cloned(), new.cloned()));
        }
    }
    if !changes.known {
        return changes;
    }
    let rules: BTreeSet<&String> = before.rules.keys().chain(now.rules.keys()).collect();
    for rule in rules {
        let (old, new) = (before.rules.get(rule), now.rules.get(rule));
        if old.map(|it| &it.digest) != new.map(|it| &it.digest) {
            changes.threats.extend(of_rule(model, rule, old, new, threats));
        }
    }
    changes.threats.sort_by(|a, b| (a.what, &a.id).cmp(&(b.what, &b.id)));
    changes
}

fn of_rule(
    model: &Model,
    rule: &str,
    old: Option<&PinnedRule>,
    new: Option<&PinnedRule>,
    threats: &Threats,
) -> Vec<ChangedThreat> {
    let on = |pinned: Option<&PinnedRule>| pinned.map(|it| it.on.clone()).unwrap_or_default();
    let (was, is) = (on(old), on(new));
    let pack = new.or(old).map(|it| it.pack.clone()).unwrap_or_default();
    let row = |subject: &String| {
        let what = match (was.contains(subject), is.contains(subject)) {
            (false, _) => What::New,
            (true, false) => What::Gone,
            (true, true) => What::Changed,
        };
        let id = format!("{rule}@{subject}");
        let outcome = threats.all.get(&id).map(|it| it.outcome);
        ChangedThreat { named_by: named_by(model, &id), what, pack: pack.clone(), outcome, id }
    };
    // A subject that is not there any more took its threats with it.
    was.union(&is).filter(|subject| is.contains(*subject) || stands(model, subject)).map(row).collect()
}

fn stands(model: &Model, subject: &str) -> bool {
    match AnyRef::parse(subject) {
        Some(Target::Record(kind, id)) => model.has(kind, id.as_str()),
        Some(Target::Interface(component, name)) => {
            model.components.get(&component).is_some_and(|it| it.interfaces.contains_key(&name))
        }
        _ => subject == "system",
    }
}

fn named_by(model: &Model, threat: &str) -> Vec<String> {
    let decisions = model
        .decisions
        .values()
        .filter(|it| it.on.threat.as_ref().is_some_and(|on| covers(&on.value, threat)));
    let risks = model.risks.values().filter(|it| it.threats.iter().any(|on| on.text == threat));
    let tests = model.tests.values().filter(|it| it.threats.iter().any(|on| on.text == threat));
    let named = decisions
        .map(|it| format!("decision.{}", it.meta.id))
        .chain(risks.map(|it| format!("risk.{}", it.meta.id)))
        .chain(tests.map(|it| format!("test.{}", it.meta.id)));
    named.collect()
}

/// The finding that packs are not those that were accepted.
pub(crate) fn report(model: &Model, packs: &[Pack], threats: &Threats) -> Option<Finding> {
    let changes = of(model, packs, threats)?;
    let place = model
        .project
        .as_ref()
        .map_or_else(|| Place::start_of("vigil.toml"), |project| model.place(project.key("packs")));
    Some(crate::findings::pack_changed(&changes).at(place))
}
