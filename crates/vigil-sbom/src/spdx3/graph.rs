//! The elements of an SPDX 3 document by identifier.

use std::collections::HashMap;

use serde_json::Value;

use crate::take::{self, Fields};

/// One element.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// Its number in the graph.
    pub(super) number: usize,
    /// Its identifier; empty for none.
    pub(super) id: &'a str,
    /// Its type without the profile's prefix.
    pub(super) kind: &'a str,
    pub(super) fields: &'a Fields,
}

/// All elements.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    pub(super) elements: Vec<Element<'a>>,
    by_id: HashMap<&'a str, usize>,
}

impl<'a> Graph<'a> {
    pub(super) fn of(document: &'a Fields) -> Self {
        let items: Vec<(usize, &Fields)> = match document.get("@graph") {
            Some(Value::Array(_)) => take::list(document, "@graph"),
            _ => vec![(0, document)],
        };
        let mut graph = Self { elements: Vec::new(), by_id: HashMap::new() };
        for (number, fields) in items {
            let get = |key: &str| fields.get(key).and_then(Value::as_str);
            let id = get("spdxId").or_else(|| get("@id")).unwrap_or("");
            let kind = bare(get("type").or_else(|| get("@type")).unwrap_or(""));
            if !id.is_empty() {
                graph.by_id.entry(id).or_insert(graph.elements.len());
            }
            graph.elements.push(Element { number, id, kind, fields });
        }
        graph
    }

    pub(super) fn get(&self, id: &str) -> Option<&Element<'a>> {
        self.by_id.get(id).map(|at| &self.elements[*at])
    }

    pub(super) fn of_type<'g>(&'g self, kind: &'static str) -> impl Iterator<Item = &'g Element<'a>> {
        self.elements.iter().filter(move |element| element.kind == kind)
    }

    /// The creation information of the document, else of the SBOM, else the first one.
    pub(super) fn creation(&self) -> Option<&'a Fields> {
        let owners = self.of_type("SpdxDocument").chain(self.of_type("Sbom"));
        let stated =
            owners.filter_map(|owner| owner.fields.get("creationInfo")).find_map(|info| match info {
                Value::Object(fields) => Some(fields),
                Value::String(id) => self.get(id).map(|element| element.fields),
                _ => None,
            });
        stated.or_else(|| self.of_type("CreationInfo").next().map(|element| element.fields))
    }

    /// Type, name and address of an agent or tool; its identifier where it has no name.
    pub(super) fn agent(&self, id: &str) -> (&'a str, Option<String>, Option<String>) {
        let Some(agent) = self.get(id) else { return ("", Some(id.to_owned()), None) };
        let email = objects(agent.fields, "externalIdentifier")
            .into_iter()
            .find(|entry| text(entry, "externalIdentifierType").as_deref() == Some("email"))
            .and_then(|entry| text(entry, "identifier"));
        (agent.kind, text(agent.fields, "name").or_else(|| Some(id.to_owned())), email)
    }
}

/// A type or word without profile prefix or address.
pub(crate) fn bare(word: &str) -> &str {
    let word = word.rsplit(['/', '#']).next().unwrap_or(word);
    word.rsplit_once(['_', ':']).map_or(word, |(_, end)| end)
}

/// The value of `key`, with or without a profile's prefix.
pub(super) fn value<'a>(fields: &'a Fields, key: &str) -> Option<&'a Value> {
    if let Some(value) = fields.get(key) {
        return Some(value);
    }
    ["software_", "software:", "simplelicensing_", "expandedlicensing_", "core_"]
        .iter()
        .find_map(|prefix| fields.get(&format!("{prefix}{key}")))
}

pub(super) fn text(fields: &Fields, key: &str) -> Option<String> {
    match value(fields, key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Object(inner) => take::text(inner, "@value"),
        _ => None,
    }
}

/// The texts of `key`, which may be one or a list; of elements written in place their identifiers.
pub(super) fn texts(fields: &Fields, key: &str) -> Vec<String> {
    let items = match value(fields, key) {
        Some(Value::Array(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let one = |item: &Value| match item {
        Value::String(text) => Some(text.clone()),
        Value::Object(inner) => take::text(inner, "spdxId").or_else(|| take::text(inner, "@id")),
        _ => None,
    };
    items.iter().filter_map(one).collect()
}

/// The objects of `key`, which may be one or a list.
pub(super) fn objects<'a>(fields: &'a Fields, key: &str) -> Vec<&'a Fields> {
    match value(fields, key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(only)) => vec![only],
        _ => Vec::new(),
    }
}
