//! `vigil export csv`: one table of records.

use std::path::PathBuf;

use serde::Serialize;
use vigil_base::World as _;
use vigil_import::table::Table;

use super::sheets;
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// Writes one table of records as CSV that `vigil import` reads back
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil export csv risks\n  vigil export csv anomalies -o anomalies.csv")]
pub struct Args {
    /// Which table
    #[arg(value_name = "TABLE", value_parser = sheets::parser())]
    pub table: Table,

    /// Where to; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The JSON form.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    file: &'a str,
    rows: usize,
}

/// Writes it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let sheet = sheets::sheet(&sheets::model(context)?, args.table);
    let rows = sheet.rows.len();
    let text = vigil_document::csv::write(&sheet);
    let Some(file) = &args.output else { return Ok(Done::clean(text)) };
    let shown = file.display().to_string();
    let refused = |error| Problem::new(format!("`{shown}` cannot be written")).caused_by(error);
    context.world.write(&context.world.start().join(file), text.as_bytes()).map_err(refused)?;
    context.document(
        format!("{shown}: {rows} {}\n", args.table.word()),
        &Report { schema_version: 1, file: &shown, rows },
    )
}
