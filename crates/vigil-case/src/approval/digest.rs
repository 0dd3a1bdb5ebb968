//! What an approval is bound to: the record, what it rests on, by names that survive a rename.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use vigil_base::{Digest, Id, canonical};
use vigil_model::kinds::{Decision, Risk};
use vigil_model::{AnyRef, Kind, Model, Record, Ref, Target, ThreatRef};

use super::names::Names;
use crate::risks;

/// Digests of one model.
pub(super) struct Digests<'m> {
    model: &'m Model,
    names: Names,
}

impl<'m> Digests<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        Self { model, names: Names::of(model) }
    }

    /// The digest of a record; `None` when there is no such record.
    pub(super) fn of_item(&self, item: &str) -> Option<Digest> {
        let Target::Record(kind, id) = AnyRef::parse(item)? else { return None };
        let id = self.names.present(self.model, kind, &id)?;
        let mut content = BTreeMap::from([(self.names.first_of(kind, &id), self.record(kind, &id)?)]);
        content.extend(rests_on(self.model, kind, &id).iter().filter_map(|end| self.end(end)));
        if kind == Kind::Risk {
            content.insert("computed".to_owned(), computed(self.model, &id)?);
        }
        canonical::digest(&content).ok()
    }

    /// What stands at the other end of a link: a record, or one interface of a component and not the rest of it.
    fn end(&self, end: &Target) -> Option<(String, Json)> {
        match end {
            Target::Record(kind, id) => Some((self.names.first_of(*kind, id), self.record(*kind, id)?)),
            Target::Interface(id, name) => {
                let part = self.names.first_of(Kind::Component, id);
                let json = self.record(Kind::Component, id)?.get("if")?.get(name)?.clone();
                Some((format!("{part}.{name}"), json))
            }
            _ => None,
        }
    }

    /// The item under the id that it has now; as it is where there is no such record.
    pub(super) fn present(&self, item: &str) -> String {
        let Some(Target::Record(kind, id)) = AnyRef::parse(item) else { return item.to_owned() };
        let id = self.names.present(self.model, kind, &id).unwrap_or(id);
        format!("{}.{id}", kind.word())
    }

    /// The record as approved: without private data and without the ids that it had before.
    fn record(&self, kind: Kind, id: &Id) -> Option<Json> {
        let mut json = self.model.record_json(kind, id.as_str())?;
        if let Some(fields) = json.as_object_mut() {
            fields.remove("was");
            fields.remove("x");
        }
        Some(self.names.in_first(self.model, kind, id, json))
    }
}

/// What a risk comes to by the policy: who approved a risk approved its cell, and another matrix may put it elsewhere. A change of
/// the policy that leaves its cell and what that cell asks for as they are changes nothing.
fn computed(model: &Model, id: &Id) -> Option<Json> {
    let levels = risks::levels(model, model.risks.get(id)?);
    let asks = levels.cell_after.as_ref().and_then(|cell| model.accept.as_ref()?.get(cell));
    Some(json!({
        "before": [levels.before, levels.cell_before],
        "after": [levels.after, levels.cell_after],
        "asks": asks,
    }))
}

/// What an approval of a record also covers: the other ends of the links that the record states. Each link is stated by the later,
/// more specific record, so that a requirement rests on its controls and a test on its requirements, and not the other way round.
/// One step and no further: a changed control makes its requirements suspect, and only a changed requirement its tests.
fn rests_on(model: &Model, kind: Kind, id: &Id) -> BTreeSet<Target> {
    let of = match kind {
        Kind::Risk => model.risks.get(id).map(|risk| of_risk(model, risk)),
        Kind::Decision => model.decisions.get(id).map(|it| of_decision(model, it)),
        Kind::Control => model.controls.get(id).map(|it| targets(&it.on)),
        Kind::Requirement => model.requirements.get(id).map(|it| records(&it.implements)),
        Kind::Test => model.tests.get(id).map(|it| join(records(&it.verifies), threats(&it.threats))),
        Kind::Label => model.labels.get(id).map(|it| join(records(&it.answers), records(&it.risks))),
        Kind::Threat => model.threats.get(id).map(|it| join(targets(&it.on), records(&it.controls))),
        Kind::Anomaly => model.anomalies.get(id).map(|it| join(targets(&it.on), records(&it.risk))),
        Kind::Vulnerability => model.vulnerabilities.get(id).map(|it| targets(&it.on)),
        // What describes the device, its plans and its statements stands for itself.
        _ => None,
    };
    of.unwrap_or_default()
}

fn records<'r, T: Record + 'r>(refs: impl IntoIterator<Item = &'r Ref<T>>) -> BTreeSet<Target> {
    refs.into_iter().map(|it| Target::Record(T::KIND, it.id.clone())).collect()
}

fn targets(refs: &[AnyRef]) -> BTreeSet<Target> {
    refs.iter().map(|it| it.target.clone()).collect()
}

/// Threats that somebody wrote: of a generated one nothing is written down.
fn threats(refs: &[ThreatRef]) -> BTreeSet<Target> {
    let written = refs.iter().filter(|it| !it.is_generated());
    written.map(|it| Target::Record(Kind::Threat, Id::new(&*it.text))).collect()
}

fn join(mut one: BTreeSet<Target>, other: BTreeSet<Target>) -> BTreeSet<Target> {
    one.extend(other);
    one
}

fn of_risk(model: &Model, risk: &Risk) -> BTreeSet<Target> {
    let mut found = join(records([&risk.harm]), records(&risk.controls));
    found.extend(threats(&risk.threats));
    found.extend(targets(&risk.from));
    let covers = |decision: &&Decision| {
        let on = decision.on.threat.as_ref();
        on.is_some_and(|on| risk.threats.iter().any(|it| vigil_threat::covers(&on.value, &it.text)))
    };
    let decisions = model.decisions.values().filter(covers);
    found.extend(decisions.map(|it| Target::Record(Kind::Decision, it.id().clone())));
    found
}

fn of_decision(model: &Model, decision: &Decision) -> BTreeSet<Target> {
    let mut found = records(&decision.controls);
    found.extend(decision.rests_on.iter().filter_map(|text| AnyRef::parse(text)));
    found.extend(records(&decision.on.vulnerability));
    found.extend(records(&decision.on.anomaly));
    // A pattern may cover written threats, too; of generated ones nothing is written down.
    if let Some(on) = &decision.on.threat {
        let covered = model.threats.keys().filter(|id| vigil_threat::covers(&on.value, id.as_str()));
        found.extend(covered.map(|id| Target::Record(Kind::Threat, id.clone())));
    }
    found
}
