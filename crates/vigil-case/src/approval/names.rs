//! Names that survive a rename: a record is known by its first id, wherever it is named.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use vigil_base::Id;
use vigil_model::{AnyRef, Kind, Model, Target};

/// First and present ids of records that were renamed.
#[derive(Debug, Default)]
pub(super) struct Names {
    first: BTreeMap<(Kind, Id), Id>,
    present: BTreeMap<(Kind, Id), Id>,
    /// What each record names, by the record; only filled where something was renamed.
    uses: BTreeMap<(Kind, Id), Vec<Target>>,
}

impl Names {
    pub(super) fn of(model: &Model) -> Self {
        let mut names = Self::default();
        model.each_record(&mut |kind, meta, _| {
            for old in &meta.was {
                names.present.insert((kind, old.clone()), meta.id.clone());
            }
            if let Some(first) = meta.was.first() {
                names.first.insert((kind, meta.id.clone()), first.clone());
            }
        });
        if !names.first.is_empty() {
            model.each_record(&mut |kind, meta, uses| {
                let targets = uses.into_iter().map(|it| it.target).collect();
                names.uses.insert((kind, meta.id.clone()), targets);
            });
        }
        names
    }

    /// The id that a record has now, from any that it had.
    pub(super) fn present(&self, model: &Model, kind: Kind, id: &Id) -> Option<Id> {
        if model.has(kind, id.as_str()) {
            return Some(id.clone());
        }
        self.present.get(&(kind, id.clone())).cloned()
    }

    /// `kind.id` with the first id.
    pub(super) fn first_of(&self, kind: Kind, id: &Id) -> String {
        format!("{}.{}", kind.word(), self.first(kind, id))
    }

    fn first<'n>(&'n self, kind: Kind, id: &'n Id) -> &'n Id {
        self.first.get(&(kind, id.clone())).unwrap_or(id)
    }

    /// A record's JSON with the first id of whatever it names.
    pub(super) fn in_first(&self, model: &Model, kind: Kind, id: &Id, json: Json) -> Json {
        let mut renamed = BTreeMap::new();
        for target in self.uses.get(&(kind, id.clone())).into_iter().flatten() {
            self.forms(target, &mut renamed);
        }
        // What a decision is on is a pattern, no reference, and it rests on texts that may be references.
        if let Some(decision) = model.decisions.get(id).filter(|_| kind == Kind::Decision) {
            for text in &decision.rests_on {
                renamed.extend(self.text(text).map(|first| (text.clone(), first)));
            }
            if let Some(on) = &decision.on.threat {
                let plain = on.value.strip_prefix("threat.").unwrap_or(&on.value);
                let written = self.first(Kind::Threat, &Id::new(plain)).to_string();
                let first = self.text(&on.value).unwrap_or(written);
                renamed.insert(on.value.clone(), first);
            }
        }
        if renamed.is_empty() { json } else { replace(json, &renamed) }
    }

    /// The ways in which a target may be written in JSON, each with the same thing by its first id.
    fn forms(&self, target: &Target, renamed: &mut BTreeMap<String, String>) {
        match target {
            Target::Record(kind, id) => {
                let first = self.first(*kind, id);
                if first != id {
                    renamed.insert(id.to_string(), first.to_string());
                    renamed.insert(target.to_string(), self.first_of(*kind, id));
                }
            }
            Target::Interface(component, name) => {
                let first = self.first(Kind::Component, component);
                renamed.insert(format!("{component}.{name}"), format!("{first}.{name}"));
                renamed.insert(target.to_string(), format!("interface.{first}.{name}"));
            }
            Target::Generated(text) => renamed.extend(self.text(text).map(|first| (text.clone(), first))),
            _ => {}
        }
    }

    /// `rule@kind.id` or `kind.id` with the first id.
    fn text(&self, text: &str) -> Option<String> {
        if let Some((rule, subject)) = text.split_once('@') {
            return Some(format!("{rule}@{}", self.text(subject)?));
        }
        match AnyRef::parse(text)? {
            Target::Record(kind, id) => Some(self.first_of(kind, &id)),
            Target::Interface(component, name) => {
                Some(format!("interface.{}.{name}", self.first(Kind::Component, &component)))
            }
            _ => None,
        }
    }
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
