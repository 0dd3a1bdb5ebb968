//! `vigil sbom`: work on bare SBOM files, without a device folder.

pub mod check;
pub mod convert;
pub mod diff;
pub mod match_;
pub mod merge;
mod paper;
pub mod show;
pub mod verify;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be done with SBOM files.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    /// Shows what an SBOM holds: format, packages, which fields are stated how often, what is odd
    Show(show::Args),
    /// Checks SBOMs against a list of minimum elements: FDA, NTIA, CISA 2026, BSI, CRA
    Check(check::Args),
    /// Writes an SBOM in another format or version: CycloneDX, SPDX, a component list
    Convert(convert::Args),
    /// Says what changed from one SBOM to another: packages, versions, suppliers, licences, digests, support
    Diff(diff::Args),
    /// Makes one SBOM of several, and says what they disagree on
    Merge(merge::Args),
    /// Verifies digest and signatures of an SBOM: beside it, around it and in it
    Verify(verify::Args),
    /// Matches every package of an SBOM against the vulnerability database
    Match(match_::Args),
}

/// Runs the command that was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Show(args) => show::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Convert(args) => convert::run(args, context),
        Command::Diff(args) => diff::run(args, context),
        Command::Merge(args) => merge::run(args, context),
        Command::Verify(args) => verify::run(args, context),
        Command::Match(args) => match_::run(args, context),
    }
}
