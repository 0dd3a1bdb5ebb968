#![doc = include_str!("../README.md")]

mod build;
mod convert;
mod documents;
mod findings;
mod manifest;
mod names;
mod parts;
mod prints;
mod prose;
mod seal;

pub use build::{Request, Submission, SubmissionError, build};
pub use manifest::{Entry, Manifest, NotProduced};
pub use prints::Prints;
pub use seal::Seal;
