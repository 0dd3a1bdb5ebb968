//! `vigil export otm`: the folder as an Open Threat Model.

use std::path::PathBuf;

use serde::Serialize;
use vigil_base::World as _;
use vigil_import::otm::{self, Exported};

use super::sheets;
use crate::columns::listed;
use crate::context::Context;
use crate::output::{self, Done};
use crate::problem::Problem;

/// Writes zones, parts, data, flows, own threats and controls as an Open Threat Model 0.2
///
/// Numbers that the format asks for and nobody stated here are 0 and named in the attributes. `vigil import otm` reads the
/// file back.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil export otm\n  vigil export otm -o device.otm.json")]
pub struct Args {
    /// Where to; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The JSON form.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    file: String,
    #[serde(flatten)]
    exported: &'a Exported,
}

/// Writes it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let model = sheets::model(context)?;
    let exported = otm::export(&model)?;
    let counts: Vec<String> =
        exported.elements.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let left = listed("Not in it", &exported.left, 100);
    let Some(file) = &args.output else {
        output::aside(&format!("{}\n{left}", counts.join(", ")));
        return Ok(Done::clean(exported.text));
    };
    let shown = file.display().to_string();
    let refused = |error| Problem::new(format!("`{shown}` cannot be written")).caused_by(error);
    context.world.write(&context.world.start().join(file), exported.text.as_bytes()).map_err(refused)?;
    let text = format!("{shown}: {}\n{left}", counts.join(", "));
    context.document(text, &Report { schema_version: 1, file: shown, exported: &exported })
}
