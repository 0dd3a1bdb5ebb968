//! What an import says of one element.

use serde::Serialize;

/// One element of the source, with what became of it or why nothing did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    /// Line in the source.
    pub line: usize,
    /// What it is about: a record here, or an element there.
    pub what: String,
    /// What is guessed, or why it is not carried, with what to do.
    pub said: String,
}

impl Line {
    pub(crate) fn new(line: usize, what: impl Into<String>, said: impl Into<String>) -> Self {
        Self { line, what: what.into(), said: said.into() }
    }
}
