//! What is special about JSON: bounds before parsing, and places for pointers.

mod index;
mod scan;
mod skip;

use vigil_base::Place;

use crate::{Limits, ReadError};

pub(crate) use index::Index;

/// Parses `text`. Depth, text length and number of values are checked first, without recursion.
pub(crate) fn parse<'a>(
    text: &'a str,
    file: &str,
    limits: &Limits,
) -> Result<(serde_json::Value, Index<'a>), ReadError> {
    let index = scan::scan(text, file, limits)?;
    match serde_json::from_str(text) {
        Ok(value) => Ok((value, index)),
        Err(error) => Err(wrong(text, file, &error)),
    }
}

fn wrong(text: &str, file: &str, error: &serde_json::Error) -> ReadError {
    let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // Column 0 is the line feed that ends the line before.
    let at = (start + error.column()).saturating_sub(1);
    let place = Place::of_span(file, text, &(at..at + 1));
    if error.is_eof() {
        return ReadError::Truncated { place };
    }
    let cause = error.to_string();
    let cause = cause.split(" at line ").next().unwrap_or_default().to_owned();
    ReadError::Syntax { place, syntax: "JSON", cause }
}
