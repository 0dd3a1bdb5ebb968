//! What an approval is bound to: the record, what it rests on, by names that survive a rename.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use vigil_base::{Digest, Id, canonical};
use vigil_model::kinds::{Decision, Risk};
use vigil_model::{AnyRef, Kind, Model, Record, Target};

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
        for (kind, id) in rests_on(self.model, kind, &id) {
            if let Some(json) = self.record(kind, &id) {
                content.insert(self.names.first_of(kind, &id), json);
            }
        }
        if kind == Kind::Risk {
            content.insert("computed".to_owned(), computed(self.model, &id)?);
        }
        canonical::digest(&content).ok()
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

/// What an approval of a record also covers: for a risk its harm, controls, written threats and the decisions on its threats.
fn rests_on(model: &Model, kind: Kind, id: &Id) -> BTreeSet<(Kind, Id)> {
    match kind {
        Kind::Risk => model.risks.get(id).map(|risk| of_risk(model, risk)).unwrap_or_default(),
        Kind::Decision => model.decisions.get(id).map(of_decision).unwrap_or_default(),
        _ => BTreeSet::new(),
    }
}

fn of_risk(model: &Model, risk: &Risk) -> BTreeSet<(Kind, Id)> {
    let mut found = BTreeSet::from([(Kind::Harm, risk.harm.id.clone())]);
    found.extend(risk.controls.iter().map(|it| (Kind::Control, it.id.clone())));
    found.extend(risk.threats.iter().map(|it| (Kind::Threat, Id::new(&*it.text))));
    let covers = |decision: &&Decision| {
        let on = decision.on.threat.as_ref();
        on.is_some_and(|on| risk.threats.iter().any(|it| vigil_threat::covers(&on.value, &it.text)))
    };
    found.extend(model.decisions.values().filter(covers).map(|it| (Kind::Decision, it.id().clone())));
    found
}

fn of_decision(decision: &Decision) -> BTreeSet<(Kind, Id)> {
    let mut found: BTreeSet<_> = decision.controls.iter().map(|it| (Kind::Control, it.id.clone())).collect();
    for text in &decision.rests_on {
        if let Some(Target::Record(kind, id)) = AnyRef::parse(text) {
            found.insert((kind, id));
        }
    }
    found
}
