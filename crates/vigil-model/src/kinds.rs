//! The kinds of records, by subject.

pub mod facts;
pub mod life;
pub mod project;
pub mod safety;
pub mod sboms;
pub mod statements;
pub mod system;

pub use facts::Facts;
pub use life::*;
pub use project::*;
pub use safety::*;
pub use sboms::{SbomFile, SbomLayer, Sboms};
pub use statements::*;
pub use system::*;
