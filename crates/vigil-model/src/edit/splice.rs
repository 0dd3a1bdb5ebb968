//! What to put where: each edit as one range of the text and what takes its place.

use std::ops::Range;

use toml_edit::{Document, DocumentMut, InlineTable, Item, Key, Table, Value};

use super::EditError;
use super::find::{self, Parsed};
use crate::model::Kind;

/// The byte order mark that some editors put in front.
const MARK: char = '\u{feff}';

/// Parses a text. Ranges count from behind a byte order mark.
pub(super) fn parse(text: &str) -> Result<Parsed<'_>, EditError> {
    Document::parse(plain(text)).map_err(|error| EditError::Syntax(error.message().to_owned()))
}

fn plain(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

fn shift(text: &str, range: Range<usize>) -> Range<usize> {
    let by = text.len() - plain(text).len();
    range.start + by..range.end + by
}

/// The file's own line end.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn in_lines_of(text: &str, new: &str) -> String {
    let plain = new.replace("\r\n", "\n");
    if line_end(text) == "\n" { plain } else { plain.replace('\n', "\r\n") }
}

/// A value as it is written into `text`.
pub(super) fn value(text: &str, mut value: Value) -> String {
    value.decor_mut().clear();
    in_lines_of(text, &value.to_string())
}

pub(super) fn set(
    whole: &str,
    kind: Kind,
    id: &str,
    key: &str,
    value: &str,
) -> Result<(Range<usize>, String), EditError> {
    let document = parse(whole)?;
    let text = plain(whole);
    let record = find::record(&document, kind, id)?;
    let spread = || EditError::Spread(format!("{}.{id}.{key}", kind.word()));
    if let Some(old) = record.get(key) {
        let range = find::value(old).ok_or_else(spread)?;
        return Ok((shift(whole, range), value.to_owned()));
    }
    let entry = format!("{} = {value}", Key::new(key));
    let (at, new) = match record {
        Item::Table(table) if find::has_header(table) => below(text, table, &entry).ok_or_else(spread)?,
        Item::Value(Value::InlineTable(table)) if !table.is_dotted() => {
            inside(table, &entry).ok_or_else(spread)?
        }
        _ => return Err(spread()),
    };
    Ok((shift(whole, at..at), new))
}

pub(super) fn set_at(
    whole: &str,
    kind: Kind,
    id: &str,
    way: &[&str],
    value: &str,
) -> Result<(Range<usize>, String), EditError> {
    let spread = || EditError::Spread(format!("{}.{id}.{}", kind.word(), way.join(".")));
    let (first, rest) = way.split_first().ok_or_else(spread)?;
    let (last, tables) = way.split_last().ok_or_else(spread)?;
    let document = parse(whole)?;
    let text = plain(whole);
    let record = find::record(&document, kind, id)?;
    if rest.is_empty() || record.get(first).is_none() {
        let inner =
            rest.iter().rev().fold(value.to_owned(), |it, key| format!("{{ {} = {it} }}", Key::new(*key)));
        return set(whole, kind, id, first, &inner);
    }
    let parent = tables.iter().try_fold(record, |item, key| item.get(key)).ok_or_else(spread)?;
    if let Some(old) = parent.get(last) {
        let range = find::value(old).ok_or_else(spread)?;
        return Ok((shift(whole, range), value.to_owned()));
    }
    let entry = format!("{} = {value}", Key::new(*last));
    let (at, new) = match parent {
        Item::Table(table) if find::has_header(table) => below(text, table, &entry).ok_or_else(spread)?,
        Item::Table(table) if table.is_dotted() => {
            let keys: Vec<String> = tables.iter().map(|key| Key::new(*key).to_string()).collect();
            below(text, table, &format!("{}.{entry}", keys.join("."))).ok_or_else(spread)?
        }
        Item::Value(Value::InlineTable(table)) if !table.is_dotted() => {
            inside(table, &entry).ok_or_else(spread)?
        }
        _ => return Err(spread()),
    };
    Ok((shift(whole, at..at), new))
}

