//! What matching says: one result per package, one row per flaw, each with its reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use vigil_base::{Date, Digest};
use vigil_finding::Finding;

mod facts;
mod stored;
mod text;

pub use facts::{Epss, Facts, Kev, Severity, Ssvc};
pub use text::Text;

/// What is known about one package, or about one flaw of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Identified, and a record's range holds: needs a decision.
    Affected,
    /// Something could not be looked up or evaluated; it may be affected.
    NotChecked,
    /// No loaded source covers it: silence proves nothing.
    Unidentified,
    /// Identified, records exist, none holds.
    NotAffected,
    /// Identified in a namespace that a loaded source covers, and no record names it.
    Clear,
}

impl State {
    /// All states in the order they are reported.
    pub const ALL: [Self; 5] =
        [Self::Affected, Self::NotChecked, Self::Unidentified, Self::NotAffected, Self::Clear];

    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Affected => "affected",
            Self::NotChecked => "not-checked",
            Self::Unidentified => "unidentified",
            Self::NotAffected => "not-affected",
            Self::Clear => "clear",
        }
    }
}

/// How many packages are in each state. The five always stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Packages with at least one flaw whose range holds.
    pub affected: usize,
    /// Packages with records, none of which holds.
    pub not_affected: usize,
    /// Packages that a loaded source covers and has no record of.
    pub clear: usize,
    /// Packages that no loaded source covers.
    pub unidentified: usize,
    /// Packages that could not be checked.
    pub not_checked: usize,
}

impl Counts {
    /// The number of packages.
    pub fn total(self) -> usize {
        self.affected + self.not_affected + self.clear + self.unidentified + self.not_checked
    }

    /// Counts one more package in `state`.
    pub fn add(&mut self, state: State) {
        match state {
            State::Affected => self.affected += 1,
            State::NotAffected => self.not_affected += 1,
            State::Clear => self.clear += 1,
            State::Unidentified => self.unidentified += 1,
            State::NotChecked => self.not_checked += 1,
        }
    }
}

/// The result of matching an inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// Exactly one per item of the inventory, in its order.
    pub results: Vec<PackageResult>,
    /// Packages per state.
    pub counts: Counts,
    /// What was matched against.
    pub data_cut: DataCut,
    /// Attributions that the sources ask for, sorted.
    pub notices: Vec<String>,
    /// What a person should know beside the results.
    pub findings: Vec<Finding>,
}

/// The state of the data that was matched against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataCut {
    /// The day the result is judged at.
    pub as_of: Date,
    /// Digest of the vulnerability database.
    pub database: Digest,
    /// The newest day per source; `None` for a source that dates nothing.
    pub sources: BTreeMap<String, Option<Date>>,
    /// Sources older than the allowed age, with their age in days.
    pub stale: BTreeMap<String, i64>,
    /// Reasons to doubt that a source is complete.
    pub doubts: Vec<String>,
}

/// What matching says about one package of the inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageResult {
    /// The model component that carries the package.
    pub component: String,
    /// The package's key in the inventory.
    pub package: String,
    /// The SBOM it stands in.
    pub sbom_file: String,
    /// JSON pointer or other path of the entry in its SBOM.
    pub pointer: String,
    /// The package's name.
    pub name: String,
    /// The package's version, as its SBOM states it.
    pub version: Option<String>,
    /// The worst that is known.
    pub state: State,
    /// Why it is in this state, in one sentence.
    pub reason: String,
    /// What was tried to identify the package, in the order tried.
    pub tried: Vec<Attempt>,
    /// Flaws that concern it or could not be evaluated: one row per flaw, sorted by id.
    pub matches: Vec<Match>,
    /// Flaws looked at whose ranges do not hold; at most [`PackageResult::MOST_DISMISSED`], sorted by id.
    pub dismissed: Vec<Dismissed>,
    /// How many flaws were dismissed in all.
    pub dismissed_total: usize,
    /// Flaws whose ranges hold, in source files that were not compiled in: all of them, sorted by id. They count in
    /// `dismissed_total` too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_built: Vec<Dismissed>,
    /// Ids of withdrawn or rejected records that name the package.
    pub withdrawn: Vec<String>,
}

impl PackageResult {
    /// How many dismissed flaws are kept of one package.
    pub const MOST_DISMISSED: usize = 50;
}

/// One way of identifying a package, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attempt {
    /// Which way.
    pub way: Way,
    /// The identifier that was looked up, or what was missing.
    pub identifier: String,
    /// The keys that were looked up in the database.
    pub keys: Vec<String>,
    /// Sources that cover the identity; empty when none does.
    pub covered_by: Vec<String>,
    /// Records found.
    pub records: usize,
    /// What came of it, in words.
    pub outcome: String,
}

/// A way of identifying a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// A person pinned the identity.
    Pinned,
    /// The package URL.
    Purl,
    /// The source package of a distribution's binary package.
    SourcePackage,
    /// A CPE name in the SBOM.
    Cpe,
    /// The repository that its source code stands in.
    Repository,
    /// Name, and supplier where stated, looked up among the products of NVD.
    Name,
}

impl Way {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Purl => "purl",
            Self::SourcePackage => "source-package",
            Self::Cpe => "cpe",
            Self::Repository => "repository",
            Self::Name => "name",
        }
    }
}

/// One flaw of one package. What is known of the flaw itself is read through it: `found.summary`, `found.kev`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "stored::Row")]
pub struct Match {
    /// The id the flaw is known by: its CVE id where it has one.
    pub id: Text,
    /// `Affected` or `NotChecked`.
    pub state: State,
    /// Whether it holds only if something that the SBOM leaves open is so; `how` says what.
    pub uncertain: bool,
    /// How it matched, record by record.
    pub how: Vec<How>,
    /// Records that say the package is not affected, though another one says so.
    pub against: Vec<How>,
    /// Versions that mend it, sorted.
    pub fixed_versions: Vec<Text>,
    /// Why it stays, where it is stated what was compiled into the package; else empty.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub built: Text,
    /// What is known of the flaw, whatever the package.
    #[serde(flatten, serialize_with = "stored::facts")]
    pub facts: Arc<Facts>,
}

impl std::ops::Deref for Match {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// Why one record concerns a package, or why not, or why that cannot be said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct How {
    /// The way the package was identified.
    pub way: Way,
    /// The package's identifier that the record was found by.
    pub identifier: Text,
    /// The key in the database.
    pub key: Text,
    /// The source.
    pub source: Text,
    /// The record.
    pub record: Text,
    /// The range or name of the record that decided, in words.
    pub range: Text,
    /// The version order that was used.
    pub scheme: Text,
    /// The version that was compared.
    pub version: Text,
    /// What it rests on or what is missing; empty when nothing is.
    pub remark: Text,
}

/// A flaw that was looked at and does not concern the package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dismissed {
    /// The id the flaw is known by.
    pub id: Text,
    /// The source whose record was looked at.
    pub source: Text,
    /// The record.
    pub record: Text,
    /// Why it does not hold.
    pub why: Text,
}
