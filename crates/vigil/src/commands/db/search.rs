//! `vigil db search`: records by id, package, vendor or text.

use anyhow::bail;
use vigil_base::World as _;
use vigil_vulndb::{Database, Hit, Hits, Query};

use super::status;
use crate::context::{Context, Said};
use crate::database::DatabaseArgs;
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Arguments of `db search`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil db search CVE-2024-6119\n  vigil db search pkg:npm/minimist\n  vigil db search --vendor siemens --most 20\n  vigil db search \"infusion pump\""
)]
pub struct Args {
    /// What to look for: an id, a package URL, or a text in id, title or summary
    #[arg(value_name = "WORDS", required = true, num_args = 1..)]
    words: Vec<String>,

    /// Take it as an id: of a record, an alias, or an advisory
    #[arg(long, group = "sort")]
    id: bool,

    /// Take it as a package: its URL, or its name in every ecosystem
    #[arg(long, group = "sort")]
    package: bool,

    /// Take it as a vendor: of CPE names, of CVE records and advisories
    #[arg(long, group = "sort")]
    vendor: bool,

    /// Take it as a text in id, title or summary
    #[arg(long, group = "sort")]
    text: bool,

    /// How many records to show at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    most: u32,

    #[command(flatten)]
    database: DatabaseArgs,
}

/// Shows the records found, by id and source.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let wanted = args.words.join(" ");
    let wanted = wanted.trim();
    if wanted.is_empty() {
        bail!(Problem::new("the search is empty").help("name an id, a package, a vendor or a text"));
    }
    let path = args.database.existing(context)?;
    let refused = || Problem::new(format!("the vulnerability database `{}` cannot be used", path.display()));
    let database = Database::open(&path).map_err(|error| refused().caused_by(error))?;
    let hits = database
        .search(args.query(wanted), args.most as usize)
        .map_err(|damage| refused().caused_by(damage))?;
    let mut said = Said { as_of: Some(context.world.today()), ..Said::default() };
    said.counts.add("records shown", hits.hits.len());
    // What a source failed to bring may be what is looked for.
    said.counts.incomplete.extend(status::doubts(database.status()));
    context.report_with(&said, &shown(wanted, &hits), &hits)
}

impl Args {
    fn query<'q>(&self, wanted: &'q str) -> Query<'q> {
        match (self.id, self.package, self.vendor, self.text) {
            (true, ..) => Query::Id(wanted),
            (_, true, ..) => Query::Package(wanted),
            (_, _, true, _) => Query::Vendor(wanted),
            (.., true) => Query::Text(wanted),
            _ if wanted.starts_with("pkg:") => Query::Package(wanted),
            _ if is_id(wanted) => Query::Id(wanted),
            _ => Query::Text(wanted),
        }
    }
}

/// Whether a word is built like an id: `CVE-2024-1`, `GHSA-aaaa-bbbb-cccc`, `ICSMA-24-001-01`.
fn is_id(word: &str) -> bool {
    let mut parts = word.split('-');
    let head = parts.next().unwrap_or_default();
    let is_head = head.len() >= 2 && head.chars().all(|c| c.is_ascii_uppercase());
    is_head && parts.clone().count() >= 2 && parts.all(|part| part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn shown(wanted: &str, found: &Hits) -> String {
    if found.hits.is_empty() {
        return format!(
            "no record for `{wanted}`\n\n  `--id`, `--package`, `--vendor` and `--text` say where to look; \
             `vigil db status` says which sources are loaded\n"
        );
    }
    let count = found.hits.len();
    let title = match (count, found.has_more) {
        (1, false) => format!("1 record for `{wanted}`"),
        (_, false) => format!("{count} records for `{wanted}`"),
        (_, true) => {
            format!("the first {count} records for `{wanted}`; there are more, `--most N` shows them")
        }
    };
    let mut sheet = Sheet::titled(&title);
    for hit in &found.hits {
        sheet.row(&hit.id, &line(hit));
    }
    sheet.finish()
}

fn line(hit: &Hit) -> String {
    let day = hit.modified.get(..10).unwrap_or("undated");
    let mark = if hit.is_withdrawn { ", withdrawn" } else { "" };
    let text: String = hit.text.chars().take(300).collect();
    let dots = if text.len() < hit.text.len() { " …" } else { "" };
    format!("{}, {day}{mark}: {text}{dots}", hit.source)
}
