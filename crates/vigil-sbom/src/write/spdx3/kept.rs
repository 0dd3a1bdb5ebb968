//! What an SPDX 3 document holds beside packages and what is written of them: files, snippets, vulnerabilities, relationships of
//! other kinds, remarks. It is kept where the document is written anew, with the identifiers that its packages have now.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Elements, INFO};
use crate::Sbom;
use crate::spdx3::{bare, is_written_anew};
use crate::take::{self, Fields};

/// Elements that others refer to, which are written where something kept refers to them.
const ON_DEMAND: [&str; 6] =
    ["Person", "Organization", "Agent", "SoftwareAgent", "Tool", "LicenseExpression"];

impl Elements {
    /// Adds what the original has and the model does not. What refers to a package that is gone goes with it.
    pub(super) fn kept(&mut self, sbom: &Sbom) {
        let Value::Object(original) = sbom.original.tree() else { return };
        let names: BTreeMap<String, String> = sbom
            .all_packages()
            .enumerate()
            .filter_map(|(number, package)| Some((package.bom_ref.clone()?, self.package_id(number))))
            .collect();
        let elements: Vec<&Fields> = take::list(&original, "@graph").into_iter().map(|(_, it)| it).collect();
        let gone: BTreeSet<String> = elements
            .iter()
            .filter(|it| kind(it).ends_with("Package"))
            .filter_map(|it| id(it))
            .filter(|id| !names.contains_key(id))
            .collect();
        let (later, now): (Vec<_>, Vec<_>) = elements
            .into_iter()
            .filter(|it| !is_written_anew(kind(it), it))
            .partition(|it| ON_DEMAND.contains(&kind(it)));
        for element in now {
            let mut words = BTreeSet::new();
            texts(&Value::Object(element.clone()), &mut words);
            if words.is_disjoint(&gone) {
                self.all.push(renamed(element, &names));
            }
        }
        let mut wanted = BTreeSet::new();
        self.all.iter().for_each(|element| texts(element, &mut wanted));
        let is_wanted = |it: &&Fields| id(it).is_some_and(|id| wanted.contains(&id));
        self.all.extend(later.into_iter().filter(is_wanted).map(|it| renamed(it, &names)));
    }
}

fn kind(element: &Fields) -> &str {
    bare(element.get("type").or_else(|| element.get("@type")).and_then(Value::as_str).unwrap_or(""))
}

fn id(element: &Fields) -> Option<String> {
    take::text(element, "spdxId").or_else(|| take::text(element, "@id"))
}

/// All texts in a value. Nesting is bounded by the reader.
fn texts(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(into.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, into)),
        _ => {}
    }
}

fn renamed(element: &Fields, names: &BTreeMap<String, String>) -> Value {
    let mut element = Value::Object(element.clone());
    rename(&mut element, names);
    element["creationInfo"] = INFO.into();
    element
}

fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = names.get(text.as_str()) {
                text.clone_from(name);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(fields) => fields.values_mut().for_each(|field| rename(field, names)),
        _ => {}
    }
}
