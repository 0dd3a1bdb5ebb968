//! `vigil import threagile`: a model of Threagile.

use vigil_exchange::threat_model::Format;

use super::model::{self, ModelArgs};
use crate::context::Context;
use crate::output::Done;

/// Reads a model of Threagile and writes its parts, boundaries, data, links and risks as records
///
/// Lists what was carried, what was guessed and what could not be carried, each with its line. What the tool calls
/// mitigated gives no credit: it becomes a control candidate.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import threagile threagile.yaml --dry-run\n  vigil import threagile threagile.yaml\n  vigil import threagile threagile.yaml --new ward"
)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
}

/// Imports it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    model::run(&args.model, Format::Threagile, context)
}
