//! How wide a text is, by the metrics of the font that the documents embed, and where it may be broken.

pub use crate::plain::render;

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The family that drawings name; documents embed it.
pub const FAMILY: &str = "Source Sans 3";

/// Advance widths, generated from the font by `examples/advances.rs`.
const ADVANCES: &str = include_str!("text/advances.txt");

/// Width of a character that the table lacks, in parts of the size: as wide as an ideograph, so that a box is rather too wide.
const UNKNOWN_WIDTH: f64 = 1.0;

/// Added to every measured line: rasterisers round each glyph.
const ROUNDING: f64 = 0.6;

/// A face of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Upright, normal weight.
    Regular,
    /// Upright, semibold.
    Bold,
}

/// Where a line of text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// `x` is where it starts.
    Start,
    /// `x` is its middle.
    Middle,
}

/// One line of text with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// The words.
    pub text: String,
    /// Start or middle, see `anchor`.
    pub x: f64,
    /// The line that letters stand on.
    pub baseline: f64,
    /// Size in points.
    pub size: f64,
    /// Weight.
    pub face: Face,
    /// What `x` means.
    pub anchor: Anchor,
}

impl TextLine {
    /// The left and right end.
    pub fn span(&self) -> (f64, f64) {
        let width = width(&self.text, self.face, self.size);
        let left = if self.anchor == Anchor::Middle { self.x - width / 2.0 } else { self.x };
        (left, left + width)
    }
}

/// The room that one line needs.
pub fn width(text: &str, face: Face, size: f64) -> f64 {
    if text.is_empty() { 0.0 } else { bare_width(text, face, size) + ROUNDING }
}

/// The sum of the advances of one line, without the room for rounding.
pub fn bare_width(text: &str, face: Face, size: f64) -> f64 {
    text.chars().map(|c| advance(c, face)).sum::<f64>() * size
}

/// Breaks a text into lines no wider than `limit`: between words, else after `-/._:`, else before a capital, else anywhere.
pub fn wrap(text: &str, face: Face, size: f64, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, face, size) <= limit {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = break_word(word, face, size, limit);
        line = pieces.pop().unwrap_or_default();
        lines.append(&mut pieces);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The pieces of a word, each as long as fits; one piece when the word fits.
fn break_word(word: &str, face: Face, size: f64, limit: f64) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = word;
    while width(rest, face, size) > limit {
        let cut = best_cut(rest, face, size, limit);
        pieces.push(rest[..cut].to_owned());
        rest = &rest[cut..];
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// Where to cut, in bytes: at least one character, so that the loop above ends.
fn best_cut(word: &str, face: Face, size: f64, limit: f64) -> usize {
    let mut run = ROUNDING;
    let (mut any, mut nice) = (0, 0);
    let mut before = ' ';
    for (at, c) in word.char_indices() {
        if at > 0
            && (matches!(before, '-' | '/' | '.' | '_' | ':') || (before.is_lowercase() && c.is_uppercase()))
        {
            nice = at;
        }
        run += advance(c, face) * size;
        if run > limit && at > 0 {
            break;
        }
        any = at + c.len_utf8();
        before = c;
    }
    // A nice place is taken unless it leaves a stub of one or two letters.
    if nice > 2 { nice } else { any }
}

/// The advance of a character in parts of the size.
fn advance(c: char, face: Face) -> f64 {
    if c.is_control() {
        return 0.0;
    }
    table().get(&(face, c as u32)).copied().unwrap_or(UNKNOWN_WIDTH)
}

fn table() -> &'static BTreeMap<(Face, u32), f64> {
    static TABLE: OnceLock<BTreeMap<(Face, u32), f64>> = OnceLock::new();
    TABLE.get_or_init(|| read_table(ADVANCES))
}

/// Reads the generated file: `face NAME UNITS`, then lines of a first code and the widths from there on.
fn read_table(source: &str) -> BTreeMap<(Face, u32), f64> {
    let mut table = BTreeMap::new();
    let (mut face, mut units) = (Face::Regular, 1.0);
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let first = words.next().unwrap_or_default();
        if first == "face" {
            face = if words.next() == Some("bold") { Face::Bold } else { Face::Regular };
            units = words.next().and_then(|word| word.parse().ok()).expect("the table states units per em");
            continue;
        }
        let first = u32::from_str_radix(first, 16).expect("a row starts with a code");
        for (code, width) in (first..).zip(words) {
            if let Ok(width) = width.parse::<f64>() {
                table.insert((face, code), width / units);
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        // From the font's hmtx table: 'i' 246, 'W' 786, space 200 units of 1000.
        assert!((width("iW ", Face::Regular, 1000.0) - ROUNDING - (246.0 + 786.0 + 200.0)).abs() < 1e-6);
        assert!(width("pump", Face::Bold, 9.0) > width("pump", Face::Regular, 9.0));
    }

    #[test]
    fn a_character_outside_the_table_gets_a_generous_width() {
        assert!(width("\u{6f22}", Face::Regular, 10.0) >= 10.0);
    }

    #[test]
    fn no_wrapped_line_is_wider_than_the_limit() {
        for text in [
            "Drug library server of the hospital",
            "pump-communications-processor",
            "InfusionPumpMotorController",
            "漢字漢字漢字漢字",
        ] {
            for line in wrap(text, Face::Bold, 9.0, 60.0) {
                assert!(width(&line, Face::Bold, 9.0) <= 60.0, "{line}");
            }
        }
    }

    #[test]
    fn wrapping_loses_no_letter_and_prefers_seams() {
        assert_eq!(wrap("pump-communications", Face::Regular, 9.0, 70.0), ["pump-", "communications"]);
        assert_eq!(wrap("MotorController", Face::Regular, 9.0, 50.0), ["Motor", "Controller"]);
        let text = "a-very/long_name.with:seams";
        assert_eq!(wrap(text, Face::Regular, 9.0, 20.0).concat(), text);
    }

    #[test]
    fn a_limit_narrower_than_a_letter_still_ends() {
        assert_eq!(wrap("WWW", Face::Regular, 9.0, 1.0), ["W", "W", "W"]);
    }
}
