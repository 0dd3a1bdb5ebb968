//! Files of others as a small tree in which every value knows its line: JSON and YAML in one form, XML in its own.
//!
//! Everything is limited before it is held: size of the file, nesting, number of values. YAML aliases are counted as
//! what they stand for, and entities of an XML document's own are refused.

mod json;
mod xml;
mod yaml;

pub(crate) use json::read as json;
pub(crate) use xml::{Element, read as xml};
pub(crate) use yaml::read as yaml;

/// How deep values may nest. Real models need about twelve levels.
pub(crate) const DEPTH: usize = 100;
/// How many values a file may hold; the largest real models have some ten thousand.
pub(crate) const VALUES: usize = 500_000;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) cause: String,
    pub(crate) line: usize,
}

impl Fault {
    pub(crate) fn new(cause: impl Into<String>, line: usize) -> Self {
        Self { cause: cause.into(), line }
    }
}

/// A value with the line that it begins on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) line: usize,
}

/// A value. Numbers and flags stay the text that they are written as, so that `1.10` keeps its digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key; `None` where it is absent or null.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let found = self.entries().iter().find(|(name, _)| name == key).map(|(_, node)| node);
        found.filter(|node| node.value != Value::Null)
    }

    /// The value at the end of a way of keys.
    pub(crate) fn at(&self, way: &[&str]) -> Option<&Node> {
        way.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of a key, trimmed; `None` where it is empty.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Node::as_text)
    }

    /// The text itself, trimmed; `None` where it is empty or no text.
    pub(crate) fn as_text(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
            _ => None,
        }
    }

    /// The flag of a key.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        match self.text(key)?.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The number of a key.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.text(key)?.parse().ok().filter(|it: &f64| it.is_finite())
    }

    /// The values of a list below a key; none where there is no list.
    pub(crate) fn items(&self, key: &str) -> &[Node] {
        match self.get(key).map(|it| &it.value) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    /// The texts of a list below a key.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        self.items(key).iter().filter_map(Node::as_text).collect()
    }

    /// Keys and values of a table; none where it is no table.
    pub(crate) fn entries(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Keys and values of the table below a key.
    pub(crate) fn below(&self, key: &str) -> &[(String, Node)] {
        self.get(key).map_or(&[], Node::entries)
    }

    /// How many values it holds, itself included.
    fn size(&self) -> usize {
        match &self.value {
            Value::List(items) => 1 + items.iter().map(Node::size).sum::<usize>(),
            Value::Map(entries) => 1 + entries.iter().map(|(_, node)| node.size()).sum::<usize>(),
            _ => 1,
        }
    }

    /// How deep it nests; a plain value is one level.
    fn depth(&self) -> usize {
        match &self.value {
            Value::List(items) => 1 + items.iter().map(Node::depth).max().unwrap_or(0),
            Value::Map(entries) => 1 + entries.iter().map(|(_, node)| node.depth()).max().unwrap_or(0),
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests;
