//! Rows of one record: in tables that people made its id is one cell, merged over the rows that say more of it.

use std::collections::BTreeSet;

use vigil_exchange::table::{Columns, Headed, Row};

use super::Table;
use super::fields::{Field, Form};

/// Keys whose text may go on in a further paragraph.
const PROSE: &[&str] =
    &["accept", "addresses", "because", "benefit", "design", "impact", "residual", "story", "text"];

/// Whether a field holds one word, day or name, so that two rows cannot both say it.
fn holds_one(field: &Field) -> bool {
    match field.form {
        Form::Text => !field.way.last().is_some_and(|key| PROSE.contains(key)),
        Form::Word | Form::Day | Form::Applies | Form::Id => true,
        Form::List | Form::Stride | Form::Cwe | Form::Private => false,
    }
}

/// The rows that say one record.
pub(super) struct Gathered {
    /// All of them as one.
    pub(super) row: Row,
    /// The last of them.
    pub(super) last: usize,
    /// Why they cannot be one.
    pub(super) fault: Option<String>,
}

/// The rows of a table, those of one record made one.
pub(super) fn gathered(table: Table, headed: &Headed, columns: &Columns) -> Vec<Gathered> {
    let column = |head: &String| headed.heads.iter().position(|it| it == head);
    let mapped = |name: &str| columns.fields.get(name).and_then(column);
    let fields = table.fields();
    let single: BTreeSet<usize> =
        fields.iter().filter(|it| holds_one(it)).filter_map(|it| mapped(it.name)).collect();
    // What names a record: its id, and without one its first text.
    let naming = fields.iter().filter(|it| matches!(it.form, Form::Id | Form::Text));
    let naming: Vec<usize> = naming.filter_map(|it| mapped(it.name)).collect();
    let filled = |row: &Row, at: usize| row.cells.get(at).is_some_and(|it| !it.trim().is_empty());
    let mut all: Vec<Gathered> = Vec::new();
    for row in &headed.rows {
        let name = naming.iter().find(|at| filled(row, **at));
        let goes_on = name.is_some_and(|at| row.above.contains(at));
        match all.last_mut().filter(|_| goes_on) {
            Some(first) => first.add(row, &single, &headed.heads),
            None => all.push(Gathered { row: row.clone(), last: row.line, fault: None }),
        }
    }
    all
}

impl Gathered {
    fn add(&mut self, more: &Row, single: &BTreeSet<usize>, heads: &[String]) {
        self.last = more.line;
        let own = more.cells.iter().enumerate().filter(|(at, _)| !more.above.contains(at));
        for (at, text) in own.filter(|(_, text)| !text.trim().is_empty()) {
            self.row.cells.resize(self.row.cells.len().max(at + 1), String::new());
            let cell = &mut self.row.cells[at];
            if cell.lines().any(|it| it.trim() == text.trim()) {
                continue;
            }
            if cell.trim().is_empty() {
                cell.clone_from(text);
            } else if single.contains(&at) {
                let head = heads.get(at).map_or("", String::as_str);
                let said = (cell.trim(), text.trim());
                self.fault = Some(format!("`{head}` of the same record says `{}` and `{}`", said.0, said.1));
            } else {
                cell.push('\n');
                cell.push_str(text);
            }
        }
    }

    /// What is said of a record over several rows.
    pub(super) fn note(&self) -> Option<String> {
        let (first, last) = (self.row.line, self.last);
        (last > first).then(|| format!("rows {first} to {last} say one record: their cells are joined"))
    }
}
