//! Where things stand in a text.

use std::ops::Range;

use toml_edit::{Document, Item, Table, TableLike};

use super::EditError;
use crate::model::Kind;

pub(super) type Parsed<'a> = Document<&'a str>;

/// The record as the parser sees it.
pub(super) fn record<'a>(document: &'a Parsed<'_>, kind: Kind, id: &str) -> Result<&'a Item, EditError> {
    let missing = || EditError::NoRecord(format!("{}.{id}", kind.word()));
    let records = document.get(kind.word()).and_then(Item::as_table_like).ok_or_else(missing)?;
    records.get(id).filter(|it| it.is_table_like()).ok_or_else(missing)
}

/// Whether a table has a header of its own: `[kind.id]`.
pub(super) fn has_header(table: &Table) -> bool {
    !table.is_implicit() && !table.is_dotted()
}

/// Where the value of a key stands, when it is written as one value.
pub(super) fn value(item: &Item) -> Option<Range<usize>> {
    let value = item.as_value()?;
    if value.as_inline_table().is_some_and(toml_edit::InlineTable::is_dotted) {
        return None;
    }
    value.span()
}

/// The end of the last value that stands under a table's own header.
pub(super) fn last_value(table: &dyn TableLike) -> Option<usize> {
    let ends = table.iter().filter_map(|(_, item)| match item {
        Item::Table(inner) if inner.is_dotted() => last_value(inner),
        Item::Value(toml_edit::Value::InlineTable(inner)) if inner.is_dotted() => last_value(inner),
        Item::Value(value) => value.span().map(|span| span.end),
        _ => None,
    });
    ends.max()
}

/// Starts of all headers in and below an item.
pub(super) fn headers(item: &Item, found: &mut Vec<usize>) {
    match item {
        Item::Table(table) => {
            if has_header(table) {
                found.extend(table.span().map(|span| span.start));
            }
            table.iter().for_each(|(_, item)| headers(item, found));
        }
        Item::ArrayOfTables(tables) => {
            for table in tables {
                found.extend(table.span().map(|span| span.start));
                table.iter().for_each(|(_, item)| headers(item, found));
            }
        }
        _ => {}
    }
}

/// The start of the line around a place.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// One past the line feed of the line around a place.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |line| at + line + 1)
}

/// Moves up over the comment lines that stand directly above a header: they belong to it.
pub(super) fn above_comments(text: &str, header: usize) -> usize {
    let mut at = line_start(text, header);
    while at > 0 {
        let above = line_start(text, at - 1);
        if !text[above..at].trim_start().starts_with('#') {
            break;
        }
        at = above;
    }
    at
}
