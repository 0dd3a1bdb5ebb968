//! `vigil import tm7`: a model of the Microsoft Threat Modeling Tool.

use vigil_exchange::threat_model::Format;

use super::model::{self, ModelArgs};
use crate::context::Context;
use crate::output::Done;

/// Reads a model of the Microsoft Threat Modeling Tool and writes its parts, boundaries, flows and threats as records
///
/// Lists what was carried, what was guessed and what could not be carried, each with its line. What the tool calls
/// mitigated gives no credit: it becomes a control candidate.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import tm7 ward.tm7 --dry-run\n  vigil import tm7 ward.tm7\n  vigil import tm7 ward.tm7 --new ward"
)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
}

/// Imports it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    model::run(&args.model, Format::Tm7, context)
}
