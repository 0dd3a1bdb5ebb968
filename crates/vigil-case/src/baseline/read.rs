//! Reads baselines back, and notices when one was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use vigil_base::{Digest, World};
use vigil_sbom::{Inventory, Item, Source};

use super::{Baseline, FACTS, FOLDER, FORMAT, Facts, INDEX, Index, MAX_FILE, is_name};

/// Why a baseline could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// The name cannot be that of a baseline.
    #[error("`{0}` is no name of a baseline: letters, digits, `-`, `_` and `.`")]
    Name(String),
    /// There is none.
    #[error("there is no `baselines/{0}/index.json`")]
    Missing(String),
    /// A file cannot be read.
    #[error("`{file}` cannot be read: {cause}")]
    File {
        /// The file, from the device folder.
        file: String,
        /// The cause.
        cause: String,
    },
    /// A file is not the one that was frozen.
    #[error("`{0}` is not as it was frozen; restore it from version control")]
    Changed(String),
    /// It was made by a newer tool.
    #[error("`{file}` has format {found}, this version reads up to {FORMAT}")]
    Newer {
        /// The file, from the device folder.
        file: String,
        /// Its format.
        found: u32,
    },
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    items: Vec<Item>,
    sources: Vec<Source>,
}

/// The names of the baselines in a device folder.
pub fn list(world: &dyn World, root: &Path) -> Vec<String> {
    let folder = root.join(FOLDER);
    if !world.exists(&folder) {
        return Vec::new();
    }
    let files = world.walk(&folder).unwrap_or_default();
    let names: BTreeSet<String> = files
        .iter()
        .filter(|file| file.file_name().is_some_and(|it| it == INDEX) && file.components().count() == 2)
        .filter_map(|file| Some(file.parent()?.to_string_lossy().into_owned()))
        .collect();
    names.into_iter().collect()
}

/// Reads the baseline `name`; every file has to be as it was frozen.
pub fn read(world: &dyn World, root: &Path, name: &str) -> Result<Baseline, BaselineError> {
    if !is_name(name) {
        return Err(BaselineError::Name(name.to_owned()));
    }
    let folder = format!("{FOLDER}/{name}");
    let file = format!("{folder}/{INDEX}");
    if !world.exists(&root.join(&file)) {
        return Err(BaselineError::Missing(name.to_owned()));
    }
    let bytes = bytes(world, root, &file)?;
    let head: Head = parse(&file, &bytes)?;
    if head.format > FORMAT {
        return Err(BaselineError::Newer { file, found: head.format });
    }
    let index: Index = parse(&file, &bytes)?;
    let digest = Digest::of_text(&bytes);
    let mut facts = Facts::default();
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for (name, frozen) in &index.files {
        let file = format!("{folder}/{name}");
        if !crate::packages::is_inside(name) {
            return Err(BaselineError::Changed(file));
        }
        let bytes = self::bytes(world, root, &file)?;
        // Version control may change the ends of lines; that is no change of what was frozen.
        if Digest::of_text(&bytes) != *frozen && Digest::of_bytes(&bytes) != *frozen {
            return Err(BaselineError::Changed(file));
        }
        if name == FACTS {
            facts = parse(&file, &bytes)?;
        } else {
            parts.insert(name.clone(), parse(&file, &bytes)?);
        }
    }
    if !index.files.contains_key(FACTS) {
        return Err(BaselineError::Changed(file));
    }
    let mut inventory = Inventory::default();
    for part in parts.into_values() {
        inventory.items.extend(part.items);
        inventory.sources.extend(part.sources);
    }
    Ok(Baseline { index, facts, inventory, digest })
}

fn bytes(world: &dyn World, root: &Path, file: &str) -> Result<Vec<u8>, BaselineError> {
    let fault = |cause: String| BaselineError::File { file: file.to_owned(), cause };
    let bytes = world.read(&root.join(file)).map_err(|cause| fault(cause.to_string()))?;
    if bytes.len() > MAX_FILE {
        return Err(fault(format!("it is larger than {} MB", MAX_FILE / 1_000_000)));
    }
    Ok(bytes)
}

fn parse<T: for<'a> Deserialize<'a>>(file: &str, bytes: &[u8]) -> Result<T, BaselineError> {
    serde_json::from_slice(bytes)
        .map_err(|cause| BaselineError::File { file: file.to_owned(), cause: cause.to_string() })
}
