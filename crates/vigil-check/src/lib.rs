#![doc = include_str!("../README.md")]

mod answers;
pub mod applies;
mod groups;
mod judge;
pub mod judgement;
mod scope;

pub use judge::judge;
pub use judgement::{Counts, Judged, Judgement, Outcome};
pub use scope::Scope;
