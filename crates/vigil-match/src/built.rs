//! What was compiled into a package: a flaw in a source file that was not compiled is not in the device.
//!
//! Everything here errs towards "it may be in": a file counts as left out only by evidence that is complete, that
//! holds files of its kind at all, and that holds no other file of its name.

mod config;
mod files;

use config::Config;
use files::Files;

pub use config::{ConfigError, busybox_table};

/// What a build says of its source files. The texts are read by who calls; this crate opens no file.
#[derive(Clone, Debug)]
pub struct Built {
    /// The record that states it, for explanations.
    pub record: String,
    /// Whether a person, or the build itself, states that the evidence holds everything that was compiled. Without
    /// it no flaw is dismissed.
    pub is_complete: bool,
    files: Option<Files>,
    config: Option<Config>,
}

/// What is said of a flaw in some source files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Placed {
    /// None of the files was compiled, for this reason.
    Absent(String),
    /// At least one was, or it cannot be said.
    Stays(String),
}

/// What one piece of evidence says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Seen {
    Absent(String),
    Present(String),
    Unknown(String),
}

impl Built {
    /// Without any evidence yet. `record` is how the record that states it is called, such as `package.busybox`.
    pub fn new(record: &str, is_complete: bool) -> Self {
        Self { record: record.to_owned(), is_complete, files: None, config: None }
    }

    /// Adds the compiled files: one path a line, from the top of the source tree or with the folder of the build
    /// before it; objects (`drivers/net/foo.o`) stand for their source. Empty lines and lines that begin with `#`
    /// are left out. `path` is where the list stands, for explanations.
    #[must_use]
    pub fn with_files(mut self, path: &str, text: &str) -> Self {
        self.files = Some(Files::read(path, text));
        self
    }

    /// Adds a `.config`, and a table of which options bring a source file in: lines `FILE OPTION...`, one of the
    /// options being enough. `path` is where the configuration stands, for explanations.
    ///
    /// # Errors
    /// Says which line of the configuration or of the table cannot be read.
    pub fn with_config(mut self, path: &str, config: &str, table: &str) -> Result<Self, ConfigError> {
        self.config = Some(Config::read(path, config, table)?);
        Ok(self)
    }

    /// How many compiled files it lists.
    pub fn file_count(&self) -> usize {
        self.files.as_ref().map_or(0, Files::count)
    }

    /// What it says of a flaw that lies in `named`, the source files that its records name.
    pub(crate) fn place(&self, named: &[String]) -> Placed {
        let mut reasons = Vec::new();
        for file in named {
            match self.see(file) {
                Seen::Absent(why) => reasons.push(why),
                Seen::Present(why) | Seen::Unknown(why) => return Placed::Stays(self.said(&why)),
            }
        }
        reasons.sort();
        reasons.dedup();
        let why = self.said(&format!("not built in: {}", reasons.join("; ")));
        if self.is_complete {
            Placed::Absent(why)
        } else {
            Placed::Stays(format!("{why}; but nobody states that this is complete (`complete = true`)"))
        }
    }

    fn said(&self, why: &str) -> String {
        format!("{why} ({})", self.record)
    }

    /// One file. Evidence that it was compiled weighs more than evidence that it was not.
    fn see(&self, named: &str) -> Seen {
        let by_files = self.files.as_ref().map(|files| files.see(named));
        let by_config = self.config.as_ref().map(|config| config.see(named));
        let all = [by_files, by_config];
        let of = |keep: fn(&Seen) -> bool| all.iter().flatten().find(|seen| keep(seen)).cloned();
        of(|seen| matches!(seen, Seen::Present(_)))
            .or_else(|| of(|seen| matches!(seen, Seen::Absent(_))))
            .or_else(|| of(|seen| matches!(seen, Seen::Unknown(_))))
            .unwrap_or_else(|| Seen::Unknown("nothing is stated of what was compiled".to_owned()))
    }
}

#[cfg(test)]
mod tests;
