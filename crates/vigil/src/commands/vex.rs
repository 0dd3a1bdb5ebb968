//! `vigil vex`: what suppliers state of flaws.

pub mod list;
pub mod read;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be done with statements of suppliers.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    /// Shows what bare files state: OpenVEX, CycloneDX (JSON), CSAF; no device folder needed
    Read(read::Args),
    /// Shows what the files in `vex/` propose for the device, and which statements fit nothing
    List(list::Args),
}

/// Runs the command that was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Read(args) => read::run(args, context),
        Command::List(args) => list::run(args, context),
    }
}
