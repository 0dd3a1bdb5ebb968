//! NVD CVE API 2.0, the yearly files of the same form, and corrections written in it.

use serde::Deserialize;

use super::osv::MOST_SUMMARY;
use super::{Flaw, plain_time, shortened};
use crate::cpe::{self, Attribute, Cpe};
use crate::entry::{CpeMatch, Entry, Node, Operator};
use crate::keys;
use crate::record::{Record, Reference, Score, Text};

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    cve: Cve<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cve<'a> {
    #[serde(borrow, default)]
    id: Text<'a>,
    #[serde(borrow)]
    published: Option<Text<'a>>,
    #[serde(borrow)]
    last_modified: Option<Text<'a>>,
    #[serde(borrow)]
    vuln_status: Option<Text<'a>>,
    #[serde(borrow)]
    descriptions: Option<Vec<Description<'a>>>,
    #[serde(borrow)]
    metrics: Option<Metrics<'a>>,
    #[serde(borrow)]
    weaknesses: Option<Vec<Weakness<'a>>>,
    #[serde(borrow)]
    configurations: Option<Vec<RawNode<'a>>>,
    #[serde(borrow)]
    references: Option<Vec<RawReference<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct Description<'a> {
    #[serde(borrow)]
    pub(super) lang: Text<'a>,
    #[serde(borrow)]
    pub(super) value: Text<'a>,
}

#[derive(Default, Deserialize)]
struct Metrics<'a> {
    #[serde(rename = "cvssMetricV2", borrow)]
    v2: Option<Vec<Metric<'a>>>,
    #[serde(rename = "cvssMetricV30", borrow)]
    v30: Option<Vec<Metric<'a>>>,
    #[serde(rename = "cvssMetricV31", borrow)]
    v31: Option<Vec<Metric<'a>>>,
    #[serde(rename = "cvssMetricV40", borrow)]
    v40: Option<Vec<Metric<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metric<'a> {
    #[serde(borrow, default)]
    source: Text<'a>,
    #[serde(borrow)]
    cvss_data: CvssData<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CvssData<'a> {
    #[serde(borrow, default)]
    version: Text<'a>,
    #[serde(borrow, default)]
    vector_string: Text<'a>,
    base_score: Option<f64>,
}

#[derive(Deserialize)]
struct Weakness<'a> {
    #[serde(borrow, default)]
    description: Vec<Description<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RawNode<'a> {
    #[serde(borrow)]
    operator: Option<Text<'a>>,
    negate: Option<bool>,
    #[serde(borrow)]
    nodes: Option<Vec<RawNode<'a>>>,
    #[serde(borrow)]
    children: Option<Vec<RawNode<'a>>>,
    #[serde(borrow)]
    cpe_match: Option<Vec<RawMatch<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawMatch<'a> {
    vulnerable: bool,
    #[serde(borrow)]
    criteria: Text<'a>,
    #[serde(borrow)]
    version_start_including: Option<Text<'a>>,
    #[serde(borrow)]
    version_start_excluding: Option<Text<'a>>,
    #[serde(borrow)]
    version_end_including: Option<Text<'a>>,
    #[serde(borrow)]
    version_end_excluding: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct RawReference<'a> {
    #[serde(borrow)]
    url: Text<'a>,
    #[serde(borrow)]
    tags: Option<Vec<Text<'a>>>,
}

/// Reads a `cve` object.
pub(super) fn read(bytes: &[u8]) -> Result<Flaw<'_>, String> {
    let cve: Cve = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if cve.last_modified.is_none() {
        return Err(format!("{} has no `lastModified`", cve.id));
    }
    flaw(cve, "nvd")
}

/// Reads `{"cve": {...}}`.
pub(super) fn read_item(bytes: &[u8]) -> Result<Flaw<'_>, String> {
    let item: Item = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if item.cve.last_modified.is_none() {
        return Err(format!("{} has no `lastModified`", item.cve.id));
    }
    flaw(item.cve, "nvd")
}

