//! Writes single values back without touching anything else: opening and saving changes no byte.
//!
//! The parser only tells where things stand; what is written is a splice of the text. So comments, alignment,
//! line ends, a byte order mark and the order of keys stay as they are.

use toml_edit::Value;

use crate::model::Kind;

mod find;
mod splice;

/// A new record as the text of a file: header and keys, each on its line.
pub fn record(kind: Kind, id: &str, keys: Vec<(&str, Value)>) -> String {
    splice::block(kind, id, keys)
}

/// A TOML file that is being edited.
#[derive(Clone, Debug)]
pub struct Editor {
    text: String,
}

/// Why an edit could not be made. The text is then as it was.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// The file does not parse; it is not touched.
    #[error("the file cannot be edited because it does not parse: {0}")]
    Syntax(String),
    /// There is no such record in the file.
    #[error("there is no `[{0}]` in this file")]
    NoRecord(String),
    /// There is such a record already.
    #[error("there is a `[{0}]` in this file already")]
    Exists(String),
    /// The key or record is written in a way in which no single place can be changed.
    #[error("`{0}` is spread over several places of the file; change it in an editor for text")]
    Spread(String),
}

impl Editor {
    /// Opens a text for editing.
    pub fn open(text: &str) -> Result<Self, EditError> {
        splice::parse(text)?;
        Ok(Self { text: text.to_owned() })
    }

    /// The text to save: the very same bytes where nothing was edited.
    pub fn text(&self) -> String {
        self.text.clone()
    }

    /// Sets one key of one record.
    pub fn set(&mut self, kind: Kind, id: &str, key: &str, value: impl Into<Value>) -> Result<(), EditError> {
        let value = splice::value(&self.text, value.into());
        let (range, text) = splice::set(&self.text, kind, id, key, &value)?;
        self.put(range, &text, &format!("{}.{id}.{key}", kind.word()))
    }

    /// Sets one key inside the tables of a record: `before.exploitability` is `["before", "exploitability"]`. Tables on the
    /// way that are not there yet are made.
    pub fn set_at(
        &mut self,
        kind: Kind,
        id: &str,
        way: &[&str],
        value: impl Into<Value>,
    ) -> Result<(), EditError> {
        let value = splice::value(&self.text, value.into());
        let (range, text) = splice::set_at(&self.text, kind, id, way, &value)?;
        self.put(range, &text, &format!("{}.{id}.{}", kind.word(), way.join(".")))
    }

    /// Takes one key out of one record.
    pub fn unset(&mut self, kind: Kind, id: &str, key: &str) -> Result<(), EditError> {
        match splice::unset(&self.text, kind, id, key)? {
            Some(range) => self.put(range, "", &format!("{}.{id}.{key}", kind.word())),
            None => Ok(()),
        }
    }

    /// Adds a record in the order of ids, so that two branches that add records seldom touch the same lines.
    pub fn add(&mut self, kind: Kind, id: &str, keys: Vec<(&str, Value)>) -> Result<(), EditError> {
        let (at, text) = splice::add(&self.text, kind, id, keys)?;
        self.put(at..at, &text, &format!("{}.{id}", kind.word()))
    }

    /// Puts `text` in the place of `range`, unless the file would not parse any more.
    fn put(&mut self, range: std::ops::Range<usize>, text: &str, what: &str) -> Result<(), EditError> {
        let mut changed = self.text.clone();
        changed.replace_range(range, text);
        splice::parse(&changed).map_err(|_| EditError::Spread(what.to_owned()))?;
        self.text = changed;
        Ok(())
    }
}
