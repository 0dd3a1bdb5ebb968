//! Where something stands in an input: file, line, column; in JSON also the pointer.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A position in an input file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path as printed: relative to the device folder, with forward slashes.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// How many characters the thing is wide on its first line, at least 1.
    pub width: u32,
    /// JSON pointer (RFC 6901) inside a JSON document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

impl Place {
    /// The start of a file, for things that concern all of it.
    pub fn start_of(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 1, column: 1, width: 1, pointer: None }
    }

    /// The place of the byte range `span` in `text`. Ranges beyond the text are clamped to it.
    pub fn of_span(file: &str, text: &str, span: &std::ops::Range<usize>) -> Self {
        let start = floor(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        Self::on_line(file, text, span, text[..start].matches('\n').count(), line_start)
    }

    /// The same where the number of the line, from 0, and its beginning are known.
    fn on_line(
        file: &str,
        text: &str,
        span: &std::ops::Range<usize>,
        line: usize,
        line_start: usize,
    ) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let first_line = text[start..end].lines().next().unwrap_or("");
        Self {
            file: file.to_owned(),
            line: count(line) + 1,
            column: count(text[line_start..start].chars().count()) + 1,
            width: count(first_line.chars().count()).max(1),
            pointer: None,
        }
    }
}

/// Where the lines of a text begin: places in it are found by searching, not by counting from its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// The lines of `text`.
    pub fn of(text: &str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(after).collect())
    }

    /// [`Place::of_span`] of the text that these are the lines of.
    pub fn place(&self, file: &str, text: &str, span: &std::ops::Range<usize>) -> Place {
        let start = floor(text, span.start);
        let line = self.0.partition_point(|begins| *begins <= start).saturating_sub(1);
        Place::on_line(file, text, span, line, self.0.get(line).copied().unwrap_or(0))
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX - 1)
}

/// The largest character boundary not above `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The texts that places point into, so that a renderer can show the line.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<String, String>);

impl Sources {
    /// Keeps `text` as the content of `file`.
    pub fn insert(&mut self, file: impl Into<String>, text: impl Into<String>) {
        self.0.insert(file.into(), text.into());
    }

    /// The content of `file`, if it was kept.
    pub fn get(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(String::as_str)
    }

    /// Takes over everything that `other` holds.
    pub fn extend(&mut self, other: Sources) {
        self.0.extend(other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "a = 1\nGröße = \"µ\" # x\n";
        let at = text.find('µ').unwrap();
        let place = Place::of_span("f.toml", text, &(at..at + 2));
        assert_eq!((place.line, place.column, place.width), (2, 10, 1));
        assert_eq!(place.to_string(), "f.toml:2:10");
    }

    #[test]
    fn a_span_outside_the_text_is_clamped() {
        let place = Place::of_span("f", "é", &(1..99));
        assert_eq!((place.line, place.column), (1, 1));
    }

    #[test]
    fn a_place_is_the_same_whether_searched_or_counted() {
        for text in ["", "\n", "a = 1\nGröße = \"µ\" # x\n\nlast", "\r\n\r\nx\r\n"] {
            let lines = Lines::of(text);
            for start in 0..=text.len() + 1 {
                for end in start..=text.len() + 1 {
                    let (counted, searched) =
                        (Place::of_span("f", text, &(start..end)), lines.place("f", text, &(start..end)));
                    assert_eq!(counted, searched, "{text:?} {start}..{end}");
                }
            }
        }
    }
}
