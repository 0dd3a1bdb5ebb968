//! The ground every other crate stands on: the [`World`] door, dates, places, ids, canonical form, digests.
//!
//! Nothing in here knows a rule of the field.

pub mod canonical;
pub mod date;
pub mod digest;
pub mod id;
pub mod nearest;
mod overlay;
pub mod place;
pub mod world;

pub use date::Date;
pub use digest::Digest;
pub use id::Id;
pub use overlay::Overlay;
pub use place::{Lines, Place, Sources};
pub use world::{Disk, Memory, World};
