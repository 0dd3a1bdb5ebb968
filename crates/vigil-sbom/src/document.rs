//! A document taken apart: its head as a tree, its long lists element by element. The tree of a hundred thousand
//! components takes gigabytes; of one component, nothing.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ReadError;
use crate::json::skip;
use crate::report::{At, Report};
use crate::shape::{self, Family, Shape};
use crate::take::{Fields, list};

/// Lists that are long in long documents.
const LONG: [&str; 4] = ["components", "packages", "dependencies", "relationships"];

/// A document in the form that JSON has for it.
#[derive(Debug, Default)]
pub(crate) struct Document<'t> {
    /// The fields. Of those in `lists` only an empty list.
    pub(crate) head: Fields,
    /// The texts of the elements of long lists.
    lists: BTreeMap<&'static str, Vec<&'t str>>,
}

impl<'t> Document<'t> {
    /// The document with all of its fields in one tree; nothing if it is no object.
    pub(crate) fn of_tree(tree: Value) -> Option<Self> {
        match tree {
            Value::Object(head) => Some(Self { head, lists: BTreeMap::new() }),
            _ => None,
        }
    }

    /// The document `text`, which is known to be JSON; nothing if it is no object.
    ///
    /// # Errors
    ///
    /// What is wrong in the field that cannot be read.
    pub(crate) fn of_text(text: &'t str) -> serde_json::Result<Option<Self>> {
        let Some(members) = skip::members(text) else { return Ok(None) };
        let mut document = Self::default();
        for (key, value) in members {
            let long = LONG.iter().find(|name| key.get(1..key.len() - 1) == Some(**name));
            let elements = long.and_then(|name| Some((*name, skip::elements(value)?)));
            let key = serde_json::from_str(key)?;
            if let Some(name) = long {
                document.lists.remove(name);
            }
            let tree = match elements {
                Some((name, elements)) => {
                    document.lists.insert(name, elements);
                    Value::Array(Vec::new())
                }
                None => serde_json::from_str(value)?,
            };
            document.head.insert(key, tree);
        }
        Ok(Some(document))
    }

    /// How many elements the list `key` has.
    pub(crate) fn count(&self, key: &str) -> usize {
        self.lists.get(key).map_or_else(|| list(&self.head, key).len(), Vec::len)
    }

    /// Calls `visit` with each element of the list `key` that is an object, and its number.
    pub(crate) fn each(
        &self,
        key: &str,
        mut visit: impl FnMut(usize, &Fields) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        for (number, fields) in list(&self.head, key) {
            visit(number, fields)?;
        }
        for (number, text) in self.lists.get(key).into_iter().flatten().enumerate() {
            // The text was found to be JSON before, so that this fails for no element.
            if let Ok(Value::Object(fields)) = serde_json::from_str(text) {
                visit(number, &fields)?;
            }
        }
        Ok(())
    }

    /// Calls `visit` with each element of the list `key` that was taken out of the tree and is no object.
    pub(crate) fn odd(&self, key: &str, mut visit: impl FnMut(usize, &Value)) {
        for (number, text) in self.lists.get(key).into_iter().flatten().enumerate() {
            if !text.starts_with('{')
                && let Ok(value) = serde_json::from_str(text)
            {
                visit(number, &value);
            }
        }
    }

    /// Whether any element of the list `key` can have a field `field`: a look at its text instead of reading it.
    pub(crate) fn may_have(&self, key: &str, field: &str) -> bool {
        let Some(elements) = self.lists.get(key) else { return true };
        elements.iter().any(|text| text.contains(field))
    }

    /// Looks at the elements of the list `key` that were left out of the tree; those in it were seen with the tree.
    pub(crate) fn check(
        &self,
        key: &str,
        shape: &Shape,
        (family, minor): (Family, u8),
        report: &mut Report<'_>,
    ) {
        let at = At::Root.key(key);
        for (number, text) in self.lists.get(key).into_iter().flatten().enumerate() {
            match serde_json::from_str(text) {
                Ok(Value::Object(fields)) => {
                    shape::check_at(&fields, shape, family, minor, &at.item(number), report);
                }
                Ok(other) => shape::wrong_item(&other, family, minor, &at.item(number), report),
                Err(_) => {}
            }
        }
    }

    /// Adds elements at the end of the list `key`.
    pub(crate) fn append(&mut self, key: &str, elements: Vec<Value>) {
        // Elements come from the tree or from texts, never from both: those from texts are few where this is called.
        let mut all: Vec<Value> = self
            .lists
            .remove(key)
            .into_iter()
            .flatten()
            .filter_map(|text| serde_json::from_str(text).ok())
            .collect();
        if let Some(Value::Array(before)) = self.head.get_mut(key) {
            all.splice(0..0, std::mem::take(before));
        }
        all.extend(elements);
        self.head.insert(key.to_owned(), Value::Array(all));
    }
}
