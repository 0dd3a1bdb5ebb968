//! `vigil db status`: what the database holds, how old it is, and what there is to doubt.

use vigil_base::{Date, World as _};
use vigil_vulndb::{Changes, Database, Freshness, Source, Status};

use crate::context::{Context, Said};
use crate::database::{DatabaseArgs, FreshnessArgs};
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Arguments of `db status`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil db status --max-age 7 || vigil db import feeds/")]
pub struct Args {
    #[command(flatten)]
    database: DatabaseArgs,

    #[command(flatten)]
    freshness: FreshnessArgs,

    /// Read the whole file and compare it with its digest
    #[arg(long)]
    verify: bool,
}

/// Shows the database; a source that is too old or incomplete makes the exit code 3.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let path = args.database.existing(context)?;
    let refused = || Problem::new(format!("the vulnerability database `{}` cannot be used", path.display()));
    let database = Database::open(&path).map_err(|error| refused().caused_by(error))?;
    if args.verify {
        database.verify().map_err(|damage| refused().caused_by(damage))?;
    }
    let status = database.status();
    let mut sheet = Sheet::titled(&path.display().to_string());
    describe(status, &mut sheet);
    context.report_with(&said(status, args.freshness.max_age, context.world.today()), &sheet.finish(), status)
}

/// The lines on a database that are the same after an import and later.
pub fn describe(status: &Status, sheet: &mut Sheet) {
    sheet.add("Digest", &status.digest.to_string());
    sheet.add("Size", &format!("{:.1} MB, format {}", status.bytes as f64 / 1e6, status.format));
    sheet.add(
        "Data cut",
        &status.newest.map_or_else(|| "not stated by any source".to_owned(), |day| day.to_string()),
    );
    let sources: Vec<String> = status.sources.iter().map(source).collect();
    sheet.add_all("Sources", &sources);
    let notices: Vec<String> = status.sources.iter().filter_map(|source| source.notice.clone()).collect();
    sheet.add_all("Notices", &notices);
}

/// How many records differ from the database before; the JSON form names each.
pub fn changes(changes: &Changes) -> String {
    let Changes { new, changed, withdrawn, removed } = changes;
    let counts = [(new, "new"), (changed, "changed"), (withdrawn, "withdrawn"), (removed, "removed")];
    counts.map(|(list, word)| format!("{} {word}", list.len())).join(", ")
}

fn source(source: &Source) -> String {
    let newest = source.newest.map_or_else(|| "undated".to_owned(), |day| format!("newest of {day}"));
    format!("{}: {} records ({} withdrawn), {newest}", source.name, source.records, source.withdrawn)
}

/// Why sources may not be complete; each names its source.
pub fn doubts(status: &Status) -> impl Iterator<Item = String> {
    status.sources.iter().flat_map(|source| source.doubts.iter().cloned())
}

/// Too old and incomplete sources are things that could not be looked at.
fn said(status: &Status, max_age: i64, today: Date) -> Said {
    let mut said = Said { as_of: Some(today), ..Said::default() };
    said.counts.add("sources", status.sources.len());
    said.counts.add("records", status.sources.iter().map(|source| source.records).sum::<u64>());
    said.counts.incomplete.extend(doubts(status));
    match status.freshness(today, max_age) {
        Freshness::Fresh => {}
        Freshness::Undated => said.counts.missed("no source states how old it is"),
        Freshness::Stale(stale) => {
            for (name, day, age) in stale {
                let sentence = format!("{name} is of {day}, {age} days old; at most {max_age} are allowed");
                said.counts.missed(sentence);
            }
        }
    }
    said
}
