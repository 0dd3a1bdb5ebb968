//! Sentences with named parameters: `{subject} states no level of support`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A sentence with named parameters in braces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

impl Template {
    /// Takes a sentence as it stands in the catalogue.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The sentence with its parameters unfilled.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names of its parameters, in order of appearance, each once.
    pub fn params(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for piece in self.pieces() {
            if let Piece::Param(name) = piece
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }

    /// The sentence with its parameters filled. One that has no value is shown as `{name}`.
    pub fn fill(&self, params: &BTreeMap<&str, String>) -> String {
        self.pieces()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Param(name) => params.get(name).cloned().unwrap_or_else(|| format!("{{{name}}}")),
            })
            .collect()
    }

    fn pieces(&self) -> Pieces<'_> {
        Pieces { rest: &self.0 }
    }
}

enum Piece<'t> {
    Text(&'t str),
    Param(&'t str),
}

struct Pieces<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(name) = param_at_start(self.rest) {
            self.rest = &self.rest[name.len() + 2..];
            return Some(Piece::Param(name));
        }
        // A brace that opens no parameter is text, as in an example of TOML.
        let next = self
            .rest
            .match_indices('{')
            .map(|(at, _)| at)
            .find(|&at| param_at_start(&self.rest[at..]).is_some());
        let (text, rest) = self.rest.split_at(next.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(Piece::Text(text))
    }
}

/// The name in `{name}` when the text starts with one: lower-case letters and digits, nothing else.
fn param_at_start(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    plain.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn parameters_are_filled_and_a_missing_one_stays_visible() {
        let sentence = Template::new("`{subject}` lacks {n} of {n} fields");
        assert_eq!(sentence.params(), ["subject", "n"]);
        assert_eq!(sentence.fill(&values(&[("subject", "a"), ("n", "2")])), "`a` lacks 2 of 2 fields");
        assert_eq!(sentence.fill(&values(&[("n", "2")])), "`{subject}` lacks 2 of 2 fields");
    }

    #[test]
    fn braces_of_an_example_are_text() {
        let help = Template::new("add `support = { level = \"{level}\" }`, {}, {A} and {");
        assert_eq!(help.params(), ["level"]);
        assert_eq!(help.fill(&values(&[("level", "x")])), "add `support = { level = \"x\" }`, {}, {A} and {");
    }

    #[test]
    fn a_value_is_never_read_as_a_parameter() {
        let sentence = Template::new("{a}{b}");
        assert_eq!(sentence.fill(&values(&[("a", "{b}"), ("b", "x")])), "{b}x");
    }
}
