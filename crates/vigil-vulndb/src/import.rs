//! From feeds to one file: every input is read once, every record packed once, the index built at the end.

mod base;
mod batch;
mod crew;
mod inputs;
mod names;
mod report;
mod rows;
mod spool;
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigil_base::{Date, World};

use crate::changes::Changes;
use crate::findings;
use crate::input::{Limits, unpack};
use crate::{Damage, Database};

pub use report::{Input, Report};

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much of an untrusted input is read.
    pub limits: Limits,
    /// The day on which the feeds were fetched, where that is known: the data cut is not older than it.
    pub fetched: Option<Date>,
    /// Feeds whose last download failed, with the reason: marked in the database as a reason to doubt. Without it
    /// the marks of the databases among the inputs stay.
    pub failed: Option<BTreeMap<String, String>>,
}

/// Why no database was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file, or the spool beside it, could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The target.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The database that the import carries on has the digest that it states, and still contradicts itself.
    #[error("cannot carry on {path}: {source}")]
    Base {
        /// The database.
        path: PathBuf,
        /// What is wrong with it.
        source: Damage,
    },
    /// Nothing usable was in the inputs; an empty database would call every package unidentified.
    #[error("none of the {inputs} inputs holds a usable record; no database was written")]
    Empty {
        /// How many files were read.
        inputs: usize,
        /// What was wrong with them.
        report: Box<Report>,
    },
}

/// Makes a vulnerability database at `target` from feed files and folders, or older databases.
///
/// The file is written beside the target and renamed: a reader sees the old file or the new one. What could not be
/// used stands in the report's findings. Only `world.progress` is asked; feeds are read from disk directly, because
/// they are too large to be handed over as bytes.
pub fn import(
    world: &dyn World,
    inputs: &[PathBuf],
    target: &Path,
    options: Options,
) -> Result<Report, ImportError> {
    let write = |source| ImportError::Write { path: target.to_path_buf(), source };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(write)?;
    let mut report = Report::default();
    let (files, missing) = list(inputs, target);
    let mut tables = tables::Tables::new(folder, base::Base::of(&files)).map_err(write)?;
    report.findings.extend(missing);
    let mut crew = crew::Crew::new();
    for (at, file) in files.iter().enumerate() {
        world.progress("import", at as u64, Some(files.len() as u64));
        inputs::read(file, &options, &mut crew, &mut tables, &mut report);
    }
    drop(crew);
    if let Some(error) = tables.spool_error() {
        return Err(write(error));
    }
    report.superseded = std::mem::take(&mut tables.superseded);
    report.finish();
    if tables.is_empty() {
        return Err(ImportError::Empty { inputs: files.len(), report: Box::new(report) });
    }
    world.progress("index", 0, None);
    if let Some(failed) = options.failed {
        tables.failed = failed;
    }
    let base = tables.base();
    report.status = Some(tables.write(target, options.fetched)?);
    if let Some((path, base)) = base {
        let changes = Database::open(target).map_err(|error| write(std::io::Error::other(error)))?;
        let changes = Changes::between(&base, &changes);
        report.changes = Some(changes.map_err(|source| ImportError::Base { path, source })?);
    }
    world.progress("index", 1, Some(1));
    Ok(report)
}

/// The files of all inputs, each once, in an order that does not depend on how they were named.
fn list(inputs: &[PathBuf], target: &Path) -> (Vec<PathBuf>, Vec<vigil_finding::Finding>) {
    let mut files = Vec::new();
    let mut missing = Vec::new();
    for input in inputs {
        match unpack::files(input) {
            Ok(found) if found.is_empty() => missing.push(findings::empty_folder(&input.to_string_lossy())),
            Ok(found) => files.extend(found.into_iter().filter(|file| input == file || file != target)),
            Err(error) => missing.push(findings::unreadable(&input.to_string_lossy(), &error.to_string())),
        }
    }
    files.sort();
    files.dedup();
    (files, missing)
}
