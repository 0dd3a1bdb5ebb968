//! Records in the CVE JSON format 5: who assigned the id, who enriched it, and what products they name.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::nvd::{self, Description, RawNode};
use super::{Flaw, plain_time, shortened};
use crate::entry::{Entry, Role};
use crate::record::{Record, Reference, Remedy, Text};

mod affected;
mod metrics;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cve<'a> {
    #[serde(borrow)]
    cve_metadata: Metadata<'a>,
    #[serde(borrow)]
    containers: Containers<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'a> {
    #[serde(borrow)]
    cve_id: Text<'a>,
    #[serde(borrow)]
    state: Option<Text<'a>>,
    #[serde(borrow)]
    assigner_short_name: Option<Text<'a>>,
    #[serde(borrow)]
    date_published: Option<Text<'a>>,
    #[serde(borrow)]
    date_updated: Option<Text<'a>>,
    #[serde(borrow)]
    date_rejected: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Containers<'a> {
    #[serde(borrow)]
    cna: Container<'a>,
    #[serde(borrow)]
    adp: Option<Vec<Container<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Container<'a> {
    #[serde(borrow)]
    provider_metadata: Option<Provider<'a>>,
    #[serde(borrow)]
    title: Option<Text<'a>>,
    #[serde(borrow)]
    descriptions: Option<Vec<Description<'a>>>,
    #[serde(borrow)]
    rejected_reasons: Option<Vec<Description<'a>>>,
    #[serde(borrow)]
    replaced_by: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    affected: Option<Vec<affected::Affected<'a>>>,
    #[serde(borrow)]
    cpe_applicability: Option<Vec<RawNode<'a>>>,
    #[serde(borrow)]
    problem_types: Option<Vec<ProblemType<'a>>>,
    #[serde(borrow)]
    metrics: Option<Vec<metrics::Metric<'a>>>,
    #[serde(borrow)]
    references: Option<Vec<RawReference<'a>>>,
    #[serde(borrow)]
    tags: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    workarounds: Option<Vec<Description<'a>>>,
    #[serde(borrow)]
    solutions: Option<Vec<Description<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Provider<'a> {
    #[serde(borrow)]
    short_name: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct ProblemType<'a> {
    #[serde(borrow)]
    descriptions: Option<Vec<Problem<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Problem<'a> {
    #[serde(borrow)]
    cwe_id: Option<Text<'a>>,
    #[serde(borrow)]
    description: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct RawReference<'a> {
    #[serde(borrow)]
    url: Text<'a>,
    #[serde(borrow)]
    tags: Option<Vec<Text<'a>>>,
}

/// How many bytes of a remedy are kept.
pub(super) const MOST_REMEDY: usize = 1000;

/// Reads a record.
pub(super) fn read(bytes: &[u8]) -> Result<Flaw<'_>, String> {
    let Cve { cve_metadata: meta, containers } =
        serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if !meta.cve_id.starts_with("CVE-") {
        return Err(format!("its id `{}` is no CVE id", meta.cve_id));
    }
    let is_rejected = meta.state.as_deref() == Some("REJECTED");
    let time = |time: Option<Text<'_>>| -> Text<'_> {
        time.map(|time| plain_time(&time).to_owned()).unwrap_or_default().into()
    };
    let updated = meta.date_updated.or(meta.date_rejected).or_else(|| meta.date_published.clone());
    let record = Record {
        source: "cve".into(),
        id: meta.cve_id,
        published: time(meta.date_published),
        modified: time(updated),
        status: Some(if is_rejected { "Rejected".into() } else { "Published".into() }),
        ..Record::default()
    };
    let mut flaw = Flaw { record, entries: Vec::new(), unreadable: Vec::new() };
    let assigner = meta.assigner_short_name.unwrap_or_default();
    add(containers.cna, Role::Assigner, assigner, &mut flaw);
    for container in containers.adp.unwrap_or_default() {
        add(container, Role::Enricher, Text::default(), &mut flaw);
    }
    let record = &mut flaw.record;
    for list in [&mut record.cwes, &mut record.tags] {
        list.sort();
        list.dedup();
    }
    record.references_given = record.references.len() as u32;
    record.references.truncate(Record::MOST_REFERENCES);
    record.remedies.truncate(Record::MOST_REMEDIES);
    Ok(flaw)
}

/// Adds what one container says. `fallback` names its author where it does not name it itself.
fn add<'a>(container: Container<'a>, role: Role, fallback: Text<'a>, flaw: &mut Flaw<'a>) {
    let by = container.provider_metadata.and_then(|provider| provider.short_name).unwrap_or(fallback);
    let record = &mut flaw.record;
    if record.title.is_empty() && role == Role::Assigner {
        record.title = container.title.map(|text| owned(&text, MOST_REMEDY)).unwrap_or_default();
    }
    let texts = container.descriptions.or(container.rejected_reasons).unwrap_or_default();
    if record.summary.is_empty() {
        record.summary = nvd::summary(texts);
    }
    record.related.extend(container.replaced_by.unwrap_or_default());
    record.tags.extend(container.tags.unwrap_or_default());
    let problems = container.problem_types.unwrap_or_default();
    let problems = problems.into_iter().flat_map(|problem| problem.descriptions.unwrap_or_default());
    record.cwes.extend(problems.filter_map(weakness));
    metrics::add(container.metrics.unwrap_or_default(), &by, record);
    let links = container.references.unwrap_or_default().into_iter().map(reference);
    record.references.extend(links);
    record.remedies.extend(remedies("workaround", container.workarounds));
    record.remedies.extend(remedies("solution", container.solutions));
    for given in container.affected.unwrap_or_default() {
        flaw.entries.push(Entry::Product(Box::new(affected::product(given, by.clone(), role))));
    }
    let mut nodes = Vec::new();
    let given = container.cpe_applicability.unwrap_or_default();
    given.into_iter().for_each(|node| nvd::flatten(node, None, &mut nodes));
    let leaves = nodes.iter().flat_map(|node| &node.leaves);
    flaw.unreadable.extend(leaves.filter_map(nvd::unreadable_name));
    if !nodes.is_empty() {
        flaw.entries.push(Entry::Configurations(nodes));
    }
}

fn weakness(problem: Problem<'_>) -> Option<Text<'_>> {
    let start =
        |text: &str| text.split([' ', ':']).next().filter(|id| id.starts_with("CWE-")).map(str::to_owned);
    problem.cwe_id.or_else(|| problem.description.and_then(|text| start(&text)).map(Text::from))
}

fn reference(given: RawReference<'_>) -> Reference<'_> {
    let tags = given.tags.unwrap_or_default();
    let words = tags.iter().map(|tag| match tag.as_str() {
        "patch" => "Patch",
        "vendor-advisory" | "third-party-advisory" => "Advisory",
        other => other,
    });
    Reference { kind: words.collect::<Vec<_>>().join(", ").into(), url: given.url }
}

fn remedies<'a>(kind: &'a str, given: Option<Vec<Description<'a>>>) -> impl Iterator<Item = Remedy<'a>> {
    let english = given.unwrap_or_default().into_iter().filter(|text| text.lang.starts_with("en"));
    english.map(move |text| Remedy {
        kind: kind.into(),
        text: owned(&text.value, MOST_REMEDY),
        ..Remedy::default()
    })
}

pub(super) fn owned<'a>(text: &str, most: usize) -> Text<'a> {
    shortened(text.trim(), most).into_owned().into()
}

/// A part whose shape differs by author, read only where it has the expected one.
fn lenient<'a, T: Default + Deserialize<'a>>(raw: Option<&'a RawValue>) -> T {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
