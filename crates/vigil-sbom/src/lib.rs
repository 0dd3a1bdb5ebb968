//! SBOMs: one internal model over all formats, read with places, merged into the device's inventory.
//!
//! [`read`] takes bytes and gives a [`Reading`]: the [`Sbom`] and what a person should know about how it
//! was written. A format is one module that fills [`Sbom`]; nothing after it knows which one it was.

mod archive;
mod as_json;
mod attestation;
mod cyclonedx;
mod detect;
pub mod diff;
mod document;
pub mod edition;
pub mod error;
pub mod facts;
mod findings;
pub mod grade;
pub mod graph;
mod input;
pub mod inventory;
mod json;
pub mod judge;
mod key;
mod licences;
mod limits;
pub mod merge;
mod original;
mod package;
mod parts;
mod places;
mod purl;
mod reader;
mod report;
mod review;
mod sbom;
mod serial;
mod shape;
mod signed;
mod spdx2;
mod spdx3;
pub mod summary;
pub mod support;
pub mod table;
mod take;
pub mod write;
mod xml;

pub use diff::Difference;
pub use error::ReadError;
pub use facts::{Fact, FieldFacts};
pub use grade::Grade;
pub use graph::{Graph, Reach};
pub use inventory::{Conflict, Inventory, Item, Source};
pub use judge::{Judged, Profile};
pub use key::PackageKey;
pub use limits::Limits;
pub use merge::{Layer, Merged};
pub use original::Original;
pub use package::{Kind, Package};
pub use parts::{Contact, ExternalReference, Hash, Licence, LicenceForm, Party, Pedigree, Property, Swid};
pub use purl::{PackagePurl, Purl};
pub use reader::{Reading, read, read_trusting, read_with};
pub use sbom::{Aggregate, Composition, Format, Lifecycle, Sbom, Service, Timestamp, Tool};
pub use summary::Summary;
pub use support::{Support, SupportField, SupportLevel, SupportStatement};
pub use table::{Columns, TableReading, read_table};
pub use vigil_sign::foreign::{Claim, ForeignKey, Form, Origin, Verdict};
pub use write::{Losses, Stamp, Target, Written, write};
