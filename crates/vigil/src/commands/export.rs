//! `vigil export`: the device folder for other tools. One file a format.

pub mod csv;
pub mod otm;
pub mod sbom;
mod sheets;
pub mod xlsx;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be written.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Command {
    /// Zones, parts, data, flows, own threats and controls as an Open Threat Model
    Otm(otm::Args),
    /// Tables of records as a workbook that `vigil import` reads back
    Xlsx(xlsx::Args),
    /// One table of records as CSV that `vigil import` reads back
    Csv(csv::Args),
    /// An SBOM with the support facts and hand-written packages of the device folder
    Sbom(sbom::Args),
}

/// Runs what was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Otm(args) => otm::run(args, context),
        Command::Xlsx(args) => xlsx::run(args, context),
        Command::Csv(args) => csv::run(args, context),
        Command::Sbom(args) => sbom::run(args, context),
    }
}
