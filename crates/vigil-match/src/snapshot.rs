//! The snapshot: everything the documents need about each match, as reviewable files in the device folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use vigil_base::{Digest, World, canonical};

use crate::{Counts, DataCut, Matching, PackageResult};

mod difference;

pub use difference::{Change, Difference, Row, StateChange, diff};

/// A frozen result of matching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// What it was made from and by.
    pub index: Index,
    /// Results by model component; packages of no component stand under the empty name.
    pub components: BTreeMap<String, Vec<PackageResult>>,
}

/// The content of `snapshot/index.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Format of the snapshot.
    pub format: u32,
    /// Name and version of the tool that made it.
    pub tool: String,
    /// As-of date, database digest, data cut per source.
    pub data_cut: DataCut,
    /// Packages per state over all components.
    pub counts: Counts,
    /// SBOM files with the digest they had.
    pub sboms: BTreeMap<String, Digest>,
    /// Attributions that the sources ask for.
    pub notices: Vec<String>,
    /// File of each component, relative to the folder, by component.
    pub files: BTreeMap<String, String>,
}

/// The content of one component's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    component: String,
    packages: Vec<PackageResult>,
}

/// Why a snapshot could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// A file is missing or cannot be read.
    #[error("cannot read {path}: {source}; run `vigil match` to write the snapshot anew")]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A file is not what a snapshot holds.
    #[error("{path} is not a snapshot file: {source}; run `vigil match` to write the snapshot anew")]
    Content {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: serde_json::Error,
    },
    /// The file was made by a newer tool.
    #[error("{path} has format {found}, this version reads up to {known}; use a newer version of the tool")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format this version reads.
        known: u32,
    },
    /// The parts do not belong together.
    #[error("{path} does not belong to its index: {cause}; run `vigil match` to write the snapshot anew")]
    Torn {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        cause: String,
    },
}

/// The newest snapshot format that is read, and the one that is written.
const FORMAT: u32 = 1;

impl Snapshot {
    /// Freezes a result. `tool` is name and version, `sboms` the digests of the files the inventory was read from.
    pub fn of(matching: Matching, tool: &str, sboms: BTreeMap<String, Digest>) -> Self {
        let mut components: BTreeMap<String, Vec<PackageResult>> = BTreeMap::new();
        for result in matching.results {
            components.entry(result.component.clone()).or_default().push(result);
        }
        for packages in components.values_mut() {
            packages.sort_by(|a, b| a.package.cmp(&b.package));
        }
        let files = file_names(components.keys());
        let index = Index {
            format: FORMAT,
            tool: tool.to_owned(),
            data_cut: matching.data_cut,
            counts: matching.counts,
            sboms,
            notices: matching.notices,
            files,
        };
        Self { index, components }
    }

    /// The files of the snapshot by path relative to its folder.
    pub fn files(&self) -> Result<BTreeMap<String, String>, serde_json::Error> {
        let mut files = BTreeMap::from([("index.json".to_owned(), canonical::pretty(&self.index)?)]);
        for (component, packages) in &self.components {
            let part = Part { component: component.clone(), packages: packages.clone() };
            files.insert(self.index.files[component].clone(), canonical::pretty(&part)?);
        }
        Ok(files)
    }

    /// Reads the snapshot in `folder`.
    pub fn read(world: &dyn World, folder: &Path) -> Result<Self, SnapshotError> {
        let path = folder.join("index.json");
        let head: Head = parse(world, &path)?;
        if head.format > FORMAT {
            return Err(SnapshotError::Newer { path, found: head.format, known: FORMAT });
        }
        let index: Index = parse(world, &path)?;
        let mut components = BTreeMap::new();
        let mut counts = Counts::default();
        for (component, file) in &index.files {
            let path = folder.join(file);
            let part: Part = parse(world, &path)?;
            if part.component != *component {
                let cause = format!("it is about `{}`, the index expects `{component}`", part.component);
                return Err(SnapshotError::Torn { path, cause });
            }
            part.packages.iter().for_each(|package| counts.add(package.state));
            components.insert(component.clone(), part.packages);
        }
        if counts != index.counts {
            let cause = format!("the index counts {:?}, the files hold {counts:?}", index.counts);
            return Err(SnapshotError::Torn { path, cause });
        }
        Ok(Self { index, components })
    }

    /// All results, component by component.
    pub fn results(&self) -> impl Iterator<Item = &PackageResult> {
        self.components.values().flatten()
    }
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

fn parse<T: for<'a> Deserialize<'a>>(world: &dyn World, path: &Path) -> Result<T, SnapshotError> {
    let bytes =
        world.read(path).map_err(|source| SnapshotError::Read { path: path.to_path_buf(), source })?;
    serde_json::from_slice(&bytes)
        .map_err(|source| SnapshotError::Content { path: path.to_path_buf(), source })
}

/// A file name per component: its id, made safe for every file system, and kept distinct.
fn file_names<'a>(components: impl Iterator<Item = &'a String>) -> BTreeMap<String, String> {
    let mut taken = std::collections::BTreeSet::from(["index.json".to_owned()]);
    let mut names = BTreeMap::new();
    for component in components {
        let safe: String = component.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
        let stem = if safe.is_empty() { "_none".to_owned() } else { safe };
        let mut wanted = format!("{stem}.json");
        let mut number = 2;
        while taken.contains(&wanted.to_lowercase()) {
            wanted = format!("{stem}~{number}.json");
            number += 1;
        }
        taken.insert(wanted.to_lowercase());
        names.insert(component.clone(), wanted);
    }
    names
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}
