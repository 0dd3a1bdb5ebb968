//! The keys under which records and entries stand in the index.

use crate::cpe::{self, Cpe};
use crate::ecosystem;
use crate::entry::{Affected, Entry, Product};
use crate::record::Record;
use crate::supplier;

/// Names with wild cards in vendor or product: looked at for every CPE name.
pub(crate) const ANY_CPE: &str = "cpe-any";

/// The key of a flaw's id.
pub(crate) fn id(id: &str) -> String {
    format!("{ID}{}", id.to_uppercase())
}

/// The key of a package in an ecosystem.
pub(crate) fn package(ecosystem: &str, name: &str) -> String {
    format!("pkg:{ecosystem}/{}", ecosystem::plain_name(ecosystem, name))
}

/// The key of a repository.
pub(crate) fn repository(address: &str) -> String {
    format!("git:{}", ecosystem::plain_repository(address))
}

/// What all products of that plain name begin with; the product's key follows.
pub(crate) fn named(name: &str) -> String {
    format!("{NAMED}{}\0", ecosystem::plain_product(name))
}

/// The key that says that the CPE dictionary has a product.
pub(crate) fn product(cpe_key: &str) -> String {
    format!("{PRODUCT}{cpe_key}")
}

/// The key that leads to the records in which a product is only what something else runs on.
pub(crate) fn beside(cpe_key: &str) -> String {
    format!("{BESIDE}{cpe_key}")
}

/// What the keys of [`beside`] begin with.
pub(crate) const BESIDE: &str = "beside:";
/// What the keys of products begin with.
pub(crate) const CPE: &str = "cpe:";
/// What the keys of [`id`] begin with.
pub(crate) const ID: &str = "id:";
/// What the keys of [`named`] begin with.
pub(crate) const NAMED: &str = "name:";
/// What the keys of [`product`] begin with.
pub(crate) const PRODUCT: &str = "product:";

/// Whether a key leads to records; all others lead to entries, or to nothing.
pub(crate) fn is_of_record(key: &str) -> bool {
    key.starts_with(ID) || key.starts_with(BESIDE)
}

/// The key that says that a known product has this plain name.
pub(crate) fn name_of(cpe_key: &str) -> Option<String> {
    let (_, product) = vendor_and_product(cpe_key)?;
    Some(format!("{}{cpe_key}", named(&product)))
}

/// What stands in place of the key of a product for one that has a new name in the CPE dictionary.
pub(crate) fn renamed(old: &str, new: &str) -> String {
    format!("{old}\0{new}")
}

/// The key of a supplier's product, if both have a name.
pub(crate) fn supplied(supplier: &str, product: &str) -> Option<String> {
    let (supplier, product) = supplier::plain_pair(supplier, product)?;
    Some(format!("supplier:{supplier}/{product}"))
}

/// What the keys of all products of a supplier begin with.
pub(crate) fn supplied_by(supplier: &str) -> String {
    format!("supplier:{}/", supplier::plain_supplier(supplier))
}

/// What the keys of all products of a vendor of CPE names begin with.
pub(crate) fn vendor(vendor: &str) -> String {
    cpe::key(vendor, "")
}

/// The keys of a record: its own id, that of its document, and every id it is asserted to be.
pub(crate) fn of_record(record: &Record<'_>) -> Vec<String> {
    let own = std::iter::once(&record.id).chain(&record.document);
    let ids = own.chain(&record.aliases).chain(&record.upstream);
    let mut keys: Vec<String> = ids.map(|text| id(text)).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The keys of an entry. The second list is of products that are only what something else runs on.
pub(crate) fn of_entry(entry: &Entry<'_>) -> (Vec<String>, Vec<String>) {
    let (mut keys, mut beside) = match entry {
        Entry::Package(affected) => (of_package(affected), Vec::new()),
        Entry::Product(product) => (of_product(product), Vec::new()),
        Entry::Configurations(nodes) => {
            let leaves = nodes.iter().flat_map(|node| &node.leaves);
            let (flawed, beside): (Vec<_>, Vec<_>) = leaves.partition(|leaf| leaf.vulnerable);
            let keys = |leaves: Vec<&crate::CpeMatch<'_>>| {
                leaves.iter().filter_map(|leaf| of_name(&leaf.criteria)).collect::<Vec<_>>()
            };
            (keys(flawed), keys(beside))
        }
    };
    keys.sort();
    keys.dedup();
    beside.sort();
    beside.dedup();
    (keys, beside)
}

fn of_package(affected: &Affected<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    if !affected.ecosystem.is_empty() {
        keys.push(package(&affected.ecosystem, &affected.name));
    }
    keys.extend(affected.ranges.iter().filter_map(|range| range.repo.as_deref()).map(repository));
    keys
}

fn of_product(product: &Product<'_>) -> Vec<String> {
    let mut keys: Vec<String> =
        product.packages.iter().map(|named| package(&named.ecosystem, &named.name)).collect();
    keys.extend(product.repo.as_deref().map(repository));
    keys.extend(product.cpes.iter().filter_map(|cpe| of_name(cpe)));
    if product.is_named {
        let plain_models = product.models.iter().filter(|model| !model.contains(['*', '?']));
        let names = std::iter::once(&product.name).chain(plain_models);
        keys.extend(names.filter_map(|name| supplied(&product.vendor, name)));
    }
    keys
}

fn of_name(criteria: &str) -> Option<String> {
    if let Some(key) = cpe::quick::key(criteria) {
        return Some(key);
    }
    let name = Cpe::parse(criteria).ok()?;
    Some(name.key().unwrap_or_else(|| ANY_CPE.to_owned()))
}

/// The vendor and product in a key of [`cpe::key`], without escapes.
pub(crate) fn vendor_and_product(key: &str) -> Option<(String, String)> {
    let (vendor, product) = key.strip_prefix("cpe:")?.split_once(':')?;
    let plain = |text: &str| text.replace("%3a", ":").replace("%25", "%");
    let pair = (plain(vendor), plain(product));
    debug_assert_eq!(cpe::key(&pair.0, &pair.1), key);
    Some(pair)
}
