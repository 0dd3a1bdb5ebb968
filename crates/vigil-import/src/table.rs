//! Records as rows of a table, and rows as records: risks, requirements, anomalies, controls, tests, threats.

use vigil_exchange::table::FieldNames;
use vigil_model::Kind;

mod cell;
mod edits;
mod fields;
mod gather;
mod known;
mod plan;
mod rows;
mod wish;

pub use fields::{Field, Form};
pub use plan::{Change, Changed, Options, Plan, Ready, Rejected, plan};
pub use rows::{choices, rows};

/// The tables that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// `[risk.id]`
    Risks,
    /// `[requirement.id]`
    Requirements,
    /// `[anomaly.id]`
    Anomalies,
    /// `[threat.id]`
    Threats,
    /// `[control.id]`
    Controls,
    /// `[test.id]`
    Tests,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 6] =
        [Self::Risks, Self::Requirements, Self::Anomalies, Self::Threats, Self::Controls, Self::Tests];

    /// The word for it in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Risks => "risks",
            Self::Requirements => "requirements",
            Self::Anomalies => "anomalies",
            Self::Threats => "threats",
            Self::Controls => "controls",
            Self::Tests => "tests",
        }
    }

    /// The name of its sheet.
    pub fn sheet(self) -> &'static str {
        match self {
            Self::Risks => "Risks",
            Self::Requirements => "Requirements",
            Self::Anomalies => "Anomalies",
            Self::Threats => "Threats",
            Self::Controls => "Controls",
            Self::Tests => "Tests",
        }
    }

    /// The kind of its records.
    pub fn kind(self) -> Kind {
        match self {
            Self::Risks => Kind::Risk,
            Self::Requirements => Kind::Requirement,
            Self::Anomalies => Kind::Anomaly,
            Self::Threats => Kind::Threat,
            Self::Controls => Kind::Control,
            Self::Tests => Kind::Test,
        }
    }

    /// Its columns, the id first.
    pub fn fields(self) -> &'static [Field] {
        fields::of(self)
    }

    /// The columns of what is written: what only a checklist asks for is left out.
    pub fn columns(self) -> impl Iterator<Item = &'static Field> {
        self.fields().iter().filter(|it| it.form != Form::Applies)
    }

    /// The fields with the headings by which their columns are guessed.
    pub fn names(self) -> Vec<FieldNames> {
        self.fields().iter().map(|it| (it.name, it.heads)).collect()
    }

    /// The file for new records where the folder has none of their kind yet.
    pub fn file(self) -> String {
        format!("model/{}.toml", self.word())
    }
}
