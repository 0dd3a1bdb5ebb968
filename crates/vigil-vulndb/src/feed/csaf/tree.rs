//! The product tree: what a product id stands for.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::MOST_NAME;
use crate::feed::shortened;

#[derive(Default, Deserialize)]
pub(super) struct Tree {
    branches: Option<Vec<Branch>>,
    full_product_names: Option<Vec<Full>>,
    relationships: Option<Vec<Relationship>>,
}

#[derive(Deserialize)]
struct Branch {
    category: Option<String>,
    name: Option<String>,
    branches: Option<Vec<Branch>>,
    product: Option<Full>,
}

#[derive(Deserialize)]
struct Full {
    name: Option<String>,
    product_id: String,
    product_identification_helper: Option<Helper>,
}

#[derive(Clone, Default, Deserialize)]
struct Helper {
    purl: Option<String>,
    purls: Option<Vec<String>>,
    cpe: Option<String>,
    model_numbers: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Relationship {
    product_reference: String,
    relates_to_product_reference: String,
    full_product_name: Full,
}

/// What a product id stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) vendor: String,
    pub(super) name: String,
    /// The words for its versions; `None` where the product is named as a whole.
    pub(super) version: Option<String>,
    /// Whether the words are those of a single version.
    pub(super) is_single: bool,
    pub(super) purls: Vec<String>,
    pub(super) cpe: Option<String>,
    pub(super) models: Vec<String>,
    /// The CPE name of what it is a part of.
    pub(super) platform: Option<String>,
    /// Whether it is a part of another product.
    pub(super) is_part: bool,
}

/// All products by id.
pub(super) fn products(tree: Tree) -> BTreeMap<String, Product> {
    let mut found = BTreeMap::new();
    for branch in tree.branches.unwrap_or_default() {
        walk(branch, &Product::default(), &mut found);
    }
    for full in tree.full_product_names.unwrap_or_default() {
        let name = short(full.name.as_deref());
        put(full, Product { name, ..Product::default() }, &mut found);
    }
    for relation in tree.relationships.unwrap_or_default() {
        let part = found.get(&relation.product_reference).cloned();
        let whole = found.get(&relation.relates_to_product_reference);
        let mut made = part.unwrap_or_default();
        made.is_part = true;
        made.platform = whole.and_then(|whole| whole.cpe.clone());
        put(relation.full_product_name, made, &mut found);
    }
    found
}

/// Reads a branch and all below it. The depth is bounded: serde_json refuses deep nesting.
fn walk(branch: Branch, above: &Product, found: &mut BTreeMap<String, Product>) {
    let mut here = above.clone();
    let name = short(branch.name.as_deref());
    match branch.category.as_deref() {
        Some("vendor") => here.vendor = name,
        Some("product_name") => here.name = name,
        // A family names its product where nothing below does.
        Some("product_family") if here.name.is_empty() => here.name = name,
        Some("product_version") => (here.version, here.is_single) = (Some(name), true),
        Some("product_version_range") => (here.version, here.is_single) = (Some(name), false),
        // Service pack, patch level, architecture, language ... narrow it further; they stay in the words.
        Some("service_pack" | "patch_level") => {
            here.version = Some(here.version.map_or(name.clone(), |version| format!("{version} {name}")));
        }
        _ => {}
    }
    if let Some(full) = branch.product {
        put(full, here.clone(), found);
    }
    for below in branch.branches.unwrap_or_default() {
        walk(below, &here, found);
    }
}

fn put(full: Full, mut product: Product, found: &mut BTreeMap<String, Product>) {
    if let Some(helper) = full.product_identification_helper {
        product.purls.extend(helper.purl.into_iter().chain(helper.purls.unwrap_or_default()));
        product.cpe = helper.cpe.or(product.cpe);
        product.models.extend(helper.model_numbers.unwrap_or_default());
    }
    found.insert(full.product_id, product);
}

fn short(text: Option<&str>) -> String {
    shortened(text.unwrap_or_default().trim(), MOST_NAME).into_owned()
}
