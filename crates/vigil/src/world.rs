//! The real world: the clock, the disk, the environment, the terminal. Nothing else in the program asks them.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use vigil_base::{Date, Disk, World};

use crate::problem::Problem;
use crate::progress::Progress;

/// The world as it is, but for the date where `--date` gives one.
///
/// `SOURCE_DATE_EPOCH` is not read: a date here is the day a case is judged at, not the time of a build, and
/// a variable left over in a build machine must not decide it. It comes from `--date` or from the clock; `vigil build`
/// looks into the device folder's `vigil.lock` before the clock.
#[derive(Debug)]
pub struct Real {
    disk: Disk,
    start: PathBuf,
    progress: Progress,
}

impl Real {
    /// Looks at the clock once, so that a run past midnight has one day.
    pub fn new(date: Option<Date>, show_progress: bool) -> Result<Self, Problem> {
        let start = std::env::current_dir()
            .map_err(|error| Problem::new("the working directory cannot be read").caused_by(error))?;
        Ok(Self {
            disk: Disk { today: date.unwrap_or_else(today) },
            start,
            progress: Progress::new(show_progress),
        })
    }

    /// The working directory.
    pub fn start(&self) -> &Path {
        &self.start
    }

    /// The file of the running program.
    pub fn program(&self) -> Option<PathBuf> {
        std::env::current_exe().ok()
    }

    /// What stands in standard input, but for what goes beyond `limit` bytes by more than one.
    pub fn standard_input(&self, limit: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Removes a file. Only commands that own a file's folder do that, so it is no part of [`World`].
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    /// Takes the progress bar off the terminal.
    pub fn end_progress(&self) {
        self.progress.end();
    }
}

/// The day in UTC: two people on two continents who run the same command at once get the same answer.
fn today() -> Date {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date()
}

impl World for Real {
    fn today(&self) -> Date {
        self.disk.today()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.disk.read(path)
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.disk.walk(folder)
    }

    fn passed_by(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.disk.passed_by(folder)
    }

    fn exists(&self, path: &Path) -> bool {
        self.disk.exists(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.disk.write(path, bytes)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door that the ban protects")]
    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn progress(&self, what: &str, done: u64, total: Option<u64>) {
        self.progress.show(what, done, total);
    }
}
