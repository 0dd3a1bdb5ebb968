//! `vigil vex list`: what the files in `vex/` propose, and which statements fit nothing.

use serde::Serialize;
use vigil_base::{Id, World as _};
use vigil_case::vex::{Drift, Proposal, Source, Standing, Vex};
use vigil_finding::render::neutral;

use crate::columns::{counted, listed};
use crate::context::Context;
use crate::device;
use crate::outcome::Outcome;
use crate::output::Done;

/// How many lines of a list are printed.
const MOST: usize = 40;

/// Arguments of `vex list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil vex list --format json")]
pub struct Args {}

/// The JSON form.
#[derive(Serialize)]
struct Value<'c> {
    schema_version: u32,
    sources: &'c [Source],
    proposals: &'c [Proposal],
    drift: &'c [Drift],
    incomplete: Vec<String>,
}

/// Lists them. What could not be looked at makes the exit code 3.
pub fn run(_: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    let vex = &case.vex;
    let value = Value {
        schema_version: 1,
        sources: &vex.sources,
        proposals: &vex.proposals,
        drift: &vex.drift,
        incomplete: device::doubts(&case),
    };
    let mut done = context.document(text(vex, &value.incomplete), &value)?;
    done.outcome = done.outcome.and(device::unread(&case.findings));
    if !value.incomplete.is_empty() && !context.options.allow_incomplete {
        done.outcome = done.outcome.and(Outcome::Incomplete);
    }
    Ok(done)
}

fn text(vex: &Vex, doubts: &[String]) -> String {
    let statements: usize = vex.sources.iter().map(|it| it.statements).sum();
    let mut text = format!(
        "{} in {}; {}\n",
        counted(statements, "statement"),
        counted(vex.sources.len(), "document"),
        counted(vex.proposals.len(), "proposal")
    );
    let open = |it: &&Proposal| it.standing == Standing::Open;
    let lines = |wanted: &dyn Fn(&&Proposal) -> bool| -> Vec<String> {
        vex.proposals.iter().filter(|it| wanted(it)).map(line).collect()
    };
    let against = |it: &&Proposal| matches!(it.standing, Standing::Contradicts(_));
    text.push_str(&listed("To decide: `vigil triage accept ID`", &lines(&open), MOST));
    text.push_str(&listed("Against decisions", &lines(&against), MOST));
    text.push_str(&listed("As decided", &lines(&|it| !open(it) && !against(it)), MOST));
    let drift: Vec<String> = vex.drift.iter().map(drift_line).collect();
    text.push_str(&listed("Statements that fit nothing", &drift, MOST));
    for doubt in doubts {
        text.push_str(&format!("INCOMPLETE: {}\n", neutral(doubt)));
    }
    text
}

fn line(it: &Proposal) -> String {
    let parts: Vec<&str> = it.covers.iter().map(|(component, _)| component.as_str()).collect();
    let ids =
        |ids: &std::collections::BTreeSet<Id>| ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
    let standing = match &it.standing {
        Standing::Open => String::new(),
        Standing::Agrees(by) => format!("; as {}", ids(by)),
        Standing::Contradicts(by) => format!("; against {}", ids(by)),
        Standing::Overruled(by) => format!("; not followed by {}", ids(by)),
    };
    format!(
        "{}: {} in {} ({}) is {}; recognised by {}; {}{standing}",
        it.id,
        it.flaw,
        it.name,
        parts.join(", "),
        it.says(),
        it.how,
        it.origin.text()
    )
}

fn drift_line(it: &Drift) -> String {
    let more = if it.more > 0 { format!(" and {} more products", it.more) } else { String::new() };
    format!("{} of `{}`{more}, {}: {}; {}", it.flaw, it.product, it.status.word(), it.because, it.origin.file)
}
