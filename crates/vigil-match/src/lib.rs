//! Which known flaws concern which package of the inventory, with the reason for every answer.
//!
//! No package is ever missing from the result, and "could not look" is never "nothing found": see [`State`].

mod options;
mod result;
mod snapshot;

pub use options::{Options, Pin};
pub use result::{
    Attempt, Counts, DataCut, Dismissed, Epss, How, Kev, Match, Matching, PackageResult, Severity, State, Way,
};
pub use snapshot::{Difference, Snapshot, SnapshotError, diff};
