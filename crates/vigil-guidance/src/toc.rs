//! The documents rules come from, with their sections, so that every citation can be checked.

use std::collections::BTreeMap;

use vigil_base::{Date, Place};

/// A document that rules cite.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its number: `FDA-2021-D-1158`.
    pub id: String,
    /// The edition's date.
    pub issued: Date,
    /// Its title.
    pub title: String,
    /// Its name in messages: `FDA 3 Feb 2026`.
    pub short: String,
    /// Where it can be read.
    pub address: Option<String>,
    /// Editions it replaces, as dates.
    pub supersedes: Vec<Date>,
    /// Section to a few words about it.
    pub sections: BTreeMap<String, String>,
    /// Where it stands in the catalogue.
    pub place: Place,
}
