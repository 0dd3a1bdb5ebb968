//! What a target format could not hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigil_base::Place;
use vigil_finding::Finding;

use crate::findings;

/// All losses of one writing, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Losses(BTreeMap<String, Loss>);

/// One field that was lost, for one or many entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// Why, and what became of it.
    pub why: String,
    /// How many entries lost it.
    pub count: usize,
    /// The first of them.
    pub first: String,
}

impl Losses {
    /// Nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lost fields in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Loss)> {
        self.0.iter().map(|(field, loss)| (field.as_str(), loss))
    }

    /// The losses as findings on `file`.
    pub fn findings(&self, file: &str) -> Vec<Finding> {
        self.iter().map(|(field, loss)| findings::lost(field, loss).at(Place::start_of(file))).collect()
    }

    /// Notes that the entry `subject` lost its `field` in a format that is written elsewhere.
    pub fn note(&mut self, field: &str, subject: &str, why: &str) {
        self.add(field, subject, why);
    }

    /// Notes that the entry `subject` lost its `field`.
    pub(super) fn add(&mut self, field: &str, subject: &str, why: &str) {
        let loss = self.0.entry(field.to_owned()).or_insert_with(|| Loss {
            why: why.to_owned(),
            count: 0,
            first: subject.to_owned(),
        });
        loss.count += 1;
    }
}
