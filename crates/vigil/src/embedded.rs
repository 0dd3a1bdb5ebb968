//! The files that the program carries with it, so that it works without network and without its repository.
//!
//! The lists are made by `build.rs` whenever a file comes, goes or changes.

use std::path::Path;

use vigil_base::World as _;

use crate::context::Context;
use crate::problem::Problem;

/// A file that the program carries.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its path, with forward slashes.
    pub path: &'static str,
    /// Its content.
    pub bytes: &'static [u8],
}

/// The worked example, what closes its open points, and its feed.
pub const EXAMPLES: &[File] = include!(concat!(env!("OUT_DIR"), "/examples.in"));
/// The folders that `vigil init` starts from, one an archetype.
pub const TEMPLATES: &[File] = include!(concat!(env!("OUT_DIR"), "/templates.in"));

/// The files below `folder` of a list, named by their path from there.
pub fn below(list: &'static [File], folder: &str) -> impl Iterator<Item = File> {
    let prefix = format!("{folder}/");
    list.iter()
        .filter_map(move |file| Some(File { path: file.path.strip_prefix(&prefix)?, bytes: file.bytes }))
}

/// Writes a file below `root`.
pub fn write(root: &Path, path: &str, bytes: &[u8], context: &Context) -> Result<(), Problem> {
    let path = root.join(path);
    let refused = |error| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(error);
    context.world.write(&path, bytes).map_err(refused)
}