#[derive(Deserialize)]
struct Correction<'a> {
    #[serde(rename = "_annotation", borrow)]
    annotation: Annotation<'a>,
    #[serde(borrow)]
    cve: Cve<'a>,
}

#[derive(Deserialize)]
struct Annotation<'a> {
    #[serde(borrow)]
    cve_id: Text<'a>,
    #[serde(borrow)]
    description: Option<Text<'a>>,
    #[serde(borrow)]
    modified: Option<Text<'a>>,
    #[serde(borrow)]
    published: Option<Text<'a>>,
    #[serde(borrow)]
    reason: Option<Text<'a>>,
    /// Who says so: with it the correction is the reader's own, and decides over what NVD says.
    #[serde(borrow)]
    by: Option<Text<'a>>,
    #[serde(borrow)]
    references: Option<Vec<Text<'a>>>,
}

/// Reads a configuration with an annotation that says which record it corrects and why.
pub(super) fn read_correction(bytes: &[u8]) -> Result<Flaw<'_>, String> {
    let mut given: Correction = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    given.cve.id = given.annotation.cve_id;
    given.cve.published = given.annotation.published;
    given.cve.last_modified = given.annotation.modified;
    let links = given.annotation.references.unwrap_or_default();
    let own = given.annotation.by.filter(|by| !by.trim().is_empty());
    let has_reason = given.annotation.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if own.is_some() && (!has_reason || links.is_empty()) {
        return Err(format!("the override of {} states no reason or no reference", given.cve.id));
    }
    let source = if own.is_some() { Record::OVERRIDES } else { Record::CORRECTIONS };
    let mut flaw = flaw(given.cve, source)?;
    flaw.record.references_given = links.len() as u32;
    flaw.record.references = links
        .into_iter()
        .take(Record::MOST_REFERENCES)
        .map(|url| Reference { kind: Text::default(), url })
        .collect();
    if let Some(text) = given.annotation.description {
        flaw.record.summary = shortened(&text, MOST_SUMMARY).into_owned().into();
    }
    flaw.record.remark = match (own, given.annotation.reason) {
        (Some(by), Some(reason)) => Some(format!("{reason} ({by})").into()),
        (_, reason) => reason,
    };
    Ok(flaw)
}

fn flaw<'a>(cve: Cve<'a>, source: &'a str) -> Result<Flaw<'a>, String> {
    if !cve.id.starts_with("CVE-") {
        return Err(format!("its id `{}` is no CVE id", cve.id));
    }
    let time = |time: Option<Text<'a>>| -> Text<'a> {
        time.map(|time| plain_time(&time).to_owned()).unwrap_or_default().into()
    };
    let given = cve.references.unwrap_or_default();
    let mut cwes: Vec<Text> =
        cve.weaknesses.unwrap_or_default().into_iter().flat_map(|w| w.description).map(|d| d.value).collect();
    cwes.sort();
    cwes.dedup();
    let mut nodes = Vec::new();
    cve.configurations.unwrap_or_default().into_iter().for_each(|given| flatten(given, None, &mut nodes));
    let unreadable = nodes.iter().flat_map(|node| &node.leaves).filter_map(unreadable_name).collect();
    let record = Record {
        source: source.into(),
        published: time(cve.published),
        modified: time(cve.last_modified),
        status: cve.vuln_status,
        summary: summary(cve.descriptions.unwrap_or_default()),
        scores: scores(cve.metrics.unwrap_or_default()),
        cwes,
        references_given: given.len() as u32,
        references: given.into_iter().take(Record::MOST_REFERENCES).map(reference).collect(),
        id: cve.id,
        ..Record::default()
    };
    let entries = if nodes.is_empty() { Vec::new() } else { vec![Entry::Configurations(nodes)] };
    Ok(Flaw { record, entries, unreadable })
}

