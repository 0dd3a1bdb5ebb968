//! Counts of right and wrong answers, and what is computed from them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vigil_match::{Counts, Match, PackageResult, State};

/// Right and wrong answers on one set of labelled data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Expected and reported as affected.
    pub found: usize,
    /// Expected, and reported as not possible to evaluate: not found, but not hidden either.
    pub open: usize,
    /// Expected and not reported at all.
    pub missed: usize,
    /// Reported as affected and labelled as wrong.
    pub wrong: usize,
    /// Labelled as wrong and rightly not reported.
    pub rightly_silent: usize,
    /// Labels that cannot be asked of this database: their record is not in it, or no SBOM could state them.
    pub not_asked: usize,
    /// States of the packages.
    pub states: Counts,
    /// Each disagreement with its reason, sorted.
    pub disagreements: BTreeSet<Disagreement>,
}

/// One answer that is not the label's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Disagreement {
    /// `missed`, `open` or `beyond`.
    pub kind: String,
    /// Why, as the result itself says.
    pub why: String,
    /// The package URL or name.
    pub package: String,
    /// The flaw.
    pub flaw: String,
}

impl Figures {
    /// Of what was expected, the share that was found, in thousandths.
    pub fn recall(&self) -> Option<usize> {
        thousandths(self.found, self.found + self.open + self.missed)
    }

    /// Of what was reported, the share that was expected, in thousandths.
    pub fn precision(&self) -> Option<usize> {
        thousandths(self.found, self.found + self.wrong)
    }

    /// The harmonic mean of both, in thousandths.
    pub fn f1(&self) -> Option<usize> {
        thousandths(2 * self.found, 2 * self.found + self.wrong + self.open + self.missed)
    }

    /// Takes down a disagreement.
    pub(crate) fn disagree(&mut self, kind: &str, package: &str, flaw: &str, why: &str) {
        let (kind, why) = (kind.to_owned(), why.to_owned());
        self.disagreements.insert(Disagreement {
            kind,
            why,
            package: package.to_owned(),
            flaw: flaw.to_owned(),
        });
    }
}

/// A share in thousandths, rounded down: a figure never looks better than it is.
pub(crate) fn thousandths(part: usize, whole: usize) -> Option<usize> {
    (part * 1000).checked_div(whole)
}

/// A share as people read it.
pub fn percent(share: Option<usize>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{}.{} %", share / 10, share % 10))
}

/// What is reported on one package, by every id that a flaw is known by.
pub(crate) struct Reported {
    by_id: BTreeMap<String, State>,
}

impl Reported {
    /// The ids of flaws and of records that hold or are open.
    pub(crate) fn of(result: &PackageResult) -> Self {
        let mut by_id = BTreeMap::new();
        for row in &result.matches {
            for id in ids(row) {
                // `Affected` is the smaller one, and the stronger.
                let state: &mut State = by_id.entry(id).or_insert(row.state);
                *state = (*state).min(row.state);
            }
        }
        Self { by_id }
    }

    /// What is said of a flaw.
    pub(crate) fn state(&self, id: &str) -> Option<State> {
        self.by_id.get(id).copied()
    }
}

fn ids(row: &Match) -> impl Iterator<Item = String> {
    let records = row.how.iter().map(|how| how.record.to_string());
    std::iter::once(row.id.to_string()).chain(row.aliases.keys().cloned()).chain(records)
}
