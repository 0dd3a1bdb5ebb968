//! How long products are supported, release cycle by release cycle, and which cycle a version belongs to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigil_base::{Date, date};

use crate::cpe::{Attribute, Cpe};
use crate::feed::purl;

/// A product with its release cycles, as endoflife.date knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lifecycle {
    /// The source's key of it, such as `alpine-linux`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Where the supplier states its policy; empty where that is not known.
    pub policy: String,
    /// Package URLs without version.
    pub purls: Vec<String>,
    /// CPE names.
    pub cpes: Vec<String>,
    /// Names in Repology.
    pub repology: Vec<String>,
    /// Its release cycles in the order of the source, newest first.
    pub cycles: Vec<Cycle>,
}

/// A release cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cycle {
    /// Its name, the beginning of its versions: `3.19`.
    pub name: String,
    /// Its code name, such as `bookworm`.
    pub codename: String,
    /// Day of its first release.
    pub released: Option<Date>,
    /// Its latest version.
    pub latest: String,
    /// Day of its latest version.
    pub latest_released: Option<Date>,
    /// Whether it is supported longer than others.
    pub is_lts: bool,
    /// End of active support.
    pub active_support: Ends,
    /// End of life: of security support.
    pub life: Ends,
    /// End of support that is paid for.
    pub extended_support: Ends,
    /// End of sale or production.
    pub sale: Ends,
}

/// When something ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ends {
    /// The source does not say.
    #[default]
    Unstated,
    /// It has not ended, and no day is known.
    NotYet,
    /// It has ended, and the day is not known.
    Ended,
    /// On this day, past or to come.
    On(Date),
}

impl Ends {
    /// Whether it has ended on a day; `None` where the source does not say.
    pub fn is_over(self, day: Date) -> Option<bool> {
        match self {
            Self::Unstated => None,
            Self::NotYet => Some(false),
            Self::Ended => Some(true),
            Self::On(end) => Some(end < day),
        }
    }
}

