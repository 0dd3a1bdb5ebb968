//! Escaping, numbers, ids and text elements.

use crate::text::{Anchor, Face, TextLine, bare_width};

/// Text between tags or in a quoted attribute. Characters that XML 1.0 forbids become the replacement character.
pub(super) fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// `name="value"`.
pub(super) fn attribute(name: &str, value: &str) -> String {
    format!("{name}=\"{value}\"")
}

/// A coordinate with at most two decimals.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // Adding zero turns -0 into 0.
    format!("{}", rounded + 0.0)
}

/// An id that is unique in a page of several drawings. Other characters than letters, digits, `.` and `-` are written as `_` and their
/// code, so that two different names never share an id.
pub(super) fn id(diagram: &str, kind: &str, name: &str) -> String {
    let mut out = String::from("d-");
    plain(&mut out, diagram);
    out.push('-');
    out.push_str(kind);
    if !name.is_empty() {
        out.push('-');
        plain(&mut out, name);
    }
    out
}

fn plain(out: &mut String, name: &str) {
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
            out.push(c);
        } else {
            out.push_str(&format!("_{:x}_", c as u32));
        }
    }
}

/// One line of text. `textLength` keeps it inside its box when a viewer lacks the font.
pub(super) fn text_line(line: &TextLine, colour: &str) -> String {
    let weight = if line.face == Face::Bold { " font-weight=\"600\"" } else { "" };
    let anchor = if line.anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} fill=\"{colour}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>\n",
        number(line.x),
        number(line.baseline),
        number(line.size),
        number(bare_width(&line.text, line.face, line.size)),
        text(&line.text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(text("<script>&\"'\u{1}\n"), "&lt;script&gt;&amp;&quot;&#39;\u{fffd} ");
    }

    #[test]
    fn different_names_have_different_ids() {
        let names = ["a b", "a_20_b", "a.b", "a-b", "a_b", "ä", "a  b"];
        let ids: std::collections::BTreeSet<String> =
            names.iter().map(|name| id("d", "node", name)).collect();
        assert_eq!(ids.len(), names.len());
        assert!(ids.iter().all(|id| id.is_ascii() && !id.contains(' ')));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([number(1.0), number(1.239), number(-0.001), number(10.5)], ["1", "1.24", "0", "10.5"]);
    }
}
