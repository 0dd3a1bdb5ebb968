//! Takes the power out of characters that steer a terminal or hide text.
//!
//! Messages quote names out of SBOMs that strangers wrote. An escape sequence in a package name must not be
//! able to repaint the report, and a right-to-left override must not be able to turn a name around.

use std::borrow::Cow;

/// `text` with every steering character replaced by a visible one, character for character, so that columns
/// stay where they are.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if text.chars().any(steers) {
        Cow::Owned(text.chars().map(visible).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a character moves the cursor, changes colours, reorders or hides its neighbours.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

/// C0 controls have pictures of their own; the rest becomes the replacement character.
pub(super) fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        c if steers(c) => '\u{fffd}',
        c => c,
    }
}

/// Characters that steer a terminal, written as JSON escapes: the value is the same, the file is safe to look at.
///
/// They stand only inside strings, because JSON allows no other place for them but the line feed.
pub fn json_safe(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && steers(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_of_any_language_stays_as_it_is() {
        for text in ["", "libfoo 1.2", "Größe µ", "日本語", "ملف"] {
            assert!(matches!(neutral(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn escape_sequences_overrides_and_line_feeds_lose_their_power() {
        assert_eq!(neutral("\u{1b}[31mred\u{9b}2J"), "␛[31mred\u{fffd}2J");
        assert_eq!(neutral("a\u{202e}b\nc\td\x7f"), "a\u{fffd}b␊c␉d␡");
    }
}
