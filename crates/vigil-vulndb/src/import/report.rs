//! What an import did: for every input what was used and what was not.

use std::collections::BTreeMap;

use vigil_base::Digest;
use vigil_finding::{Finding, Severity};

use crate::changes::Changes;
use crate::findings;
use crate::status::Status;

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every input file, sorted by name.
    pub inputs: Vec<Input>,
    /// What could not be used, and what to doubt.
    pub findings: Vec<Finding>,
    /// Records that an input held in an older state than another input, by source.
    pub superseded: BTreeMap<String, u64>,
    /// What differs from the database that the import carried on; `None` where there was none among the inputs. Of
    /// several databases the largest is carried on.
    pub changes: Option<Changes>,
    /// What the written database is.
    pub status: Option<Status>,
}

/// One input file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Its path as given.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// Its digest; of a database the one that its header states, after its content was compared with it.
    pub digest: Option<Digest>,
    /// Records taken from it, by source.
    pub used: BTreeMap<String, u64>,
    /// Records of feeds that are not read yet, by feed.
    pub foreign: BTreeMap<String, u64>,
    /// Records that could not be used.
    pub refused: u64,
}

impl Report {
    /// Whether something of the inputs could not be used.
    pub fn is_incomplete(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Records used, over all inputs.
    pub fn used(&self) -> u64 {
        self.inputs.iter().flat_map(|input| input.used.values()).sum()
    }

    /// Records refused, over all inputs.
    pub fn refused(&self) -> u64 {
        self.inputs.iter().map(|input| input.refused).sum()
    }

    pub(super) fn finish(&mut self) {
        let Self { inputs, findings, .. } = self;
        for input in inputs.iter() {
            let rows = input.foreign.iter().map(|(feed, count)| findings::foreign(&input.file, feed, *count));
            findings.extend(rows);
        }
        vigil_finding::finding::sort(findings);
    }
}
