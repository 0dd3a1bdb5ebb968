//! `vigil import threat-dragon`: a model of OWASP Threat Dragon.

use vigil_exchange::threat_model::Format;

use super::model::{self, ModelArgs};
use crate::context::Context;
use crate::output::Done;

/// Reads a model of OWASP Threat Dragon and writes its parts, zones, flows and threats as records
///
/// Lists what was carried, what was guessed and what could not be carried, each with its line. What the tool calls
/// mitigated gives no credit: it becomes a control candidate.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import threat-dragon ward.json --dry-run\n  vigil import threat-dragon ward.json\n  vigil import threat-dragon ward.json --new ward"
)]
pub struct Args {
    #[command(flatten)]
    model: ModelArgs,
}

/// Imports it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    model::run(&args.model, Format::ThreatDragon, context)
}
