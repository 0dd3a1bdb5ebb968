//! Columns of text for people: as wide as their widest cell, the first to the left, numbers to the right.

use vigil_finding::render::neutral;

/// Between two columns.
const GAP: &str = "  ";

/// Rows under headings. Cells that are numbers in every row are set to the right.
pub fn columns(headings: &[&str], rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| neutral(cell).to_string()).collect()).collect();
    let count = |text: &str| text.chars().count();
    let cells = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| cells(at).map(|cell| count(cell)).max().unwrap_or(0).max(count(heading)))
        .collect();
    let numbers: Vec<bool> =
        (0..headings.len()).map(|at| cells(at).all(|cell| cell.parse::<u64>().is_ok())).collect();
    let line = |row: &[&str]| {
        let set = row.iter().enumerate().map(|(at, cell)| {
            let width = widths[at];
            if numbers[at] { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        format!("{}\n", set.collect::<Vec<_>>().join(GAP).trim_end())
    };
    let mut text = line(headings);
    for row in &rows {
        text.push_str(&line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    text
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
    fn words_stand_to_the_left_and_numbers_to_the_right() {
        let rows = [vec!["pump".to_owned(), "7".to_owned()], vec!["tablet".to_owned(), "12".to_owned()]];
        assert_eq!(columns(&["part", "n"], &rows), "part     n\npump     7\ntablet  12\n");
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
