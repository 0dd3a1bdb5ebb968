//! Tables as plain text with aligned columns.

use crate::table::{Cell, Row, Table};

/// Between two columns.
const GAP: usize = 2;
/// A column narrower than this cannot be read.
const NARROWEST: usize = 8;
/// A longer word is an identifier or digest, and may be broken.
const WHOLE: usize = 18;
/// After these a long word may be broken.
const BREAKS: &str = "/@.-:,_#";

/// The table as lines of at most `width` columns: heading, columns, rows, notes.
///
/// Where the columns do not fit beside each other, each row becomes a block with one line a column.
pub fn render(table: &Table, width: usize) -> String {
    let width = width.max(NARROWEST);
    let mut lines = vec![table.title.clone(), String::new()];
    if table.rows.is_empty() {
        lines.extend(wrap(&table.empty, width));
    } else if let Some(widths) = widths(table, width) {
        side_by_side(table, &widths, &mut lines);
    } else {
        blocks(table, width, &mut lines);
    }
    for note in &table.notes {
        lines.push(String::new());
        lines.extend(wrap(note, width));
    }
    let mut text = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The width of each column, or `None` when they do not fit beside each other.
fn widths(table: &Table, width: usize) -> Option<Vec<usize>> {
    let columns = table.columns.len();
    let cell = |row: &Row, at: usize| row.cells.get(at).map_or(0, |cell| length(&cell.plain()));
    let wanted: Vec<usize> = (0..columns)
        .map(|at| {
            let cells = table.rows.iter().map(|row| cell(row, at)).max().unwrap_or(0);
            cells.max(length(&table.columns[at].title))
        })
        .collect();
    let room = width.checked_sub(GAP * columns.saturating_sub(1))?;
    if wanted.iter().sum::<usize>() <= room {
        return Some(wanted);
    }
    let least: Vec<usize> = (0..columns).map(|at| least(&table.columns[at].title).min(wanted[at])).collect();
    if least.iter().sum::<usize>() > room {
        return None;
    }
    // Whole words first, then the rest: a column of broken words is worse than a long one.
    let words: Vec<usize> = (0..columns).map(|at| longest_word(table, at).min(wanted[at])).collect();
    let widths = share(table, &words, least, room);
    Some(share(table, &wanted, widths, room))
}

/// The longest word of a column that is worth keeping whole.
fn longest_word(table: &Table, at: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(Cell::plain);
    let longest =
        |text: &str| text.split_whitespace().map(length).filter(|it| *it <= WHOLE).max().unwrap_or(0);
    cells.map(|text| longest(&text)).max().unwrap_or(0)
}

/// The narrowest that a column may become: the longest word of its heading has to stand on one line.
fn least(title: &str) -> usize {
    title.split(' ').map(length).max().unwrap_or(0).max(NARROWEST)
}

/// Gives the room that is left to the columns that want more, the heavier ones first: one place at a time.
fn share(table: &Table, wanted: &[usize], mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    let filled =
        |at: usize, widths: &[usize]| widths[at] as f64 / f64::from(table.columns[at].weight.max(0.01));
    let mut left = room.saturating_sub(widths.iter().sum::<usize>());
    while left > 0 {
        let hungry = (0..widths.len()).filter(|at| widths[*at] < wanted[*at]);
        let Some(next) = hungry.min_by(|a, b| filled(*a, &widths).total_cmp(&filled(*b, &widths))) else {
            break;
        };
        widths[next] += 1;
        left -= 1;
    }
    widths
}

fn side_by_side(table: &Table, widths: &[usize], lines: &mut Vec<String>) {
    let titles: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
    lines.extend(row_lines(&titles, widths));
    lines.push(widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("  "));
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row_lines(&row.cells.iter().map(Cell::plain).collect::<Vec<_>>(), widths))
        .collect();
    // Rows of several lines run into each other without an empty line between them.
    let apart = rows.iter().any(|row| row.len() > 1);
    for (at, row) in rows.into_iter().enumerate() {
        if apart && at > 0 {
            lines.push(String::new());
        }
        lines.extend(row);
    }
}

fn row_lines(cells: &[String], widths: &[usize]) -> Vec<String> {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(text, width)| wrap(text, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let parts = wrapped.iter().zip(widths).map(|(cell, width)| {
            let text = cell.get(at).map_or("", String::as_str);
            format!("{text}{}", " ".repeat(width.saturating_sub(length(text))))
        });
        parts.collect::<Vec<_>>().join("  ")
    };
    (0..height).map(line).collect()
}

fn blocks(table: &Table, width: usize, lines: &mut Vec<String>) {
    for (at, row) in table.rows.iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let text = format!("{}: {}", column.title, cell.plain());
            let indented = width.saturating_sub(GAP).max(1);
            let mut wrapped = wrap(&text, indented).into_iter();
            lines.extend(wrapped.next());
            lines.extend(wrapped.map(|line| format!("  {line}")));
        }
    }
}

/// Words on lines of at most `width`; a word that is longer is broken, where it can be after a sign.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        let (word, joined) = word;
        let between = usize::from(!line.is_empty() && !joined);
        if !line.is_empty() && length(&line) + between + length(&word) > width {
            lines.push(std::mem::take(&mut line));
        } else if between == 1 {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.push(line);
    lines
}

/// A word in pieces of at most `width`, each with whether it belongs to the one before it.
fn pieces(word: &str, width: usize) -> Vec<(String, bool)> {
    let mut rest: Vec<char> = word.chars().collect();
    let mut pieces = Vec::new();
    while rest.len() > width.max(1) {
        let end = width.max(1);
        let after_sign = rest[..end].iter().rposition(|c| BREAKS.contains(*c)).map(|at| at + 1);
        let tail = rest.split_off(after_sign.unwrap_or(end));
        pieces.push((rest.into_iter().collect(), !pieces.is_empty()));
        rest = tail;
    }
    pieces.push((rest.into_iter().collect(), !pieces.is_empty()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table =
            Table::new("t", "Title", "Nothing was looked at.").columns(&[("Id", 1.0), ("Words", 3.0)]);
        table.row(vec![
            Cell::code("pkg:generic/a-very-long-name@1.2.3"),
            Cell::text("one two three four five six"),
        ]);
        table
    }

    #[test]
    fn no_line_is_wider_than_asked_for() {
        for width in 1..80 {
            let text = render(&table(), width);
            let longest = text.lines().map(length).max().unwrap();
            assert!(longest <= width.max(NARROWEST), "{width}: {longest}\n{text}");
        }
    }

    #[test]
    fn every_word_survives_wrapping() {
        for width in [8, 12, 20, 33, 60] {
            let text = render(&table(), width);
            for word in ["one", "two", "three", "four", "five", "six"] {
                assert!(text.contains(word), "{width}: {word}\n{text}");
            }
        }
    }

    #[test]
    fn an_empty_table_says_what_was_looked_at() {
        let mut table = table();
        table.rows.clear();
        assert_eq!(render(&table, 40), "Title\n\nNothing was looked at.\n");
    }
}
