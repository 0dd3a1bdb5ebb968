//! The parsed TOML as a tree with spans, independent of the parser.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use vigil_base::{Date, date};

/// A position in one of the folder's files, by byte offsets; turned into line and column only when printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index into the model's list of files.
    pub file: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    pub(crate) fn new(file: u16, range: &Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The byte range inside the file.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// What TOML can hold.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    /// A date; times have no meaning in a device folder and are kept as text.
    Day(Date),
    Moment(String),
    List(Vec<Node>),
    Table(Vec<(Key, Node)>),
}

/// A key with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) span: Span,
}

impl Node {
    pub(crate) fn table(&self) -> Option<&[(Key, Node)]> {
        if let Value::Table(entries) = &self.value { Some(entries) } else { None }
    }

    /// The word for what is there, for messages about a wrong type.
    pub(crate) fn type_word(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Day(_) => "a date",
            Value::Moment(_) => "a time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value as JSON, for private data that is carried along.
    pub(crate) fn json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) | Value::Moment(text) => text.clone().into(),
            Value::Integer(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Bool(yes) => (*yes).into(),
            Value::Day(day) => day.to_string().into(),
            Value::List(items) => items.iter().map(Self::json).collect(),
            Value::Table(entries) => serde_json::Value::Object(
                entries.iter().map(|(key, node)| (key.name.clone(), node.json())).collect(),
            ),
        }
    }
}

/// Turns the parser's table into ours. TOML's own parser limits the depth of nesting.
pub(crate) fn from_table(file: u16, table: &DeTable<'_>) -> Vec<(Key, Node)> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let key = Key { name: key.get_ref().to_string(), span: Span::new(file, &key.span()) };
            (key, from_value(file, value.get_ref(), &value.span()))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    entries
}

fn from_value(file: u16, value: &DeValue<'_>, span: &Range<usize>) -> Node {
    let value = match value {
        // A checkout may have turned the line ends of a long text.
        DeValue::String(text) => Value::Text(text.replace("\r\n", "\n")),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Text(number.to_string()), Value::Integer),
        DeValue::Float(number) => {
            number.as_str().parse().map_or(Value::Text(number.to_string()), Value::Float)
        }
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(moment) => {
            let text = moment.to_string();
            match date::parse(&text) {
                Some(day) if moment.time.is_none() => Value::Day(day),
                _ => Value::Moment(text),
            }
        }
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| from_value(file, item.get_ref(), &item.span())).collect())
        }
        DeValue::Table(table) => Value::Table(from_table(file, table)),
    };
    Node { value, span: Span::new(file, span) }
}
