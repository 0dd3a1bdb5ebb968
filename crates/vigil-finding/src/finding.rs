//! The finding itself.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use vigil_base::Place;

/// How much a finding weighs. The order is the order of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; nothing to do.
    Note,
    /// Worth a look before the submission.
    Warning,
    /// Has to be dealt with.
    Error,
}

impl Severity {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that a person should know, with where it stands and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code: a rule's id (`G26.SB.9`) or a reader's (`model.unknown-key`).
    pub code: String,
    /// Weight, from rule and profile.
    pub severity: Severity,
    /// The fact, as one sentence without a full stop.
    pub message: String,
    /// What it is about: `component.pump-comms`, `pkg:generic/lwip@2.1.2`.
    pub subject: String,
    /// Where it stands. A finding about something absent points at the record that should hold it.
    pub place: Option<Place>,
    /// A few words under the caret.
    pub label: Option<String>,
    /// Other places that belong to it: the first of two duplicates, the record with the nearest name.
    pub related: Vec<Related>,
    /// What to do next, one step an entry.
    pub help: Vec<String>,
    /// The source of the rule, with its force.
    pub see: Option<String>,
    /// A replacement that would mend it.
    pub suggestion: Option<Suggestion>,
}

/// A second place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What it has to do with the finding.
    pub label: String,
}

/// A text to put at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What would be replaced.
    pub place: Place,
    /// By what.
    pub replacement: String,
}

impl Finding {
    /// A finding with code, weight, message and subject; the rest is added by the `with_` methods.
    pub fn new(
        code: impl Into<String>,
        severity: Severity,
        message: impl Into<String>,
        subject: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            severity,
            message: message.into(),
            subject: subject.into(),
            place: None,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
            see: None,
            suggestion: None,
        }
    }

    /// Adds where it stands.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds where it stands, where that is known.
    #[must_use]
    pub fn at_opt(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// Adds the words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push(Related { place, label: label.into() });
        self
    }

    /// Adds a next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds the source of the rule.
    #[must_use]
    pub fn see(mut self, see: impl Into<String>) -> Self {
        self.see = Some(see.into());
        self
    }

    /// Adds a replacement for the text at the finding's place.
    #[must_use]
    pub fn suggest(mut self, replacement: impl Into<String>) -> Self {
        if let Some(place) = &self.place {
            self.suggestion = Some(Suggestion { place: place.clone(), replacement: replacement.into() });
        }
        self
    }
}

/// Sorts findings as they are printed.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(order);
}

/// The order of printing: by file, line, column, then code, subject and message; those without a place last.
pub fn order(a: &Finding, b: &Finding) -> Ordering {
    let text =
        |f: &Finding, g: &Finding| (&f.code, &f.subject, &f.message).cmp(&(&g.code, &g.subject, &g.message));
    (a.place.is_none(), &a.place).cmp(&(b.place.is_none(), &b.place)).then_with(|| text(a, b))
}
