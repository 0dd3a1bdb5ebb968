//! Products with their release cycles; of two states of one product the newer stays.

use std::collections::BTreeMap;

use crate::lifecycle::{Lifecycle, newest};

/// Products by name.
#[derive(Default)]
pub(crate) struct LifecycleTable(BTreeMap<String, Lifecycle>);

impl LifecycleTable {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a product. The newest release dates a state; between equals any fixed order will do.
    pub(crate) fn add(&mut self, product: Lifecycle) {
        let rank = |product: &Lifecycle| (newest(product), product.clone());
        match self.0.get_mut(&product.name) {
            Some(known) if rank(known) >= rank(&product) => {}
            Some(known) => *known = product,
            None => {
                self.0.insert(product.name.clone(), product);
            }
        }
    }

    /// All products, by name.
    pub(crate) fn list(&self) -> Vec<&Lifecycle> {
        self.0.values().collect()
    }
}
