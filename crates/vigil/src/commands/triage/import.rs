//! `vigil triage import`: a filled sheet, shown as a difference before anything is written.

use std::path::PathBuf;

use serde::Serialize;
use vigil_case::triage::Desk;
use vigil_case::triage::import::{self, Change, Plan};
use vigil_case::triage::sheet::ANSWERS;
use vigil_finding::render::neutral;

use super::export::SHEET;
use super::written;
use crate::columns::counted;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;

/// Compares a filled sheet with the folder: what is new, changed, unchanged, and which rows are rejected and why
///
/// Nothing is written without `--write`. Rejected rows end with exit code 1, and the others are still taken.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil triage import triage.xlsx\n  vigil triage import triage.xlsx --write"
)]
pub struct Args {
    /// The sheet: XLSX or CSV
    pub file: PathBuf,

    /// Write the decisions
    #[arg(long)]
    pub write: bool,
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'a> {
    schema_version: u32,
    written: bool,
    plan: &'a Plan,
}

/// Compares, and writes when asked to.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = written::case(context, &root)?;
    let shown = args.file.display().to_string();
    let bytes = context.read(&context.world.start().join(&args.file))?;
    let unread = |cause: String| Problem::new(format!("`{shown}` cannot be read: {cause}"));
    let table = vigil_exchange::table::read(&bytes, SHEET).map_err(|it| unread(it.to_string()))?;
    let mut desk = Desk::new(&case, written::texts(context, &root, &case)?);
    let plan = import::plan(&case, &table, &mut desk)
        .map_err(|it| unread(it.to_string()).help("`vigil triage export FILE.xlsx` writes one"))?;
    let write = args.write && !desk.changed().is_empty();
    if write {
        written::write(context, &root, &case, &desk)?;
    }
    let value = Value { schema_version: 1, written: write, plan: &plan };
    let mut done = context.document(text(&plan, write, &desk), &value)?;
    if !plan.rejected.is_empty() {
        done.outcome = done.outcome.and(Outcome::Findings);
    }
    Ok(done)
}

fn text(plan: &Plan, write: bool, desk: &Desk<'_>) -> String {
    let mut text = String::new();
    for (heading, sign, changes) in [("New", '+', &plan.new), ("Changed", '~', &plan.changed)] {
        if !changes.is_empty() {
            text.push_str(&format!("{heading} ({})\n", changes.len()));
            changes.iter().for_each(|it| text.push_str(&change(it, sign)));
            text.push('\n');
        }
    }
    if !plan.rejected.is_empty() {
        text.push_str(&format!("Rejected ({})\n", plan.rejected.len()));
        for it in &plan.rejected {
            text.push_str(&format!("  row {}: {}\n", it.line, neutral(&it.because)));
        }
        text.push('\n');
    }
    text.push_str(&format!(
        "{} new, {} changed, {} unchanged, {} rejected\n",
        counted(plan.new.len(), "decision"),
        plan.changed.len(),
        counted(plan.unchanged, "row"),
        plan.rejected.len()
    ));
    let files: Vec<&str> = desk.changed().keys().map(String::as_str).collect();
    text.push_str(&match (files.is_empty(), write) {
        (true, _) => "Nothing to write.\n".to_owned(),
        (_, true) => format!("Written to {}.\n", files.join(", ")),
        (_, false) => format!("Nothing is written yet: `--write` would change {}.\n", files.join(", ")),
    });
    text
}

fn change(it: &Change, sign: char) -> String {
    let lines: Vec<String> = it.lines.iter().map(ToString::to_string).collect();
    let mut text = format!("  {sign} {} (row {})\n", it.decision, lines.join(", "));
    it.on.iter().for_each(|on| text.push_str(&format!("      on {}\n", neutral(on))));
    for (at, after) in it.after.iter().enumerate() {
        let before = it.before.get(at).map_or("", String::as_str);
        if before != after {
            let from = if before.is_empty() { String::new() } else { format!("`{}` -> ", neutral(before)) };
            text.push_str(&format!("      {}: {from}`{}`\n", ANSWERS[at], neutral(after)));
        }
    }
    text
}
