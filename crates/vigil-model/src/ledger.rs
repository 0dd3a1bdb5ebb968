//! The approvals ledger: one JSON line an approval, append only, so that two branches merge without a conflict.

use serde::{Deserialize, Serialize};
use vigil_base::{Date, Digest, Place, canonical};
use vigil_finding::Finding;

use crate::findings;

/// One approval. It is bound to the content that it approves by the digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// What is approved: `risk.r-012`, a decision, a generated threat.
    pub item: String,
    /// Digest over the record and what it rests on.
    pub hash: Digest,
    /// The role in which it is approved.
    pub role: String,
    /// Who.
    pub who: String,
    /// The day.
    pub date: Date,
    /// What the approval means: `approved`, `reviewed`, `withdrawn`.
    pub meaning: String,
}

impl Approval {
    /// The line as it stands in the ledger, without its line end.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        canonical::compact(self)
    }
}

/// Reads a ledger; lines that cannot be read are reported and the others are kept.
pub(crate) fn read(text: &str, findings: &mut Vec<Finding>) -> Vec<Approval> {
    let mut approvals = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(approval) => approvals.push(approval),
            Err(cause) => {
                let width = u32::try_from(line.chars().count()).unwrap_or(1).max(1);
                let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
                let place = Place { file: "ledger.jsonl".to_owned(), line, column: 1, width, pointer: None };
                findings.push(findings::ledger_line(at + 1, &cause.to_string()).at(place));
            }
        }
    }
    approvals
}
