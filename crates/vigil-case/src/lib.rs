#![doc = include_str!("../README.md")]

pub mod approval;
pub mod baseline;
pub mod build;
pub mod carry;
pub mod case;
pub mod decisions;
pub mod evidence;
pub mod fielded;
mod findings;
pub mod metrics;
pub mod own;
pub mod packages;
pub mod prose;
pub mod remembered;
pub mod risks;
pub mod scores;
pub mod trace;
pub mod triage;
pub mod urgency;
mod versions;
pub mod vex;

pub use build::{CaseError, Options, build};
pub use carry::Carried;
pub use case::{Case, SnapshotState};
pub use decisions::FlawRow;
pub use evidence::{TestRow, TestState};
pub use fielded::{Fielded, FieldedRow, FieldedState};
pub use own::OwnRow;
pub use packages::PackageRow;
pub use remembered::Remembered;
pub use risks::{Need, Needed, RiskRow};
pub use trace::{Chain, Gap, Trace};
pub use urgency::Urgency;
pub use vex::Vex;
