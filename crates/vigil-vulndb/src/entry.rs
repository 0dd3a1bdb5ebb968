//! What a record says about who is affected: the part that the matcher evaluates.

use serde::{Deserialize, Serialize};

use crate::record::{Score, Text};

pub use product::{Change, Named, Product, Role, Standing, Versions};

mod product;

/// One statement on affected software. A record has none, one or many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry<'a> {
    /// A package of an ecosystem with ranges and versions (OSV).
    Package(#[serde(borrow)] Affected<'a>),
    /// The configurations of an NVD record as one list of nodes, each after the one it stands below; a node
    /// below none is a configuration, and one configuration that holds is enough.
    Configurations(#[serde(borrow)] Vec<Node<'a>>),
    /// A product as a CVE record or an advisory names it, with the standing of its versions.
    Product(#[serde(borrow)] Box<Product<'a>>),
}

/// Reads an entry that [`crate::Reader::entry_bytes`] unpacked.
pub fn read(bytes: &[u8]) -> Result<Entry<'_>, crate::Damage> {
    crate::file::pack::decode(bytes).ok_or(crate::Damage("an entry cannot be unpacked"))
}

/// The keys that an entry is looked up by, sorted; products that something only runs on are left out.
pub fn keys(entry: &Entry<'_>) -> Vec<String> {
    crate::keys::of_entry(entry).0
}

/// One affected package of an OSV record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected<'a> {
    /// Ecosystem with its release, such as `npm` or `Debian:12`; empty for source code in a repository.
    #[serde(borrow)]
    pub ecosystem: Text<'a>,
    /// Name as the record writes it.
    #[serde(borrow)]
    pub name: Text<'a>,
    /// Ranges; one that holds is enough.
    #[serde(borrow)]
    pub ranges: Vec<Range<'a>>,
    /// Affected versions one by one. They win over the ranges.
    #[serde(borrow)]
    pub versions: Vec<Text<'a>>,
    /// Scores that hold for this package only.
    #[serde(borrow)]
    pub scores: Vec<Score<'a>>,
    /// Affected functions or imports, where the source names them; at most [`Affected::MOST_SYMBOLS`].
    #[serde(borrow)]
    pub symbols: Vec<Text<'a>>,
}

impl Affected<'_> {
    /// How many symbols are kept of one package.
    pub const MOST_SYMBOLS: usize = 64;
}

/// An OSV range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range<'a> {
    /// How its events are ordered.
    pub kind: RangeKind,
    /// The repository of a commit range.
    #[serde(borrow)]
    pub repo: Option<Text<'a>>,
    /// Events in the order of the record.
    #[serde(borrow)]
    pub events: Vec<Event<'a>>,
}

/// How the events of a range are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RangeKind {
    /// Semantic versions.
    Semver,
    /// The ecosystem's own order.
    Ecosystem,
    /// Commits; their order is known only to the repository.
    Git,
    /// A kind this version of the tool does not know: it can never be evaluated.
    Unknown,
}

/// A point where a flaw begins or ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event<'a> {
    /// Affected from here on, this version included. `0` is before every version.
    Introduced(#[serde(borrow)] Text<'a>),
    /// Not affected from here on.
    Fixed(#[serde(borrow)] Text<'a>),
    /// The last affected version.
    LastAffected(#[serde(borrow)] Text<'a>),
    /// The range says nothing from here on; `*` is beyond every version.
    Limit(#[serde(borrow)] Text<'a>),
}

/// A node of an NVD configuration.
///
/// Trees are stored flat, so that neither reading nor evaluating one can exhaust the stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node<'a> {
    /// The node that this one stands below, as its place in the list; always before this one.
    pub above: Option<u32>,
    /// How nodes below and leaves are joined.
    pub operator: Operator,
    /// Whether the joined value is turned around.
    pub negate: bool,
    /// CPE names with version ranges.
    #[serde(borrow)]
    pub leaves: Vec<CpeMatch<'a>>,
}

/// How the parts of a node are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// One is enough.
    Or,
    /// All must hold.
    And,
}

/// One leaf of a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CpeMatch<'a> {
    /// Whether what matches here is flawed itself; else it is only where the flawed thing runs on.
    pub vulnerable: bool,
    /// The CPE 2.3 name with its wild cards.
    #[serde(borrow)]
    pub criteria: Text<'a>,
    /// First affected version.
    #[serde(borrow)]
    pub start_including: Option<Text<'a>>,
    /// Version after which it is affected.
    #[serde(borrow)]
    pub start_excluding: Option<Text<'a>>,
    /// Last affected version.
    #[serde(borrow)]
    pub end_including: Option<Text<'a>>,
    /// First version that is not affected any more.
    #[serde(borrow)]
    pub end_excluding: Option<Text<'a>>,
}
