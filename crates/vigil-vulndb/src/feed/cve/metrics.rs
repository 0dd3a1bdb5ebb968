//! Scores of a container, and what enrichers add to them: decision points and known exploitation.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{lenient, nvd};
use crate::record::{Record, Score, Ssvc, Text};

#[derive(Deserialize)]
pub(super) struct Metric<'a> {
    #[serde(rename = "cvssV2_0", borrow)]
    v2: Option<&'a RawValue>,
    #[serde(rename = "cvssV3_0", borrow)]
    v30: Option<&'a RawValue>,
    #[serde(rename = "cvssV3_1", borrow)]
    v31: Option<&'a RawValue>,
    #[serde(rename = "cvssV4_0", borrow)]
    v40: Option<&'a RawValue>,
    #[serde(borrow)]
    other: Option<Other<'a>>,
}

#[derive(Deserialize)]
struct Other<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Text<'a>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cvss<'a> {
    #[serde(borrow, default)]
    vector_string: Text<'a>,
    base_score: Option<f64>,
}

#[derive(Default, Deserialize)]
struct Decision<'a> {
    #[serde(borrow, default)]
    options: Vec<Point<'a>>,
    #[serde(borrow, default)]
    timestamp: Text<'a>,
    #[serde(borrow, default)]
    version: Text<'a>,
}

#[derive(Default, Deserialize)]
struct Point<'a> {
    #[serde(rename = "Exploitation", borrow)]
    exploitation: Option<Text<'a>>,
    #[serde(rename = "Automatable", borrow)]
    automatable: Option<Text<'a>>,
    #[serde(rename = "Technical Impact", borrow)]
    technical_impact: Option<Text<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Exploited<'a> {
    #[serde(borrow, default)]
    date_added: Text<'a>,
}

/// Adds the metrics of a container by `by`.
pub(super) fn add<'a>(metrics: Vec<Metric<'a>>, by: &Text<'a>, record: &mut Record<'a>) {
    for metric in metrics {
        let given = [("4.0", metric.v40), ("3.1", metric.v31), ("3.0", metric.v30), ("2.0", metric.v2)];
        for (version, raw) in given {
            let Some(raw) = raw else { continue };
            let cvss: Cvss<'a> = lenient(Some(raw));
            record.scores.push(Score {
                by: by.clone(),
                version: version.into(),
                vector: cvss.vector_string,
                tenths: cvss.base_score.and_then(nvd::tenths),
            });
        }
        let Some(other) = metric.other else { continue };
        match other.kind.as_str() {
            "ssvc" => newer(decision(lenient(other.content), by), &mut record.ssvc),
            "kev" => {
                let exploited: Exploited<'a> = lenient(other.content);
                record.exploited_since.get_or_insert(exploited.date_added);
            }
            _ => {}
        }
    }
}

fn decision<'a>(given: Decision<'a>, by: &Text<'a>) -> Ssvc<'a> {
    let mut made = Ssvc { by: by.clone(), time: given.timestamp, version: given.version, ..Ssvc::default() };
    for point in given.options {
        for (from, to) in [
            (point.exploitation, &mut made.exploitation),
            (point.automatable, &mut made.automatable),
            (point.technical_impact, &mut made.technical_impact),
        ] {
            if let Some(value) = from {
                *to = value;
            }
        }
    }
    made
}

/// Of two decisions the later stays.
fn newer<'a>(made: Ssvc<'a>, kept: &mut Option<Ssvc<'a>>) {
    if kept.as_ref().is_none_or(|kept| kept.time < made.time) {
        *kept = Some(made);
    }
}
