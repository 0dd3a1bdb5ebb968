//! Writes single values back without touching anything else: opening and saving changes no byte.

use std::ops::Range;

use toml_edit::{DocumentMut, Item, Table, Value};

use crate::model::Kind;

/// A TOML file that is being edited.
#[derive(Clone, Debug)]
pub struct Editor {
    document: DocumentMut,
    original: String,
    changed: bool,
    crlf: bool,
}

/// Why an edit could not be made.
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
}

impl Editor {
    /// Opens a text for editing.
    pub fn open(text: &str) -> Result<Self, EditError> {
        let document =
            text.parse::<DocumentMut>().map_err(|error| EditError::Syntax(error.message().to_owned()))?;
        Ok(Self { document, original: text.to_owned(), changed: false, crlf: text.contains("\r\n") })
    }

    /// The text to save: the very same bytes when nothing was edited, and the file's own line ends when something was.
    pub fn text(&self) -> String {
        if !self.changed {
            return self.original.clone();
        }
        let text = self.document.to_string();
        if !self.crlf {
            return text;
        }
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    }

    /// Sets one key of one record.
    pub fn set(&mut self, kind: Kind, id: &str, key: &str, value: impl Into<Value>) -> Result<(), EditError> {
        let record = self.record(kind, id)?;
        let mut value = value.into();
        // A changed value keeps the comment and white space around the old one.
        if let Some(old) = record.get(key).and_then(Item::as_value) {
            *value.decor_mut() = old.decor().clone();
        }
        record.insert(key, Item::Value(value));
        self.changed = true;
        Ok(())
    }

    /// Takes one key out of one record.
    pub fn unset(&mut self, kind: Kind, id: &str, key: &str) -> Result<(), EditError> {
        let removed = self.record(kind, id)?.remove(key).is_some();
        self.changed |= removed;
        Ok(())
    }

    /// Adds a record in the order of ids, so that two branches that add records seldom touch the same lines.
    pub fn add(&mut self, kind: Kind, id: &str, keys: Vec<(&str, Value)>) -> Result<(), EditError> {
        let header = format!("{}.{id}", kind.word());
        if self.record(kind, id).is_ok() {
            return Err(EditError::Exists(header));
        }
        let text = block(kind, id, keys);
        let at = self.insertion_point(kind, id);
        let mut whole = self.text();
        let (at, text) = pad(&whole, at, &text);
        whole.insert_str(at, &text);
        let crlf = self.crlf;
        *self = Self::open(&if crlf { whole.replace("\r\n", "\n").replace('\n', "\r\n") } else { whole })?;
        self.changed = true;
        self.crlf = crlf;
        Ok(())
    }

    fn record(&mut self, kind: Kind, id: &str) -> Result<&mut dyn toml_edit::TableLike, EditError> {
        let missing = || EditError::NoRecord(format!("{}.{id}", kind.word()));
        let table =
            self.document.get_mut(kind.word()).and_then(Item::as_table_like_mut).ok_or_else(missing)?;
        table.get_mut(id).and_then(Item::as_table_like_mut).ok_or_else(missing)
    }

    /// Before the first record of the kind with a later id, else at the end of the file.
    fn insertion_point(&self, kind: Kind, id: &str) -> usize {
        let text = self.text();
        let later = headers(&text)
            .filter(|(_, it, name)| it == kind.word() && name.as_str() > id)
            .map(|(at, _, _)| at.start)
            .min();
        later.map_or(text.len(), |at| before_comments(&text, at))
    }
}

/// A new record as text.
fn block(kind: Kind, id: &str, keys: Vec<(&str, Value)>) -> String {
    let mut record = Table::new();
    for (key, value) in keys {
        record.insert(key, Item::Value(value));
    }
    let mut kinds = Table::new();
    kinds.set_implicit(true);
    kinds.insert(id, Item::Table(record));
    let mut document = DocumentMut::new();
    document.insert(kind.word(), Item::Table(kinds));
    document.to_string().trim_start().to_owned()
}

fn pad(whole: &str, at: usize, text: &str) -> (usize, String) {
    let before = &whole[..at];
    let lead = if before.is_empty() || before.ends_with("\n\n") {
        ""
    } else if before.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let tail = if at == whole.len() { "" } else { "\n" };
    (at, format!("{lead}{text}{tail}"))
}

/// Headers `[kind.id]` with their byte ranges.
fn headers(text: &str) -> impl Iterator<Item = (Range<usize>, String, String)> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let inner = line.trim_start().strip_prefix('[')?.split(']').next()?;
        let (kind, id) = inner.split_once('.')?;
        Some((start..at, kind.trim().to_owned(), id.trim().trim_matches('"').to_owned()))
    })
}

/// Moves up over the comment lines that stand directly above a header: they belong to it.
fn before_comments(text: &str, mut at: usize) -> usize {
    loop {
        let start = text[..at.saturating_sub(1)].rfind('\n').map_or(0, |line| line + 1);
        if at == 0 || !text[start..at].trim_start().starts_with('#') {
            return at;
        }
        at = start;
    }
}
