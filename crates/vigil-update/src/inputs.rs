//! What the database is to be made from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigil_base::{Date, Digest, World};
use vigil_fetch::Kept;
use vigil_vulndb::Database;

use crate::pages;
use crate::plan;
use crate::state::Made;
use crate::table::Table;

/// The inputs of an import.
pub(crate) struct Inputs {
    pub(crate) paths: Vec<PathBuf>,
    /// What will be remembered of them; without the digest of the database.
    pub(crate) made: Made,
    /// The digest of the database that is there now.
    pub(crate) now: Option<Digest>,
}

impl Inputs {
    /// All files of the cache that belong to feeds of the table, and the present database where it holds more.
    ///
    /// A database that was made from the cache alone is made anew: what a feed has taken back goes with it. One that
    /// other files went into, or whose files are no longer in the cache, is carried on.
    pub(crate) fn of(
        world: &dyn World,
        table: &Table,
        cache: &Path,
        database: &Path,
        before: &Made,
        rebuild: bool,
    ) -> Self {
        let mut inputs = Self { paths: Vec::new(), made: Made::default(), now: None };
        let mut confirmed: Vec<Date> = Vec::new();
        for feed in &table.feeds {
            let folder = cache.join(&feed.name);
            let (pages, day) = pages::names(world, &folder);
            for name in planned(world, &folder, feed).into_iter().chain(pages) {
                let path = folder.join(&name);
                if let Some(kept) = Kept::of(&path) {
                    inputs.made.files.insert(format!("{}/{}", feed.name, name.display()), kept.digest);
                    confirmed.push(day.unwrap_or(kept.confirmed));
                    inputs.paths.push(path);
                }
            }
        }
        inputs.now = Database::open(database).ok().map(|database| database.status().digest);
        let is_ours = inputs.now.is_some() && inputs.now == before.database && before.pure;
        let has_all = before.files.keys().all(|name| inputs.made.files.contains_key(name));
        inputs.made.pure = rebuild || inputs.now.is_none() || (is_ours && has_all);
        if !inputs.made.pure {
            inputs.paths.push(database.to_path_buf());
        }
        inputs.made.fetched = confirmed.into_iter().min().filter(|_| inputs.made.pure);
        inputs
    }

    /// Notes which feeds failed. Then nobody can say of which day the whole is.
    pub(crate) fn with_failed(mut self, failed: BTreeMap<String, String>) -> Self {
        if !failed.is_empty() {
            self.made.fetched = None;
        }
        self.made.failed = failed;
        self
    }

    /// Whether the present database is what these inputs give.
    pub(crate) fn are_in(&self, before: &Made) -> bool {
        let expected = Made { database: self.now, pure: before.pure, ..self.made.clone() };
        self.now.is_some() && *before == expected
    }
}

/// The names of the files of a feed in its folder, but for pages.
fn planned(world: &dyn World, folder: &Path, feed: &crate::Feed) -> Vec<PathBuf> {
    let planned = plan::files(feed, world.today()).into_iter().map(|file| file.name());
    planned.filter(|name| world.exists(&folder.join(name))).collect()
}
