//! Public vulnerability feeds to one read-only file, and look-ups in it.

pub mod cpe;
pub mod entry;
pub mod record;
pub mod status;

pub use entry::{Affected, CpeMatch, Entry, Event, Node, Operator, Range, RangeKind};
pub use record::{Epss, Kev, Record, Reference, Score, Text};
pub use status::{Freshness, Source, Status};
