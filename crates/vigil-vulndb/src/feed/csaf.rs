//! CSAF 2.0 (and 2.1 where it is the same): one record for each flaw of an advisory.

use serde::Deserialize;

use super::cve::owned;
use super::osv::MOST_SUMMARY;
use super::{Flaw, nvd, plain_time};
use crate::record::{Record, Reference, Remedy, Score, Text};

mod statements;
mod tree;

/// How many statements on a product are read of one document; the largest of real ones have some ten thousand.
const MOST_STATEMENTS: usize = 200_000;
/// How many bytes are kept of a name or of the words for versions.
const MOST_NAME: usize = 500;

#[derive(Deserialize)]
struct Csaf {
    document: Document,
    product_tree: Option<tree::Tree>,
    vulnerabilities: Option<Vec<Vulnerability>>,
}

#[derive(Deserialize)]
struct Document {
    title: Option<String>,
    publisher: Option<Publisher>,
    tracking: Tracking,
    distribution: Option<Distribution>,
}

#[derive(Deserialize)]
struct Publisher {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Tracking {
    id: String,
    status: Option<String>,
    initial_release_date: Option<String>,
    current_release_date: Option<String>,
}

#[derive(Deserialize)]
struct Distribution {
    tlp: Option<Tlp>,
}

#[derive(Deserialize)]
struct Tlp {
    label: Option<String>,
}

#[derive(Deserialize)]
struct Vulnerability {
    cve: Option<String>,
    ids: Option<Vec<Id>>,
    cwe: Option<Cwe>,
    cwes: Option<Vec<Cwe>>,
    title: Option<String>,
    notes: Option<Vec<Note>>,
    product_status: Option<statements::Statuses>,
    scores: Option<Vec<Scores>>,
    metrics: Option<Vec<Metric>>,
    remediations: Option<Vec<Remediation>>,
    references: Option<Vec<Link>>,
    flags: Option<Vec<Flag>>,
}

#[derive(Deserialize)]
struct Id {
    text: String,
}

#[derive(Deserialize)]
struct Cwe {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Note {
    category: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Metric {
    content: Option<Scores>,
}

#[derive(Deserialize)]
struct Scores {
    cvss_v2: Option<Cvss>,
    cvss_v3: Option<Cvss>,
    cvss_v4: Option<Cvss>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cvss {
    version: Option<String>,
    vector_string: Option<String>,
    base_score: Option<f64>,
}

#[derive(Deserialize)]
struct Remediation {
    category: Option<String>,
    details: Option<String>,
    url: Option<String>,
    date: Option<String>,
}

#[derive(Deserialize)]
struct Link {
    category: Option<String>,
    url: Option<String>,
}

/// Why products are not affected.
#[derive(Deserialize)]
struct Flag {
    label: Option<String>,
    product_ids: Option<Vec<String>>,
}

/// Reads an advisory.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Flaw<'static>>, String> {
    let csaf: Csaf = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let document = csaf.document;
    if document.tracking.id.trim().is_empty() {
        return Err("its tracking id is empty".to_owned());
    }
    let publisher = document.publisher.as_ref().and_then(|p| p.name.clone()).unwrap_or_default();
    let products = tree::products(csaf.product_tree.unwrap_or_default());
    let mut room = MOST_STATEMENTS;
    let mut flaws = Vec::new();
    for (at, given) in csaf.vulnerabilities.unwrap_or_default().into_iter().enumerate() {
        let mut flaw = Flaw {
            record: record(&document, &publisher, &given, at),
            entries: Vec::new(),
            unreadable: Vec::new(),
        };
        let statuses = given.product_status.unwrap_or_default();
        room = room.checked_sub(statuses.count()).ok_or_else(|| {
            format!("{} makes more than {MOST_STATEMENTS} statements on products", document.tracking.id)
        })?;
        let flags = given.flags.unwrap_or_default();
        statements::add(statuses, &flags, &products, &publisher, &mut flaw);
        flaws.push(flaw);
    }
    Ok(flaws)
}

/// The source's name: `csaf-cisa` for advisories of CISA.
fn source(publisher: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = publisher.chars().take(60).map(plain).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "csaf".to_owned() } else { format!("csaf-{}", words.join("-")) }
}

fn record(document: &Document, publisher: &str, given: &Vulnerability, at: usize) -> Record<'static> {
    let text = |text: Option<&str>| owned(text.unwrap_or_default(), MOST_NAME);
    let time =
        |time: Option<&str>| -> Text<'static> { plain_time(time.unwrap_or_default()).to_owned().into() };
    let tracking = &document.tracking;
    let cve = given.cve.as_deref().filter(|cve| cve.starts_with("CVE-"));
    let other = given.ids.iter().flatten().map(|id| id.text.as_str()).next();
    let part = cve.or(other).map_or_else(|| (at + 1).to_string(), str::to_owned);
    let links = given.references.iter().flatten().filter_map(reference);
    let links: Vec<Reference> = links.collect();
    let note = |wanted: &str| {
        given.notes.iter().flatten().find(|note| note.category.as_deref() == Some(wanted))?.text.as_deref()
    };
    let cwes = given.cwe.iter().chain(given.cwes.iter().flatten());
    let label = document.distribution.as_ref().and_then(|d| d.tlp.as_ref()).and_then(|tlp| tlp.label.clone());
    let restricted = label.filter(|label| !matches!(label.as_str(), "WHITE" | "CLEAR"));
    Record {
        source: source(publisher).into(),
        id: owned(&format!("{}/{part}", tracking.id.trim()), MOST_NAME),
        document: Some(owned(&tracking.id, MOST_NAME)),
        upstream: cve.map(|cve| cve.to_owned().into()).into_iter().collect(),
        published: time(tracking.initial_release_date.as_deref()),
        modified: time(tracking.current_release_date.as_deref()),
        status: tracking.status.clone().map(Text::from),
        title: text(given.title.as_deref().or(document.title.as_deref())),
        summary: owned(note("description").or_else(|| note("summary")).unwrap_or_default(), MOST_SUMMARY),
        scores: scores(given),
        cwes: cwes.filter_map(|cwe| cwe.id.clone()).map(Text::from).collect(),
        references_given: links.len() as u32,
        references: links.into_iter().take(Record::MOST_REFERENCES).collect(),
        remedies: given.remediations.iter().flatten().take(Record::MOST_REMEDIES).map(remedy).collect(),
        remark: restricted.map(|label| format!("the advisory is marked TLP:{label}").into()),
        ..Record::default()
    }
}

fn scores(given: &Vulnerability) -> Vec<Score<'static>> {
    let newer = given.metrics.iter().flatten().filter_map(|metric| metric.content.as_ref());
    let all = given.scores.iter().flatten().chain(newer);
    let all =
        all.flat_map(|scores| [("4.0", &scores.cvss_v4), ("3.1", &scores.cvss_v3), ("2.0", &scores.cvss_v2)]);
    let mut found: Vec<Score> = all
        .filter_map(|(version, cvss)| {
            let cvss = cvss.as_ref()?;
            Some(Score {
                by: Text::default(),
                version: cvss.version.clone().unwrap_or_else(|| version.to_owned()).into(),
                vector: cvss.vector_string.clone().unwrap_or_default().into(),
                tenths: cvss.base_score.and_then(nvd::tenths),
            })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn reference(link: &Link) -> Option<Reference<'static>> {
    let kind = if link.category.as_deref() == Some("self") { "Advisory" } else { "" };
    Some(Reference { kind: kind.into(), url: link.url.clone()?.into() })
}

fn remedy(given: &Remediation) -> Remedy<'static> {
    Remedy {
        kind: given.category.clone().unwrap_or_default().into(),
        text: owned(given.details.as_deref().unwrap_or_default(), super::cve::MOST_REMEDY),
        url: given.url.clone().unwrap_or_default().into(),
        date: plain_time(given.date.as_deref().unwrap_or_default()).to_owned().into(),
    }
}

#[cfg(test)]
mod tests;
