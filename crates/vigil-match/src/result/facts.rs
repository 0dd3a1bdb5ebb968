//! Scores and exploitation, as the sources give them.

use serde::{Deserialize, Serialize};
use vigil_base::Date;

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
