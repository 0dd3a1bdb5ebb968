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
    /// What it says: `approved` or a word of the policy accepts; `reviewed`, `rejected` and others do not; `withdrawn` takes back.
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
                let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
                // What is missing is missing in the whole line; what is odd stands at its column.
                let (column, width) = if cause.is_data() {
                    (1, number(line.chars().count()))
                } else {
                    (number(line.get(..cause.column()).unwrap_or("").chars().count()).max(1), 1)
                };
                let line = number(at + 1);
                let place = Place { file: "ledger.jsonl".to_owned(), line, column, width, pointer: None };
                let cause = cause.to_string();
                let cause = cause.split(" at line ").next().unwrap_or(&cause);
                findings.push(findings::ledger_line(at + 1, cause).at(place));
            }
        }
    }
    approvals
}
