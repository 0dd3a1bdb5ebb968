//! Texts of the folder's files while a table is applied to them.

use std::collections::BTreeMap;

use toml_edit::{InlineTable, Value};
use vigil_model::edit::{self, Editor};
use vigil_model::{Kind, Model};

/// A value to be set, with the keys that lead to it.
pub(super) type Set = (Vec<String>, Value);

/// The files, and those that are changed.
#[derive(Clone)]
pub(super) struct Files<'m> {
    model: &'m Model,
    pub(super) changed: BTreeMap<String, String>,
}

impl<'m> Files<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        Self { model, changed: BTreeMap::new() }
    }

    fn open(&self, file: &str) -> Result<Editor, String> {
        let on_disk = || self.model.files.iter().find(|it| it.path == file).map_or("", |it| it.text.as_str());
        let text = self.changed.get(file).map_or_else(on_disk, String::as_str);
        Editor::open(text).map_err(|error| error.to_string())
    }

    /// Sets keys of a record that is there.
    pub(super) fn edit(&mut self, kind: Kind, id: &str, sets: &[Set]) -> Result<String, String> {
        let span =
            self.model.span_of(kind, id).ok_or_else(|| format!("there is no `{}.{id}`", kind.word()))?;
        let file = self.model.place(span).file;
        let mut editor = self.open(&file)?;
        for (way, value) in sets {
            let way: Vec<&str> = way.iter().map(String::as_str).collect();
            editor.set_at(kind, id, &way, value.clone()).map_err(|error| error.to_string())?;
        }
        self.changed.insert(file.clone(), editor.text());
        Ok(file)
    }

    /// Adds records in the order of ids; says which could not be added, and why.
    ///
    /// Records that fall between the same two that are there go in together: a long table must not cost a parse a row.
    pub(super) fn add(&mut self, file: &str, kind: Kind, new: &[(&str, &[Set])]) -> BTreeMap<String, String> {
        let there = self.model.ids(kind).into_iter().filter(|id| {
            self.model.span_of(kind, id.as_str()).is_some_and(|span| self.model.place(span).file == file)
        });
        let there: Vec<String> = there.map(ToString::to_string).collect();
        let mut gaps: BTreeMap<usize, BTreeMap<&str, &[Set]>> = BTreeMap::new();
        for (id, sets) in new {
            let gap = there.iter().filter(|it| it.as_str() < *id).count();
            gaps.entry(gap).or_default().insert(id, sets);
        }
        let mut failed = BTreeMap::new();
        for records in gaps.into_values() {
            if let Err(why) = self.add_together(file, kind, &records) {
                failed.extend(records.keys().map(|id| ((*id).to_owned(), why.clone())));
            }
        }
        failed
    }

    fn add_together(
        &mut self,
        file: &str,
        kind: Kind,
        records: &BTreeMap<&str, &[Set]>,
    ) -> Result<(), String> {
        let mut rest = records.iter();
        let Some((first, sets)) = rest.next() else { return Ok(()) };
        let mut editor = self.open(file)?;
        let keys = nested(sets);
        editor.add(kind, first, borrowed(&keys)).map_err(|error| error.to_string())?;
        let mut text = editor.text();
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let in_lines =
            |text: String| if end == "\n" { text } else { text.replace("\r\n", "\n").replace('\n', end) };
        let block = in_lines(edit::record(kind, first, borrowed(&keys)));
        let at = text.find(&block).ok_or("the place of new records was not found")? + block.len();
        let more: String = rest
            .map(|(id, sets)| format!("{end}{}", in_lines(edit::record(kind, id, borrowed(&nested(sets))))))
            .collect();
        text.insert_str(at, &more);
        Editor::open(&text).map_err(|error| error.to_string())?;
        self.changed.insert(file.to_owned(), text);
        Ok(())
    }
}

fn borrowed(keys: &[(String, Value)]) -> Vec<(&str, Value)> {
    keys.iter().map(|(key, value)| (key.as_str(), value.clone())).collect()
}

/// Values with the tables around them: `before.exploitability` stands in `before = { ... }`.
fn nested(sets: &[Set]) -> Vec<(String, Value)> {
    let mut keys: Vec<(String, Value)> = Vec::new();
    for (way, value) in sets {
        match way.as_slice() {
            [key] => keys.push((key.clone(), value.clone())),
            [key, inner] => {
                let at = keys.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
                    keys.push((key.clone(), Value::InlineTable(InlineTable::new())));
                    keys.len() - 1
                });
                if let Value::InlineTable(table) = &mut keys[at].1 {
                    table.insert(inner, value.clone());
                }
            }
            _ => {}
        }
    }
    keys
}
