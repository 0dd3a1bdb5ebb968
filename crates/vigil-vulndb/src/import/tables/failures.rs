//! Inputs that could not be read: they stay visible in the database until an input of that name is read whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::status::Source;

/// What the names of such sources begin with: a feed whose download failed has its own name.
pub(crate) const INPUT: &str = "input ";

/// Failures of this import and those that older databases carry.
#[derive(Default)]
pub(crate) struct Failures {
    now: BTreeMap<String, String>,
    before: BTreeMap<String, String>,
    tried: BTreeSet<String>,
}

impl Failures {
    /// An input was tried: what an older database says of it no longer counts.
    pub(crate) fn tried(&mut self, name: String) {
        self.tried.insert(name);
    }

    /// A part of an input could not be read. The first cause stays.
    pub(crate) fn failed(&mut self, name: String, cause: &str) {
        self.now.entry(name).or_insert_with(|| cause.to_owned());
    }

    /// Takes the failures that an older database carries.
    pub(crate) fn carried(&mut self, sources: &[Source]) {
        let failed = sources
            .iter()
            .filter_map(|source| Some((source.name.strip_prefix(INPUT)?.to_owned(), source.failed.clone()?)));
        self.before.extend(failed);
    }

    /// A source without records for each failure.
    pub(crate) fn sources(&self) -> Vec<Source> {
        let before = self.before.iter().filter(|(name, _)| !self.tried.contains(*name));
        let all: BTreeMap<&String, &String> = before.chain(&self.now).collect();
        all.into_iter()
            .map(|(name, cause)| Source {
                name: format!("{INPUT}{name}"),
                failed: Some(cause.clone()),
                doubts: vec![format!("{name} could not be read whole: {cause}")],
                ..Source::default()
            })
            .collect()
    }
}
