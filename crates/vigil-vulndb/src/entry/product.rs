//! Products as CVE records (JSON 5) and advisories (CSAF) name them: by vendor and name, package, repository or CPE
//! name, with versions that are each affected or not.

use serde::{Deserialize, Serialize};

use crate::record::Text;

/// A product with the standing of its versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product<'a> {
    /// Who says it: the short name of the assigner, of who enriched the record, or the publisher of the advisory.
    #[serde(borrow)]
    pub by: Text<'a>,
    /// In which capacity.
    pub role: Role,
    /// Who makes it; empty where it is not stated.
    #[serde(borrow)]
    pub vendor: Text<'a>,
    /// Its name; empty where it is not stated.
    #[serde(borrow)]
    pub name: Text<'a>,
    /// Whether vendor and name identify it: of a distribution they name the whole, and the package the part.
    pub is_named: bool,
    /// Packages that it is, in their ecosystems.
    #[serde(borrow)]
    pub packages: Vec<Named<'a>>,
    /// The repository of its source code.
    #[serde(borrow)]
    pub repo: Option<Text<'a>>,
    /// CPE names that it is known by.
    #[serde(borrow)]
    pub cpes: Vec<Text<'a>>,
    /// Model numbers that it is known by, wild cards included.
    #[serde(borrow)]
    pub models: Vec<Text<'a>>,
    /// Platforms that the statement is about; a note for people, because the words follow no list.
    #[serde(borrow)]
    pub platforms: Vec<Text<'a>>,
    /// Affected modules.
    #[serde(borrow)]
    pub modules: Vec<Text<'a>>,
    /// Affected source files, as paths in the repository or as addresses.
    #[serde(borrow)]
    pub files: Vec<Text<'a>>,
    /// Affected functions.
    #[serde(borrow)]
    pub routines: Vec<Text<'a>>,
    /// The standing of versions that none of the list is about; `None` where the source states none.
    pub default: Option<Standing>,
    /// Versions in the order of the source; the first that is about a version decides.
    #[serde(borrow)]
    pub versions: Vec<Versions<'a>>,
    /// The source's word for why it is not affected.
    #[serde(borrow)]
    pub justification: Option<Text<'a>>,
}

/// In which capacity someone speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Who assigned the CVE id.
    #[default]
    Assigner,
    /// Who enriched the record of another (`adp`). Its default status is filled in by machines and decides nothing.
    Enricher,
    /// Who published an advisory.
    Publisher,
}

/// A package in an ecosystem.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named<'a> {
    /// Ecosystem, such as `npm`.
    #[serde(borrow)]
    pub ecosystem: Text<'a>,
    /// Name in it.
    #[serde(borrow)]
    pub name: Text<'a>,
}

/// Whether versions are affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Standing {
    /// They are.
    Affected,
    /// They are not.
    Unaffected,
    /// The flaw is mended in them.
    Fixed,
    /// The source does not know.
    Unknown,
}

impl Standing {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Affected => "affected",
            Self::Unaffected => "unaffected",
            Self::Fixed => "fixed",
            Self::Unknown => "unknown",
        }
    }
}

/// Versions of one standing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions<'a> {
    /// Their standing.
    pub standing: Standing,
    /// The order in the source's words (`semver`, `rpm`, `custom` ...); empty where it is not stated.
    #[serde(borrow)]
    pub order: Text<'a>,
    /// The first version; without an end this one, or whatever the text says (`< 1.2`, `vers:all/*`).
    #[serde(borrow)]
    pub from: Text<'a>,
    /// The end.
    #[serde(borrow)]
    pub until: Option<Text<'a>>,
    /// Whether the end belongs to the range.
    pub is_inclusive: bool,
    /// Points inside the range from which on the standing is another.
    #[serde(borrow)]
    pub changes: Vec<Change<'a>>,
}

/// A point in a range from which on the standing is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<'a> {
    /// The first version of the new standing.
    #[serde(borrow)]
    pub at: Text<'a>,
    /// The new standing.
    pub standing: Standing,
}
