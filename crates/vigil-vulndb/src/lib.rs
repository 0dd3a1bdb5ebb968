//! Public vulnerability feeds to one read-only file, and look-ups in it.
//!
//! [`import()`] makes the file, [`Database::open`] maps it. See the crate's README for the format.

mod changes;
pub mod cpe;
pub mod database;
pub mod ecosystem;
pub mod entry;
mod feed;
mod file;
mod findings;
pub mod import;
pub mod input;
mod keys;
pub mod lifecycle;
pub mod record;
mod search;
pub mod status;
pub mod supplier;

pub use changes::{ChangedRecord, Changes};
pub use database::{Damage, Database, Found, OpenError, Reader};
pub use entry::{
    Affected, Change, CpeMatch, Entry, Event, Named, Node, Operator, Product, Range, RangeKind, Role,
    Standing, Versions,
};
pub use import::{ImportError, Options, Report, import};
pub use input::Limits;
pub use lifecycle::{Cycle, Ends, Lifecycle, Lifecycles};
pub use record::{Epss, Kev, Record, Reference, Remedy, Score, Ssvc, Text};
pub use search::{Hit, Hits, Query};
pub use status::{Freshness, Source, Status};
