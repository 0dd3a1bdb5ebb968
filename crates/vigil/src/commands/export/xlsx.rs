//! `vigil export xlsx`: tables of records as a workbook.

use std::path::PathBuf;

use serde::Serialize;
use vigil_base::World as _;
use vigil_document::meta::Meta;
use vigil_document::sheet::{Sheet, Workbook};
use vigil_import::table::Table;

use super::sheets;
use crate::context::{Context, VERSION};
use crate::output::Done;
use crate::problem::Problem;

/// Writes tables of records as a workbook, a sheet a table, that `vigil import` reads back
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil export xlsx -o device.xlsx\n  vigil export xlsx risks anomalies -o risks.xlsx"
)]
pub struct Args {
    /// Which tables; without any, all of them
    #[arg(value_name = "TABLE", value_parser = sheets::parser())]
    pub tables: Vec<Table>,

    /// Where to
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// The JSON form.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    file: &'a str,
    rows: std::collections::BTreeMap<&'static str, usize>,
}

/// Writes it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let model = sheets::model(context)?;
    let tables = if args.tables.is_empty() { Table::ALL.to_vec() } else { args.tables.clone() };
    let sheets: Vec<Sheet> = tables.iter().map(|table| sheets::sheet(&model, *table)).collect();
    let rows = tables.iter().zip(&sheets).map(|(table, sheet)| (table.word(), sheet.rows.len())).collect();
    let project = model.project.as_ref();
    let (device, version) = (project.map_or("", |it| &it.name), project.map_or("", |it| &it.version.value));
    let mut meta = Meta::new("Records of the device folder", device, version, context.world.today());
    meta.tool_version = format!("vigil {VERSION}");
    let bytes = vigil_document::xlsx::write(&Workbook { meta, sheets })?;
    let shown = args.output.display().to_string();
    let refused = |error| Problem::new(format!("`{shown}` cannot be written")).caused_by(error);
    context.world.write(&context.world.start().join(&args.output), &bytes).map_err(refused)?;
    let report = Report { schema_version: 1, file: &shown, rows };
    let counts: Vec<String> = report.rows.iter().map(|(table, count)| format!("{count} {table}")).collect();
    context.document(format!("{shown}: {}\n", counts.join(", ")), &report)
}
