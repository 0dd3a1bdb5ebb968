//! The keys of new records, and those of known products that lead nowhere.

use rayon::prelude::*;

use super::Tables;
use super::order::{Order, Origin};
use crate::keys;

/// Keys that are not the base's: sorted, each once, with the numbers that they lead to.
pub(super) struct New {
    /// Place of the key among the sorted texts, number.
    pairs: Vec<(u32, u32)>,
    /// Numbers of the texts in their order.
    texts: Vec<u32>,
    /// Keys that are made here.
    made: Vec<String>,
}

impl New {
    pub(super) fn of(tables: &Tables, order: &Order) -> Self {
        let mut texts: Vec<u32> = (0..tables.names.texts.len() as u32).collect();
        texts.par_sort_unstable_by_key(|number| tables.names.text(*number));
        let mut place = vec![0; texts.len()];
        for (at, number) in texts.iter().enumerate() {
            place[*number as usize] = at as u32;
        }
        let mut pairs = Vec::new();
        for (number, origin) in order.records.iter().enumerate() {
            let Origin::New(at) = origin else { continue };
            let (stored, first) = (&tables.records[*at as usize], order.first_entry[number]);
            pairs.extend(stored.record_keys.iter().map(|key| (place[*key as usize], number as u32)));
            pairs.extend(stored.entry_keys.iter().map(|(at, key)| (place[*key as usize], first + at)));
        }
        pairs.par_sort_unstable();
        pairs.dedup();
        let mut new = Self { pairs, texts, made: Vec::new() };
        new.made = new.known_products(tables);
        new
    }

    /// Keys for products that are known, whether a flaw names them or not: the product itself, and its plain name.
    fn known_products(&self, tables: &Tables) -> Vec<String> {
        let mut made = Vec::new();
        let mut know = |product: &str| {
            made.extend(keys::name_of(product));
            made.push(product.to_owned());
        };
        for (key, _) in self.groups(tables) {
            let product = key.strip_prefix(keys::BESIDE).unwrap_or(key);
            if product.starts_with(keys::CPE) {
                know(product);
            }
        }
        for number in &tables.products {
            let product = tables.names.text(*number);
            // A new name of a product is no product of its own.
            if !product.contains('\0') {
                know(product);
            }
        }
        made.extend(tables.products.iter().map(|number| keys::product(tables.names.text(*number))));
        made.par_sort_unstable();
        made.dedup();
        made
    }

    /// Keys that lead somewhere, in their order.
    fn groups<'t>(&'t self, tables: &'t Tables) -> impl Iterator<Item = (&'t str, &'t [(u32, u32)])> {
        let groups = self.pairs.chunk_by(|a, b| a.0 == b.0);
        groups.map(|pairs| (tables.names.text(self.texts[pairs[0].0 as usize]), pairs))
    }

    /// All keys in their order.
    pub(super) fn iter<'t>(
        &'t self,
        tables: &'t Tables,
    ) -> impl Iterator<Item = (&'t str, &'t [(u32, u32)])> {
        let mut groups = self.groups(tables).peekable();
        let mut made = self.made.iter().map(String::as_str).peekable();
        std::iter::from_fn(move || {
            let next = match (groups.peek(), made.peek()) {
                (Some((key, _)), Some(made)) => key.cmp(made),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => return None,
            };
            if next.is_gt() {
                return made.next().map(|key| (key, &[][..]));
            }
            if next.is_eq() {
                made.next();
            }
            groups.next()
        })
    }
}
