//! `vigil baseline diff`: what differs between two frozen releases, or between one and now.

use serde::Serialize;
use vigil_base::World as _;
use vigil_case::baseline::{self, Difference};

use super::differs;
use crate::context::Context;
use crate::device;
use crate::output::Done;

/// How many lines of a list are printed.
const MOST: usize = 60;

/// Arguments of `baseline diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil baseline diff k253111\n  vigil baseline diff v2-6-9 k253111")]
pub struct Args {
    /// The baseline
    pub name: String,

    /// Another baseline; the device as it is now without it
    pub other: Option<String>,
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'c> {
    schema_version: u32,
    then: &'c str,
    now: &'c str,
    difference: Difference,
}

/// Compares them.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let then = differs::read(context, &root, &args.name)?;
    let difference = match &args.other {
        Some(other) => {
            let now = differs::read(context, &root, other)?;
            baseline::difference(
                (&then.index, &then.facts, &then.inventory),
                (&now.index, &now.facts, &now.inventory),
            )
        }
        None => {
            let case = device::case(&context.world, &root, context.world.today())?;
            let cut = differs::frozen(&case, &args.name)?;
            differs::with_case(&then, &case, &cut)?
        }
    };
    let now = args.other.as_deref().unwrap_or("the device folder as it is");
    let mut text = format!("{} against {now}\n", args.name);
    text.push_str(&differs::text(&difference, MOST));
    if difference.is_none() {
        text.push_str("\nNothing differs but, at most, the day and the tool.\n");
    }
    context.document(text, &Value { schema_version: 1, then: &args.name, now, difference })
}
