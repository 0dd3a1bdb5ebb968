//! What suppliers say of flaws (`vex/` in the device folder): proposals for decisions, never decisions themselves.
//!
//! A statement is matched by package identity, version and flaw, never by the flaw alone. What matches nothing is listed
//! as drift with the reason.

mod identity;
mod proposals;
mod read;
mod subjects;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};
use vigil_base::{Date, Digest, Id, Place};
use vigil_exchange::vex::{Fit, Refused, Standard, Status};
use vigil_finding::Finding;
use vigil_model::kinds::{Justification, Verdict};

use crate::decisions::FlawRow;
pub(crate) use read::{Known, read};

/// The folder that statements of suppliers lie in.
pub const FOLDER: &str = "vex";

/// Everything that suppliers say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vex {
    /// The documents that were read.
    pub sources: Vec<Source>,
    /// Statements that fit flaws of packages in the inventory.
    pub proposals: Vec<Proposal>,
    /// Statements that fit nothing, with the reason.
    pub drift: Vec<Drift>,
}

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// The file, from the device folder.
    pub file: String,
    /// The standard it is written in.
    pub standard: Standard,
    /// Its own id.
    pub document: Option<String>,
    /// Its edition.
    pub version: Option<String>,
    /// Who says it.
    pub publisher: Option<String>,
    /// The day it was last changed.
    pub date: Option<Date>,
    /// How many statements it makes.
    pub statements: usize,
    /// What it seems to say and could not be taken.
    pub refused: Vec<Refused>,
    /// How many statements on a product the same document replaces by newer ones.
    pub superseded: usize,
}

/// Where a proposal comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The file, from the device folder.
    pub file: String,
    /// The standard.
    pub standard: Standard,
    /// The document's own id.
    pub document: Option<String>,
    /// Who says it.
    pub publisher: Option<String>,
    /// The day of the statement.
    pub date: Option<Date>,
    /// JSON pointer of the statement.
    pub pointer: String,
}

impl Origin {
    /// `Vendor PSIRT, 2026-08-02 (vex/vendor.json, OpenVEX)`.
    pub fn text(&self) -> String {
        let who = self.publisher.as_deref().unwrap_or("(no publisher)");
        let date = self.date.map_or_else(|| "undated".to_owned(), |it| it.to_string());
        format!("{who}, {date} ({}, {})", self.file, self.standard.name())
    }
}

/// What a supplier proposes for one flaw of one package.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// Its id, for `vigil triage accept`.
    pub id: String,
    /// The flaw, by the id that matching gives it.
    pub flaw: String,
    /// The package's name.
    pub name: String,
    /// Component and package key of each match that it fits.
    pub covers: Vec<(Id, String)>,
    /// What is proposed.
    #[serde(serialize_with = "verdict_word")]
    pub verdict: Verdict,
    /// The justification, in CISA's words.
    #[serde(serialize_with = "justification_word")]
    pub why: Option<Justification>,
    /// The supplier's own word, where CISA's only comes near it.
    pub nearest_to: Option<String>,
    /// The reason, as a decision would state it.
    pub because: String,
    /// Where it comes from.
    pub origin: Origin,
    /// How the package was recognised.
    pub how: String,
    /// How it stands to the decisions there are.
    pub standing: Standing,
}

/// How a proposal stands to the decisions there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "decisions")]
pub enum Standing {
    /// A match that it fits is undecided.
    Open,
    /// The decisions say the same, or something that does not contradict.
    Agrees(BTreeSet<Id>),
    /// These decisions say the contrary.
    Contradicts(BTreeSet<Id>),
    /// These decisions say the contrary, and name the file as one that was read and not followed.
    Overruled(BTreeSet<Id>),
}

/// A statement that fits nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// Where it comes from.
    pub origin: Origin,
    /// The flaw, as the document names it.
    pub flaw: String,
    /// What is said of it.
    pub status: Status,
    /// The product, or the first of them.
    pub product: String,
    /// How many more products it is said of.
    pub more: usize,
    /// Which kind of reason.
    pub why: Why,
    /// The reason.
    pub because: String,
}

