//! One affected product of a CVE record.

use serde::Deserialize;

use super::super::purl;
use crate::entry::{Change, Named, Product, Role, Standing, Versions};
use crate::record::Text;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Affected<'a> {
    #[serde(borrow)]
    vendor: Option<Text<'a>>,
    #[serde(borrow)]
    product: Option<Text<'a>>,
    #[serde(borrow)]
    package_name: Option<Text<'a>>,
    #[serde(rename = "collectionURL", borrow)]
    collection: Option<Text<'a>>,
    #[serde(rename = "packageURL", borrow)]
    package_url: Option<Text<'a>>,
    #[serde(borrow)]
    repo: Option<Text<'a>>,
    #[serde(borrow)]
    modules: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    program_files: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    program_routines: Option<Vec<Routine<'a>>>,
    #[serde(borrow)]
    platforms: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    default_status: Option<Text<'a>>,
    #[serde(borrow)]
    cpes: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    versions: Option<Vec<Version<'a>>>,
}

#[derive(Deserialize)]
struct Routine<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version<'a> {
    #[serde(borrow)]
    version: Text<'a>,
    #[serde(borrow)]
    status: Option<Text<'a>>,
    #[serde(borrow)]
    version_type: Option<Text<'a>>,
    #[serde(borrow)]
    less_than: Option<Text<'a>>,
    #[serde(borrow)]
    less_than_or_equal: Option<Text<'a>>,
    #[serde(borrow)]
    changes: Option<Vec<RawChange<'a>>>,
}

#[derive(Deserialize)]
struct RawChange<'a> {
    #[serde(borrow)]
    at: Text<'a>,
    #[serde(borrow)]
    status: Option<Text<'a>>,
}

/// Words of a collection's address, and the ecosystem that it is.
const COLLECTIONS: [(&str, &str); 14] = [
    ("npmjs", "npm"),
    ("pypi", "PyPI"),
    ("maven", "Maven"),
    ("mvnrepository", "Maven"),
    ("packagist", "Packagist"),
    ("rubygems", "RubyGems"),
    ("crates.io", "crates.io"),
    ("nuget", "NuGet"),
    ("go.dev", "Go"),
    ("golang", "Go"),
    ("hex.pm", "Hex"),
    ("pub.dev", "Pub"),
    ("hackage", "Hackage"),
    ("cran.r-project", "CRAN"),
];

/// Words of collections of a distribution: the record's product is the distribution, its package the flawed part.
const DISTRIBUTIONS: [&str; 5] = ["redhat", "fedora", "debian", "ubuntu", "opensuse"];

/// The product that a record names.
pub(super) fn product<'a>(given: Affected<'a>, by: Text<'a>, role: Role) -> Product<'a> {
    let collection = given.collection.as_deref().unwrap_or_default().to_lowercase();
    let is_part = given.package_name.is_some() && DISTRIBUTIONS.iter().any(|word| collection.contains(word));
    let vendor = given.vendor.unwrap_or_default();
    let name = given.product.or_else(|| given.package_name.clone()).unwrap_or_default();
    let packages = packages(&collection, given.package_name.as_deref(), given.package_url.as_deref());
    Product {
        by,
        role,
        is_named: !is_part && !vendor.is_empty() && !name.is_empty(),
        packages,
        repo: given.repo.filter(|repo| repo.contains('.')),
        // Of a part, the CPE names are those of the distribution, and no range of it holds for the whole.
        cpes: if is_part { Vec::new() } else { given.cpes.unwrap_or_default() },
        models: Vec::new(),
        platforms: given.platforms.unwrap_or_default(),
        modules: given.modules.unwrap_or_default(),
        files: given.program_files.unwrap_or_default(),
        routines: given.program_routines.unwrap_or_default().into_iter().map(|r| r.name).collect(),
        default: given.default_status.map(|word| standing(&word)),
        versions: given.versions.unwrap_or_default().into_iter().map(versions).collect(),
        justification: None,
        vendor,
        name,
    }
}

/// The packages that are meant, by the address of their collection or by package URL.
fn packages<'a>(collection: &str, name: Option<&str>, purl: Option<&str>) -> Vec<Named<'a>> {
    let host = collection.split_once("://").map_or(collection, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or_default();
    let ecosystem = COLLECTIONS.iter().find(|(word, _)| host.contains(word)).map(|(_, ecosystem)| *ecosystem);
    let by_collection = ecosystem.zip(name).map(|(ecosystem, name)| {
        let name = if ecosystem == "Maven" { name.replace('/', ":") } else { name.to_owned() };
        (ecosystem.to_owned(), name)
    });
    let mut found: Vec<Named> = by_collection
        .into_iter()
        .chain(purl.and_then(purl::package))
        .map(|(ecosystem, name)| Named { ecosystem: ecosystem.into(), name: name.trim().to_owned().into() })
        .filter(|named| !named.name.is_empty())
        .collect();
    found.sort();
    found.dedup();
    found
}

fn versions(given: Version<'_>) -> Versions<'_> {
    let is_inclusive = given.less_than.is_none();
    Versions {
        standing: given.status.map_or(Standing::Unknown, |word| standing(&word)),
        order: given.version_type.unwrap_or_default(),
        from: given.version,
        until: given.less_than.or(given.less_than_or_equal),
        is_inclusive,
        changes: given
            .changes
            .unwrap_or_default()
            .into_iter()
            .map(|change| Change {
                at: change.at,
                standing: change.status.map_or(Standing::Unknown, |word| standing(&word)),
            })
            .collect(),
    }
}

/// A word that is none of the schema's says nothing.
fn standing(word: &str) -> Standing {
    match word {
        "affected" => Standing::Affected,
        "unaffected" => Standing::Unaffected,
        _ => Standing::Unknown,
    }
}
