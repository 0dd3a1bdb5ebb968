//! Texts of the folder's files while a table is applied to them.

use std::collections::BTreeMap;

use toml_edit::{InlineTable, Value};
use vigil_model::edit::Editor;
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

    /// Adds a record.
    pub(super) fn add(&mut self, file: &str, kind: Kind, id: &str, sets: &[Set]) -> Result<(), String> {
        let mut editor = self.open(file)?;
        let keys = nested(sets);
        let keys = keys.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
        editor.add(kind, id, keys).map_err(|error| error.to_string())?;
        self.changed.insert(file.to_owned(), editor.text());
        Ok(())
    }
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
