#![doc = include_str!("../README.md")]

pub mod attribute;
pub mod condition;
mod credit;
pub mod crosswalk;
mod decide;
mod doubt;
mod findings;
pub mod generate;
pub mod pack;
pub mod paths;
mod subjects;
mod text;
pub mod threat;
pub mod tree;

pub use decide::covers;
pub use generate::{generate, generate_without};
pub use pack::{Pack, Rule, SubjectKind};
pub use paths::Paths;
pub use threat::{Coverage, Credit, Origin, Outcome, SubjectRow, Threat, Threats, Unknown};
