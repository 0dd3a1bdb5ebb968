//! Yes/no facts about a component. Absent is unknown, never safe and never unsafe.

use std::collections::BTreeMap;

use serde_json::{Map as JsonMap, Value as Json, json};
use vigil_base::nearest::nearest;

use crate::field::{self, Field, NodeRef};
use crate::findings;
use crate::kinds::system::FactName;
use crate::node::Span;
use crate::read::Reader;

/// The facts that a component states, each with its place.
#[derive(Clone, Debug, Default)]
pub struct Facts(BTreeMap<FactName, (bool, Span)>);

impl Facts {
    /// True, false, or `None` where the model does not say.
    pub fn get(&self, name: FactName) -> Option<bool> {
        self.0.get(&name).map(|(value, _)| *value)
    }

    /// Where the fact is stated.
    pub fn span(&self, name: FactName) -> Option<Span> {
        self.0.get(&name).map(|(_, span)| *span)
    }

    /// All stated facts in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = (FactName, bool)> + '_ {
        self.0.iter().map(|(name, (value, _))| (*name, *value))
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Field for Facts {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let mut facts = BTreeMap::new();
        for (key, node) in field::entries(node.node(), cx)? {
            let Some(name) = FactName::parse(&key.name) else {
                let words: Vec<&str> = FactName::ALL.iter().map(|it| it.word()).collect();
                let near = nearest(&key.name, words.iter().copied());
                let finding =
                    findings::unknown_word(&key.name, "a fact that is known here", &words, near, &cx.subject);
                cx.say(finding, key.span);
                continue;
            };
            if let Some(value) = bool::read(&NodeRef(node), cx) {
                facts.insert(name, (value, key.span));
            }
        }
        Some(Self(facts))
    }
    fn absent() -> Option<Self> {
        Some(Self::default())
    }
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
    fn schema() -> Json {
        let properties: JsonMap<String, Json> = FactName::ALL
            .iter()
            .map(|name| (name.word().to_owned(), json!({"type": "boolean", "description": name.meaning()})))
            .collect();
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    }
    fn json(&self) -> Json {
        Json::Object(self.iter().map(|(name, value)| (name.word().to_owned(), value.into())).collect())
    }
}
