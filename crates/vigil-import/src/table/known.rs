//! The records that a folder has already: by which ids they are known, and in which file they stand.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::Model;

use super::Table;

/// The records of one kind.
pub(super) struct Known<'m> {
    model: &'m Model,
    table: Table,
    /// Earlier ids of records, and the ids that they have where they come from.
    aliases: BTreeMap<String, String>,
}

impl<'m> Known<'m> {
    pub(super) fn of(model: &'m Model, table: Table) -> Self {
        Self { model, table, aliases: aliases(model, table) }
    }

    /// The record that an id of the table means: its own id, an earlier one, or the id it has in the source.
    pub(super) fn existing(&self, stated: &str) -> Option<String> {
        let kind = self.table.kind();
        let plain = stated.strip_prefix(kind.word()).and_then(|it| it.strip_prefix('.')).unwrap_or(stated);
        let slug = Id::slug_of(plain);
        let direct = [plain, &plain.to_lowercase(), &slug]
            .into_iter()
            .find(|id| self.model.has(kind, id))
            .map(str::to_owned);
        direct.or_else(|| self.aliases.get(plain).cloned())
    }

    /// Where a record stands, or would stand: with most of its kind.
    pub(super) fn file(&self, id: &str, is_new: bool) -> String {
        let kind = self.table.kind();
        let place = |id: &str| self.model.span_of(kind, id).map(|span| self.model.place(span).file);
        if let Some(file) = place(id).filter(|_| !is_new) {
            return file;
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for file in self.model.ids(kind).into_iter().filter_map(|id| place(id.as_str())) {
            *counts.entry(file).or_insert(0) += 1;
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map_or_else(|| self.table.file(), |(file, _)| file)
    }
}

fn aliases(model: &Model, table: Table) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    model.each_record(&mut |kind, meta, _| {
        if kind != table.kind() {
            return;
        }
        found.extend(meta.was.iter().map(|was| (was.to_string(), meta.id.to_string())));
        let json = model.record_json(kind, meta.id.as_str());
        if let Some(source) = json.as_ref().and_then(|it| it.get("x")?.get("source")?.as_str()) {
            found.insert(source.to_owned(), meta.id.to_string());
        }
    });
    found
}
