#![doc = include_str!("../README.md")]

mod build;
mod convert;
mod documents;
mod findings;
mod manifest;
mod names;
mod parts;
mod prose;

pub use build::{Request, Submission, SubmissionError, build};
pub use manifest::{Entry, Manifest, NotProduced};
