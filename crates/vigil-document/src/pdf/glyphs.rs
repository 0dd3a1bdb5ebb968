//! Text as it may reach a page: what the fonts lack becomes visible and is counted, it never vanishes.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::fonts;

/// Which scripts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scripts {
    /// All that the fonts hold.
    All,
    /// Only those whose letters stand one by one: Latin, Greek, Cyrillic and signs.
    Simple,
}

/// Cleans text and keeps count of what could not be shown.
pub(super) struct Glyphs {
    scripts: Scripts,
    pub(super) missing: BTreeMap<char, usize>,
}

impl Glyphs {
    pub(super) fn new(scripts: Scripts) -> Self {
        Self { scripts, missing: BTreeMap::new() }
    }

    /// Running text: every run of white space is one space.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut space = false;
        for c in self.clean(text).chars() {
            let white = matches!(c, ' ' | '\n' | '\t');
            if !(white && space) {
                out.push(if white { ' ' } else { c });
            }
            space = white;
        }
        out
    }

    /// Text whose lines and indents stay: tabs become four spaces.
    pub(super) fn verbatim(&mut self, text: &str) -> String {
        self.clean(&text.replace("\r\n", "\n").replace('\t', "    "))
    }

    /// A drawing: what cannot be shown becomes an empty square, because its place is measured.
    pub(super) fn drawing(&mut self, svg: &str) -> String {
        let mut out = String::with_capacity(svg.len());
        for c in svg.chars() {
            if matches!(c, '\n' | '\r' | '\t') || self.shows(c) {
                out.push(c);
            } else {
                self.count(c);
                out.push('□');
            }
        }
        out
    }

    fn clean(&mut self, text: &str) -> String {
        if text.bytes().all(|b| b.is_ascii_graphic() || matches!(b, b' ' | b'\n')) {
            return text.to_owned();
        }
        let composed: Vec<char> = text.nfc().collect();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < composed.len() {
            let marks = composed[at + 1..].iter().take_while(|c| is_combining_mark(**c)).count();
            self.cluster(&composed[at..=at + marks], &mut out);
            at += marks + 1;
        }
        out
    }

    /// A letter with its marks: one font must hold them all, else each is judged alone.
    fn cluster(&mut self, cluster: &[char], out: &mut String) {
        if cluster.len() > 1 && self.scripts == Scripts::All && fonts::covers_all(cluster) {
            out.extend(cluster);
            return;
        }
        for c in cluster {
            let alone = cluster.len() > 1 && is_combining_mark(*c);
            match c {
                // They only choose between two looks of the character before them.
                '\u{fe0e}' | '\u{fe0f}' => {}
                '\n' | '\t' => out.push(*c),
                '\r' => out.push('\n'),
                _ if !alone && self.shows(*c) => out.push(*c),
                _ => {
                    self.count(*c);
                    out.push_str(&format!("[U+{:04X}]", u32::from(*c)));
                }
            }
        }
    }

    fn shows(&self, c: char) -> bool {
        let simple =
            matches!(u32::from(c), 0x20..=0x2ff | 0x370..=0x52f | 0x1e00..=0x1fff | 0x2000..=0x2bff | 0xfffd);
        fonts::covers(c) && !is_combining_mark(c) && (simple || self.scripts == Scripts::All)
    }

    fn count(&mut self, c: char) {
        *self.missing.entry(c).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_shown_is_visible_and_counted() {
        let mut glyphs = Glyphs::new(Scripts::All);
        assert_eq!(glyphs.text("Größe  µ\n中 中 \u{202e}x"), "Größe µ [U+4E2D] [U+4E2D] [U+202E]x");
        assert_eq!(glyphs.missing, BTreeMap::from([('中', 2), ('\u{202e}', 1)]));
    }

    #[test]
    fn a_decomposed_letter_is_composed_and_a_stray_mark_is_shown() {
        let mut glyphs = Glyphs::new(Scripts::All);
        assert_eq!(glyphs.text("Gro\u{308}ße"), "Größe");
        assert_eq!(glyphs.text("\u{20dd}"), "[U+20DD]");
    }
}
