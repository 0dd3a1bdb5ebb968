//! What a source says about one flaw: the texts, dates and scores that a person reads.
//!
//! Records are stored compressed and read without copying: a [`Text`] borrows from the unpacked bytes.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use vigil_base::{Date, date};

/// A text that is borrowed from the unpacked record where that is possible.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Text<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

/// One record of one source. Records of the same flaw from several sources stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record<'a> {
    /// The source's name, such as `nvd` or `ghsa`.
    #[serde(borrow)]
    pub source: Text<'a>,
    /// The source's id of the flaw.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// Other ids of the same flaw, as this source asserts them.
    #[serde(borrow)]
    pub aliases: Vec<Text<'a>>,
    /// Flaws that this advisory answers: a distribution's advisory names several CVE ids.
    #[serde(borrow)]
    pub upstream: Vec<Text<'a>>,
    /// Ids that have something to do with it, but are not the same flaw.
    #[serde(borrow)]
    pub related: Vec<Text<'a>>,
    /// Time of publication, without zone; empty where the source states none.
    #[serde(borrow)]
    pub published: Text<'a>,
    /// Time of the last change, without zone; empty where the source states none.
    #[serde(borrow)]
    pub modified: Text<'a>,
    /// Time of withdrawal. A withdrawn record is listed, never matched.
    #[serde(borrow)]
    pub withdrawn: Option<Text<'a>>,
    /// The source's word for the state of its analysis (`Analyzed`, `Deferred`, `Rejected` ...).
    #[serde(borrow)]
    pub status: Option<Text<'a>>,
    /// One line to a paragraph about the flaw.
    #[serde(borrow)]
    pub summary: Text<'a>,
    /// Scores, each with who gave it.
    #[serde(borrow)]
    pub scores: Vec<Score<'a>>,
    /// Weakness ids such as `CWE-79`.
    #[serde(borrow)]
    pub cwes: Vec<Text<'a>>,
    /// Where to read on; at most [`Record::MOST_REFERENCES`].
    #[serde(borrow)]
    pub references: Vec<Reference<'a>>,
    /// How many references the source gave.
    pub references_given: u32,
    /// Why the record is what it is, where it corrects another source.
    #[serde(borrow)]
    pub remark: Option<Text<'a>>,
    /// The document that the record is a part of, where one document speaks of several flaws.
    #[serde(borrow)]
    pub document: Option<Text<'a>>,
    /// The source's heading.
    #[serde(borrow)]
    pub title: Text<'a>,
    /// Words that the assigner marks the record with (`disputed`, `exclusively-hosted-service` ...).
    #[serde(borrow)]
    pub tags: Vec<Text<'a>>,
    /// Decision points of the Stakeholder-Specific Vulnerability Categorization, where a source states them.
    #[serde(borrow)]
    pub ssvc: Option<Ssvc<'a>>,
    /// Day since which the record itself says that the flaw is known to be exploited.
    #[serde(borrow)]
    pub exploited_since: Option<Text<'a>>,
    /// What can be done about it; at most [`Record::MOST_REMEDIES`].
    #[serde(borrow)]
    pub remedies: Vec<Remedy<'a>>,
    /// Whether the CVE List rejected the id under which this record stands. The source of this record may not have
    /// followed yet; no part of what it states, so it is not stored with it.
    #[serde(skip)]
    pub is_cancelled: bool,
}

impl Record<'_> {
    /// How many references are kept of one record.
    pub const MOST_REFERENCES: usize = 64;
    /// The source of corrections of NVD that the reader makes: they decide over NVD's configurations.
    pub const OVERRIDES: &'static str = "overrides";
    /// The source of corrections of NVD that others publish: they stand beside NVD's configurations.
    pub const CORRECTIONS: &'static str = "nvd-corrections";
    /// How many remedies are kept of one record.
    pub const MOST_REMEDIES: usize = 64;

    /// The day of publication.
    pub fn published_on(&self) -> Option<Date> {
        date::parse(&self.published)
    }

    /// The day of the last change.
    pub fn modified_on(&self) -> Option<Date> {
        date::parse(&self.modified)
    }

    /// Whether the source took the record back, or the CVE List the id under which it stands.
    pub fn is_withdrawn(&self) -> bool {
        self.is_cancelled || self.withdrawn.is_some() || self.status.as_deref() == Some("Rejected")
    }

    /// The CVE ids among the record's own id and its aliases.
    pub fn cves(&self) -> impl Iterator<Item = &str> {
        let ids = std::iter::once(&self.id).chain(&self.aliases);
        ids.map(Text::as_str).filter(|id| id.starts_with("CVE-"))
    }
}

/// A severity statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Score<'a> {
    /// Who gave it; empty when it is the record's source.
    #[serde(borrow)]
    pub by: Text<'a>,
    /// `2.0`, `3.0`, `3.1`, `4.0`, or the name of another scale.
    #[serde(borrow)]
    pub version: Text<'a>,
    /// The vector, or the word of the other scale.
    #[serde(borrow)]
    pub vector: Text<'a>,
    /// The base score in tenths as the source printed it.
    pub tenths: Option<u8>,
}

/// A link of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference<'a> {
    /// The source's words for what it leads to (`FIX`, `Patch`, `ADVISORY` ...), comma separated.
    #[serde(borrow)]
    pub kind: Text<'a>,
    /// The address.
    #[serde(borrow)]
    pub url: Text<'a>,
}

/// Decision points of the Stakeholder-Specific Vulnerability Categorization.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ssvc<'a> {
    /// Who decided.
    #[serde(borrow)]
    pub by: Text<'a>,
    /// `none`, `poc` or `active`.
    #[serde(borrow)]
    pub exploitation: Text<'a>,
    /// `yes` or `no`.
    #[serde(borrow)]
    pub automatable: Text<'a>,
    /// `partial` or `total`.
    #[serde(borrow)]
    pub technical_impact: Text<'a>,
    /// When it was decided.
    #[serde(borrow)]
    pub time: Text<'a>,
    /// Version of the categorization.
    #[serde(borrow)]
    pub version: Text<'a>,
}

/// Something that can be done about a flaw, in the words of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remedy<'a> {
    /// What sort it is: `workaround`, `solution`, or a category of CSAF (`vendor_fix`, `mitigation` ...).
    #[serde(borrow)]
    pub kind: Text<'a>,
    /// What to do.
    #[serde(borrow)]
    pub text: Text<'a>,
    /// Where to read on; empty where none is stated.
    #[serde(borrow)]
    pub url: Text<'a>,
    /// Since when it is available; empty where it is not stated.
    #[serde(borrow)]
    pub date: Text<'a>,
}

/// An entry of the catalogue of known exploited vulnerabilities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kev {
    /// The CVE id.
    pub cve: String,
    /// The catalogue's name of vendor and product.
    pub product: String,
    /// The catalogue's name of the flaw.
    pub name: String,
    /// Day it was added.
    pub date_added: String,
    /// Day by which federal agencies had to act.
    pub due: String,
    /// Whether ransomware is known to use it.
    pub ransomware: bool,
    /// What the catalogue asks to do.
    pub action: String,
}

/// A score of the Exploit Prediction Scoring System.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epss {
    /// Probability of exploitation in the next 30 days, in hundred-thousandths.
    pub score: u32,
    /// Share of flaws with the same or a lower score, in hundred-thousandths.
    pub percentile: u32,
}
