//! The three metrics of section V.A.6, from the dates of the decisions. Nothing is counted that has no date.

use std::collections::BTreeSet;

use vigil_base::{Date, date};
use vigil_model::Model;
use vigil_model::kinds::{Decision, Verdict};

/// A time averaged over several vulnerabilities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Average {
    /// Days, by decision.
    pub days: Vec<(String, i64)>,
}

impl Average {
    /// The mean, in days; `None` where nothing has the dates for it.
    pub fn mean(&self) -> Option<f64> {
        let sum: i64 = self.days.iter().map(|(_, days)| days).sum();
        (!self.days.is_empty()).then(|| sum as f64 / self.days.len() as f64)
    }
}

/// The metrics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// Decisions that confirm a vulnerability: affected or fixed.
    pub identified: BTreeSet<String>,
    /// Those of them for which a fix is released.
    pub patched: BTreeSet<String>,
    /// From knowing to the first release with the fix.
    pub to_patch: Average,
    /// From the release to complete implementation in the field.
    pub to_field: Average,
}

impl Metrics {
    /// Share of identified vulnerabilities that are updated or patched, in percent; `None` where none is identified.
    pub fn percent_patched(&self) -> Option<f64> {
        (!self.identified.is_empty())
            .then(|| 100.0 * self.patched.len() as f64 / self.identified.len() as f64)
    }

    /// Counts the decisions of a model, as of a day: what happens later has not happened yet.
    pub fn of(model: &Model, as_of: Date) -> Self {
        let mut metrics = Self::default();
        for decision in model.decisions.values() {
            if matches!(decision.verdict, Verdict::Affected | Verdict::Fixed) {
                metrics.count(decision, as_of);
            }
        }
        metrics
    }

    fn count(&mut self, decision: &Decision, as_of: Date) {
        let id = decision.meta.id.to_string();
        self.identified.insert(id.clone());
        let Some(dates) = &decision.dates else {
            return;
        };
        let past = |day: &&Date| **day <= as_of;
        let Some(released) = dates.released.values().filter(past).min().copied() else { return };
        self.patched.insert(id.clone());
        if let Some(known) = dates.known {
            self.to_patch.days.push((id.clone(), date::days_between(known, released)));
        }
        if let Some(fielded) = dates.fielded.values().filter(past).max() {
            self.to_field.days.push((id, date::days_between(released, *fielded)));
        }
    }
}
