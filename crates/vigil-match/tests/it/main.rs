//! What matching promises: no package missing, no silence where something could not be looked up.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failed expectation ends the test; cases are counted"
)]

mod advisories;
mod built;
mod change;
mod corpus;
mod cve5;
mod identity;
mod ranges;
mod reference;
mod rows;
mod snapshot;
mod story;
mod support;
