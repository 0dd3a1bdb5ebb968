//! Everything a device consists of, for configurations that ask what something runs on.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use vigil_version::{Scheme, Version};
use vigil_vulndb::CpeMatch;
use vigil_vulndb::cpe::{Attribute, Cpe};

use super::super::quick::Quick;
use super::{name, plain_product, start_of};
use crate::evaluate::name::Named;
use crate::truth::Truth;

/// Everything the device consists of, by the key of its CPE names.
#[derive(Debug, Default)]
pub(crate) struct Environment<'i> {
    /// Tells environments apart that are matched together.
    pub(crate) number: usize,
    by_key: BTreeMap<String, Vec<(&'i Named, Option<Version>)>>,
    seen: HashSet<&'i Named>,
    /// Vendor and product of all names, as they stand in a name without escapes.
    products: BTreeSet<String>,
    has_system: bool,
    has_hardware: bool,
}

impl<'i> Environment<'i> {
    /// An empty one.
    pub(crate) fn new(number: usize) -> Self {
        Self { number, ..Self::default() }
    }

    /// Adds a name, if it names one product.
    pub(crate) fn add(&mut self, named: &'i Named) {
        match named.cpe.get(Attribute::Part).plain().as_str() {
            "o" => self.has_system = true,
            "h" => self.has_hardware = true,
            _ => {}
        }
        let Some(key) = named.cpe.key() else { return };
        self.products.extend(start_of(&named.cpe));
        if self.seen.insert(named) {
            let version = named.version.as_deref().and_then(|text| Scheme::Generic.parse(text.trim()).ok());
            self.by_key.entry(key).or_default().push((named, version));
        }
    }

    /// Whether something in the device is what the leaf is about.
    pub(crate) fn holds(&self, leaf: &CpeMatch<'_>) -> Truth {
        if let Some(product) = plain_product(&leaf.criteria)
            && !self.products.contains(product)
        {
            return self.absent(&leaf.criteria);
        }
        let Ok(criteria) = Cpe::parse(&leaf.criteria) else {
            return Truth::Unknown(format!("`{}` is no CPE name", leaf.criteria).into());
        };
        let exact = criteria.key();
        let lists: Vec<_> = match &exact {
            Some(key) => self.by_key.get(key).into_iter().collect(),
            None => self.by_key.values().collect(),
        };
        let quick = Quick::of(leaf, &criteria);
        let mut found = self.absent(&leaf.criteria);
        for (named, version) in lists.into_iter().flatten() {
            if !quick.excludes(version.as_ref()) {
                found = found.or(name::leaf(leaf, &criteria, named));
            }
            if found == Truth::Yes {
                break;
            }
        }
        found
    }

    /// What it means that nothing matches. An SBOM lists software; it may name no operating system or hardware at
    /// all, and then it cannot be said what the software runs on.
    fn absent(&self, criteria: &str) -> Truth {
        let what = match criteria.get(8..9).unwrap_or_default() {
            "o" if !self.has_system => "operating system",
            "h" if !self.has_hardware => "hardware",
            _ => return Truth::No("a part of its configuration is not in the inventory".into()),
        };
        Truth::Unknown(format!("it holds only on {criteria}, and the inventory names no {what}").into())
    }
}
