//! What the crate promises, from feeds in to look-ups out.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failed expectation ends the test; cases are counted"
)]

mod corpus;
mod deltas;
mod failed;
mod file;
mod hostile;
mod inputs;
mod joined;
mod lookups;
mod rejected;
mod support;
