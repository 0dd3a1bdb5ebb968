//! `vigil db update`: public feeds over the network to the database.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use vigil_base::World as _;
use vigil_fetch::{Client, Pause, Proxies, Settings};
use vigil_finding::Severity;
use vigil_update::{Feed, FeedReport, Job, Report, Table, UpdateError};
use vigil_vulndb::{Changes, Database, ImportError, Status};

use super::status;
use crate::context::{Context, Said};
use crate::database::DatabaseArgs;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// The variable that names the cache of a machine.
const CACHE: &str = "VIGIL_CACHE";

/// Arguments of `db update`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil db update\n  vigil db update --source kev,epss\n  \
                  vigil db update --base nvd=https://mirror.example/nvd --proxy http://proxy.example:3128 --ca site.pem")]
pub struct Args {
    /// The feeds to fetch; without it all but those that `--list` shows as fetched on request
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    source: Vec<String>,

    /// Fetch a feed from a mirror that has the same files below this address
    #[arg(long, value_name = "NAME=URL", value_parser = base)]
    base: Vec<(String, String)>,

    /// The proxy; without it `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`. `NO_PROXY` holds in both cases
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,

    /// Certificates of the authorities to trust, as PEM, in place of those that browsers trust
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,

    /// A file that holds the access key of the NVD API, for the feed `nvd-api`; without it `NVD_API_KEY`
    #[arg(long, value_name = "FILE")]
    nvd_key_file: Option<PathBuf>,

    /// The folder in which feeds are kept between updates; without it what `VIGIL_CACHE` names, or `vigil` in the
    /// cache folder of the user
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,

    /// Make the database from the cache alone: what was imported from other files goes
    #[arg(long)]
    rebuild: bool,

    /// Show the feeds, their addresses and licences; nothing is fetched
    #[arg(long)]
    list: bool,

    #[command(flatten)]
    database: DatabaseArgs,
}

/// The JSON form.
#[derive(Serialize)]
struct Updated<'a> {
    database: String,
    written: bool,
    feeds: &'a [FeedReport],
    status: Option<&'a Status>,
    /// What differs from the database before; null where there was none, or nothing was written.
    changes: Option<&'a Changes>,
}

/// Sleeps; the library only says for how long.
struct Sleep;

impl Pause for Sleep {
    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Fetches, imports, and says what failed; a feed that failed makes the exit code 3.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let table = Table::built_in()?;
    if args.list {
        return listed(&table, context);
    }
    let known = |error| {
        Problem::new("the feeds cannot be fetched")
            .caused_by(error)
            .help("`vigil db update --list` shows them")
    };
    let feeds = table.select(&args.source).map_err(known)?;
    for (name, _) in &args.base {
        table.feed(name).map_err(known)?;
    }
    let (cache, database) = (cache(args, context)?, args.database.path(context));
    let job = Job {
        table: &table,
        feeds,
        bases: args.base.iter().cloned().collect(),
        keys: keys(args, &table, context)?,
        cache: &cache,
        database: &database,
        rebuild: args.rebuild,
    };
    match vigil_update::update(&context.world, &client(args, context)?, &job) {
        Ok(report) => told(&report, &database, context),
        Err(UpdateError::Nothing(report)) => without_database(&report, &database, context),
        Err(UpdateError::Import(ImportError::Empty { report, .. })) => {
            let report = Report { findings: report.findings, ..Report::default() };
            without_database(&report, &database, context)
        }
        Err(error) => {
            let mut problem =
                Problem::new("the vulnerability database was not updated; the old one, if any, is as it was");
            if matches!(error, UpdateError::Busy(_)) {
                problem = problem.help("wait until it has ended, or name another database and cache");
            }
            Err(problem.caused_by(error).into())
        }
    }
}

fn client(args: &Args, context: &Context) -> anyhow::Result<Client> {
    let environment = Proxies::from_world(&context.world);
    let proxies = match &args.proxy {
        Some(proxy) => environment.through(proxy),
        None => environment,
    };
    let authorities = args.ca.as_ref().map(|file| context.read(file)).transpose()?;
    let settings = Settings { proxies, authorities, ..Settings::default() };
    let refused = |error| Problem::new("no connection can be made with these settings").caused_by(error);
    Ok(Client::new(settings, Box::new(Sleep)).map_err(refused)?)
}

/// Where feeds are kept: as named, or in the cache folder of the user.
fn cache(args: &Args, context: &Context) -> Result<PathBuf, Problem> {
    let env = |name: &str| context.world.env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let named = args.cache.clone().or_else(|| env(CACHE));
    let user = || env("XDG_CACHE_HOME").or_else(|| env("LOCALAPPDATA")).map(|folder| folder.join("vigil"));
    let home = || env("HOME").map(|folder| folder.join(".cache").join("vigil"));
    named.or_else(user).or_else(home).ok_or_else(|| {
        Problem::new("there is no folder to keep feeds in")
            .help(format!("name one with `--cache DIR` or the variable `{CACHE}`"))
    })
}

