//! Triage: decisions on known flaws, one by one and by the sheet.

pub mod draft;
pub mod import;
pub mod sheet;

pub use draft::{Desk, Draft, Refusal, Written};
