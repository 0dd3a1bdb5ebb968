//! The device folder that tables and drawings are tested on.

use std::path::{Path, PathBuf};

use vigil_base::{Date, Disk};
use vigil_case::{Case, Options};

/// The day the tests are made at: the embargo of the example's own vulnerability still holds.
pub(crate) fn today() -> Date {
    "2026-10-01".parse().expect("a day")
}

/// The worked example of the model's tests.
pub(crate) fn infusion() -> Case {
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion"), today())
}

/// The same folder, later.
pub(crate) fn infusion_on(day: &str) -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion");
    build(&folder, day.parse().expect("a day"))
}

fn build(folder: &Path, as_of: Date) -> Case {
    let world = Disk { today: as_of };
    vigil_case::build(&world, folder, &Options { as_of }).expect("the folder can be read")
}

/// Every device folder of the repository's examples and of `VIGIL_DEVICES`, with the worked example
/// first, and the one with matches.
pub(crate) fn all() -> Vec<(String, Case)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion")];
    let mut places = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")];
    places.extend(std::env::var_os("VIGIL_DEVICES").map(PathBuf::from));
    for place in places {
        let Ok(entries) = std::fs::read_dir(&place) else { continue };
        let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        found.retain(|path| path.join("vigil.toml").is_file());
        found.sort();
        folders.extend(found);
    }
    let name =
        |folder: &Path| folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let mut all: Vec<(String, Case)> =
        folders.iter().map(|folder| (name(folder), build(folder, today()))).collect();
    all.push(("matched".to_owned(), crate::matched::case()));
    all
}
