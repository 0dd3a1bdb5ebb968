//! Text that Markdown takes for nothing but text.

use crate::fonts::is_refused;

pub(super) fn anchor(id: &str) -> String {
    let id = id.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('|', "&#124;");
    format!("<a id=\"{id}\"></a>")
}

pub(super) fn anchor_line(id: Option<&String>) -> String {
    id.map(|id| format!("{}\n\n", anchor(id))).unwrap_or_default()
}

/// Running text with every mark made harmless.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let behind = if text.ends_with(char::is_whitespace) && !words.is_empty() { " " } else { "" };
    for c in format!("{before}{words}{behind}").chars() {
        if is_refused(c) {
            out.push_str(&format!("\\[U+{:04X}\\]", u32::from(c)));
            continue;
        }
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A paragraph that begins like a heading, a list or a rule is kept from becoming one.
pub(super) fn guard_start(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['#', '-', '+', '=', '>']) { format!("\\{text}") } else { text.to_owned() }
}

/// Characters that would not be seen or that turn the reading direction around, shown as `[U+202E]`.
fn visible(text: &str) -> String {
    let shown = |c: char| if is_refused(c) { format!("[U+{:04X}]", u32::from(c)) } else { c.to_string() };
    text.chars().map(shown).collect()
}

/// In a table a bar would end the cell; `escape` has seen to it but for code.
pub(super) fn in_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.trim().chars() {
        if c == '|' && before != '\\' {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

pub(super) fn code_span(text: &str) -> String {
    let text = visible(&text.replace('\n', " "));
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Emphasis marks must touch the words.
pub(super) fn wrapped(mark: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = &text[..text.len() - text.trim_start().len()];
    let end = &text[text.trim_end().len()..];
    format!("{start}{mark}{inner}{mark}{end}")
}

pub(super) fn address(to: &str) -> String {
    let mut out = String::with_capacity(to.len());
    for c in to.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '|' | '\\' => out.push_str(&format!("%{:02X}", u32::from(c))),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("a*b_c <b> [x] | `y`"), "a\\*b\\_c \\<b\\> \\[x\\] \\| \\`y\\`");
        assert_eq!([escape(", "), escape(" "), escape("a  b")], [", ", " ", "a b"]);
        assert_eq!(guard_start("1. not a list"), "1\\. not a list");
        assert_eq!(guard_start("# not a heading"), "\\# not a heading");
        assert_eq!(code_span("a`b"), "``a`b``");
        assert_eq!(in_cell("`a|b` and a \\| bar"), "`a\\|b` and a \\| bar");
    }
}
