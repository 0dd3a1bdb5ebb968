//! Where a test stands: what is wrong with its results, the worst first.

use vigil_base::{Date, Id};
use vigil_exchange::junit::Status;
use vigil_model::kinds::Test;
use vigil_model::{Model, Record};

use super::TestResult;

/// Where a test stands. Missing, old, flaky, skipped and wrong version are five different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestState {
    /// Every result passed, for the release under review.
    Passed,
    /// Some result failed.
    Failed,
    /// Some result passed only after failing.
    Flaky,
    /// Results are there, and all were skipped, or some were.
    Skipped,
    /// They are older than the last change of a requirement that they verify, or say no day to compare with it.
    Old,
    /// The only results are of another release or commit.
    WrongVersion,
    /// Its pattern finds no result.
    Missing,
    /// It says nowhere how its results are found.
    NoPattern,
}

impl TestState {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Flaky => "flaky",
            Self::Skipped => "skipped",
            Self::Old => "old",
            Self::WrongVersion => "wrong version",
            Self::Missing => "no result",
            Self::NoPattern => "no pattern",
        }
    }
}

/// A requirement that changed after a result, or of which a result cannot show that it is younger.
pub(super) struct Changed {
    pub(super) requirement: Id,
    pub(super) on: Date,
}

/// The last change among the requirements that a test verifies.
pub(super) fn last_change(model: &Model, test: &Test) -> Option<Changed> {
    let verified = test.verifies.iter().filter_map(|it| it.get(model));
    let changes = verified.filter_map(|it| Some(Changed { requirement: it.id().clone(), on: it.changed? }));
    changes.max_by_key(|it| it.on)
}

/// What the results of a test add up to.
pub(super) struct Seen<'r> {
    /// Results that count for the release.
    pub(super) results: &'r [TestResult],
    /// Ways to find results that the test names.
    pub(super) expected: usize,
    /// Of these, the ones that found a result that counts.
    pub(super) answered: usize,
    /// Whether results of another version were found.
    pub(super) set_aside: bool,
    /// The last change of what it verifies.
    pub(super) changed: Option<&'r Changed>,
}

pub(super) fn of(seen: &Seen<'_>) -> TestState {
    let any = |status| seen.results.iter().any(|result| result.status == status);
    if seen.expected == 0 {
        TestState::NoPattern
    } else if any(Status::Failed) {
        TestState::Failed
    } else if seen.answered < seen.expected {
        if seen.set_aside { TestState::WrongVersion } else { TestState::Missing }
    } else if seen.changed.is_some_and(|it| seen.results.iter().any(|result| is_old(result, it))) {
        TestState::Old
    } else if any(Status::Flaky) {
        TestState::Flaky
    } else if any(Status::Skipped) {
        TestState::Skipped
    } else {
        TestState::Passed
    }
}

/// A day that is not stated shows nothing.
fn is_old(result: &TestResult, changed: &Changed) -> bool {
    result.date.is_none_or(|date| date < changed.on)
}
