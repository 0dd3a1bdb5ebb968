//! A submission on disk: written file by file, and cleared of what an earlier build made and this one does not.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::World as _;

use crate::context::Context;
use crate::problem::Problem;

/// The folder below the output folder.
pub const FOLDER: &str = "submission";
/// The file that lists the others.
pub const MANIFEST: &str = "manifest.json";

/// Writes a whole submission; the manifest last, so that it never names a file that is not there yet.
pub fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>, context: &Context) -> Result<usize, Problem> {
    let stale: Vec<String> =
        listed(folder, context).into_iter().filter(|name| !files.contains_key(name)).collect();
    let (manifest, others): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| *name == MANIFEST);
    for (name, bytes) in others.into_iter().chain(manifest) {
        one(folder, name, bytes, context)?;
    }
    for name in &stale {
        let path = folder.join(name);
        let refused = |error| {
            Problem::new(format!("`{}` is of an earlier build and cannot be removed", path.display()))
                .caused_by(error)
        };
        context.world.remove(&path).map_err(refused)?;
    }
    Ok(stale.len())
}

/// Writes one file.
pub fn one(folder: &Path, name: &str, bytes: &[u8], context: &Context) -> Result<(), Problem> {
    let path = folder.join(name);
    let refused = |error| {
        Problem::new(format!("`{}` cannot be written", path.display()))
            .caused_by(error)
            .help("close the file where it is open, or name another folder with `--out DIR`")
    };
    context.world.write(&path, bytes).map_err(refused)
}

/// The files that the manifest on disk names and that are there. Nothing else in the folder is ours to remove.
fn listed(folder: &Path, context: &Context) -> Vec<String> {
    let Ok(bytes) = context.world.read(&folder.join(MANIFEST)) else { return Vec::new() };
    let Ok(manifest) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return Vec::new() };
    let names = manifest["files"].as_array().into_iter().flatten().filter_map(|it| it["file"].as_str());
    names
        .filter(|name| Path::new(name).file_name().is_some_and(|it| it == *name))
        .filter(|name| context.world.exists(&folder.join(name)))
        .map(str::to_owned)
        .collect()
}
