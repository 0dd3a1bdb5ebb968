//! Ids made of names: the same name gives the same id, and no id is given twice.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::{Kind, Model};

/// Ids that records have already.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    ids: BTreeSet<(Kind, String)>,
    /// The number that the next id of a name begins to look at: many elements may have one name.
    next: BTreeMap<(Kind, String), usize>,
}

impl Taken {
    /// The ids of a folder; those in `file` are not counted, because that file is written anew.
    pub fn of(model: &Model, file: &str) -> Self {
        let mut taken = BTreeSet::new();
        model.each_record(&mut |kind, meta, _| {
            if model.place(meta.span).file != file {
                taken.insert((kind, meta.id.to_string()));
                taken.extend(meta.was.iter().map(|it| (kind, it.to_string())));
            }
        });
        Self { ids: taken, next: BTreeMap::new() }
    }

    /// A free id: the name's slug, with a number behind it where that is taken.
    pub(crate) fn free(&mut self, kind: Kind, name: &str) -> String {
        let slug = Id::slug_of(name);
        // Names in other scripts have no letters of their own in an id.
        let stem = if slug.is_empty() { format!("{}-1", kind.word()) } else { slug };
        if self.ids.insert((kind, stem.clone())) {
            return stem;
        }
        let number = self.next.entry((kind, stem.clone())).or_insert(2);
        loop {
            let id = format!("{stem}-{number}");
            *number += 1;
            if self.ids.insert((kind, id.clone())) {
                return id;
            }
        }
    }
}

/// Which record an element of the source became.
#[derive(Clone, Debug, Default)]
pub(crate) struct Became(BTreeMap<String, (Kind, String)>);

impl Became {
    pub(crate) fn note(&mut self, source: &str, kind: Kind, id: &str) {
        self.0.insert(source.to_owned(), (kind, id.to_owned()));
    }

    /// The bare id of the record.
    pub(crate) fn id(&self, source: &str) -> Option<&str> {
        self.0.get(source).map(|(_, id)| id.as_str())
    }

    /// `kind.id` of the record.
    pub(crate) fn subject(&self, source: &str) -> Option<String> {
        self.0.get(source).map(|(kind, id)| format!("{}.{id}", kind.word()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_the_name_and_is_given_once() {
        let mut taken = Taken::default();
        let names = ["Web App", "web  app!", "患者", "患者", "Web App"];
        let ids = names.map(|name| taken.free(Kind::Component, name));
        assert_eq!(ids, ["web-app", "web-app-2", "component-1", "component-1-2", "web-app-3"]);
        assert_eq!(taken.free(Kind::Zone, "Web App"), "web-app");
    }
}
