//! How urgent an undecided flaw is: known exploitation and the device's own context before the base score.

use std::cmp::Reverse;

use serde::Serialize;
use vigil_base::{Date, date};
use vigil_match::Match;
use vigil_model::{Kind, Model, Target, derive};

use crate::case::Case;
use crate::decisions::FlawRow;

/// Days until customers are told of an uncontrolled risk (FDA, Postmarket Management of Cybersecurity, 2016, VII.B).
pub const DAYS_TO_COMMUNICATE: i64 = 30;
/// Days until it is mended (the same).
pub const DAYS_TO_FIX: i64 = 60;

/// What makes a flaw urgent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Urgency {
    /// Listed as known to be exploited.
    pub exploited: bool,
    /// The day by which federal agencies have to act on it.
    pub due: Option<Date>,
    /// Ransomware is known to use it.
    pub ransomware: bool,
    /// Probability of exploitation in the next 30 days, in millionths; absent when no source gives one.
    pub epss: Option<u32>,
    /// Highest base score that a source gives, in tenths.
    pub cvss: Option<u32>,
    /// Severity of the worst harm that the component can lead to: place on the maker's scale, and the word.
    pub harm: Option<(usize, String)>,
    /// When the maker learned of it: as a decision states, else the first day it was matched.
    pub known: Option<Date>,
    /// Days since then.
    pub days: Option<i64>,
    /// Days since the flaw was published.
    pub age: Option<i64>,
    /// Versions that mend it.
    pub fixed_in: Vec<String>,
}

impl Urgency {
    /// The urgency of one row of a case.
    pub fn of(case: &Case, row: &FlawRow) -> Self {
        let stated = row.decision.as_ref().and_then(|id| case.model.decisions.get(id));
        let known = stated.and_then(|it| it.dates.as_ref()?.known).or(row.first_seen);
        let since = |day: Date| date::days_between(day, case.as_of);
        Self {
            exploited: row.flaw.kev.is_some(),
            due: row.flaw.kev.as_ref().and_then(|it| it.due),
            ransomware: row.flaw.kev.as_ref().is_some_and(|it| it.ransomware),
            epss: row.flaw.epss.as_ref().and_then(|it| scaled(&it.score, 1_000_000.0)),
            cvss: base_score(&row.flaw),
            harm: worst_harm(&case.model, row),
            known,
            days: known.map(since),
            age: row.flaw.published.map(since),
            fixed_in: row.flaw.fixed_versions.iter().map(ToString::to_string).collect(),
        }
    }

    /// Rows are sorted by it, the most urgent first. Probabilities count in three bands: their digits are noise.
    pub fn order(&self) -> impl Ord + use<> {
        let band = match self.epss.unwrap_or(0) {
            100_000.. => 2_u8,
            10_000.. => 1,
            _ => 0,
        };
        let late = self.days.is_some_and(|days| days > DAYS_TO_COMMUNICATE);
        (
            Reverse((self.exploited, self.ransomware, band)),
            Reverse(self.harm.as_ref().map(|(rank, _)| *rank)),
            Reverse((self.cvss, late, !self.fixed_in.is_empty(), self.age)),
        )
    }

    /// `31 of 30 days to communicate, 31 of 60 to fix`; nothing where nobody knows since when.
    pub fn clocks(&self) -> Option<String> {
        let days = self.days?;
        let late = |limit: i64| if days > limit { " (late)" } else { "" };
        Some(format!(
            "day {days}: {DAYS_TO_COMMUNICATE} to communicate{}, {DAYS_TO_FIX} to fix{}",
            late(DAYS_TO_COMMUNICATE),
            late(DAYS_TO_FIX)
        ))
    }

    /// The score with one decimal.
    pub fn cvss_text(&self) -> Option<String> {
        self.cvss.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// The probability in percent.
    pub fn epss_text(&self) -> Option<String> {
        self.epss.map(|millionths| {
            let hundredths = (u64::from(millionths) + 50) / 100;
            format!("{}.{:02} %", hundredths / 100, hundredths % 100)
        })
    }
}

/// The highest base score that a source gives, in tenths.
fn base_score(flaw: &Match) -> Option<u32> {
    flaw.severity.iter().filter_map(|it| scaled(it.score.as_deref()?, 10.0)).max()
}

/// A number that is written, times `by`; nothing for what is no number from 0 to 10.
#[expect(clippy::cast_sign_loss, reason = "it is bounded one line above")]
fn scaled(text: &str, by: f64) -> Option<u32> {
    let number = text.trim().parse::<f64>().ok().filter(|it| (0.0..=10.0).contains(it))?;
    Some((number * by).round() as u32)
}

fn worst_harm(model: &Model, row: &FlawRow) -> Option<(usize, String)> {
    let harm = derive::worst_harm(model, &Target::Record(Kind::Component, row.component.clone()))?;
    let word = &harm.severity.value;
    Some((derive::severity_rank(model, word)?, word.clone()))
}
