//! A CVSS vector: read against the tables, written canonically, scored, explained.

use std::fmt;

use cvss::v3::Metric as Weighed;
use cvss::{v2, v3, v4};

use crate::Score;
use crate::error::ScoreError;
use crate::metric::{self, Group, Metric, Value};

/// Longest text that is read as a vector (the error states it too); the longest valid one has about 250 bytes.
const MAX_BYTES: usize = 1024;

/// A version of the CVSS standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CvssVersion {
    /// CVSS 2.0 (2007).
    V2,
    /// CVSS 3.0 (2015).
    V30,
    /// CVSS 3.1 (2019).
    V31,
    /// CVSS 4.0 (2023).
    V40,
}

/// A CVSS vector that is complete and whose every metric has an allowed value.
///
/// Metrics that are given as "not defined" are dropped, because the standard gives both the same meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CvssVector {
    version: CvssVersion,
    metrics: Vec<(&'static Metric, &'static Value)>,
    scores: Scores,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Scores {
    base: Score,
    temporal: Option<Score>,
    environmental: Option<Score>,
    overall: Score,
}

/// One metric of a vector in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The short name, for example `AV`.
    pub code: &'static str,
    /// The name, for example `Attack Vector`.
    pub metric: &'static str,
    /// The value, for example `Network`.
    pub value: &'static str,
    /// What the value says about the flaw.
    pub meaning: &'static str,
}

impl CvssVector {
    /// Reads a vector, such as `CVSS:3.1/AV:N/...`; one without a prefix is CVSS 2.0, also in brackets.
    ///
    /// # Errors
    /// Fails when a metric is unknown, wrong, given twice or missing; the error names it.
    pub fn parse(text: &str) -> Result<Self, ScoreError> {
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return Err(ScoreError::TooLong { bytes: text.len() });
        }
        let (version, list) = split_version(text)?;
        let metrics = read(version, list)?;
        let scores = scores(version, &metrics)?;
        Ok(Self { version, metrics, scores })
    }

    /// Returns the version of the standard.
    pub fn version(&self) -> CvssVersion {
        self.version
    }

    /// Returns the score of the base metrics alone.
    pub fn base_score(&self) -> Score {
        self.scores.base
    }

    /// Returns the score of base and temporal (in 4.0: threat) metrics, when one of the latter is given.
    pub fn temporal_score(&self) -> Option<Score> {
        self.scores.temporal
    }

    /// Returns the score of all metrics, when an environmental metric is given.
    pub fn environmental_score(&self) -> Option<Score> {
        self.scores.environmental
    }

    /// Returns the score that takes in every metric given.
    pub fn overall_score(&self) -> Score {
        self.scores.overall
    }

    /// Returns the exploitability subscore, in tenths and rounded as NVD prints it: 0 to 3.9 in CVSS 3 (3.1 specification, section 7.1),
    /// 0 to 10 in CVSS 2 (section 3.2.1). `None` for CVSS 4.0, which has none.
    pub fn exploitability(&self) -> Option<u8> {
        let text = write(self.version, &self.metrics, |_| true);
        let value = match self.version {
            CvssVersion::V2 => text.parse::<v2::Vector>().ok()?.exploitability().value(),
            CvssVersion::V30 | CvssVersion::V31 => text.parse::<v3::Vector>().ok()?.exploitability().value(),
            CvssVersion::V40 => return None,
        };
        // At most 10: the product of weights below one, as the standard gives them.
        (0..=100_u8).find(|tenths| value.mul_add(10.0, -0.5) < f64::from(*tenths))
    }

    /// Says which metric groups the overall score rests on, as CVSS 4.0 asks to print: `CVSS-BT`.
    pub fn nomenclature(&self) -> &'static str {
        match (self.scores.temporal.is_some(), self.scores.environmental.is_some()) {
            (false, false) => "CVSS-B",
            (true, false) => "CVSS-BT",
            (false, true) => "CVSS-BE",
            (true, true) => "CVSS-BTE",
        }
    }

    /// Returns the short name of the value of a metric, for example `N` of `AV`; `None` when it is not defined.
    pub fn value(&self, metric: &str) -> Option<&'static str> {
        self.metrics.iter().find(|(known, _)| known.code == metric).map(|(_, value)| value.code)
    }

    /// Explains every metric given, in the order of the canonical form.
    pub fn explain(&self) -> Vec<Explained> {
        self.metrics
            .iter()
            .map(|(metric, value)| Explained {
                code: metric.code,
                metric: metric.name,
                value: value.name,
                meaning: value.meaning,
            })
            .collect()
    }
}

fn split_version(text: &str) -> Result<(CvssVersion, &str), ScoreError> {
    let Some(rest) = text.strip_prefix("CVSS:") else {
        // NVD wrote CVSS 2.0 vectors in round brackets.
        let inner = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        return Ok((CvssVersion::V2, inner.unwrap_or(text)));
    };
    let (version, list) = rest.split_once('/').unwrap_or((rest, ""));
    let known = match version {
        "2.0" => CvssVersion::V2,
        "3.0" => CvssVersion::V30,
        "3.1" => CvssVersion::V31,
        "4.0" => CvssVersion::V40,
        _ => return Err(ScoreError::UnknownVersion { version: version.chars().take(20).collect() }),
    };
    Ok((known, list))
}

