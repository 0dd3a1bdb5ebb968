//! Records by id, package, vendor or text: streamed, and never more than asked for.

use crate::ecosystem;
use crate::feed::purl;
use crate::keys;
use crate::{Damage, Database, Reader};

/// What is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query<'q> {
    /// An id that a record has, or is asserted to be, or that of its document.
    Id(&'q str),
    /// A package by its URL, or by its name in every ecosystem.
    Package(&'q str),
    /// A vendor: of CPE names, of CVE records and advisories.
    Vendor(&'q str),
    /// A text in id, title or summary, letter case apart.
    Text(&'q str),
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Hit {
    /// The record's id.
    pub id: String,
    /// Its source.
    pub source: String,
    /// Time of its last change.
    pub modified: String,
    /// Whether its source took it back.
    pub is_withdrawn: bool,
    /// Its title, else its summary.
    pub text: String,
}

/// The records found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Hits {
    /// Records in the order of the file, by id and source.
    pub hits: Vec<Hit>,
    /// Whether there are more than were asked for.
    pub has_more: bool,
}

impl Database {
    /// Searches for at most `most` records. Memory does not grow with the database.
    pub fn search(&self, query: Query<'_>, most: usize) -> Result<Hits, Damage> {
        let mut reader = self.reader()?;
        match query {
            Query::Text(text) => self.with_text(text, most, &mut reader),
            Query::Id(id) => taken(self.by_id(id)?, most, &mut reader),
            Query::Package(name) => {
                let wanted = purl::package(name);
                let keys = match &wanted {
                    Some((ecosystem, name)) => vec![keys::package(ecosystem, name)],
                    None => self.keys_with("pkg:", |key| names_package(key, name))?,
                };
                self.with_keys(keys, most, &mut reader)
            }
            Query::Vendor(vendor) => {
                let plain = vendor.trim().to_lowercase().replace(' ', "_");
                let mut keys = self.keys_with(&keys::vendor(&plain), |_| true)?;
                keys.extend(self.keys_with(&keys::supplied_by(vendor), |_| true)?);
                self.with_keys(keys, most, &mut reader)
            }
        }
    }

    fn with_keys(&self, keys: Vec<String>, most: usize, reader: &mut Reader<'_>) -> Result<Hits, Damage> {
        let mut numbers = Vec::new();
        for key in keys {
            for entry in self.lookup_key(&key)?.entries {
                numbers.push(self.record_of(entry)?);
            }
        }
        taken(numbers, most, reader)
    }

    fn with_text(&self, text: &str, most: usize, reader: &mut Reader<'_>) -> Result<Hits, Damage> {
        let wanted = text.to_lowercase();
        let mut found = Hits::default();
        for number in 0..self.record_count() {
            let record = reader.record(number)?;
            let holds = |text: &str| text.to_lowercase().contains(&wanted);
            if !holds(&record.id) && !holds(&record.title) && !holds(&record.summary) {
                continue;
            }
            if found.hits.len() == most {
                found.has_more = true;
                break;
            }
            found.hits.push(hit(&record));
        }
        Ok(found)
    }
}

/// Whether the key of a package ends in a name, as its ecosystem compares names.
fn names_package(key: &str, name: &str) -> bool {
    let Some(rest) = key.strip_prefix("pkg:") else { return false };
    rest.char_indices().filter(|(_, c)| *c == '/').any(|(at, _)| {
        let (ecosystem, own) = (&rest[..at], &rest[at + 1..]);
        own == ecosystem::plain_name(ecosystem, name)
    })
}

fn taken(mut numbers: Vec<u32>, most: usize, reader: &mut Reader<'_>) -> Result<Hits, Damage> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut found = Hits { hits: Vec::new(), has_more: numbers.len() > most };
    for number in numbers.into_iter().take(most) {
        found.hits.push(hit(&reader.record(number)?));
    }
    Ok(found)
}

fn hit(record: &crate::Record<'_>) -> Hit {
    let text = if record.title.is_empty() { &record.summary } else { &record.title };
    Hit {
        id: record.id.to_string(),
        source: record.source.to_string(),
        modified: record.modified.to_string(),
        is_withdrawn: record.is_withdrawn(),
        text: text.to_string(),
    }
}
