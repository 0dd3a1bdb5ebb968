#![doc = include_str!("../README.md")]

pub mod approval;
pub mod build;
pub mod case;
pub mod decisions;
pub mod evidence;
mod findings;
pub mod metrics;
pub mod packages;
pub mod prose;
pub mod risks;
pub mod scores;
pub mod trace;
mod versions;

pub use build::{CaseError, Options, build};
pub use case::{Case, SnapshotState};
pub use decisions::FlawRow;
pub use evidence::{TestRow, TestState};
pub use packages::PackageRow;
pub use risks::{Need, Needed, RiskRow};
pub use trace::{Chain, Gap, Trace};
