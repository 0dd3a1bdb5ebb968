//! A configuration (`.config` of the kernel or of BusyBox), and which options bring a source file in.

use std::collections::BTreeMap;

use super::Seen;
use super::files::is_same;

/// Options with the value each has, and files with the options that bring them in.
#[derive(Clone, Debug)]
pub(super) struct Config {
    path: String,
    /// Options that are stated; `false` for those that are "not set".
    options: BTreeMap<String, bool>,
    table: Vec<(String, Vec<String>)>,
}

/// A configuration, or a table of options, that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A line of the configuration is none of the two forms.
    #[error("line {line} is neither `CONFIG_NAME=value` nor `# CONFIG_NAME is not set`: `{text}`")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What stands there, shortened.
        text: String,
    },
    /// It states no option at all, so it is no configuration.
    #[error("it states no option `CONFIG_NAME=value`, so it is no configuration of a build")]
    Empty,
    /// A line of the table names no option.
    #[error("line {line} of the table is not `FILE CONFIG_NAME...`: `{text}`")]
    Table {
        /// The line, from 1.
        line: usize,
        /// What stands there, shortened.
        text: String,
    },
}

/// The source files of BusyBox that few options bring in. A file that is not here is never judged by a configuration.
pub fn busybox_table() -> &'static str {
    include_str!("busybox.txt")
}

impl Config {
    pub(super) fn read(path: &str, config: &str, table: &str) -> Result<Self, ConfigError> {
        let mut options = BTreeMap::new();
        for (at, line) in config.lines().enumerate() {
            match option(line.trim()) {
                Some((name, value)) => {
                    options.insert(name.to_owned(), value);
                }
                None if line.trim().is_empty() || line.trim().starts_with('#') => {}
                None => return Err(ConfigError::Line { line: at + 1, text: short(line) }),
            }
        }
        if !options.values().any(|is_set| *is_set) {
            return Err(ConfigError::Empty);
        }
        Ok(Self { path: path.to_owned(), options, table: rows(table)? })
    }

    pub(super) fn see(&self, named: &str) -> Seen {
        let path = &self.path;
        let Some((_, needs)) = self.table.iter().find(|(file, _)| is_same(file, named)) else {
            return Seen::Unknown(format!("it is not stated which option of {path} brings {named} in"));
        };
        let set = needs.iter().find(|option| self.options.get(*option) == Some(&true));
        if let Some(option) = set {
            return Seen::Present(format!("{named} is compiled in: {option} is set in {path}"));
        }
        // An option that is not stated at all may be misspelt, or of another version.
        if let Some(option) = needs.iter().find(|option| !self.options.contains_key(*option)) {
            return Seen::Unknown(format!("{path} does not state {option}, which brings {named} in"));
        }
        let verb = if needs.len() == 1 { "is" } else { "are" };
        Seen::Absent(format!("{named} needs {}, which {verb} not set in {path}", needs.join(" or ")))
    }
}

/// The name of an option that a line states, and whether it is on.
fn option(line: &str) -> Option<(&str, bool)> {
    let off = line.strip_prefix("# ").and_then(|rest| rest.strip_suffix(" is not set"));
    let (name, is_on) = match off {
        Some(name) => (name, false),
        None => line.split_once('=').map(|(name, value)| (name, value.trim() != "n"))?,
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (name.starts_with("CONFIG_") && name.chars().all(is_name)).then_some((name, is_on))
}

fn rows(table: &str) -> Result<Vec<(String, Vec<String>)>, ConfigError> {
    let mut rows = Vec::new();
    for (at, line) in table.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let file = words.next().unwrap_or_default().to_owned();
        let options: Vec<String> = words.map(str::to_owned).collect();
        if options.is_empty() || !options.iter().all(|option| option.starts_with("CONFIG_")) {
            return Err(ConfigError::Table { line: at + 1, text: short(line) });
        }
        rows.push((file, options));
    }
    Ok(rows)
}

fn short(line: &str) -> String {
    line.chars().take(60).collect()
}
