//! Entries whose vendor or product has a wild card: they may be about any product, so they are read once for all.

use vigil_vulndb::cpe::{Attribute, Cpe, Relation, compare};
use vigil_vulndb::{Damage, Database, Entry};

use crate::evaluate::name::Named;
use crate::evaluate::tree::plain_product;

/// The entries, unpacked.
pub(super) struct Bytes {
    key: String,
    numbers: Vec<u32>,
    bytes: Vec<Vec<u8>>,
}

impl Bytes {
    pub(super) fn of(database: &Database) -> Result<Self, Damage> {
        let found = database.wildcard_products()?;
        let mut reader = database.reader()?;
        let mut unpack = |number: &u32| Ok(reader.entry_bytes(*number)?.to_vec());
        let bytes = found.entries.iter().map(&mut unpack).collect::<Result<_, Damage>>()?;
        Ok(Self { key: found.key, numbers: found.entries, bytes })
    }

    pub(super) fn entries(&self) -> Result<Open<'_>, Damage> {
        let bytes = self.bytes.iter().map(Vec::as_slice);
        let entries: Vec<Entry<'_>> = bytes.map(vigil_vulndb::entry::read).collect::<Result<_, _>>()?;
        let kinds = entries.iter().map(Kind::of).collect();
        Ok(Open { key: &self.key, numbers: &self.numbers, entries, kinds })
    }
}

/// The entries, read.
#[derive(Default)]
pub(crate) struct Open<'b> {
    key: &'b str,
    numbers: &'b [u32],
    entries: Vec<Entry<'b>>,
    kinds: Vec<Kind>,
}

/// What an entry can be about.
enum Kind {
    /// Products named in full, and names with wild cards.
    Names(Vec<String>, Vec<Cpe>),
    /// Anything: it is looked at for every product.
    Any,
}

impl Kind {
    fn of(entry: &Entry<'_>) -> Self {
        let Entry::Configurations(nodes) = entry else { return Self::Any };
        let (mut full, mut open) = (Vec::new(), Vec::new());
        for leaf in nodes.iter().flat_map(|node| &node.leaves).filter(|leaf| leaf.vulnerable) {
            match plain_product(&leaf.criteria) {
                Some(product) => full.push(product.to_owned()),
                None => open.extend(Cpe::parse(&leaf.criteria).ok()),
            }
        }
        full.sort();
        full.dedup();
        Self::Names(full, open)
    }

    fn may_be(&self, named: &Named, start: Option<&str>) -> bool {
        let Self::Names(full, open) = self else { return true };
        let covers = |criteria: &Cpe, attribute| {
            matches!(
                compare(criteria.get(attribute), named.cpe.get(attribute)),
                Relation::Equal | Relation::Superset
            )
        };
        start.is_none_or(|start| full.binary_search_by(|known| known.as_str().cmp(start)).is_ok())
            || open.iter().any(|name| covers(name, Attribute::Vendor) && covers(name, Attribute::Product))
    }
}

impl<'b> Open<'b> {
    pub(super) fn key(&self) -> &str {
        self.key
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.numbers.binary_search(&number).is_ok()
    }

    pub(super) fn entry(&self, number: u32) -> Option<&Entry<'b>> {
        self.entries.get(self.numbers.binary_search(&number).ok()?)
    }

    /// Numbers of the entries that may be about a product.
    pub(super) fn about(&self, named: &Named) -> Vec<u32> {
        let start = crate::evaluate::tree::start_of(&named.cpe);
        let may_be = |(_, kind): &(&u32, &Kind)| kind.may_be(named, start.as_deref());
        self.numbers.iter().zip(&self.kinds).filter(may_be).map(|(number, _)| *number).collect()
    }
}
