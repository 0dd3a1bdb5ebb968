//! A table: what is laid before a reader, in words. Writers turn it into pages, sheets and lines of text.

use serde::Serialize;

/// The words for something that the model does not say. A dash would leave open whether it was looked at.
pub const NOT_STATED: &str = "not stated";

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// Stable name of the kind of table: `risks`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows, in the order they are printed.
    pub rows: Vec<Row>,
    /// The sentence printed when there are no rows: what was looked at, never just "none".
    pub empty: String,
    /// Sentences printed below.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Heading.
    pub title: String,
    /// Width in relation to the other columns.
    pub weight: f32,
    /// Whether it holds identifiers, digests or ranges that are read letter by letter.
    pub mono: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The record that this row prints in full, such as `risk.r-012`: references to it lead here.
    pub anchor: Option<String>,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// What stands in one place of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    /// Its parts, in reading order.
    pub parts: Vec<Part>,
}

/// A piece of a cell. Spaces and separators are text of their own.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Words.
    Text(String),
    /// Words that matter more than the others.
    Strong(String),
    /// Something that is read letter by letter.
    Code(String),
    /// A reference to a record.
    Ref {
        /// The record's id, such as `risk.r-012`.
        to: String,
        /// What is printed.
        text: String,
    },
    /// A state. The word carries the meaning, the tone only repeats it.
    Status {
        /// The word.
        word: String,
        /// How it is coloured.
        tone: Tone,
    },
}

/// How a state is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// As it should be.
    Good,
    /// To be looked at.
    Warn,
    /// Not as it should be.
    Bad,
    /// Neither.
    Neutral,
}

impl Table {
    /// A table without rows. `empty` is the sentence that says what was looked at.
    pub fn new(id: &str, title: &str, empty: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
            empty: empty.to_owned(),
            notes: Vec::new(),
        }
    }

    /// Adds columns by heading and weight; a heading that begins with `#` makes a column that is read letter by letter.
    #[must_use]
    pub fn columns(mut self, columns: &[(&str, f32)]) -> Self {
        self.columns.extend(columns.iter().map(|(title, weight)| Column {
            title: title.trim_start_matches('#').to_owned(),
            weight: *weight,
            mono: title.starts_with('#'),
        }));
        self
    }

    /// Adds a row that prints no record in full.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.push(None, cells);
    }

    /// Adds the row that prints `anchor` in full.
    pub fn record(&mut self, anchor: impl Into<String>, cells: Vec<Cell>) {
        self.push(Some(anchor.into()), cells);
    }

    fn push(&mut self, anchor: Option<String>, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a cell a column in {}", self.id);
        self.rows.push(Row { anchor, cells });
    }

    /// Takes the last column as remarks: nobody misses one, so a row without says `none`, and the column is left out when
    /// no row has any.
    #[must_use]
    pub(crate) fn last_are_remarks(mut self) -> Self {
        let idle = |row: &Row| row.cells.last().is_none_or(|cell| cell.plain() == NOT_STATED);
        let all_idle = self.rows.iter().all(idle);
        for row in &mut self.rows {
            let without = idle(row);
            match row.cells.last_mut() {
                _ if all_idle => drop(row.cells.pop()),
                Some(last) if without => *last = Cell::text("none"),
                _ => {}
            }
        }
        if all_idle {
            self.columns.pop();
        }
        self
    }

    /// Adds a sentence below.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }
}

impl Cell {
    /// Words; an empty text is printed as not stated.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.trim().is_empty() { Self::not_stated() } else { Part::Text(words).into() }
    }

    /// The words for something that the model does not say.
    pub fn not_stated() -> Self {
        Part::Text(NOT_STATED.to_owned()).into()
    }

    /// Something that is read letter by letter.
    pub fn code(text: impl Into<String>) -> Self {
        Part::Code(text.into()).into()
    }

    /// Words that matter more than the others.
    pub fn strong(words: impl Into<String>) -> Self {
        Part::Strong(words.into()).into()
    }

    /// A reference to a record.
    pub fn to(record: impl Into<String>, text: impl Into<String>) -> Self {
        Part::Ref { to: record.into(), text: text.into() }.into()
    }

    /// A state.
    pub fn status(word: impl Into<String>, tone: Tone) -> Self {
        Part::Status { word: word.into(), tone }.into()
    }

    /// A number.
    pub fn count(number: usize) -> Self {
        Self::text(number.to_string())
    }

    /// What is stated, or the words for not stated.
    pub fn stated(value: Option<impl ToString>) -> Self {
        value.map_or_else(Self::not_stated, |value| Self::text(value.to_string()))
    }

    /// Cells as one, with commas between them; `empty` when there is none.
    pub fn list(cells: impl IntoIterator<Item = Self>, empty: &str) -> Self {
        Self::joined(cells, ", ", empty)
    }

    /// Cells as one with something between them; `empty` when there is none.
    pub fn joined(cells: impl IntoIterator<Item = Self>, between: &str, empty: &str) -> Self {
        let mut parts = Vec::new();
        for cell in cells {
            if let Some(last) = parts.last() {
                parts.push(Part::Text(after(last, between).to_owned()));
            }
            parts.extend(cell.parts);
        }
        if parts.is_empty() { Self::text(empty) } else { Self { parts } }
    }

    /// This cell with another one after it.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// This cell with words after it.
    #[must_use]
    pub fn say(self, words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { self } else { self.then(Part::Text(words).into()) }
    }

    /// The cell's words without any marks.
    pub fn plain(&self) -> String {
        self.parts.iter().map(Part::words).collect()
    }
}

/// What stands between two cells: no semicolon after the end of a sentence.
fn after<'a>(last: &Part, between: &'a str) -> &'a str {
    if between == "; " && last.words().ends_with('.') { " " } else { between }
}

impl From<Part> for Cell {
    fn from(part: Part) -> Self {
        Self { parts: vec![part] }
    }
}

impl Part {
    /// Its words.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Strong(words) | Self::Code(words) => words,
            Self::Ref { text, .. } => text,
            Self::Status { word, .. } => word,
        }
    }
}
