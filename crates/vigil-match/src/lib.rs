//! Which known flaws concern which package of the inventory, with the reason for every answer.
//!
//! No package is ever missing from the result, and "could not look" is never "nothing found": see [`State`].

mod built;
mod engine;
mod evaluate;
mod findings;
mod identity;
mod options;
mod result;
mod snapshot;
mod story;
mod truth;

pub use built::{Built, ConfigError, busybox_table};
pub use engine::{
    Change as DataChange, affected_by_change, match_inventory, match_items, match_portfolio, rematch, story,
};
pub use options::{Options, Pin};
pub use result::{
    Attempt, Counts, DataCut, Dismissed, Epss, Facts, How, Kev, Match, Matching, PackageResult, Severity,
    Ssvc, State, Text, Way,
};
pub use snapshot::{Change, Difference, Index, Row, Snapshot, SnapshotError, StateChange, diff};
pub use story::{End, Part, RecordStory, StatementStory, Story};
