//! `vigil triage`: what is undecided, most urgent first; and decisions, one by one and by the sheet.

pub mod accept;
pub mod confirm;
pub mod export;
pub mod import;
pub mod list;
pub mod set;
mod written;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// Shows what is undecided, most urgent first
///
/// Known exploitation comes first, then the probability of exploitation in three bands (10 % and more, 1 % and
/// more, less), then the severity of the harm that the component can lead to, then the base score, the clocks of
/// the 2016 guidance (30 days to communicate, 60 days to fix), whether a fix exists, and age. At the end stands
/// what became of the decisions: carried, asked again, retired. What suppliers propose in `vex/` stands below each flaw.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  vigil triage --limit 10\n  vigil triage set CVE-2025-15467 not-affected --why vulnerable_code_not_present --because \"...\"\n  vigil triage export triage.xlsx"
)]
pub struct Args {
    /// What to do; without it, the list
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What to list
    #[command(flatten)]
    pub list: list::Wanted,
}

/// What can be done beside listing.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Writes a decision on a known flaw or on an own vulnerability
    Set(set::Args),
    /// Makes a decision of what a supplier states in `vex/`
    Accept(accept::Args),
    /// Says that decisions which are asked again still hold
    Confirm(confirm::Args),
    /// Writes the sheet that people fill in: XLSX, or CSV
    Export(export::Args),
    /// Compares a filled sheet with the folder, and writes the decisions when asked to
    Import(import::Args),
}

/// Runs what was asked for.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    match &args.command {
        None => list::run(&args.list, context),
        Some(Command::Set(args)) => set::run(args, context),
        Some(Command::Accept(args)) => accept::run(args, context),
        Some(Command::Confirm(args)) => confirm::run(args, context),
        Some(Command::Export(args)) => export::run(args, context),
        Some(Command::Import(args)) => import::run(args, context),
    }
}