/// A new line below the last key of a record.
fn below(text: &str, table: &Table, entry: &str) -> Option<(usize, String)> {
    let last = find::last_value(table).or(table.span().map(|span| span.end))?;
    let at = find::line_end(text, last);
    let end = line_end(text);
    let new = if text[..at].ends_with('\n') { format!("{entry}{end}") } else { format!("{end}{entry}") };
    Some((at, new))
}

/// A new entry behind the last one of a record in braces.
fn inside(table: &InlineTable, entry: &str) -> Option<(usize, String)> {
    match find::last_value(table) {
        Some(last) => Some((last, format!(", {entry}"))),
        None => Some((table.span()?.start + 1, format!(" {entry} "))),
    }
}

pub(super) fn unset(whole: &str, kind: Kind, id: &str, key: &str) -> Result<Option<Range<usize>>, EditError> {
    let document = parse(whole)?;
    let text = plain(whole);
    let spread = || EditError::Spread(format!("{}.{id}.{key}", kind.word()));
    let entry = match find::record(&document, kind, id)? {
        Item::Table(table) => table.get_key_value(key).map(|(key, item)| (key, item, false)),
        Item::Value(Value::InlineTable(table)) => {
            table.get_key_value(key).map(|(key, item)| (key, item, true))
        }
        _ => return Err(spread()),
    };
    let Some((name, item, in_braces)) = entry else { return Ok(None) };
    let value = find::value(item).ok_or_else(spread)?;
    let start = name.span().ok_or_else(spread)?.start;
    let range = if in_braces {
        with_comma(text, start..value.end)
    } else {
        find::line_start(text, start)..find::line_end(text, value.end)
    };
    Ok(Some(shift(whole, range)))
}

/// An entry in braces with the comma that parts it from its neighbour.
fn with_comma(text: &str, entry: Range<usize>) -> Range<usize> {
    let after = text[entry.end..].trim_start();
    if let Some(rest) = after.strip_prefix(',') {
        return entry.start..text.len() - rest.trim_start_matches([' ', '\t']).len();
    }
    match text[..entry.start].trim_end().strip_suffix(',') {
        Some(before) => before.len()..entry.end,
        None => entry,
    }
}

pub(super) fn add(
    whole: &str,
    kind: Kind,
    id: &str,
    keys: Vec<(&str, Value)>,
) -> Result<(usize, String), EditError> {
    let document = parse(whole)?;
    let header = format!("{}.{id}", kind.word());
    let records = document.get(kind.word()).and_then(Item::as_table_like);
    if records.is_some_and(|it| it.contains_key(id)) {
        return Err(EditError::Exists(header));
    }
    let text = plain(whole);
    let at = insertion_point(text, &document, kind, id);
    let block = in_lines_of(text, &block(kind, id, keys));
    Ok((shift(whole, at..at).start, pad(text, at, &block)))
}

/// Before the first record of the kind with a later id, else behind the last of the kind, else at the end.
fn insertion_point(text: &str, document: &Parsed<'_>, kind: Kind, id: &str) -> usize {
    let (mut own, mut later) = (Vec::new(), Vec::new());
    for (name, item) in document.get(kind.word()).and_then(Item::as_table).into_iter().flat_map(Table::iter) {
        find::headers(item, &mut own);
        if name > id {
            find::headers(item, &mut later);
        }
    }
    let mut all = Vec::new();
    find::headers(document.as_item(), &mut all);
    let behind = own.iter().max().and_then(|last| all.iter().filter(|it| *it > last).min());
    later.iter().min().or(behind).map_or(text.len(), |at| find::above_comments(text, *at))
}

/// A new record as text.
pub(super) fn block(kind: Kind, id: &str, keys: Vec<(&str, Value)>) -> String {
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

/// A blank line above and below, where there is none yet.
fn pad(text: &str, at: usize, block: &str) -> String {
    let end = line_end(text);
    let before = &text[..at];
    let blank = &before[before.trim_end().len()..];
    let lead = match blank.matches('\n').count() {
        _ if before.trim().is_empty() => 0,
        lines => 2_usize.saturating_sub(lines),
    };
    let tail = if at == text.len() { "" } else { end };
    format!("{}{block}{tail}", end.repeat(lead))
}
