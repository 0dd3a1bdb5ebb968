//! The table of feeds, `feeds.toml` beside the sources.

use serde::Deserialize;

/// The table that is part of the program.
const BUILT_IN: &str = include_str!("../feeds.toml");

/// All feeds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The feeds in the order of the table.
    #[serde(rename = "feed")]
    pub feeds: Vec<Feed>,
}

/// One feed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Feed {
    /// The word in options; also its folder in the cache.
    pub name: String,
    /// What it is.
    pub title: String,
    /// The address below which its files are.
    pub base: String,
    /// Whether it is fetched when none is named.
    pub default: bool,
    /// The licence of the data.
    pub licence: String,
    /// How often it changes.
    pub changes: String,
    /// No file is larger, in units of a million bytes.
    pub limit_mb: u64,
    /// The access key it takes.
    pub key: Option<Key>,
    /// Its files.
    #[serde(rename = "file")]
    pub files: Vec<FileRule>,
}

/// An access key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The header that carries it.
    pub header: String,
    /// The variable of the environment that holds it.
    pub variable: String,
}

/// One file of a feed, or many that are named alike.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileRule {
    /// Below the base, with `{year}` or `{each}`.
    pub path: String,
    /// The first year of `{year}`.
    pub first_year: Option<i16>,
    /// What `{each}` stands for.
    #[serde(default)]
    pub each: Vec<String>,
    /// What the file must be.
    pub check: Shape,
    /// The description beside it.
    pub meta: Option<String>,
    /// How many days it is not asked for again.
    pub renew_days: Option<i64>,
    /// How it comes in pages.
    pub pages: Option<Pages>,
}

/// What a file must be to take the place of an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Gzip to its end, with the right sum.
    Gzip,
    /// A zip archive with its directory.
    Zip,
    /// One JSON value.
    Json,
}

/// How a file comes in pages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pages {
    /// Records of a page.
    pub size: u64,
    /// The field that says how many records there are.
    pub total: String,
    /// Seconds between two pages.
    pub pause_seconds: u64,
    /// Seconds between two pages for a caller with a key.
    pub pause_with_key: u64,
    /// What is added to ask only for what changed between two days.
    pub since: String,
    /// The longest time between these days; after it all pages are asked for anew.
    pub most_days: i64,
}

/// A table that cannot be used, or a feed that is not in it.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file.
    #[error("the table of feeds cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// The name.
    #[error("there is no feed `{name}`; there are {known}")]
    Unknown {
        /// The name.
        name: String,
        /// Those in the table.
        known: String,
    },
}

impl Table {
    /// The table that is part of the program.
    pub fn built_in() -> Result<Self, TableError> {
        Self::read(BUILT_IN)
    }

    /// Another table.
    pub fn read(text: &str) -> Result<Self, TableError> {
        Ok(toml::from_str(text)?)
    }

    /// One feed by its name.
    pub fn feed(&self, name: &str) -> Result<&Feed, TableError> {
        self.feeds.iter().find(|feed| feed.name == name).ok_or_else(|| {
            let known: Vec<&str> = self.feeds.iter().map(|feed| feed.name.as_str()).collect();
            TableError::Unknown { name: name.to_owned(), known: known.join(", ") }
        })
    }

    /// The feeds of these names, in the order of the table; without names those that are fetched by default.
    pub fn select(&self, names: &[String]) -> Result<Vec<&Feed>, TableError> {
        for name in names {
            self.feed(name)?;
        }
        let wanted = |feed: &&Feed| if names.is_empty() { feed.default } else { names.contains(&feed.name) };
        Ok(self.feeds.iter().filter(wanted).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feed_has_a_secure_base_and_rules_whose_names_can_be_filled() {
        let table = Table::built_in().unwrap();
        let mut names: Vec<&str> = table.feeds.iter().map(|feed| feed.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), table.feeds.len());
        for feed in &table.feeds {
            assert!(feed.base.starts_with("https://") && !feed.base.ends_with('/'), "{}", feed.name);
            for rule in &feed.files {
                assert_eq!(rule.path.contains("{year}"), rule.first_year.is_some(), "{}", rule.path);
                assert_eq!(rule.path.contains("{each}"), !rule.each.is_empty(), "{}", rule.path);
                assert_eq!(rule.path.contains("{start}"), rule.pages.is_some(), "{}", rule.path);
            }
        }
    }

    #[test]
    fn a_feed_that_is_not_there_is_named_with_those_that_are() {
        let table = Table::built_in().unwrap();
        let error = table.select(&["nvd".to_owned(), "cnnvd".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("no feed `cnnvd`") && error.contains("nvd, osv, kev"), "{error}");
        assert!(table.select(&[]).unwrap().iter().all(|feed| feed.default));
    }
}
