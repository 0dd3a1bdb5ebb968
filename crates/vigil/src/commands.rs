//! The commands, one file each, and the one match that runs them.
//!
//! A command's file holds its arguments with the help text, and a function `run` that loads, calls a library
//! and hands the result to a renderer.

pub mod completions;
pub mod explain;
pub mod version;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be asked of the program, in the order of the help text.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Explains a rule: what it asks, why, where it comes from, an example of a good answer
    Explain(explain::Args),
    /// Prints a completion script for a shell
    Completions(completions::Args),
    /// Prints the version of the program
    Version(version::Args),
}

/// Runs the command that was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Explain(args) => explain::run(args, context),
        Command::Completions(args) => Ok(completions::run(args)),
        Command::Version(args) => version::run(args, context),
    }
}
