//! `vigil db`: the vulnerability database.

pub mod bundle;
pub mod export;
pub mod import;
pub mod search;
pub mod status;
pub mod update;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be done with the vulnerability database.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    /// Fetches public feeds and makes the database from them
    Update(update::Args),
    /// Makes the database from a bundle or from feed files that were downloaded before; no network is used
    Import(import::Args),
    /// Writes database and notices into one file for a site without network, signed where there is a key
    Export(export::Args),
    /// Shows what the database holds, how old it is, and what there is to doubt
    Status(status::Args),
    /// Finds records by id, package, vendor or text
    Search(search::Args),
}

/// Runs the command that was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Update(args) => update::run(args, context),
        Command::Export(args) => export::run(args, context),
        Command::Import(args) => import::run(args, context),
        Command::Status(args) => status::run(args, context),
        Command::Search(args) => search::run(args, context),
    }
}
