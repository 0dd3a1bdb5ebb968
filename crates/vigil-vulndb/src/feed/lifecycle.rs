//! endoflife.date: the data of its site (all products in one object), and the products of its API.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::purl;
use crate::lifecycle::{Cycle, Ends, Lifecycle, day};

/// How many cycles are read of one product; the largest has a few hundred.
const MOST_CYCLES: usize = 10_000;

#[derive(Deserialize)]
struct Site {
    products: BTreeMap<String, Product>,
}

#[derive(Deserialize)]
struct Api {
    result: Results,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Results {
    Many(Vec<Product>),
    One(Box<Product>),
}

/// A product in either form.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Product {
    name: Option<String>,
    title: Option<String>,
    label: Option<String>,
    release_policy_link: Option<String>,
    #[serde(default)]
    identifiers: Vec<BTreeMap<String, String>>,
    #[serde(default)]
    releases: Option<Vec<Release>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Release {
    name: Option<String>,
    release_cycle: Option<String>,
    codename: Option<String>,
    release_date: Option<String>,
    latest: Option<Value>,
    latest_release_date: Option<String>,
    lts: Option<Value>,
    eoas: Option<Value>,
    eol: Option<Value>,
    eoes: Option<Value>,
    discontinued: Option<Value>,
    is_lts: Option<bool>,
    is_eoas: Option<bool>,
    eoas_from: Option<String>,
    is_eol: Option<bool>,
    eol_from: Option<String>,
    is_eoes: Option<bool>,
    eoes_from: Option<String>,
    is_discontinued: Option<bool>,
    discontinued_from: Option<String>,
}

/// Reads all products of the site's data.
pub(super) fn read_site(bytes: &[u8]) -> Result<Vec<Lifecycle>, String> {
    let site: Site = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    site.products.into_iter().map(|(name, product)| lifecycle(Some(name), product)).collect()
}

/// Reads an answer of the API about one product or all of them.
pub(super) fn read_api(bytes: &[u8]) -> Result<Vec<Lifecycle>, String> {
    let api: Api = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let products = match api.result {
        Results::Many(products) => products,
        Results::One(product) => vec![*product],
    };
    products.into_iter().map(|product| lifecycle(None, product)).collect()
}

fn lifecycle(name: Option<String>, given: Product) -> Result<Lifecycle, String> {
    let name = name.or(given.name).filter(|name| !name.is_empty()).ok_or("a product has no name")?;
    let Some(releases) = given.releases else {
        return Err(format!("{name} has no releases: it is a list of products and not their data"));
    };
    if releases.len() > MOST_CYCLES {
        return Err(format!("{name} has {} release cycles", releases.len()));
    }
    let mut made = Lifecycle {
        title: given.title.or(given.label).unwrap_or_else(|| name.clone()),
        policy: given.release_policy_link.unwrap_or_default(),
        cycles: releases.into_iter().map(|release| cycle(release, &name)).collect::<Result<_, _>>()?,
        name,
        ..Lifecycle::default()
    };
    for identifier in given.identifiers {
        // The API writes `{"type": "cpe", "id": ...}`, the site `{"cpe": ...}`.
        match (identifier.get("type"), identifier.get("id")) {
            (Some(kind), Some(id)) => add(kind, id, &mut made),
            _ => identifier.iter().for_each(|(kind, id)| add(kind, id, &mut made)),
        }
    }
    Ok(made)
}

fn add(kind: &str, id: &str, made: &mut Lifecycle) {
    match kind {
        "purl" if purl::without_version(id).is_some() => made.purls.push(id.to_owned()),
        "cpe" => made.cpes.push(id.to_owned()),
        "repology" => made.repology.push(id.to_owned()),
        _ => {}
    }
}

fn cycle(given: Release, product: &str) -> Result<Cycle, String> {
    let name = given.release_cycle.or(given.name).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| format!("a release cycle of {product} has no name"))?;
    let (latest, latest_day) = latest(given.latest.as_ref());
    let ends = |what: &str, site: Option<&Value>, is: Option<bool>, from: Option<&str>| {
        ends(site, is, from).map_err(|text| format!("`{text}` is no day for `{what}` of {product} {name}"))
    };
    Ok(Cycle {
        codename: given.codename.unwrap_or_default(),
        released: given.release_date.as_deref().and_then(day),
        latest,
        latest_released: given.latest_release_date.as_deref().and_then(day).or(latest_day),
        is_lts: given.is_lts.unwrap_or(matches!(given.lts, Some(Value::Bool(true) | Value::String(_)))),
        active_support: ends("eoas", given.eoas.as_ref(), given.is_eoas, given.eoas_from.as_deref())?,
        life: ends("eol", given.eol.as_ref(), given.is_eol, given.eol_from.as_deref())?,
        extended_support: ends("eoes", given.eoes.as_ref(), given.is_eoes, given.eoes_from.as_deref())?,
        sale: ends(
            "discontinued",
            given.discontinued.as_ref(),
            given.is_discontinued,
            given.discontinued_from.as_deref(),
        )?,
        name,
    })
}

