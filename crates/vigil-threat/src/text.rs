//! Texts of rules with names filled in: `{subject}`, `{other}`, `{functions}` ...

use std::collections::BTreeMap;

/// Names that can be filled in.
pub(crate) const NAMES: &[&str] =
    &["subject", "other", "from", "to", "channel", "data", "component", "functions", "harm", "operator"];

/// The names between braces in a text.
pub(crate) fn placeholders(text: &str) -> Vec<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// The text with names filled in.
pub(crate) fn fill(text: &str, names: &BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        if let Some((name, tail)) = after.split_once('}') {
            out.push_str(names.get(name).map_or("(unknown)", String::as_str));
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    // A name at the start of a sentence begins with a capital letter.
    let mut chars = out.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
