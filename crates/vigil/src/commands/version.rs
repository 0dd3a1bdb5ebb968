//! `vigil version`: what this program is.

use std::collections::BTreeMap;

use vigil_base::canonical;
use vigil_finding::render::Format;

use crate::context::{Context, VERSION};
use crate::output::Done;

/// Arguments of `version`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the version, as text or as JSON.
pub fn run(_: &Args, context: &Context) -> anyhow::Result<Done> {
    let text = match context.options.format {
        Format::Json => canonical::pretty(&BTreeMap::from([("name", "vigil"), ("version", VERSION)]))?,
        _ => format!("vigil {VERSION}\n"),
    };
    Ok(Done::clean(text))
}