/// The latest version with its day: a text on the site, an object in the API.
fn latest(given: Option<&Value>) -> (String, Option<vigil_base::Date>) {
    match given {
        Some(Value::String(text)) => (text.clone(), None),
        Some(Value::Object(object)) => {
            let text = |key| object.get(key).and_then(Value::as_str);
            (text("name").unwrap_or_default().to_owned(), text("date").and_then(day))
        }
        _ => (String::new(), None),
    }
}

/// A day or a yes or no. A day that cannot be read is an error: it must not look as if nothing were stated.
fn ends(site: Option<&Value>, is: Option<bool>, from: Option<&str>) -> Result<Ends, String> {
    let read = |text: &str| day(text).map(Ends::On).ok_or_else(|| text.to_owned());
    match (site, from, is) {
        (Some(Value::String(text)), _, _) => read(text),
        (_, Some(text), _) => read(text),
        (Some(Value::Bool(true)), _, _) | (None, _, Some(true)) => Ok(Ends::Ended),
        (Some(Value::Bool(false)), _, _) | (None, _, Some(false)) => Ok(Ends::NotYet),
        (Some(Value::Null) | None, _, _) => Ok(Ends::Unstated),
        (Some(other), _, _) => Err(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let site = r#"{"commit":"x","products":{"pad":{"title":"Pad","identifiers":[{"cpe":"cpe:/a:acme:pad"},{"purl":"pkg:npm/pad"}],"releases":[{"releaseCycle":"2","releaseDate":"2024-01-02","eol":"2025-01-02","eoas":true,"lts":false,"latest":"2.3","latestReleaseDate":"2024-05-06"}]}}}"#;
        let api = r#"{"schema_version":"1.2.0","result":{"name":"pad","label":"Pad","identifiers":[{"type":"cpe","id":"cpe:/a:acme:pad"},{"type":"purl","id":"pkg:npm/pad"}],"releases":[{"name":"2","codename":null,"releaseDate":"2024-01-02","isLts":false,"isEol":true,"eolFrom":"2025-01-02","isEoas":true,"eoasFrom":null,"latest":{"name":"2.3","date":"2024-05-06","link":null}}]}}"#;
        let read = read_site(site.as_bytes()).unwrap();
        assert_eq!(read, read_api(api.as_bytes()).unwrap());
        let cycle = &read[0].cycles[0];
        assert_eq!(cycle.life, Ends::On(vigil_base::Date::constant(2025, 1, 2)));
        assert_eq!((cycle.active_support, cycle.extended_support), (Ends::Ended, Ends::Unstated));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in [
            r#"{"products":{"pad":{"releases":[{"releaseCycle":"2","eol":"soon"}]}}}"#,
            r#"{"products":{"pad":{"releases":[{"eol":true}]}}}"#,
            r#"{"products":{"pad":{"releases":[{"releaseCycle":"2","eol":7}]}}}"#,
            r#"{"products":{"pad":{"title":"no releases"}}}"#,
        ] {
            assert!(read_site(text.as_bytes()).is_err(), "{text}");
        }
    }
}
