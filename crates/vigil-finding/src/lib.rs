//! Findings: what a judgement or a reader has to say to a person, and the formats it is said in.
//!
//! A finding is plain data with a code, a place and the next step. Each output format is one small
//! function in [`render`] over a list of findings; none of them knows a rule.

pub mod finding;
pub mod render;

pub use finding::{Finding, Related, Severity, Suggestion};
