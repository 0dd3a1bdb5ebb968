//! What is special about JSON: bounds before parsing, and places for pointers.

mod index;
mod scan;
pub(crate) mod skip;

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use vigil_base::Place;

use crate::document::Document;
use crate::{Limits, ReadError};

pub(crate) use index::Index;

/// Takes `text` apart. Depth, text length and number of values are checked first, without recursion. A document that is
/// no object has no fields.
pub(crate) fn parse<'a>(
    text: &'a str,
    file: &str,
    limits: &Limits,
) -> Result<(Option<Document<'a>>, Index<'a>), ReadError> {
    let index = scan::scan(text, file, limits)?;
    let document = serde_json::from_str::<Checked>(text)
        .and_then(|Checked| Document::of_text(text))
        .map_err(|error| wrong(text, file, &error))?;
    Ok((document, index))
}

/// The places of `text`, which was read before.
pub(crate) fn index_of<'a>(text: &'a str, file: &str, limits: &Limits) -> Result<Index<'a>, ReadError> {
    scan::scan(text, file, limits)
}

/// Any JSON value, looked at as closely as one that is kept, and dropped.
struct Checked;

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Checked {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self, A::Error> {
        while all.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Self, A::Error> {
        while all.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
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
