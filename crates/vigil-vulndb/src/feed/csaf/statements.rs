//! What an advisory says of its products: statements of one product under one name become one entry.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Flag;
use super::tree::Product as Known;
use crate::cpe::Cpe;
use crate::entry::{Affected, Entry, Event, Named, Product, Range, RangeKind, Role, Standing, Versions};
use crate::feed::{Flaw, purl};

/// Product ids by status.
#[derive(Default, Deserialize)]
pub(super) struct Statuses {
    #[serde(default)]
    known_affected: Vec<String>,
    #[serde(default)]
    first_affected: Vec<String>,
    #[serde(default)]
    last_affected: Vec<String>,
    #[serde(default)]
    fixed: Vec<String>,
    #[serde(default)]
    first_fixed: Vec<String>,
    #[serde(default)]
    known_not_affected: Vec<String>,
    #[serde(default)]
    under_investigation: Vec<String>,
    #[serde(default)]
    unknown: Vec<String>,
}

impl Statuses {
    fn lists(self) -> [(Standing, Vec<String>); 8] {
        [
            (Standing::Fixed, self.fixed),
            (Standing::Fixed, self.first_fixed),
            (Standing::Unaffected, self.known_not_affected),
            (Standing::Affected, self.known_affected),
            (Standing::Affected, self.first_affected),
            (Standing::Affected, self.last_affected),
            (Standing::Unknown, self.under_investigation),
            (Standing::Unknown, self.unknown),
        ]
    }

    pub(super) fn count(&self) -> usize {
        let lists = [
            &self.known_affected,
            &self.first_affected,
            &self.last_affected,
            &self.fixed,
            &self.first_fixed,
            &self.known_not_affected,
            &self.under_investigation,
            &self.unknown,
        ];
        lists.into_iter().map(Vec::len).sum()
    }
}

/// Adds the statements of a flaw. An id that stands for no product is told.
pub(super) fn add(
    statuses: Statuses,
    flags: &[Flag],
    products: &BTreeMap<String, Known>,
    publisher: &str,
    flaw: &mut Flaw<'static>,
) {
    let mut why: BTreeMap<&str, &str> = BTreeMap::new();
    for flag in flags {
        let ids = flag.product_ids.iter().flatten();
        why.extend(ids.filter_map(|id| Some((id.as_str(), flag.label.as_deref()?))));
    }
    let mut named: BTreeMap<(String, String), Product<'static>> = BTreeMap::new();
    let mut parts: Vec<Affected<'static>> = Vec::new();
    for (standing, ids) in statuses.lists() {
        for id in ids {
            let Some(known) = products.get(&id) else {
                flaw.unreadable.push(format!("`{id}` stands for no product of the advisory"));
                continue;
            };
            if let Some(part) = part_of_distribution(known, standing) {
                if !parts.contains(&part) {
                    parts.push(part);
                }
                continue;
            }
            let key = (known.vendor.clone(), known.name.clone());
            let product = named.entry(key).or_insert_with(|| empty(known, publisher));
            extend(product, known, standing);
            if let Some(why) = why.get(id.as_str()) {
                product.justification.get_or_insert_with(|| (*why).to_owned().into());
            }
        }
    }
    for mut product in named.into_values() {
        order(&mut product.versions);
        flaw.entries.push(Entry::Product(Box::new(product)));
    }
    flaw.entries.extend(parts.into_iter().map(Entry::Package));
}

fn empty(known: &Known, publisher: &str) -> Product<'static> {
    Product {
        by: publisher.to_owned().into(),
        role: Role::Publisher,
        is_named: !known.vendor.is_empty() && !known.name.is_empty() && !known.is_part,
        vendor: known.vendor.clone().into(),
        name: known.name.clone().into(),
        ..Product::default()
    }
}

fn extend(product: &mut Product<'static>, known: &Known, standing: Standing) {
    let packages = known.purls.iter().filter_map(|text| purl::package(text));
    for (ecosystem, name) in packages {
        let named = Named { ecosystem: ecosystem.into(), name: name.into() };
        if !product.packages.contains(&named) {
            product.packages.push(named);
        }
    }
    if let Some(cpe) = known.cpe.as_deref().filter(|cpe| Cpe::parse(cpe).is_ok()) {
        let cpe = cpe.to_owned().into();
        if !product.cpes.contains(&cpe) {
            product.cpes.push(cpe);
        }
    }
    for model in &known.models {
        let model = model.clone().into();
        if !product.models.contains(&model) {
            product.models.push(model);
        }
    }
    let versions = Versions {
        standing,
        order: "".into(),
        // A product that is named as a whole is meant in every version.
        from: known.version.clone().unwrap_or_else(|| "*".to_owned()).into(),
        until: None,
        is_inclusive: true,
        changes: Vec::new(),
    };
    if !product.versions.contains(&versions) {
        product.versions.push(versions);
    }
}

/// Single versions that are fixed or not affected stand first, then what is affected: a range that calls all versions
/// affected does not take back that one of them is mended, and nothing else takes back that a version is affected.
fn order(versions: &mut [Versions<'static>]) {
    let rank = |versions: &Versions<'_>| {
        let is_single = versions.from.split_whitespace().count() == 1
            && !versions.from.contains(['<', '>', '*', '|', ',', ':'])
            && !versions.from.to_lowercase().ends_with(".x");
        match versions.standing {
            Standing::Fixed | Standing::Unaffected if is_single => 0,
            Standing::Affected => 1,
            Standing::Fixed | Standing::Unaffected => 2,
            Standing::Unknown => 3,
        }
    };
    versions.sort_by_key(rank);
}

/// A package of a release of Red Hat's distribution, with the version that mends it.
fn part_of_distribution(known: &Known, standing: Standing) -> Option<Affected<'static>> {
    let platform = known.platform.as_deref()?;
    let release =
        platform.strip_prefix("cpe:/o:redhat:").or_else(|| platform.strip_prefix("cpe:/a:redhat:"))?;
    let text = known.purls.iter().find(|text| text.starts_with("pkg:rpm/redhat/"))?;
    let name = purl::without_version(text)?.rsplit('/').next()?.to_owned();
    let fixed = match standing {
        Standing::Fixed => purl::version(text)?,
        Standing::Unaffected => "0".to_owned(),
        Standing::Affected => String::new(),
        Standing::Unknown => return None,
    };
    let mut events = vec![Event::Introduced("0".into())];
    if !fixed.is_empty() {
        events.push(Event::Fixed(fixed.into()));
    }
    Some(Affected {
        ecosystem: format!("Red Hat:{release}").into(),
        name: name.into(),
        ranges: vec![Range { kind: RangeKind::Ecosystem, repo: None, events }],
        ..Affected::default()
    })
}
