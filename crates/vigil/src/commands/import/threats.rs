//! `vigil import threats`: a table of threats, or an answered checklist.

use vigil_import::table::Table;

use super::table::{self, TableArgs};
use crate::context::Context;
use crate::output::Done;

/// Compares a table of threats, or an answered checklist with the folder, and writes it when asked to
///
/// Shown are new and changed records, rows that are not understood, and columns that mean nothing here. A record that is
/// there is edited in place; nothing is taken away.
///
/// A state such as "mitigated" is kept beside the record and gives no credit: controls do, by name.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import threats threats.xlsx\n  vigil import threats threats.xlsx --columns columns.toml --write"
)]
pub struct Args {
    #[command(flatten)]
    table: TableArgs,
}

/// Compares, and writes when asked to.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    table::run(&args.table, Table::Threats, context)
}
