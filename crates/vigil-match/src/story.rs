//! The whole story of one flaw and one package: everything that was looked at, also where nothing matched.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{Attempt, Dismissed, Facts, Match, Way};

/// Everything that matching knows of one flaw and one package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Story {
    /// The id that was asked for.
    pub asked: String,
    /// The id that the flaw is known by.
    pub flaw: String,
    /// Every id of it in any record, that one included.
    pub ids: BTreeSet<String>,
    /// The model component that carries the package.
    pub component: String,
    /// The package's key in the inventory.
    pub package: String,
    /// What was tried to identify the package, in the order tried.
    pub tried: Vec<Attempt>,
    /// All keys that were looked up.
    pub keys: Vec<String>,
    /// Every record of the flaw, by source and id.
    pub records: Vec<RecordStory>,
    /// What is known of the flaw, whatever the package.
    pub facts: Facts,
    /// What came of it.
    pub end: End,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum End {
    /// It concerns the package, or could not be evaluated.
    Match(Box<Match>),
    /// Records name the package, and it is not concerned.
    Dismissed(Dismissed),
    /// Its ranges hold, and the source files that it lies in were not compiled in.
    NotBuilt(Dismissed),
    /// No record of the flaw that is not withdrawn names the package, as it is identified.
    NotNamed,
}

/// One record of the flaw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordStory {
    /// The source.
    pub source: String,
    /// The record.
    pub id: String,
    /// Why it does not count, where it was withdrawn or rejected.
    pub withdrawn: Option<String>,
    /// What it says of the package, statement by statement.
    pub statements: Vec<StatementStory>,
    /// What its other statements are about, by key; at most [`RecordStory::MOST_OTHERS`].
    pub others: Vec<String>,
    /// How many keys its other statements have in all.
    pub others_total: usize,
}

impl RecordStory {
    /// How many keys of statements about other products are kept of one record.
    pub const MOST_OTHERS: usize = 8;
}

/// One statement on the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementStory {
    /// The way the package was identified.
    pub way: Way,
    /// The package's identifier that the statement was found by.
    pub identifier: String,
    /// The key it was found under.
    pub key: String,
    /// The version that was compared.
    pub version: String,
    /// The order that was used.
    pub scheme: String,
    /// `holds`, `holds if ...` is left open, `cannot be said`, `does not hold`.
    pub value: &'static str,
    /// Why.
    pub why: String,
    /// The range that decided.
    pub range: String,
    /// Whether it counts only where no other statement on the flaw does.
    pub is_silent: bool,
    /// Everything the statement says, with the value of each part.
    pub parts: Vec<Part>,
}

/// A part of a statement: a range, a list of versions, a node or a leaf of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// How deep it stands.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// Its value, in the same words; empty where it has none of its own.
    pub value: &'static str,
    /// Why.
    pub why: String,
}

/// How many parts of a statement are told.
pub(crate) const MOST_PARTS: usize = 60;
