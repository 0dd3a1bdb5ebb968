//! `vigil version`: what this program is.

use std::collections::BTreeMap;

use crate::context::{Context, VERSION};
use crate::output::Done;

/// Arguments of `version`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the version, as text or as JSON.
pub fn run(_: &Args, context: &Context) -> anyhow::Result<Done> {
    let value = BTreeMap::from([("name", "vigil"), ("version", VERSION)]);
    context.document(format!("vigil {VERSION}\n"), &value)
}
