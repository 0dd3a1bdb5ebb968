//! Lists for people: columns under headings, and lines under a heading.

use vigil_finding::render::neutral;
use vigil_view::table::{Cell, Table};
use vigil_view::text;

/// How wide text is. Fixed, so that the same command prints the same text into every pipe.
const WIDTH: usize = 110;

/// Rows under headings; `empty` is what stands there when there are none.
pub fn columns(title: &str, headings: &[&str], rows: &[Vec<String>], empty: &str) -> String {
    let headings: Vec<(&str, f32)> = headings.iter().map(|heading| (*heading, 1.0)).collect();
    let mut table = Table::new("", title, empty).columns(&headings);
    for row in rows {
        table.row(row.iter().map(|cell| Cell::text(neutral(cell))).collect());
    }
    text::render(&table, WIDTH)
}

/// `1 error`, `2 errors`.
pub fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// A heading with the lines below it; at most `most` of them, with the number of those left out.
pub fn listed(heading: &str, lines: &[String], most: usize) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{heading} ({})\n", lines.len());
    for line in lines.iter().take(most) {
        text.push_str(&format!("  {}\n", neutral(line)));
    }
    if lines.len() > most {
        text.push_str(&format!("  and {} more; `--format json` has all of them\n", lines.len() - most));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_headings() {
        let rows = [vec!["pump".to_owned(), "7".to_owned()]];
        let text = columns("Parts", &["part", "n"], &rows, "none");
        assert!(text.contains("part  n\n") && text.contains("pump  7\n"), "{text}");
        assert!(columns("Parts", &["part"], &[], "no part was looked at").contains("no part was looked at"));
    }

    #[test]
    fn a_list_that_is_cut_says_how_much_is_left_out() {
        let lines = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!(
            listed("New", &lines, 2),
            "\nNew (3)\n  a\n  b\n  and 1 more; `--format json` has all of them\n"
        );
        assert_eq!(listed("New", &[], 2), "");
    }
}
