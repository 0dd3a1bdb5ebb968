//! `vigil db status`: what the database holds, how old it is, and what there is to doubt.

use vigil_base::{Date, World as _, date};
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

    /// Count the records of every year, not only of the last ones
    #[arg(long)]
    years: bool,
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
    in_detail(status, args.years, context.world.today(), &mut sheet);
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

/// How many years are counted one by one where not all are asked for.
const YEARS: usize = 6;

/// Age, completeness, digest and counts per year of each source.
fn in_detail(status: &Status, all_years: bool, today: Date, sheet: &mut Sheet) {
    for source in &status.sources {
        let mut facts = vec![age(source, today), completeness(source)];
        facts.extend(source.release.as_ref().map(|release| format!("release {release}")));
        facts.extend(source.digest.map(|digest| format!("digest {digest}")));
        sheet.add_all(&source.name, &[facts.join("; "), years(source, all_years)]);
    }
}

fn age(source: &Source, today: Date) -> String {
    match source.newest.map(|day| date::days_between(day, today)) {
        None => "of unknown age".to_owned(),
        Some(1) => "1 day old".to_owned(),
        Some(days) => format!("{days} days old"),
    }
}

/// What is missing, as far as it can be seen; a source does not say how many records it should have.
fn completeness(source: &Source) -> String {
    match (&source.failed, source.doubts.len()) {
        (Some(cause), _) => format!("incomplete, its last download failed: {cause}"),
        (None, 0) => "nothing is seen to be missing".to_owned(),
        (None, 1) => "1 reason to doubt that it is complete, below".to_owned(),
        (None, count) => format!("{count} reasons to doubt that it is complete, below"),
    }
}

fn years(source: &Source, all: bool) -> String {
    let skipped = if all { 0 } else { source.per_year.len().saturating_sub(YEARS) };
    let before: u64 = source.per_year.values().take(skipped).sum();
    let mut counts: Vec<String> = Vec::new();
    if let Some(first) = source.per_year.keys().nth(skipped).filter(|_| skipped > 0) {
        counts.push(format!("before {first}: {before}"));
    }
    counts.extend(source.per_year.iter().skip(skipped).map(|(year, count)| format!("{year}: {count}")));
    if counts.is_empty() { String::new() } else { format!("records per year: {}", counts.join(", ")) }
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
