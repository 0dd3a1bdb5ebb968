//! Tables of values for spreadsheets: what XLSX and CSV are written from.

use vigil_base::Date;

use crate::inline::Tone;
use crate::meta::Meta;

/// A workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// Printed on a sheet `About`, in page footers and in the file properties.
    pub meta: Meta,
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
}

/// One sheet: a header in the first row, values below. Nothing else, so that it reads back as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Name on the tab: at most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// What it shows, printed on the sheet `About`.
    pub title: String,
    /// Columns.
    pub columns: Vec<SheetColumn>,
    /// Rows of values. A row may be shorter than the columns, never longer.
    pub rows: Vec<Vec<Value>>,
    /// How many columns stay in sight when scrolling sideways. The header always does.
    pub freeze_columns: u16,
    /// Filter buttons in the header.
    pub filter: bool,
    /// How to read it, what was not looked at: printed on the sheet `About`.
    pub notes: Vec<String>,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetColumn {
    /// Words of the header; the key by which the sheet is read back.
    pub title: String,
    /// Width in characters; measured from the content when `None`.
    pub width: Option<u16>,
    /// A stable key that people must not change: locked, while the other columns stay open.
    pub key: bool,
    /// The values allowed in this column, offered as a list. Empty allows any.
    pub choices: Vec<String>,
}

/// A value in a sheet.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text; never taken as a formula, whatever it starts with.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// Yes or no, written as these words.
    Flag(bool),
    /// Text with an address.
    Link {
        /// Address: `https:`, `http:` or `mailto:`.
        to: String,
        /// What is shown.
        text: String,
    },
    /// A word with a tone.
    Status {
        /// The tone.
        tone: Tone,
        /// The word.
        text: String,
    },
}

impl Sheet {
    /// A sheet with its columns, a filter and nothing in it.
    pub fn new(
        name: impl Into<String>,
        title: impl Into<String>,
        columns: impl IntoIterator<Item = SheetColumn>,
    ) -> Self {
        Self {
            name: name.into(),
            title: title.into(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            freeze_columns: 0,
            filter: true,
            notes: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) {
        self.rows.push(values.into_iter().map(Into::into).collect());
    }
}

impl SheetColumn {
    /// An open column.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), width: None, key: false, choices: Vec::new() }
    }

    /// Sets the width in characters.
    #[must_use]
    pub fn width(mut self, characters: u16) -> Self {
        self.width = Some(characters);
        self
    }

    /// Makes it a locked key column.
    #[must_use]
    pub fn key(mut self) -> Self {
        self.key = true;
        self
    }

    /// Sets the values allowed.
    #[must_use]
    pub fn choices<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.choices = values.into_iter().map(Into::into).collect();
        self
    }
}

impl Value {
    /// The value as text: what CSV holds and what widths are measured by.
    pub fn to_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Link { text, .. } => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Status { tone, text } => crate::inline::status_word(*tone, text).to_owned(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}
