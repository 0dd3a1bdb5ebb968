#![doc = include_str!("../README.md")]

pub mod derive;
pub mod edit;
pub mod field;
mod files;
mod findings;
mod index;
pub mod kinds;
pub mod ledger;
mod link;
pub mod lock;
pub mod model;
mod node;
pub mod quantity;
pub mod read;
pub mod record;
pub mod refs;
pub mod schema;
mod syntax;
pub mod trees;
mod words;

pub use ledger::Approval;
pub use lock::Lock;
pub use model::{Kind, Model, Single};
pub use node::Span;
pub use read::{LoadError, Loaded, load};
pub use record::{Meta, Record};
pub use refs::{AnyRef, EndRef, Ref, Target, ThreatRef};
pub use trees::Tree;
