//! The exit codes. They never get a second meaning.

use std::process::ExitCode;

use vigil_finding::render::Counts;
use vigil_finding::{Finding, Severity};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything asked was checked, and nothing is at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Findings,
    /// Something could not be looked at: "nothing found" would be a false statement.
    Incomplete,
    /// Wrong usage, or an input that could not be read at all.
    Unusable,
}

impl Outcome {
    /// How a run ended that could read its inputs.
    pub fn of(findings: &[Finding], counts: &Counts, fail_on: Severity, allow_incomplete: bool) -> Self {
        if !counts.incomplete.is_empty() && !allow_incomplete {
            Self::Incomplete
        } else if findings.iter().any(|finding| finding.severity >= fail_on) {
            Self::Findings
        } else {
            Self::Clean
        }
    }

    /// The outcome of two parts together: 2 wins over 3, 3 wins over 1.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self.rank() >= other.rank() { self } else { other }
    }

    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Unusable => 2,
            Self::Incomplete => 3,
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Incomplete => 2,
            Self::Unusable => 3,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_wins_over_three_and_three_over_one() {
        use Outcome::{Clean, Findings, Incomplete, Unusable};
        let ladder = [Clean, Findings, Incomplete, Unusable];
        assert_eq!(ladder.map(Outcome::code), [0, 1, 3, 2]);
        for (at, low) in ladder.iter().enumerate() {
            for high in &ladder[at..] {
                assert_eq!((low.and(*high), high.and(*low)), (*high, *high));
            }
        }
    }

    #[test]
    fn an_incomplete_run_is_never_clean_unless_that_is_allowed() {
        let finding = |severity| [Finding::new("a.b", severity, "m", "s")];
        let mut missed = Counts::default();
        missed.missed("a source failed");
        let of = |severity, counts: &Counts, allow| {
            Outcome::of(&finding(severity), counts, Severity::Warning, allow)
        };
        assert_eq!(of(Severity::Note, &missed, false), Outcome::Incomplete);
        assert_eq!(of(Severity::Error, &missed, false), Outcome::Incomplete);
        assert_eq!(of(Severity::Note, &missed, true), Outcome::Clean);
        assert_eq!(of(Severity::Warning, &missed, true), Outcome::Findings);
        assert_eq!(of(Severity::Note, &Counts::default(), false), Outcome::Clean);
    }
}
