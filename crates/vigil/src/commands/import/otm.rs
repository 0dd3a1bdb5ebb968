//! `vigil import otm`: an Open Threat Model.

use vigil_exchange::threat_model::Format;

use super::model::{self, ModelArgs};
use crate::context::Context;
use crate::output::Done;

/// Reads an Open Threat Model and writes its parts, zones, data, flows and threats as records
///
/// Lists what was carried, what was guessed and what could not be carried, each with its line. What the tool calls
/// mitigated gives no credit: it becomes a control candidate.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import otm ward.otm.yaml --dry-run\n  vigil import otm ward.otm.yaml\n  vigil import otm ward.otm.yaml --new ward"
)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
}

/// Imports it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    model::run(&args.model, Format::Otm, context)
}
