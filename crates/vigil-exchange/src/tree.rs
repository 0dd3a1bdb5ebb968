//! Files of others as a small tree in which every value knows its line: JSON and YAML in one form, XML in its own.
//!
//! Everything is limited before it is held: size of the file, nesting, number of values. YAML aliases are counted as
//! what they stand for, and entities of an XML document's own are refused.

mod fate;
mod json;
mod xml;
mod yaml;

pub(crate) use fate::{Rest, short};
pub(crate) use json::read as json;
pub(crate) use xml::{Element, read as xml};
pub(crate) use yaml::read as yaml;

use fate::{Fate, Gather, Inside};

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
    fate: Fate,
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
    pub(crate) fn new(value: Value, line: usize) -> Self {
        Self { value, line, fate: Fate::default() }
    }

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
        self.as_parsed(|text| Some(text.to_owned()))
    }

    /// What the text stands for; it is taken only where it stands for something.
    pub(crate) fn as_parsed<T>(&self, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let Value::Text(text) = &self.value else { return None };
        let found = Some(text.trim()).filter(|it| !it.is_empty()).and_then(parse);
        if found.is_some() {
            self.fate.take();
        }
        found
    }

    /// The flag of a key.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_parsed(|text| match text.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }

    /// The number of a key.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.as_parsed(|text| text.parse().ok().filter(|it: &f64| it.is_finite()))
    }

    /// Names this value, with everything in it, as not taken.
    pub(crate) fn leave(&self, what: impl Into<String>, because: impl Into<String>) {
        self.fate.leave(what.into(), because.into());
    }

    /// Keys that are the tool's own or of its drawing: nothing in them is about the device.
    pub(crate) fn beside(&self, keys: &[&str]) {
        keys.iter().filter_map(|key| self.get(key)).for_each(|it| it.fate.beside());
    }

    /// What was not taken: values that a reader named, and all that nobody asked for.
    pub(crate) fn rest(&self) -> Vec<Rest> {
        let mut gather = Gather::default();
        self.gather(&mut gather);
        gather.finish()
    }

    /// Whether a reader named it, with everything in it.
    #[cfg(test)]
    pub(crate) fn is_named(&self) -> bool {
        self.fate.is_named()
    }

    fn gather(&self, gather: &mut Gather) -> Inside {
        let text = match &self.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        };
        gather.value(&self.fate, self.line, text, |gather| {
            let mut found = Inside::default();
            match &self.value {
                Value::List(items) => {
                    for (at, item) in items.iter().enumerate() {
                        found.add(gather.step(&format!("[{at}]"), |gather| item.gather(gather)));
                    }
                }
                Value::Map(entries) => {
                    for (key, node) in entries {
                        found.add(gather.step(key, |gather| node.gather(gather)));
                    }
                }
                Value::Null | Value::Text(_) => {}
            }
            found
        })
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

    /// The texts of the list itself; none where it is no list.
    pub(crate) fn own_texts(&self) -> Vec<String> {
        match &self.value {
            Value::List(items) => items.iter().filter_map(Node::as_text).collect(),
            _ => Vec::new(),
        }
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
