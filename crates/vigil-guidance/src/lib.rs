#![doc = include_str!("../README.md")]

mod builtin;
pub mod catalogue;
pub mod control;
pub mod element;
pub mod estar;
pub mod explain;
mod findings;
pub mod message;
mod read;
pub mod rule;
pub mod standard;
pub mod toc;
mod verify;
pub mod words;

pub use builtin::BUILTIN;
pub use catalogue::{Catalogue, File};
pub use control::ControlFamily;
pub use element::{Element, SubmissionFile};
pub use estar::{Estar, EstarItem};
pub use explain::Explanation;
pub use message::Template;
pub use rule::{Predicate, QualitySystem, Rule, Severities, Source};
pub use standard::Standard;
pub use toc::Document;
pub use words::{Applies, Check, Force, Ide, Profile};
