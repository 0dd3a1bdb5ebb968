//! Tests of the crate from outside.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "these are tests; their helpers are not marked as such"
)]

mod compare;
mod corpus;
mod data;
mod edition;
mod formats;
mod hostile;
mod inventory;
mod judge;
mod odd;
mod places;
mod purls;
mod robust;
mod signed;
mod support;
mod syntaxes;
mod tables;
mod write;
