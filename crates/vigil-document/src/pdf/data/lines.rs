//! Runs of inline pieces: cleaned, references resolved, cut where a line may end.

use serde_json::{Value, json};

use super::Builder;
use crate::fonts::FontFace;
use crate::index::TargetKind;
use crate::inline::{Inline, Inlines, status_word};
use crate::pdf::breaks::{Limits, pieces};
use crate::pdf::widths::Need;

/// Nesting of inline pieces that is followed; deeper ones are printed without their markup.
const DEEPEST: usize = 16;
/// The word of a status is set smaller, with air left and right of it, in points.
const CHIP_SIZE: f32 = 0.92;
const CHIP: f32 = 9.0;
/// The mono face is set smaller than the text around it.
pub(super) const MONO_SIZE: f32 = 0.9;

impl Builder<'_> {
    /// The run with every text fit for the page. References to nothing become their own text; those without words get
    /// the name of their target.
    pub(super) fn clean(&mut self, run: &[Inline]) -> Inlines {
        self.clean_to(run, 0)
    }

    fn clean_to(&mut self, run: &[Inline], depth: usize) -> Inlines {
        if depth >= DEEPEST {
            let flat = crate::inline::plain(run);
            return vec![Inline::Text(self.glyphs.text(&flat))];
        }
        run.iter().flat_map(|piece| self.clean_piece(piece, depth + 1)).collect()
    }

    fn clean_piece(&mut self, piece: &Inline, depth: usize) -> Inlines {
        vec![match piece {
            Inline::Text(text) => Inline::Text(self.glyphs.text(text)),
            Inline::Code(text) => Inline::Code(self.glyphs.text(text)),
            Inline::Strong(inner) => Inline::Strong(self.clean_to(inner, depth)),
            Inline::Emph(inner) => Inline::Emph(self.clean_to(inner, depth)),
            Inline::Link { to, text } => self.clean_link(to, text, depth),
            Inline::Ref { to, text } => return self.clean_reference(to, text, depth),
            Inline::PageOf { label } => match self.labels.get(label) {
                Some(_) => piece.clone(),
                None => Inline::text("–"),
            },
            Inline::Status { tone, text } => {
                Inline::Status { tone: *tone, text: self.glyphs.text(status_word(*tone, text)) }
            }
            Inline::Break => Inline::Break,
        }]
    }

    fn clean_link(&mut self, to: &str, text: &[Inline], depth: usize) -> Inline {
        let shown = if text.is_empty() { vec![Inline::text(to)] } else { text.to_vec() };
        // The address is part of the file, not of the page; spaces and controls would make it invalid there.
        let to = to.chars().filter(|c| !c.is_control() && *c != ' ').collect();
        Inline::Link { to, text: self.clean_to(&shown, depth) }
    }

    fn clean_reference(&mut self, to: &str, text: &[Inline], depth: usize) -> Inlines {
        let named = self.name_of(to);
        let shown = match (&named, text.is_empty()) {
            (_, false) => text.to_vec(),
            (Some((name, TargetKind::Row | TargetKind::Paragraph)), true) => vec![Inline::code(name)],
            (Some((name, _)), true) => vec![Inline::text(name)],
            (None, true) => vec![Inline::code(to)],
        };
        let shown = self.clean_to(&shown, depth);
        if named.is_some() { vec![Inline::Ref { to: to.to_owned(), text: shown }] } else { shown }
    }

    /// A cleaned run as data; words longer than `longest` may break.
    pub(super) fn line(&self, run: &[Inline], limits: Limits) -> Vec<Value> {
        run.iter().filter_map(|piece| self.piece(piece, limits)).collect()
    }

    /// A cleaned run of a cell. Most hold one plain text, which the template takes as it is.
    pub(super) fn cell(&self, run: &[Inline], limits: Limits) -> Value {
        if let [Inline::Text(text)] = run {
            let mut cut = pieces(text, limits);
            if cut.len() == 1 {
                return Value::String(cut.remove(0));
            }
        }
        Value::Array(self.line(run, limits))
    }

    fn piece(&self, piece: &Inline, limits: Limits) -> Option<Value> {
        Some(match piece {
            Inline::Text(text) | Inline::Code(text) if text.is_empty() => return None,
            Inline::Text(text) => json!({ "k": "t", "v": pieces(text, limits) }),
            Inline::Code(text) => json!({ "k": "c", "v": pieces(text, limits) }),
            Inline::Strong(inner) => json!({ "k": "b", "c": self.line(inner, limits) }),
            Inline::Emph(inner) => json!({ "k": "i", "c": self.line(inner, limits) }),
            Inline::Link { to, text } if to.is_empty() => json!({ "k": "i", "c": self.line(text, limits) }),
            Inline::Link { to, text } => json!({ "k": "l", "to": to, "c": self.line(text, limits) }),
            Inline::Ref { to, text } => {
                json!({ "k": "r", "to": self.labels.get(to)?, "c": self.line(text, limits) })
            }
            Inline::PageOf { label } => json!({ "k": "p", "to": self.labels.get(label)? }),
            Inline::Status { tone, text } => json!({ "k": "s", "tone": tone, "v": pieces(text, limits) }),
            Inline::Break => json!({ "k": "n" }),
        })
    }

    /// Cleans a run and turns it into data for running text.
    pub(super) fn prose(&mut self, run: &[Inline]) -> Vec<Value> {
        let run = self.clean(run);
        self.line(&run, super::WORD)
    }
}

/// Takes a cleaned run into account for the width of its column.
pub(super) fn measure(need: &mut Need, run: &[Inline], face: FontFace, size: f32, limits: Limits) {
    let mut line = Need::default();
    let before = need.natural;
    need.natural = 0.0;
    for piece in run {
        match piece {
            Inline::Text(text) => line.see(&pieces(text, limits), face, size),
            Inline::Code(text) => line.see(&pieces(text, limits), FontFace::Mono, size * MONO_SIZE),
            Inline::Strong(inner) => measure(&mut line, inner, FontFace::Semibold, size, limits),
            Inline::Emph(inner) | Inline::Link { text: inner, .. } | Inline::Ref { text: inner, .. } => {
                measure(&mut line, inner, face, size, limits);
            }
            Inline::PageOf { .. } => line.see(&["000".to_owned()], face, size),
            Inline::Status { text, .. } => {
                line.see(&pieces(text, limits), FontFace::Semibold, size * CHIP_SIZE);
                line.least += CHIP;
                line.natural += CHIP;
            }
            Inline::Break => {}
        }
        need.least = need.least.max(line.least);
        need.natural = if matches!(piece, Inline::Break) {
            need.natural.max(line.natural)
        } else {
            need.natural + std::mem::take(&mut line.natural)
        };
        line = Need::default();
    }
    need.natural = need.natural.max(before);
}
