//! Tables of a document.

use serde::Serialize;

use crate::inline::{Inline, Inlines, IntoInlines, Tone};

/// A numbered table. Its header repeats on every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Label for cross references.
    pub id: Option<String>,
    /// Caption.
    pub caption: Inlines,
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// Rows. A row that is too short is filled with empty cells; surplus cells are joined into the last one.
    pub rows: Vec<Row>,
    /// A tint behind every other row.
    pub zebra: bool,
    /// Words printed instead of rows when there are none. "Nothing found" needs to say what was looked at.
    pub when_empty: Inlines,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Words of the header.
    pub title: String,
    /// Share of the width that is left after every column got what its longest word needs; 0 takes none of it.
    pub weight: u16,
    /// Alignment.
    pub align: Align,
    /// Set in the mono face, may break anywhere: identifiers, digests.
    pub mono: bool,
}

/// Horizontal alignment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// To the start of the line.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// To the end of the line: numbers.
    End,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Label: makes this row the place where references to a record lead.
    pub label: Option<String>,
    /// Cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// A heading inside the table: its first cell spans all columns.
    pub group: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Content.
    pub text: Inlines,
}

impl Table {
    /// A table with a label, a caption and columns.
    pub fn new(
        id: impl Into<String>,
        caption: impl IntoInlines,
        columns: impl IntoIterator<Item = Column>,
    ) -> Self {
        Self {
            id: Some(id.into()),
            caption: caption.into_inlines(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            zebra: false,
            when_empty: "No entries.".into_inlines(),
        }
    }

    /// Adds a row.
    pub fn row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(Row { label: None, cells: cells.into_iter().map(Into::into).collect(), group: false });
    }

    /// Adds a row that references to `label` lead to.
    pub fn labelled_row<C: Into<Cell>>(
        &mut self,
        label: impl Into<String>,
        cells: impl IntoIterator<Item = C>,
    ) {
        self.row(cells);
        if let Some(row) = self.rows.last_mut() {
            row.label = Some(label.into());
        }
    }

    /// Adds a heading inside the table.
    pub fn group(&mut self, title: impl IntoInlines) {
        let cell = Cell { text: title.into_inlines() };
        self.rows.push(Row { label: None, cells: vec![cell], group: true });
    }
}

impl Column {
    /// A column of words with a share of the free width.
    pub fn new(title: impl Into<String>, weight: u16) -> Self {
        Self { title: title.into(), weight, align: Align::Start, mono: false }
    }

    /// Sets the mono face.
    #[must_use]
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    /// Sets the alignment.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }
}

impl Cell {
    /// A status word with its tone.
    pub fn status(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: vec![Inline::status(tone, text)] }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self { text: text.into_inlines() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text: text.into_inlines() }
    }
}

impl From<Inline> for Cell {
    fn from(piece: Inline) -> Self {
        Self { text: vec![piece] }
    }
}

impl From<Inlines> for Cell {
    fn from(text: Inlines) -> Self {
        Self { text }
    }
}
