//! The headings of a table that people made: titles above it, empty rows, and headings over two rows.

use super::{Row, Rows, merged};

/// How far down the headings are looked for.
const DEEP: usize = 30;
/// Most columns of which each is tried by both of its names.
const MANY: usize = 64;

/// A table with its headings found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headed {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The headings; one over several columns stands before those below it: `Before controls / Exploitability`.
    pub heads: Vec<String>,
    /// Rows below that are not empty.
    pub rows: Vec<Row>,
    /// Rows above that are not empty: titles and notes.
    pub above: usize,
}

impl Headed {
    /// The trimmed text of a cell below a heading; empty where there is none.
    pub fn cell<'t>(&self, row: &'t Row, head: &str) -> &'t str {
        let at = self.heads.iter().position(|it| it == head);
        at.and_then(|at| row.cells.get(at)).map_or("", |text| text.trim())
    }
}

/// Finds the row of headings of which `known` recognises most.
pub fn headed(rows: Rows, known: &dyn Fn(&[String]) -> usize) -> Option<Headed> {
    let filled = |row: &Row| row.cells.iter().any(|cell| !cell.trim().is_empty());
    let mut all: Vec<Row> = rows.rows.into_iter().filter(filled).collect();
    let mut best: Option<(usize, usize, Vec<String>)> = None;
    for (at, row) in all.iter().enumerate().take(DEEP) {
        let plain: Vec<String> = row.cells.iter().map(|it| one_line(it)).collect();
        let above = at.checked_sub(1).and_then(|at| all.get(at)).filter(|it| it.line + 1 == row.line);
        let over = above.map(|above| over_two_rows(above, &plain, known));
        for heads in [Some(plain), over].into_iter().flatten() {
            let score = known(&heads);
            if score > best.as_ref().map_or(0, |(score, ..)| *score) {
                best = Some((score, at, heads));
            }
        }
    }
    let (_, mut at, mut heads) = best?;
    // Headings that are merged downwards reach over the row below, whatever stands there.
    let line = all[at].line;
    let goes_on = rows.merged.iter().any(|it| it.first + 1 == line && it.last == it.first + 1);
    if goes_on && all.get(at + 1).is_some_and(|it| it.line == line + 1) {
        at += 1;
        let below: Vec<String> = all[at].cells.iter().map(|it| one_line(it)).collect();
        heads = over_two_rows(&all[at - 1], &below, known);
    }
    let mut below = all.split_off(at + 1);
    merged::fill(&mut below, &rows.merged);
    Some(Headed { sheet: rows.sheet, heads: distinct(heads), rows: below, above: at })
}

/// Headings over two rows: both of them, but the lower one alone where that is the one that is known.
fn over_two_rows(above: &Row, below: &[String], known: &dyn Fn(&[String]) -> usize) -> Vec<String> {
    let mut heads = joined(above, below);
    if heads.len() > MANY {
        return heads;
    }
    let mut most = known(&heads);
    for (at, lower) in below.iter().enumerate().filter(|(_, lower)| !lower.is_empty()) {
        let both = std::mem::replace(&mut heads[at], lower.clone());
        let score = known(&heads);
        if score > most {
            most = score;
        } else {
            heads[at] = both;
        }
    }
    heads
}

/// Headings over two rows: the upper one reaches to the right until the next one.
fn joined(above: &Row, below: &[String]) -> Vec<String> {
    let mut over = String::new();
    let width = above.cells.len().max(below.len());
    let heads = (0..width).map(|at| {
        let upper = above.cells.get(at).map(|it| one_line(it)).unwrap_or_default();
        let lower = below.get(at).cloned().unwrap_or_default();
        if !upper.is_empty() {
            over = upper;
        }
        match (over.is_empty(), lower.is_empty()) {
            (true, _) => lower,
            // A heading that is merged downwards has nothing below it.
            (false, true) => over.clone(),
            (false, false) => format!("{over} / {lower}"),
        }
    });
    heads.collect()
}

/// A heading that stands twice gets a number, so that each column can be named.
fn distinct(heads: Vec<String>) -> Vec<String> {
    let mut made: Vec<String> = Vec::new();
    for head in heads {
        let mut name = head.clone();
        let mut number = 2;
        while !name.is_empty() && made.contains(&name) {
            name = format!("{head} ({number})");
            number += 1;
        }
        made.push(name);
    }
    made
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::rows;

    fn found(text: &str, known: &[&str]) -> Headed {
        let score = |heads: &[String]| heads.iter().filter(|it| known.contains(&it.as_str())).count();
        headed(rows(text.as_bytes(), None).unwrap(), &score).unwrap()
    }

    #[test]
    fn titles_and_empty_rows_above_the_headings_are_passed_by() {
        let table = found("Risks of the pump\n\nID,Title\n\nR-1,One\n,,\nR-2,Two\n", &["ID", "Title"]);
        assert_eq!((table.heads.as_slice(), table.above), (&["ID".to_owned(), "Title".to_owned()][..], 1));
        let lines: Vec<usize> = table.rows.iter().map(|it| it.line).collect();
        assert_eq!((lines, table.cell(&table.rows[1], "Title")), (vec![5, 7], "Two"));
    }

    #[test]
    fn headings_over_two_rows_are_joined() {
        let text = "ID,Before,,After,\n,Likelihood,Why,Likelihood,Why\nR-1,high,x,low,y\n";
        let table = found(text, &["ID", "Before / Likelihood", "After / Likelihood"]);
        assert_eq!(
            table.heads,
            ["ID", "Before / Likelihood", "Before / Why", "After / Likelihood", "After / Why"]
        );
        assert_eq!(table.cell(&table.rows[0], "After / Likelihood"), "low");
    }

    #[test]
    fn headings_merged_over_two_rows_stand_beside_those_of_the_lower_row() {
        let text = "ID,Title,Assessment,,Before,\n,,Harm,Controls,Level,Why\nR-1,One,h,c,low,x\n";
        let known = ["ID", "Title", "Harm", "Controls", "Before / Level"];
        let table = found(text, &known);
        assert_eq!(table.heads, ["ID", "Title", "Harm", "Controls", "Before / Level", "Before / Why"]);
        assert_eq!((table.rows.len(), table.cell(&table.rows[0], "ID")), (1, "R-1"));
    }

    #[test]
    fn the_row_below_headings_that_are_merged_over_it_is_no_record() {
        let text = "ID,Harm,Notes,\n,,first,second\nR-1,h,a,b\n";
        let mut read = rows(text.as_bytes(), None).unwrap();
        read.merged = vec![crate::table::Merged { first: 0, last: 1, column: 0 }];
        let score = |heads: &[String]| heads.iter().filter(|it| *it == "ID" || *it == "Harm").count();
        let table = headed(read, &score).unwrap();
        assert_eq!(table.heads, ["ID", "Harm", "Notes / first", "Notes / second"]);
        assert_eq!(table.rows.len(), 1);
    }

    #[test]
    fn a_heading_that_stands_twice_gets_a_number() {
        assert_eq!(found("ID,Note,Note\n1,a,b\n", &["ID"]).heads, ["ID", "Note", "Note (2)"]);
    }
}