/// The access keys by feed. One from the environment goes to the feed's own address only, never to a mirror.
fn keys(args: &Args, table: &Table, context: &Context) -> Result<BTreeMap<String, String>, Problem> {
    let mut found = BTreeMap::new();
    for feed in &table.feeds {
        let Some(key) = &feed.key else { continue };
        let is_mirrored = args.base.iter().any(|(name, _)| *name == feed.name);
        let value = match &args.nvd_key_file {
            Some(file) => Some(String::from_utf8_lossy(&context.read(file)?).into_owned()),
            None => context.world.env(&key.variable).filter(|_| !is_mirrored),
        };
        let Some(value) = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()) else {
            continue;
        };
        if !value.chars().all(|c| c.is_ascii_graphic()) {
            return Err(Problem::new(format!(
                "the access key of {} is not one line of letters and digits",
                feed.name
            )));
        }
        found.insert(feed.name.clone(), value);
    }
    Ok(found)
}

fn told(report: &Report, database: &std::path::Path, context: &Context) -> anyhow::Result<Done> {
    let imported = report.import.as_ref().and_then(|import| import.status.clone());
    let status = match imported {
        Some(status) => status,
        None => Database::open(database)?.status().clone(),
    };
    let written = report.import.is_some();
    let value = Updated {
        database: database.display().to_string(),
        written,
        feeds: &report.feeds,
        status: Some(&status),
        changes: report.import.as_ref().and_then(|import| import.changes.as_ref()),
    };
    let said = said(report, Some(&status));
    let state = if written { "written" } else { "up to date" };
    let mut sheet = Sheet::titled(&format!("{}: {state}", value.database));
    feeds(&report.feeds, &mut sheet);
    if let Some(changes) = value.changes {
        sheet.add("Changes", &status::changes(changes));
    }
    status::describe(&status, &mut sheet);
    context.report_with(&said, &sheet.finish(), &value)
}

fn without_database(report: &Report, database: &std::path::Path, context: &Context) -> anyhow::Result<Done> {
    let database = database.display().to_string();
    let mut sheet = Sheet::titled(&format!("{database}: not written"));
    feeds(&report.feeds, &mut sheet);
    let value = Updated { database, written: false, feeds: &report.feeds, status: None, changes: None };
    let mut done = context.report_with(&said(report, None), &sheet.finish(), &value)?;
    done.outcome = Outcome::Unusable;
    Ok(done)
}

fn said(report: &Report, status: Option<&Status>) -> Said {
    let mut said = Said { findings: report.findings.clone(), ..Said::default() };
    let count = |of: fn(&FeedReport) -> usize| report.feeds.iter().map(of).sum::<usize>();
    said.counts.add("feeds", report.feeds.len());
    said.counts.add("files fetched", count(|feed| feed.fetched));
    said.counts.add("files unchanged", count(|feed| feed.unchanged + feed.not_due));
    said.counts.add("files failed", count(|feed| feed.failed));
    if report.findings.iter().any(|finding| finding.severity == Severity::Error) {
        said.counts.missed("parts of the feeds could not be fetched or used; the errors above say which");
    }
    said.counts.incomplete.extend(status.into_iter().flat_map(status::doubts));
    said
}

fn feeds(reports: &[FeedReport], sheet: &mut Sheet) {
    let line = |feed: &FeedReport| {
        let size = feed.bytes as f64 / 1e6;
        let FeedReport { name, fetched, unchanged, not_due, failed, .. } = feed;
        format!(
            "{name}: {fetched} fetched ({size:.1} MB), {unchanged} unchanged, {not_due} not due, {failed} failed"
        )
    };
    sheet.add_all("Feeds", &reports.iter().map(line).collect::<Vec<_>>());
}

/// The table of feeds for people and programs.
fn listed(table: &Table, context: &Context) -> anyhow::Result<Done> {
    let mut text = String::new();
    for feed in &table.feeds {
        let Feed { name, title, base, licence, changes, .. } = feed;
        let mut sheet = Sheet::titled(&format!("{name}: {title}"));
        sheet.add("Address", base);
        sheet.add("Fetched", if feed.default { "by default" } else { "on request, with `--source`" });
        sheet.add("Changes", changes);
        sheet.add("Licence", licence);
        text.push_str(&sheet.finish());
        text.push('\n');
    }
    let rows: Vec<BTreeMap<&str, &str>> = table
        .feeds
        .iter()
        .map(|feed| {
            let default = if feed.default { "yes" } else { "no" };
            BTreeMap::from([
                ("name", feed.name.as_str()),
                ("title", &feed.title),
                ("address", &feed.base),
                ("default", default),
                ("licence", &feed.licence),
                ("changes", &feed.changes),
            ])
        })
        .collect();
    context.document(text, &rows)
}

/// `NAME=URL`.
fn base(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, url)) if url.starts_with("https://") || url.starts_with("http://") => {
            Ok((name.to_owned(), url.trim_end_matches('/').to_owned()))
        }
        Some((_, url)) => Err(format!("`{url}` does not begin with `https://` or `http://`")),
        None => Err("it is not of the form NAME=URL, such as nvd=https://mirror.example/nvd".to_owned()),
    }
}
