//! Which fields a list of minimum elements asks for, as data.

use serde::Deserialize;
use vigil_finding::Severity;

use super::fields::FIELDS;

/// A list of minimum elements.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its short name, as the command line takes it.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The document it is taken from.
    pub source: String,
    /// What it is: a recommendation, a guideline, a regulation.
    pub force: String,
    /// The fields it asks for.
    #[serde(rename = "field")]
    pub fields: Vec<Wanted>,
}

/// A field that a list asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The field.
    pub name: String,
    /// What the list calls it.
    pub clause: String,
    /// How much its absence weighs.
    pub severity: Severity,
}

const TEXTS: [&str; 5] = [
    include_str!("../../profiles/fda.toml"),
    include_str!("../../profiles/ntia.toml"),
    include_str!("../../profiles/cisa-2026.toml"),
    include_str!("../../profiles/bsi.toml"),
    include_str!("../../profiles/cra.toml"),
];

impl Profile {
    /// All profiles that are built in.
    pub fn all() -> Vec<Self> {
        let read = |text| toml::from_str::<Self>(text).expect("the built-in profiles are read in a test");
        TEXTS.into_iter().map(read).collect()
    }

    /// The built-in profile `id`.
    pub fn named(id: &str) -> Option<Self> {
        Self::all().into_iter().find(|profile| profile.id == id)
    }

    /// Fields that nobody knows how to look at; none in a built-in profile.
    pub fn unknown_fields(&self) -> Vec<&str> {
        let known = |wanted: &&Wanted| FIELDS.iter().any(|field| field.name == wanted.name);
        self.fields.iter().filter(|wanted| !known(wanted)).map(|wanted| wanted.name.as_str()).collect()
    }
}
