//! `vigil baseline`: releases that are frozen, to be matched again for as long as they are in use.

pub mod cut;
pub mod diff;
mod differs;
pub mod list;
pub mod show;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be done with baselines.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    /// Freezes the release under review into `baselines/NAME/`
    Cut(cut::Args),
    /// Lists the baselines, and the releases in the field with or without one
    List(list::Args),
    /// Shows what a baseline holds
    Show(show::Args),
    /// Shows what differs between two baselines, or between one and the device as it is now
    Diff(diff::Args),
}

/// Runs the command that was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Cut(args) => cut::run(args, context),
        Command::List(args) => list::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Diff(args) => diff::run(args, context),
    }
}
