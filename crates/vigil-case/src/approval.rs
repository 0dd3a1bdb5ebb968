//! Approvals: bound to the content that was approved, and suspect once it changes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use vigil_base::{Digest, Id, canonical};
use vigil_model::{AnyRef, Approval, Kind, Model, Record, Target};

/// Where an approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApprovalState {
    /// It holds for the record as it is.
    Approved,
    /// The record, or something that it rests on, changed since.
    Suspect,
    /// It was taken back.
    Withdrawn,
    /// There is none.
    None,
}

impl ApprovalState {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Suspect => "suspect",
            Self::Withdrawn => "withdrawn",
            Self::None => "not approved",
        }
    }
}

/// The newest approval of each item in each role, with its state.
#[derive(Clone, Debug, Default)]
pub struct Approvals {
    newest: BTreeMap<(String, String), (Approval, ApprovalState)>,
}

impl Approvals {
    /// The state of `item`'s approval in `role`.
    pub fn state(&self, item: &str, role: &str) -> ApprovalState {
        self.newest.get(&(item.to_owned(), role.to_owned())).map_or(ApprovalState::None, |(_, state)| *state)
    }

    /// All newest approvals, by item and role.
    pub fn iter(&self) -> impl Iterator<Item = (&Approval, ApprovalState)> {
        self.newest.values().map(|(approval, state)| (approval, *state))
    }

    /// Reads the ledger against the model as it is now.
    pub fn of(model: &Model) -> Self {
        let mut newest = BTreeMap::new();
        for approval in &model.ledger {
            let state = if approval.meaning == "withdrawn" {
                ApprovalState::Withdrawn
            } else if digest(model, &approval.item) == Some(approval.hash) {
                ApprovalState::Approved
            } else {
                ApprovalState::Suspect
            };
            // A union merge may change the order of lines of one day: what holds wins over what does not.
            let key = (approval.item.clone(), approval.role.clone());
            let better = newest.get(&key).is_none_or(|(old, old_state): &(Approval, ApprovalState)| {
                (approval.date, std::cmp::Reverse(state)) >= (old.date, std::cmp::Reverse(*old_state))
            });
            if better {
                newest.insert(key, (approval.clone(), state));
            }
        }
        Self { newest }
    }
}

/// The digest that an approval of `item` is bound to: the record and what it rests on. `None` when there is no such record.
pub fn digest(model: &Model, item: &str) -> Option<Digest> {
    let (kind, id) = match AnyRef::parse(item)? {
        Target::Record(kind, id) => (kind, id),
        _ => return None,
    };
    let mut content = BTreeMap::from([(label(model, kind, &id), record(model, kind, &id)?)]);
    for (kind, id) in rests_on(model, kind, &id) {
        if let Some(json) = record(model, kind, &id) {
            content.insert(label(model, kind, &id), json);
        }
    }
    canonical::digest(&content).ok()
}

/// A record's name that survives a rename: its first id.
fn label(model: &Model, kind: Kind, id: &Id) -> String {
    format!("{}.{}", kind.word(), first_id(model, kind, id))
}

fn first_id(model: &Model, kind: Kind, id: &Id) -> String {
    let mut first = id.to_string();
    model.each_record(&mut |it, meta, _| {
        if it == kind && meta.id == *id {
            first = meta.was.first().unwrap_or(&meta.id).to_string();
        }
    });
    first
}

/// The record as approved: without private data and without the ids that it had before.
fn record(model: &Model, kind: Kind, id: &Id) -> Option<Json> {
    let mut json = model.record_json(kind, id.as_str())?;
    if let Some(fields) = json.as_object_mut() {
        fields.remove("was");
        fields.remove("x");
    }
    Some(rename(model, json))
}

/// Puts the first id of renamed records in the place of their present one, so that a rename alone changes no digest.
fn rename(model: &Model, json: Json) -> Json {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    model.each_record(&mut |_, meta, _| {
        if let Some(first) = meta.was.first() {
            renamed.insert(meta.id.to_string(), first.to_string());
        }
    });
    if renamed.is_empty() { json } else { replace(json, &renamed) }
}

fn replace(json: Json, renamed: &BTreeMap<String, String>) -> Json {
    match json {
        Json::String(text) => renamed.get(&text).map_or(json!(text), |first| json!(first)),
        Json::Array(items) => items.into_iter().map(|item| replace(item, renamed)).collect(),
        Json::Object(fields) => {
            fields.into_iter().map(|(key, value)| (key, replace(value, renamed))).collect()
        }
        plain => plain,
    }
}

/// What an approval of a record also covers: for a risk its harm, controls, written threats and the decisions on its threats.
fn rests_on(model: &Model, kind: Kind, id: &Id) -> BTreeSet<(Kind, Id)> {
    let mut found = BTreeSet::new();
    match kind {
        Kind::Risk => {
            let Some(risk) = model.risks.get(id) else { return found };
            found.insert((Kind::Harm, risk.harm.id.clone()));
            found.extend(risk.controls.iter().map(|it| (Kind::Control, it.id.clone())));
            let threats: BTreeSet<&str> = risk.threats.iter().map(|it| it.text.as_str()).collect();
            found.extend(threats.iter().map(|it| (Kind::Threat, Id::new(*it))));
            let covering = model
                .decisions
                .values()
                .filter(|it| it.on.threat.as_ref().is_some_and(|on| threats.contains(on.value.as_str())));
            found.extend(covering.map(|it| (Kind::Decision, it.id().clone())));
        }
        Kind::Decision => {
            let Some(decision) = model.decisions.get(id) else { return found };
            for text in &decision.rests_on {
                if let Some(Target::Record(kind, id)) = AnyRef::parse(text) {
                    found.insert((kind, id));
                }
            }
            found.extend(decision.controls.iter().map(|it| (Kind::Control, it.id.clone())));
        }
        _ => {}
    }
    found
}