/// What a product is asked for by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// A package URL; its version and qualifiers are not needed.
    Purl(&'a str),
    /// A CPE name in either binding.
    Cpe(&'a str),
    /// A name in Repology.
    Repology(&'a str),
    /// The source's own key.
    Name(&'a str),
}

/// The answer, with how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'l> {
    /// The product.
    pub product: &'l Lifecycle,
    /// The cycle that the version belongs to; `None` if none of its cycles does.
    pub cycle: Option<&'l Cycle>,
    /// How product and cycle were found, in words.
    pub how: String,
    /// The source.
    pub source: &'static str,
}

/// The source's name in a database.
pub const SOURCE: &str = "endoflife";

/// All products, indexed by their identifiers.
#[derive(Clone, Debug, Default)]
pub struct Lifecycles {
    products: Vec<Lifecycle>,
    by_key: BTreeMap<String, usize>,
}

impl Lifecycles {
    /// Products sorted by name. Of two that state one identifier the first keeps it.
    pub(crate) fn new(products: Vec<Lifecycle>) -> Self {
        let mut by_key = BTreeMap::new();
        for (at, product) in products.iter().enumerate() {
            let asked = std::iter::once(Asked::Name(&product.name))
                .chain(product.purls.iter().map(|text| Asked::Purl(text)))
                .chain(product.cpes.iter().map(|text| Asked::Cpe(text)))
                .chain(product.repology.iter().map(|text| Asked::Repology(text)));
            for key in asked.filter_map(key) {
                by_key.entry(key).or_insert(at);
            }
        }
        Self { products, by_key }
    }

    /// All products, by name.
    pub fn products(&self) -> &[Lifecycle] {
        &self.products
    }

    /// The support of a version. `None` if no product has the identifier, which says nothing about its support.
    pub fn end_of_life(&self, asked: Asked<'_>, version: &str) -> Option<Answer<'_>> {
        let key = key(asked)?;
        let product = self.products.get(*self.by_key.get(&key)?)?;
        let by = format!("{key} is {} of endoflife.date", product.name);
        let (cycle, how) = match cycle_of(product, version) {
            Some((cycle, why)) => (Some(cycle), format!("{by}; {why}")),
            None => (None, format!("{by}; {version} belongs to none of its {} cycles", product.cycles.len())),
        };
        Some(Answer { product, cycle, how, source: SOURCE })
    }
}

/// The key of what is asked for, if it can be read.
fn key(asked: Asked<'_>) -> Option<String> {
    match asked {
        Asked::Purl(text) => Some(format!("purl {}", purl::without_version(text)?)),
        Asked::Cpe(text) => {
            let cpe = padded(text)?;
            let part = cpe.get(Attribute::Part).plain();
            Some(format!("{part} {}", cpe.key()?))
        }
        Asked::Repology(name) => Some(format!("repology {name}")),
        Asked::Name(name) => Some(format!("name {name}")),
    }
}

/// A CPE 2.3 name whose open attributes at the end are left out, as the source writes them.
fn padded(text: &str) -> Option<Cpe> {
    let mut whole = text.trim().to_owned();
    if whole.len() > 512 {
        return None;
    }
    if whole.starts_with("cpe:2.3:") {
        let given = whole.replace("\\:", "").matches(':').count();
        whole.push_str(&":*".repeat(12usize.saturating_sub(given)));
    }
    Cpe::parse(&whole).ok()
}

/// The cycle with the longest name that a version begins with, or whose code name it is.
fn cycle_of<'l>(product: &'l Lifecycle, version: &str) -> Option<(&'l Cycle, String)> {
    let plain = version.trim().to_lowercase();
    // Epoch and revision are a distribution's own.
    let plain = plain.split_once(':').map_or(plain.as_str(), |(_, rest)| rest);
    let plain = plain.strip_prefix('v').unwrap_or(plain);
    let begins = |cycle: &&Cycle| begins_with(plain, &cycle.name.to_lowercase());
    if let Some(cycle) = product.cycles.iter().filter(begins).max_by_key(|cycle| cycle.name.len()) {
        return Some((cycle, format!("{version} is of cycle {}", cycle.name)));
    }
    let named = |cycle: &&Cycle| !cycle.codename.is_empty() && cycle.codename.to_lowercase() == plain;
    let cycle = product.cycles.iter().find(named)?;
    Some((cycle, format!("{version} is the code name of cycle {}", cycle.name)))
}

/// Whether a version begins with all parts of a cycle's name.
fn begins_with(version: &str, cycle: &str) -> bool {
    if cycle.is_empty() {
        return false;
    }
    version.strip_prefix(cycle).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The newest day that a product states of its releases.
pub(crate) fn newest(product: &Lifecycle) -> Option<Date> {
    product.cycles.iter().flat_map(|cycle| [cycle.released, cycle.latest_released]).flatten().max()
}

/// Reads a day, or `None` for what is none.
pub(crate) fn day(text: &str) -> Option<Date> {
    date::parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Lifecycles {
        let cycle = |name: &str, codename: &str, life| Cycle {
            name: name.to_owned(),
            codename: codename.to_owned(),
            life,
            ..Cycle::default()
        };
        let product = Lifecycle {
            name: "debian".to_owned(),
            purls: vec!["pkg:docker/library/debian".to_owned()],
            cpes: vec!["cpe:2.3:o:debian:debian_linux".to_owned(), "cpe:/o:debian:debian_linux".to_owned()],
            repology: vec!["debian".to_owned()],
            cycles: vec![
                cycle("12", "Bookworm", Ends::On(Date::constant(2026, 6, 10))),
                cycle("1", "", Ends::Ended),
                cycle("1.1", "Buzz", Ends::Unstated),
            ],
            ..Lifecycle::default()
        };
        Lifecycles::new(vec![product])
    }

    #[test]
    fn a_version_is_of_the_cycle_with_the_longest_name_that_it_begins_with() {
        let known = known();
        let table = [
            ("12", "12"),
            ("12.5", "12"),
            ("bookworm", "12"),
            ("1.1.3", "1.1"),
            ("1.2", "1"),
            ("v12.1", "12"),
        ];
        for (version, cycle) in table {
            let answer = known.end_of_life(Asked::Name("debian"), version).unwrap();
            assert_eq!(answer.cycle.unwrap().name, cycle, "{version}: {}", answer.how);
        }
        let answer = known.end_of_life(Asked::Name("debian"), "13").unwrap();
        assert!(answer.cycle.is_none() && answer.how.contains("none of its 3 cycles"), "{}", answer.how);
    }

    #[test]
    fn a_product_is_found_by_every_identifier_and_an_unknown_one_has_no_answer() {
        let known = known();
        for asked in [
            Asked::Purl("pkg:docker/library/debian@12?arch=arm64"),
            Asked::Cpe("cpe:2.3:o:debian:debian_linux:12:*:*:*:*:*:*:*"),
            Asked::Cpe("cpe:/o:debian:debian_linux:12"),
            Asked::Repology("debian"),
        ] {
            assert!(known.end_of_life(asked, "12").is_some(), "{asked:?}");
        }
        for asked in [
            Asked::Purl("pkg:deb/debian/x"),
            Asked::Purl("debian"),
            Asked::Cpe("cpe:2.3:a:debian:debian_linux"),
        ] {
            assert!(known.end_of_life(asked, "12").is_none(), "{asked:?}");
        }
    }

    #[test]
    fn not_stated_is_neither_over_nor_going_on() {
        let day = Date::constant(2026, 6, 11);
        assert_eq!(Ends::Unstated.is_over(day), None);
        assert_eq!(Ends::NotYet.is_over(day), Some(false));
        assert_eq!(Ends::Ended.is_over(day), Some(true));
        assert_eq!(Ends::On(Date::constant(2026, 6, 10)).is_over(day), Some(true));
        assert_eq!(Ends::On(day).is_over(day), Some(false));
    }
}