/// Why a statement fits nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// No SBOM lists the product or the part.
    NotInInventory,
    /// Other versions of it are listed.
    OtherVersion,
    /// It names no version, or one that cannot be compared.
    NoVersion,
    /// The product is there, and matching found no such flaw in it.
    NoFlaw,
    /// The same publisher says something newer.
    Superseded,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::NotInInventory, Self::OtherVersion, Self::NoVersion, Self::NoFlaw, Self::Superseded];

    /// In words, after a number.
    pub fn text(self) -> &'static str {
        match self {
            Self::NotInInventory => "of products that no SBOM lists",
            Self::OtherVersion => "of other versions",
            Self::NoVersion => "without a version that can be compared",
            Self::NoFlaw => "on flaws that matching did not find",
            Self::Superseded => "replaced by newer ones of the same publisher",
        }
    }
}

impl Vex {
    /// The proposal of an id.
    pub fn proposal(&self, id: &str) -> Option<&Proposal> {
        self.proposals.iter().find(|it| it.id == id)
    }

    /// The proposals for one match.
    pub fn of<'v>(&'v self, row: &'v FlawRow) -> impl Iterator<Item = &'v Proposal> {
        self.proposals.iter().filter(move |it| it.fits(row))
    }

    /// How many statements fit nothing, by reason.
    pub fn drifting(&self, file: Option<&str>) -> BTreeMap<Why, usize> {
        let mut counts = BTreeMap::new();
        for it in self.drift.iter().filter(|it| file.is_none_or(|file| it.origin.file == file)) {
            *counts.entry(it.why).or_insert(0) += 1 + it.more;
        }
        counts
    }
}

impl Proposal {
    /// Whether it is for a match.
    pub fn fits(&self, row: &FlawRow) -> bool {
        row.flaw.id == self.flaw
            && self.covers.iter().any(|(component, key)| *component == row.component && *key == row.package)
    }

    /// `not-affected (vulnerable_code_not_present)`.
    pub fn says(&self) -> String {
        match (&self.why, &self.nearest_to) {
            (Some(why), Some(word)) => format!("{} ({}, from `{word}`)", self.verdict, why.word()),
            (Some(why), None) => format!("{} ({})", self.verdict, why.word()),
            _ => self.verdict.to_string(),
        }
    }
}

/// What came of reading the folder.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) vex: Vex,
    pub(crate) findings: Vec<Finding>,
    pub(crate) inputs: BTreeMap<String, Digest>,
}

/// The words of the model for the words of the standards.
fn verdict(status: Status) -> Verdict {
    match status {
        Status::Affected => Verdict::Affected,
        Status::NotAffected => Verdict::NotAffected,
        Status::Fixed => Verdict::Fixed,
        Status::UnderInvestigation => Verdict::UnderInvestigation,
    }
}

fn justification(stated: &vigil_exchange::vex::Stated) -> (Option<Justification>, Option<String>) {
    let near = (stated.fit == Fit::Nearest).then(|| stated.word.clone());
    (Justification::parse(stated.means.word()), near)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn verdict_word<S: Serializer>(verdict: &Verdict, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(verdict.word())
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn justification_word<S: Serializer>(why: &Option<Justification>, to: S) -> Result<S::Ok, S::Error> {
    why.map(Justification::word).serialize(to)
}

fn start_of(file: &str) -> Place {
    Place::start_of(file)
}

#[cfg(test)]
mod tests {
    use vigil_exchange::vex::Justification as Word;

    use super::*;

    #[test]
    fn every_justification_of_the_standards_is_one_of_the_model_and_none_is_left_over() {
        let mapped: BTreeSet<&str> = Word::ALL
            .iter()
            .filter_map(|it| Justification::parse(it.word()))
            .map(Justification::word)
            .collect();
        assert_eq!(mapped.len(), Word::ALL.len());
        assert_eq!(mapped.len(), Justification::ALL.len());
    }
}
