#![doc = include_str!("../README.md")]

pub mod generate;
pub mod pack;
pub mod threat;

pub use generate::generate;
pub use pack::{Pack, Rule, SubjectKind};
pub use threat::{Coverage, Credit, Origin, Outcome, SubjectRow, Threat, Threats, Unknown};
