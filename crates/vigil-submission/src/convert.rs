//! Turns the tables of views into tables of documents and into sheets.

use vigil_document::{self as doc, Inline, SheetColumn, Value};
use vigil_view::table::{Cell, Part, Table, Tone};

/// Whether the rows of a table are where references to their records lead. One table in a document is, for each kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchors {
    Here,
    Elsewhere,
}

pub(crate) fn table(table: &Table, anchors: Anchors) -> doc::Table {
    let columns = table.columns.iter().map(|column| {
        let weight = (column.weight * 10.0).clamp(0.0, 1000.0).round();
        #[expect(clippy::cast_sign_loss, reason = "clamped to 0..=1000 in the line above")]
        let made = doc::Column::new(&column.title, weight as u16);
        if column.mono { made.mono() } else { made }
    });
    let mut made = doc::Table::new(&table.id, table.title.as_str(), columns.collect::<Vec<_>>());
    made.when_empty = words(&table.empty);
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| doc::Cell::from(inlines(cell)));
        match (&row.anchor, anchors) {
            (Some(anchor), Anchors::Here) => made.labelled_row(anchor, cells),
            _ => made.row(cells),
        }
    }
    made
}

fn inlines(cell: &Cell) -> Vec<Inline> {
    cell.parts
        .iter()
        .flat_map(|part| match part {
            Part::Text(text) => words(text),
            Part::Strong(text) => vec![Inline::strong(text)],
            Part::Code(text) => vec![Inline::code(text)],
            // Names are words, ids are code.
            Part::Ref { to, text } if text.contains(' ') => vec![Inline::reference(to, text)],
            Part::Ref { to, text } => vec![Inline::Ref { to: to.clone(), text: vec![Inline::code(text)] }],
            Part::Status { word, tone: it } => vec![Inline::status(tone(*it), word)],
        })
        .collect()
}

/// A sentence with what stands between backticks set as code; a backtick without a partner stays as it is.
pub(crate) fn words(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, code, after)) = next_code(rest) {
        if !before.is_empty() {
            out.push(Inline::text(before));
        }
        out.push(Inline::code(code));
        rest = after;
    }
    if !rest.is_empty() || out.is_empty() {
        out.push(Inline::text(rest));
    }
    out
}

fn next_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    (!code.is_empty()).then_some((before, code, after))
}

fn tone(tone: Tone) -> doc::Tone {
    match tone {
        Tone::Good => doc::Tone::Good,
        Tone::Warn => doc::Tone::Warn,
        Tone::Bad => doc::Tone::Bad,
        Tone::Neutral => doc::Tone::Neutral,
    }
}

/// A sheet of the same rows. The first column is the key.
pub(crate) fn sheet(name: &str, table: &Table) -> doc::Sheet {
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let made = SheetColumn::new(&column.title);
        if at == 0 { made.key() } else { made }
    });
    let mut sheet = doc::Sheet::new(name, &table.title, columns.collect::<Vec<_>>());
    sheet.notes.clone_from(&table.notes);
    if table.rows.is_empty() {
        sheet.notes.push(table.empty.clone());
    }
    for row in &table.rows {
        sheet.row(row.cells.iter().map(|cell| Value::Text(plain(cell))));
    }
    sheet
}

fn plain(cell: &Cell) -> String {
    let text = |part: &Part| match part {
        Part::Text(text) | Part::Strong(text) | Part::Code(text) | Part::Ref { text, .. } => text.clone(),
        Part::Status { word, .. } => word.clone(),
    };
    cell.parts.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_a_lone_backtick_stays() {
        let run = words("see `[mds2]` in `vigil.toml`, not 5` long");
        let kinds = [
            Inline::text("see "),
            Inline::code("[mds2]"),
            Inline::text(" in "),
            Inline::code("vigil.toml"),
            Inline::text(", not 5` long"),
        ];
        assert_eq!(run, kinds);
        assert_eq!(words("plain"), [Inline::text("plain")]);
    }
}