/// Reads the list of metrics and sorts it into the order of the standard.
fn read(version: CvssVersion, list: &str) -> Result<Vec<(&'static Metric, &'static Value)>, ScoreError> {
    let table = metric::table(version);
    let mut given: Vec<Option<&'static Value>> = vec![None; table.len()];
    for part in list.split('/') {
        let (at, value) = read_part(version, table, part)?;
        if given[at].replace(value).is_some() {
            return Err(ScoreError::Duplicate { metric: table[at].code });
        }
    }
    let missing = |(metric, value): &(&Metric, &Option<_>)| metric.group == Group::Base && value.is_none();
    if let Some((metric, _)) = table.iter().zip(&given).find(missing) {
        return Err(ScoreError::Missing { metric: metric.code, name: metric.name });
    }
    let defined = |(metric, value): (&'static Metric, Option<&'static Value>)| Some((metric, value?));
    Ok(table.iter().zip(given).filter_map(defined).filter(|(_, value)| !value.is_undefined()).collect())
}

fn read_part(
    version: CvssVersion,
    table: &'static [Metric],
    part: &str,
) -> Result<(usize, &'static Value), ScoreError> {
    let (code, value) = part
        .split_once(':')
        .ok_or_else(|| ScoreError::NotAMetric { part: part.chars().take(40).collect() })?;
    let at = table
        .iter()
        .position(|metric| metric.code.eq_ignore_ascii_case(code))
        .ok_or_else(|| ScoreError::UnknownMetric { version, metric: code.chars().take(40).collect() })?;
    let metric = &table[at];
    let found = metric.values.iter().find(|known| known.code.eq_ignore_ascii_case(value));
    let found = found.ok_or_else(|| ScoreError::WrongValue {
        metric: metric.code,
        name: metric.name,
        value: value.chars().take(40).collect(),
        allowed: metric.values.iter().map(|known| known.code).collect::<Vec<_>>().join(", "),
    })?;
    Ok((at, found))
}

fn write(
    version: CvssVersion,
    metrics: &[(&'static Metric, &'static Value)],
    wanted: impl Fn(Group) -> bool,
) -> String {
    let prefix = (version != CvssVersion::V2).then(|| format!("CVSS:{version}"));
    let chosen = metrics.iter().filter(|(metric, _)| wanted(metric.group));
    let parts = chosen.map(|(metric, value)| format!("{}:{}", metric.code, value.code));
    prefix.into_iter().chain(parts).collect::<Vec<_>>().join("/")
}

fn scores(version: CvssVersion, metrics: &[(&'static Metric, &'static Value)]) -> Result<Scores, ScoreError> {
    let has = |group| metrics.iter().any(|(metric, _)| metric.group == group);
    let (has_temporal, has_environmental) = (has(Group::Temporal), has(Group::Environmental));
    let text = write(version, metrics, |_| true);
    let (base, temporal, environmental) = match version {
        CvssVersion::V2 => of_version_2(&text),
        CvssVersion::V30 | CvssVersion::V31 => of_version_3(&text),
        CvssVersion::V40 => of_version_4(version, metrics),
    }
    .map_err(ScoreError::Unscored)?;
    let temporal = has_temporal.then_some(temporal);
    let environmental = has_environmental.then_some(environmental);
    Ok(Scores { base, temporal, environmental, overall: environmental.or(temporal).unwrap_or(base) })
}

type Three = Result<(Score, Score, Score), cvss::Error>;

fn of_version_2(text: &str) -> Three {
    let vector: v2::Vector = text.parse()?;
    let score = |score: v2::Score| Score::of_version_2(score.value());
    Ok((score(vector.score()), score(vector.temporal_score()), score(vector.environmental_score())))
}

fn of_version_3(text: &str) -> Three {
    let vector: v3::Vector = text.parse()?;
    let score = |score: v3::Score| Score::new(score.value());
    Ok((score(vector.base_score()), score(temporal(&vector)), score(vector.environmental_score())))
}

/// Computes the temporal score (3.1 specification, section 7.2), which the scoring library leaves out.
fn temporal(vector: &v3::Vector) -> v3::Score {
    let factor = vector.e.map_or(1.0, Weighed::score)
        * vector.rl.map_or(1.0, Weighed::score)
        * vector.rc.map_or(1.0, Weighed::score);
    v3::Score::new(vector.base_score().value() * factor).roundup_for_version(vector.minor_version)
}

/// CVSS 4.0 has one formula; the groups that are left out decide which score it gives.
fn of_version_4(version: CvssVersion, metrics: &[(&'static Metric, &'static Value)]) -> Three {
    let score = |wanted: fn(Group) -> bool| -> Result<Score, cvss::Error> {
        let vector: v4::Vector = write(version, metrics, wanted).parse()?;
        Ok(Score::new(vector.score().value()))
    };
    let base = score(|group| group == Group::Base)?;
    let threat = score(|group| matches!(group, Group::Base | Group::Temporal))?;
    Ok((base, threat, score(|_| true)?))
}

impl fmt::Display for CvssVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(self.version, &self.metrics, |_| true))
    }
}

impl fmt::Display for CvssVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2 => "2.0",
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V40 => "4.0",
        })
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.metric, self.value, self.meaning)
    }
}
