//! `vigil triage confirm`: what is asked again still holds.

use serde::Serialize;
use vigil_base::{Date, Id};
use vigil_case::triage::{Desk, Written};

use super::written;
use crate::cli::day;
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// Says that decisions which are asked again still hold: they get today's date, and a new day of review
///
/// The next `vigil match` takes down anew what they rest on.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil triage confirm certificate-names --by psirt --review 2027-10-01")]
pub struct Args {
    /// The decisions
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,

    /// Who confirms: a role
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,

    /// The day after which they have to be looked at again; needed where the day that stands there is past
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub review: Option<Date>,
}

/// The JSON form.
#[derive(Serialize)]
struct Value {
    schema_version: u32,
    confirmed: Vec<String>,
}

/// Confirms all of them or none.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = written::case(context, &root)?;
    let mut desk = Desk::new(&case, written::texts(context, &root, &case)?);
    let mut done: Vec<Written> = Vec::new();
    for id in &args.ids {
        let id = Id::new(id.strip_prefix("decision.").unwrap_or(id));
        let stated = case.model.decisions.get(&id);
        let past = stated.and_then(|it| it.review).is_some_and(|day| day < case.as_of);
        if past && args.review.is_none() {
            return Err(Problem::new(format!("the review day of `{id}` is past"))
                .help("give it a new one with `--review DATE`")
                .into());
        }
        if stated.is_some_and(|it| it.date == Some(case.as_of)) && args.by.is_none() && args.review.is_none()
        {
            return Err(Problem::new(format!(
                "`{id}` has the date of today already, so nothing would change"
            ))
            .help("give it a day of review with `--review DATE`, or say who confirms with `--by`")
            .into());
        }
        done.push(desk.confirm(&id, args.by.as_deref(), args.review).map_err(written::refused)?);
    }
    written::write(context, &root, &case, &desk)?;
    let text =
        done.iter().map(|it| format!("{} confirmed in {}\n", it.decision, it.file)).collect::<String>();
    let value = Value { schema_version: 1, confirmed: done.into_iter().map(|it| it.decision).collect() };
    context.document(text + "`vigil match` takes down what they rest on now\n", &value)
}
