//! The one source line that a place points at, cut to a width that fits.
//!
//! Generated SBOMs are often a single line of many megabytes, and a report may hold thousands of findings on
//! one file: the line starts are found once a file, and only a window of the line goes to the drawing.

use std::collections::BTreeMap;
use std::ops::Range;

use vigil_base::{Place, Sources};

use super::super::neutral::visible;

/// How many characters of a line are shown; the caret stands within them.
const WIDTH: usize = 120;
/// How many of them stand before the caret.
const BEFORE: usize = 40;

/// A piece of a source line with the byte range to point at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) span: Range<usize>,
    /// Whether the beginning of the line is left out.
    pub(super) cut: bool,
}

/// The sources, with the line starts of each file that was asked for.
pub(super) struct Excerpts<'a> {
    sources: &'a Sources,
    starts: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Excerpts<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, starts: BTreeMap::new() }
    }

    /// The line of a place; nothing when the text is not at hand or has no such line or column.
    pub(super) fn line_of(&mut self, place: &'a Place) -> Option<Excerpt> {
        let text = self.sources.get(&place.file)?;
        let starts = self.starts.entry(&place.file).or_insert_with(|| line_starts(text));
        let start = *starts.get((place.line as usize).checked_sub(1)?)?;
        let end = starts.get(place.line as usize).map_or(text.len(), |next| next - 1);
        window(text.get(start..end)?.trim_end_matches('\r'), place)
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn window(line: &str, place: &Place) -> Option<Excerpt> {
    let column = (place.column as usize).checked_sub(1)?;
    let from = if line.len() <= WIDTH { 0 } else { column.saturating_sub(BEFORE) };
    let caret = column - from;
    let shown: String = line.chars().skip(from).take(WIDTH).map(drawn).collect();
    if caret > shown.chars().count() {
        return None;
    }
    let offset = |nth| shown.char_indices().nth(nth).map_or(shown.len(), |(at, _)| at);
    let lead = if from > 0 { "..." } else { "" };
    let tail = if line.chars().nth(from + WIDTH).is_some() { "..." } else { "" };
    let span = lead.len() + offset(caret)..lead.len() + offset(caret + place.width as usize);
    Some(Excerpt { text: format!("{lead}{shown}{tail}"), span, cut: from > 0 })
}

/// Tabs are widened by the drawing, together with the caret line; the rest must not steer the terminal.
fn drawn(c: char) -> char {
    if c == '\t' { c } else { visible(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: u32, column: u32, width: u32) -> Place {
        Place { line, column, width, ..Place::start_of("f") }
    }

    fn excerpt(text: &str, place: &Place) -> Option<Excerpt> {
        let mut sources = Sources::default();
        sources.insert("f", text);
        Excerpts::new(&sources).line_of(place)
    }

    #[test]
    fn the_span_counts_characters_and_ends_with_the_line() {
        let found = excerpt("one\r\nµ = \"é\"\r\n", &place(2, 5, 99)).unwrap();
        assert_eq!(&found.text[found.span.clone()], "\"é\"");
    }

    #[test]
    fn a_place_that_the_text_does_not_have_gives_nothing() {
        for wrong in [place(3, 1, 1), place(1, 5, 1), place(0, 1, 1), place(1, 0, 1)] {
            assert_eq!(excerpt("abc\nd", &wrong), None, "{wrong:?}");
        }
        assert!(excerpt("", &place(1, 1, 1)).is_some());
    }

    #[test]
    fn a_line_of_a_megabyte_is_cut_around_the_caret() {
        let line = format!("{}needle{}", "a".repeat(500_000), "b".repeat(500_000));
        let found = excerpt(&line, &place(1, 500_001, 6)).unwrap();
        assert_eq!(&found.text[found.span.clone()], "needle");
        assert_eq!(found.text.chars().count(), WIDTH + 6);
        assert!(found.text.starts_with("...") && found.text.ends_with("..."));
    }
}
