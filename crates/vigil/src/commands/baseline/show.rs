//! `vigil baseline show`: what a baseline holds.

use serde::Serialize;
use vigil_case::baseline::{Facts, Index};

use super::differs;
use crate::columns::columns;
use crate::context::Context;
use crate::output::Done;
use crate::sheet::Sheet;

/// Arguments of `baseline show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil baseline show k253111")]
pub struct Args {
    /// Its name
    pub name: String,
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'b> {
    schema_version: u32,
    index: &'b Index,
    facts: &'b Facts,
}

/// Reads it, which compares every file with its digest, and shows it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let baseline = differs::read(context, &root, &args.name)?;
    let (index, facts) = (&baseline.index, &baseline.facts);
    let mut sheet =
        Sheet::titled(&format!("Baseline {}: release {} of {}", index.name, index.release, index.device));
    sheet.add("Cut", &format!("{} by {}", index.cut, index.tool));
    sheet.add("Digest", &baseline.digest.to_string());
    sheet.add("Packages", &baseline.inventory.items.len().to_string());
    let undecided = index.undecided.map_or_else(|| "not matched then".to_owned(), |it| it.to_string());
    sheet.add("Undecided then", &undecided);
    sheet.add("Pinned identities", &facts.pins.len().to_string());
    sheet.add("Support known", &format!("for {} packages", facts.support.len()));
    sheet.add("Decisions", &facts.decisions.len().to_string());
    sheet.add("Files", &format!("{}, each as it was frozen", index.files.len()));
    sheet.add_all("Open then", &index.open);
    let rows: Vec<Vec<String>> = index
        .packages
        .iter()
        .map(|(component, packages)| {
            let of = |all: &std::collections::BTreeMap<String, String>| {
                all.get(component).cloned().unwrap_or_else(|| "-".to_owned())
            };
            vec![component.clone(), of(&index.versions), of(&index.commits), packages.to_string()]
        })
        .collect();
    let headings = ["component", "version", "commit", "packages"];
    let text = format!("{}\n{}", sheet.finish(), columns("Components", &headings, &rows, "none"));
    context.document(text, &Value { schema_version: 1, index, facts })
}
