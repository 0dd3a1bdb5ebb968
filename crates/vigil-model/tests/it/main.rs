//! The model over whole folders.

mod canonical;
mod editing;
mod infusion;
mod schema;
mod trees;

use std::path::{Path, PathBuf};

use vigil_base::{Date, Disk};
use vigil_model::Loaded;

/// The day that tests stand still at.
pub(crate) const DAY: Date = Date::constant(2026, 11, 1);

/// A folder under `tests/data`.
pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A folder under `tests/data`, read.
pub(crate) fn load(name: &str) -> Loaded {
    vigil_model::load(&Disk { today: DAY }, &data(name)).expect("the fixture is there")
}
