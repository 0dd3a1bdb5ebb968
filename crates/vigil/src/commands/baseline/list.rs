//! `vigil baseline list`: what is frozen, and which releases in the field are not.

use serde::Serialize;
use vigil_base::{Date, World as _};
use vigil_case::baseline;

use crate::columns::columns;
use crate::context::Context;
use crate::device;
use crate::fielded;
use crate::output::Done;

/// Arguments of `baseline list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil baseline list --format json")]
pub struct Args {}

/// One baseline.
#[derive(Serialize)]
struct Row {
    name: String,
    release: Option<String>,
    cut: Option<Date>,
    packages: Option<usize>,
    undecided_then: Option<usize>,
    problem: Option<String>,
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'c> {
    schema_version: u32,
    baselines: Vec<Row>,
    fielded: Vec<fielded::Value<'c>>,
}

/// Lists both.
pub fn run(_: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    let names = baseline::list(&context.world, &root);
    let baselines: Vec<Row> = names
        .into_iter()
        .map(|name| match baseline::read(&context.world, &root, &name) {
            Ok(it) => Row {
                name,
                release: Some(it.index.release),
                cut: Some(it.index.cut),
                packages: Some(it.inventory.items.len()),
                undecided_then: it.index.undecided,
                problem: None,
            },
            Err(cause) => {
                let problem = Some(cause.to_string());
                Row { name, release: None, cut: None, packages: None, undecided_then: None, problem }
            }
        })
        .collect();
    let value = Value { schema_version: 1, baselines, fielded: fielded::values(&case) };
    let mut text = table(&value.baselines);
    text.push_str(&fielded::text(&case, 20));
    for doubt in case.fielded.iter().filter_map(vigil_case::Fielded::doubt) {
        text.push_str(&format!("NOT KNOWN: {doubt}\n"));
    }
    let mut done = context.document(text, &value)?;
    done.outcome = done.outcome.and(device::unread(&case.findings));
    Ok(done)
}

fn table(rows: &[Row]) -> String {
    let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|it| {
            vec![
                it.name.clone(),
                or(it.release.clone()),
                or(it.cut.map(|it| it.to_string())),
                or(it.packages.map(|it| it.to_string())),
                or(it.undecided_then.map(|it| it.to_string())),
                it.problem.clone().unwrap_or_default(),
            ]
        })
        .collect();
    let headings = ["baseline", "release", "cut", "packages", "undecided then", "problem"];
    columns(
        "Baselines",
        &headings,
        &rows,
        "nothing is frozen yet; `vigil baseline cut NAME` freezes the release under review",
    )
}
