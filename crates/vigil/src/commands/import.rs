//! `vigil import`: what other tools made, into the device folder.

pub mod results;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be taken in.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Results of tests (JUnit, SARIF, fuzzing statistics, protocols in TOML) and original reports, into `evidence/`
    Results(results::Args),
}

/// Runs what was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Results(args) => results::run(args, context),
    }
}
