//! `vigil init`: a new device folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;
use vigil_base::World as _;

use crate::context::Context;
use crate::embedded::{self, File, TEMPLATES};
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Makes a new device folder: a complete small model with open questions, not empty headings
///
/// Nothing that is there already is overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil init --from wearable-phone-cloud pulse\n  cd pulse && vigil check")]
pub struct Args {
    /// Where to make it
    #[arg(default_value = ".")]
    pub dir: PathBuf,

    /// The kind of device that comes nearest
    #[arg(long, value_name = "ARCHETYPE", default_value = "bedside-networked")]
    pub from: Archetype,
}

/// The kinds of device to start from. Each has a folder in `templates/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Archetype {
    /// A device at the bed in the hospital's network
    BedsideNetworked,
    /// A wearable, an app and a cloud
    WearablePhoneCloud,
    /// Software as a medical device in a cloud
    SamdCloud,
}

impl Archetype {
    /// The folder of its files.
    fn folder(self) -> &'static str {
        match self {
            Self::BedsideNetworked => "bedside-networked",
            Self::WearablePhoneCloud => "wearable-phone-cloud",
            Self::SamdCloud => "samd-cloud",
        }
    }
}

/// The folder of the files that all archetypes share.
const COMMON: &str = "common";

/// The JSON form.
#[derive(Serialize)]
struct Made<'a> {
    schema_version: u32,
    folder: String,
    archetype: &'a str,
    files: Vec<&'a str>,
}

/// Writes the folder, or nothing where a file of it is there already.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let files = files(args.from);
    let there: Vec<&str> =
        files.keys().copied().filter(|path| context.world.exists(&args.dir.join(path))).collect();
    if !there.is_empty() {
        return Err(refusal(&args.dir, &there).into());
    }
    for (path, bytes) in &files {
        embedded::write(&args.dir, path, bytes, context)?;
    }
    let made = Made {
        schema_version: 1,
        folder: args.dir.display().to_string(),
        archetype: args.from.folder(),
        files: files.into_keys().collect(),
    };
    context.document(text(&made), &made)
}

/// The files of an archetype: the shared ones, and its own, which win.
fn files(archetype: Archetype) -> BTreeMap<&'static str, &'static [u8]> {
    let shared = embedded::below(TEMPLATES, COMMON);
    let own = embedded::below(TEMPLATES, archetype.folder());
    shared.chain(own).map(|File { path, bytes }| (path, bytes)).collect()
}

fn refusal(dir: &Path, there: &[&str]) -> Problem {
    Problem::new(format!(
        "nothing was written to `{}`: {} would be overwritten",
        dir.display(),
        there.join(", ")
    ))
    .help("name an empty folder: `vigil init DIR`")
}

fn text(made: &Made<'_>) -> String {
    let mut sheet = Sheet::titled(&format!("{}: a new device folder, {}", made.folder, made.archetype));
    sheet.add("Files", &made.files.join(", "));
    let go = if made.folder == "." { String::new() } else { format!("cd {} && ", made.folder) };
    sheet.add("Next", &format!("{go}vigil check"));
    sheet.add("", "vigil threats --open");
    sheet.add("", "README.md in the folder says how to add SBOMs, match them and build");
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_archetype_has_its_own_files_beside_the_shared_ones() {
        for archetype in Archetype::value_variants() {
            let files = files(*archetype);
            for needed in
                ["vigil.toml", "model/components.toml", "model/policy.toml", ".gitattributes", "README.md"]
            {
                assert!(files.contains_key(needed), "{} has no {needed}", archetype.folder());
            }
        }
    }
}
