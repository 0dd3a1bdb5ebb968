//! What is known of a flaw whatever the package: scores and exploitation, as the sources give them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigil_base::Date;

/// What is known of one flaw. All packages that it concerns share it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// All other ids, each with the sources that assert them, sorted.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// Scores as the sources gave them.
    pub severity: Vec<Severity>,
    /// Weakness ids, sorted.
    pub cwes: Vec<String>,
    /// The flaw in a few sentences.
    pub summary: String,
    /// Earliest publication of its records.
    pub published: Option<Date>,
    /// Latest change of its records.
    pub modified: Option<Date>,
    /// Entry in the catalogue of known exploited vulnerabilities.
    pub kev: Option<Kev>,
    /// Exploit prediction.
    pub epss: Option<Epss>,
    /// Decision points on how soon to act, where a source states them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssvc: Option<Ssvc>,
    /// Addresses to read on; at most [`Facts::MOST_REFERENCES`].
    pub references: Vec<String>,
}

impl Facts {
    /// How many references are kept of one flaw.
    pub const MOST_REFERENCES: usize = 12;
}

/// One score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Severity {
    /// The source of the record.
    pub source: String,
    /// Who gave the score, where it is not the source.
    pub by: String,
    /// CVSS version, or the name of another scale.
    pub version: String,
    /// The vector as given.
    pub vector: String,
    /// The base score, printed with one decimal: the source's, else computed from the vector.
    pub score: Option<String>,
}

/// What the catalogue of known exploited vulnerabilities says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kev {
    /// Day it was added.
    pub date_added: Option<Date>,
    /// Day by which federal agencies had to act.
    pub due: Option<Date>,
    /// Whether ransomware is known to use it.
    pub ransomware: bool,
}

/// What the Exploit Prediction Scoring System says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epss {
    /// Probability of exploitation in the next 30 days, as printed by the source.
    pub score: String,
    /// Share of flaws with the same or a lower score.
    pub percentile: String,
    /// Day of the score.
    pub date: Option<Date>,
    /// Model version; `None` where the source does not state it.
    pub model: Option<String>,
}

/// Decision points of the Stakeholder-Specific Vulnerability Categorization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ssvc {
    /// Who decided.
    pub by: String,
    /// `none`, `poc` or `active`.
    pub exploitation: String,
    /// Whether an attack can be automated: `yes` or `no`.
    pub automatable: String,
    /// `partial` or `total`.
    pub technical_impact: String,
    /// Day of the decision.
    pub date: Option<Date>,
}
