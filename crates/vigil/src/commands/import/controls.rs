//! `vigil import controls`: a table of controls.

use vigil_import::table::Table;

use super::table::{self, TableArgs};
use crate::context::Context;
use crate::output::Done;

/// Compares a table of controls with the folder, and writes it when asked to
///
/// Shown are new and changed records, rows that are not understood, and columns that mean nothing here. A record that is
/// there is edited in place; nothing is taken away.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import controls controls.xlsx\n  vigil import controls controls.xlsx --columns columns.toml --write"
)]
pub struct Args {
    #[command(flatten)]
    table: TableArgs,
}

/// Compares, and writes when asked to.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    table::run(&args.table, Table::Controls, context)
}