pub(super) fn summary(descriptions: Vec<Description<'_>>) -> Text<'_> {
    let english = descriptions.iter().position(|d| d.lang.starts_with("en")).unwrap_or(0);
    let text = descriptions.into_iter().nth(english).map(|d| d.value).unwrap_or_default();
    if text.len() <= MOST_SUMMARY { text } else { shortened(&text, MOST_SUMMARY).into_owned().into() }
}

fn scores(metrics: Metrics<'_>) -> Vec<Score<'_>> {
    let lists = [metrics.v40, metrics.v31, metrics.v30, metrics.v2];
    let given = lists.into_iter().flatten().flatten();
    given
        .map(|metric| Score {
            by: metric.source,
            version: metric.cvss_data.version,
            vector: metric.cvss_data.vector_string,
            tenths: metric.cvss_data.base_score.and_then(tenths),
        })
        .collect()
}

#[expect(clippy::cast_sign_loss, reason = "the range is checked")]
pub(super) fn tenths(score: f64) -> Option<u8> {
    (0.0..=10.0).contains(&score).then(|| (score * 10.0).round() as u8)
}

fn reference(given: RawReference<'_>) -> Reference<'_> {
    let tags = given.tags.unwrap_or_default();
    let kind = tags.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
    Reference { kind: kind.into(), url: given.url }
}

/// Appends a node and all below it. The depth is bounded: serde_json refuses deep nesting.
pub(super) fn flatten<'a>(given: RawNode<'a>, above: Option<u32>, nodes: &mut Vec<Node<'a>>) {
    let number = nodes.len() as u32;
    nodes.push(Node {
        above,
        operator: match given.operator.as_deref() {
            Some("AND") => Operator::And,
            _ => Operator::Or,
        },
        negate: given.negate.unwrap_or(false),
        leaves: given.cpe_match.unwrap_or_default().into_iter().map(leaf).collect(),
    });
    let below = given.nodes.unwrap_or_default().into_iter().chain(given.children.unwrap_or_default());
    below.for_each(|child| flatten(child, Some(number), nodes));
}

fn leaf(given: RawMatch<'_>) -> CpeMatch<'_> {
    CpeMatch {
        vulnerable: given.vulnerable,
        criteria: given.criteria,
        start_including: given.version_start_including,
        start_excluding: given.version_start_excluding,
        end_including: given.version_end_including,
        end_excluding: given.version_end_excluding,
    }
}

pub(super) fn unreadable_name(leaf: &CpeMatch<'_>) -> Option<String> {
    if cpe::quick::is_read(&leaf.criteria) {
        return None;
    }
    Some(format!("`{}`: {}", leaf.criteria, Cpe::parse(&leaf.criteria).err()?))
}

#[derive(Deserialize)]
struct DictionaryItem<'a> {
    #[serde(borrow)]
    cpe: DictionaryName<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DictionaryName<'a> {
    #[serde(borrow)]
    cpe_name: Text<'a>,
    #[serde(borrow, default)]
    deprecated_by: Vec<Successor<'a>>,
}

/// A name that takes the place of a deprecated one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Successor<'a> {
    #[serde(borrow)]
    cpe_name: Text<'a>,
}

/// The keys of a product in the CPE dictionary 2.0: its own, and one for each product that it was renamed to.
pub(super) fn read_product(bytes: &[u8]) -> Result<Vec<String>, String> {
    let item: DictionaryItem = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let own = key_of_name(&item.cpe.cpe_name)?;
    let mut keys = vec![own.clone()];
    for successor in &item.cpe.deprecated_by {
        let new = key_of_name(&successor.cpe_name)?;
        // Most names are deprecated for a slip in the version or edition: that is no other product.
        if new != own {
            keys.push(keys::renamed(&own, &new));
        }
    }
    Ok(keys)
}

fn key_of_name(name: &str) -> Result<String, String> {
    let cpe = Cpe::parse(name).map_err(|error| format!("`{name}` is no CPE name: {error}"))?;
    let plain = |attribute| cpe.get(attribute).plain();
    Ok(cpe::key(&plain(Attribute::Vendor), &plain(Attribute::Product)))
}

#[cfg(test)]
mod tests;
