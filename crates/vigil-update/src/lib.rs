#![doc = include_str!("../README.md")]

mod check;
mod download;
mod findings;
mod inputs;
mod pages;
mod plan;
mod state;
mod table;
mod update;

pub use table::{Feed, Table, TableError};
pub use update::{FeedReport, Job, Report, UpdateError, update};
