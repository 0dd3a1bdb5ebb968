//! Markdown in and out: the prose that people write, and a document for eyes and differences in a repository.

mod escape;
mod read;
mod write;

pub use read::read;
pub use write::{Markdown, write};
