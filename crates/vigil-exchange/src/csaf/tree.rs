//! The product tree of a CSAF document, resolved: each product id with its path, its identifiers and what it is part of.

use std::collections::{BTreeMap, BTreeSet};

use super::{Branch, Csaf, FullProduct, Helper, ProductTree};

/// A product with all that the tree says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Product {
    /// The id that statuses refer to.
    pub id: String,
    /// The name in words.
    pub name: String,
    /// Categories and names of the branches above it, from the root.
    pub path: Vec<(String, String)>,
    /// How to recognise it.
    pub helper: Helper,
    /// Its two parts, when it is made by a relationship.
    pub related: Option<Related>,
}

/// The two parts of a product that a relationship makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// `default_component_of`, `installed_on` ...
    pub category: String,
    /// Id of the part.
    pub part: String,
    /// Id of the whole.
    pub whole: String,
}

impl Product {
    /// The name of the nearest branch of a category, such as `vendor` or `product_name`.
    pub fn branch(&self, category: &str) -> Option<&str> {
        self.path.iter().rev().find(|(it, _)| it == category).map(|(_, name)| name.as_str())
    }

    /// The version, where a branch `product_version` states one.
    pub fn version(&self) -> Option<&str> {
        self.branch("product_version")
    }

    /// The range in the publisher's words (VERS, or free text), where a branch `product_version_range` states one.
    pub fn range(&self) -> Option<&str> {
        self.branch("product_version_range")
    }

    /// Its package URLs.
    pub fn purls(&self) -> impl Iterator<Item = &str> {
        self.helper.purl.iter().chain(&self.helper.purls).map(String::as_str)
    }
}

impl Csaf {
    /// All products by id. The first statement of an id counts: the standard forbids a second (6.1.2).
    pub fn products(&self) -> BTreeMap<String, Product> {
        self.product_tree.products()
    }

    /// Ids of products and of the products in groups, without repetition.
    pub fn members(&self, product_ids: &[String], group_ids: &[String]) -> BTreeSet<String> {
        let groups = self.product_tree.product_groups.iter().filter(|it| group_ids.contains(&it.group_id));
        product_ids.iter().cloned().chain(groups.flat_map(|it| it.product_ids.iter().cloned())).collect()
    }
}

impl ProductTree {
    fn products(&self) -> BTreeMap<String, Product> {
        let mut found = BTreeMap::new();
        for branch in &self.branches {
            walk(branch, &mut Vec::new(), &mut found);
        }
        for product in &self.full_product_names {
            add(product, &[], None, &mut found);
        }
        for relation in &self.relationships {
            let related = Related {
                category: relation.category.clone(),
                part: relation.product_reference.clone(),
                whole: relation.relates_to_product_reference.clone(),
            };
            add(&relation.full_product_name, &[], Some(related), &mut found);
        }
        found
    }
}

/// The depth is that of the JSON text, which its reader limits.
fn walk(branch: &Branch, path: &mut Vec<(String, String)>, found: &mut BTreeMap<String, Product>) {
    path.push((branch.category.clone(), branch.name.clone()));
    if let Some(product) = &branch.product {
        add(product, path, None, found);
    }
    for below in &branch.branches {
        walk(below, path, found);
    }
    path.pop();
}

fn add(
    product: &FullProduct,
    path: &[(String, String)],
    related: Option<Related>,
    found: &mut BTreeMap<String, Product>,
) {
    found.entry(product.product_id.clone()).or_insert_with(|| Product {
        id: product.product_id.clone(),
        name: product.name.clone(),
        path: path.to_vec(),
        helper: product.product_identification_helper.clone().unwrap_or_default(),
        related,
    });
}
