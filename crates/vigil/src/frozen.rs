//! What `vigil match` leaves in the device folder: `snapshot/` and `vigil.lock`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use vigil_base::World as _;
use vigil_case::lifecycles::{self, Known};
use vigil_case::{Case, fielded};
use vigil_match::Snapshot;
use vigil_model::Lock;

use crate::context::Context;
use crate::problem::Problem;

/// The folder of the snapshot.
pub const FOLDER: &str = "snapshot";
/// The file that says what the snapshot was made from.
const INDEX: &str = "index.json";
/// The file of what the tool remembers between runs.
pub const LOCK: &str = "vigil.lock";

/// The files of a run of matching, before they are written.
#[derive(Debug)]
pub struct Frozen {
    snapshot: BTreeMap<String, String>,
    lock: String,
    /// What public data says of the support of packages; none where the database has no such data. The file of an
    /// earlier run then stays, with the day that it is of.
    lifecycles: Option<String>,
}

impl Frozen {
    /// Freezes a snapshot of the packages of `case`, one of each release in the field, and what is known of life cycles.
    pub fn of(
        case: &Case,
        snapshot: &Snapshot,
        fielded: &BTreeMap<String, Snapshot>,
        known: Option<&Known>,
    ) -> anyhow::Result<Self> {
        let mut files = snapshot.files()?;
        for (release, snapshot) in fielded {
            let folder = fielded::folder(release);
            let folder = folder.strip_prefix("snapshot/").unwrap_or(&folder);
            files
                .extend(snapshot.files()?.into_iter().map(|(name, text)| (format!("{folder}/{name}"), text)));
        }
        Ok(Self {
            snapshot: files,
            lock: lock(case, snapshot).text()?,
            lifecycles: known.map(Known::text).transpose()?,
        })
    }

    /// The files of the snapshot, as they will stand in the device folder `root`.
    pub fn paths(&self, root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = root.join(FOLDER);
        let files = self.snapshot.iter().map(|(name, text)| (folder.join(name), text.clone().into_bytes()));
        let lifecycles =
            self.lifecycles.iter().map(|text| (root.join(lifecycles::FILE), text.clone().into_bytes()));
        files.chain(lifecycles).collect()
    }

    /// Writes them with what is remembered of the decisions, and takes away the files of components that are gone.
    pub fn write(&self, root: &Path, remembered: &str, context: &Context) -> Result<(), Problem> {
        let folder = root.join(FOLDER);
        let before = listed(&folder, context);
        // The index comes last: a run that is cut off leaves an index that does not fit, which is noticed.
        let (index, parts): (Vec<_>, Vec<_>) =
            self.snapshot.iter().partition(|(name, _)| name.ends_with(INDEX));
        for (name, text) in parts.into_iter().chain(index) {
            write(&folder.join(name), text, context)?;
        }
        for name in before.iter().filter(|name| !self.snapshot.contains_key(*name)) {
            let path = folder.join(name);
            let refused = |error| {
                Problem::new(format!("`{}` is stale and cannot be removed", path.display())).caused_by(error)
            };
            context.world.remove(&path).map_err(refused)?;
        }
        if let Some(text) = &self.lifecycles {
            write(&root.join(lifecycles::FILE), text, context)?;
        }
        write(&root.join(vigil_case::remembered::FILE), remembered, context)?;
        write(&root.join(LOCK), &self.lock, context)
    }

    /// How many files the snapshot has.
    pub fn count(&self) -> usize {
        self.snapshot.len()
    }
}

fn write(path: &Path, text: &str, context: &Context) -> Result<(), Problem> {
    let refused = |error| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(error);
    context.world.write(path, text.as_bytes()).map_err(refused)
}

/// The files that the snapshot on disk names; none where there is no index that can be read.
fn listed(folder: &Path, context: &Context) -> BTreeSet<String> {
    let Ok(bytes) = context.world.read(&folder.join(INDEX)) else { return BTreeSet::new() };
    let Ok(index) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return BTreeSet::new() };
    let names = index["files"].as_object().into_iter().flatten().filter_map(|(_, name)| name.as_str());
    // A name that leads elsewhere is not ours to remove.
    let own =
        names.filter(|name| Path::new(name).file_name().is_some_and(|it| it == *name)).map(str::to_owned);
    own.chain(listed_of_fielded(folder, context)).collect()
}

/// The files of the matches of releases in the field: that folder is machine-written whole.
fn listed_of_fielded(folder: &Path, context: &Context) -> Vec<String> {
    let below = "fielded";
    let files = context.world.walk(&folder.join(below)).unwrap_or_default();
    let plain = files.iter().filter(|it| it.components().count() == 2);
    let named = plain.map(|it| {
        let parts: Vec<_> = it.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        format!("{below}/{}", parts.join("/"))
    });
    named.filter(|it| Path::new(it).extension().is_some_and(|end| end == "json")).collect()
}

fn lock(case: &Case, snapshot: &Snapshot) -> Lock {
    let mut lock = case.model.lock.clone();
    lock.as_of = Some(case.as_of.to_string());
    lock.database = Some(snapshot.index.data_cut.database.to_string());
    vigil_case::accepted::keep(case, &mut lock);
    let (mut now, mut renamed) = (BTreeSet::new(), BTreeSet::new());
    case.model.each_record(&mut |kind, meta, _| {
        now.insert(format!("{}.{}", kind.word(), meta.id));
        renamed.extend(meta.was.iter().map(|old| format!("{}.{old}", kind.word())));
    });
    lock.update_ids(now, &renamed);
    lock
}
