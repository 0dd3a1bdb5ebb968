//! The whole way: feeds into the cache, the cache into a new database, the new database into its place.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::World;
use vigil_fetch::Client;
use vigil_finding::Finding;
use vigil_vulndb::{Changes, Database, ImportError, Options};

use crate::download::Download;
use crate::findings;
use crate::inputs::Inputs;
use crate::state::{Made, lock};
use crate::table::{Feed, Table};

/// What to update, from where, to where.
pub struct Job<'a> {
    /// All feeds there are.
    pub table: &'a Table,
    /// Those to fetch.
    pub feeds: Vec<&'a Feed>,
    /// Addresses that take the place of a feed's own, by feed.
    pub bases: BTreeMap<String, String>,
    /// Access keys, by feed.
    pub keys: BTreeMap<String, String>,
    /// The folder in which files are kept between updates.
    pub cache: &'a Path,
    /// The database.
    pub database: &'a Path,
    /// Whether what the present database has beyond the cache is left out.
    pub rebuild: bool,
}

/// What an update did.
#[derive(Debug, Default)]
pub struct Report {
    /// Each feed that was asked for.
    pub feeds: Vec<FeedReport>,
    /// What could not be fetched or used.
    pub findings: Vec<Finding>,
    /// What the import did; nothing where the database was up to date already.
    pub import: Option<vigil_vulndb::Report>,
}

/// What became of one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FeedReport {
    /// Its name.
    pub name: String,
    /// The address it was fetched from.
    pub base: String,
    /// Files that are new or have changed.
    pub fetched: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that the server confirmed.
    pub unchanged: usize,
    /// Files that were confirmed so lately that they were not asked for.
    pub not_due: usize,
    /// Files that could not be fetched.
    pub failed: usize,
    /// Why the first of them could not.
    pub reason: Option<String>,
}

/// Why there is no database, or no new one.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Another update is running.
    #[error("another update is using `{}`", .0.display())]
    Busy(PathBuf),
    /// The disk.
    #[error("`{}` cannot be used: {error}", path.display())]
    Disk {
        /// File or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Nothing could be fetched, and there is no database yet.
    #[error("nothing could be fetched, and there is no database yet")]
    Nothing(Box<Report>),
    /// The import.
    #[error(transparent)]
    Import(#[from] ImportError),
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> UpdateError {
    move |error| UpdateError::Disk { path: path.to_path_buf(), error }
}

/// Fetches the feeds and makes the database from them.
///
/// Whenever the process ends, by whatever means, the database at `job.database` is the old one or the new one. A feed that
/// fails is reported and marked in the database; all others are used.
pub fn update(world: &dyn World, client: &Client, job: &Job<'_>) -> Result<Report, UpdateError> {
    let cache_lock = job.cache.join(".lock");
    let _cache = locked(&cache_lock)?;
    let _database = locked(&beside(job.database, "lock"))?;
    let mut report = Report::default();
    for feed in &job.feeds {
        let (feed, findings) = download(world, client, job, feed).run();
        report.feeds.push(feed);
        report.findings.extend(findings);
    }
    let before = Made::of(world, job.cache, job.database);
    report.findings.extend(lost(world, job, &before));
    let failed = failed(job, &report);
    let inputs =
        Inputs::of(world, job.table, job.cache, job.database, &before, job.rebuild).with_failed(failed);
    if inputs.paths.is_empty() {
        return Err(UpdateError::Nothing(Box::new(report)));
    }
    if !inputs.are_in(&before) {
        import(world, job, &inputs, &mut report)?;
    }
    Ok(report)
}

fn locked(path: &Path) -> Result<std::fs::File, UpdateError> {
    lock(path).map_err(disk(path))?.ok_or_else(|| UpdateError::Busy(path.to_path_buf()))
}

fn download<'a>(world: &'a dyn World, client: &'a Client, job: &'a Job<'_>, feed: &'a Feed) -> Download<'a> {
    let base = job.bases.get(&feed.name).unwrap_or(&feed.base);
    let key = feed.key.as_ref().zip(job.keys.get(&feed.name));
    let report = FeedReport { name: feed.name.clone(), base: base.clone(), ..FeedReport::default() };
    Download {
        world,
        client,
        feed,
        base,
        folder: job.cache.join(&feed.name),
        headers: key.map(|(key, value)| (key.header.clone(), value.clone())).into_iter().collect(),
        report,
        findings: Vec::new(),
    }
}

/// A database that cannot be opened, one of an older format too, cannot be carried on; said where it may have held more
/// than the cache.
fn lost(world: &dyn World, job: &Job<'_>, before: &Made) -> Option<Finding> {
    if before.pure || job.rebuild || !world.exists(job.database) {
        return None;
    }
    let error = Database::open(job.database).err()?;
    Some(findings::not_carried_on(&job.database.to_string_lossy(), &error.to_string()))
}

/// The feeds that failed in this run, and those marked in the database that were not asked for in this one.
fn failed(job: &Job<'_>, report: &Report) -> BTreeMap<String, String> {
    let asked = |name: &str| job.feeds.iter().any(|feed| feed.name == name);
    let database = Database::open(job.database).ok();
    let sources = database.iter().flat_map(Database::sources);
    let old = sources.filter(|source| !asked(&source.name));
    let old = old.filter_map(|source| Some((&source.name, source.failed.as_ref()?)));
    let new = report.feeds.iter().filter_map(|feed| Some((&feed.name, feed.reason.as_ref()?)));
    old.chain(new).map(|(name, reason)| (name.clone(), reason.clone())).collect()
}

/// Makes the new database in a folder of its own beside the old one, then swaps it in.
fn import(world: &dyn World, job: &Job<'_>, inputs: &Inputs, report: &mut Report) -> Result<(), UpdateError> {
    let work = beside(job.database, "work");
    // What a killed update left behind; the lock says that nobody uses it.
    let _ = std::fs::remove_dir_all(&work);
    let made = work.join("new.vdb");
    let options = Options {
        fetched: inputs.made.fetched,
        failed: Some(inputs.made.failed.clone()),
        ..Options::default()
    };
    let mut imported = vigil_vulndb::import(world, &inputs.paths, &made, options).inspect_err(|_| {
        let _ = std::fs::remove_dir_all(&work);
    })?;
    imported.changes = changes(job.database, &made);
    std::fs::rename(&made, job.database).map_err(disk(job.database))?;
    let _ = std::fs::remove_dir_all(&work);
    let database = imported.status.as_ref().map(|status| status.digest);
    let saved = Made { database, ..inputs.made.clone() }.save(world, job.cache, job.database);
    saved.map_err(disk(job.cache))?;
    report.findings.extend(imported.findings.iter().cloned());
    report.import = Some(imported);
    Ok(())
}

/// What differs from the database before, also where it was made anew: then records can be gone.
fn changes(old: &Path, new: &Path) -> Option<Changes> {
    let (old, new) = (Database::open(old).ok()?, Database::open(new).ok()?);
    Changes::between(&old, &new).ok()
}

/// A hidden file or folder beside the database.
fn beside(database: &Path, suffix: &str) -> PathBuf {
    let name = database.file_name().unwrap_or_default().to_string_lossy();
    database.with_file_name(format!(".{name}.{suffix}"))
}
