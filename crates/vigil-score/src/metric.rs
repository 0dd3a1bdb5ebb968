//! The metrics of each CVSS version, their values and what these mean, one table for each version.

mod v2;
mod v3;
mod v4;

use crate::CvssVersion;

/// Which score a metric goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Base,
    /// Called "threat" in CVSS 4.0.
    Temporal,
    Environmental,
    /// Informs, but is never scored (CVSS 4.0).
    Supplemental,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Metric {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) group: Group,
    pub(crate) values: &'static [Value],
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
}

impl Value {
    /// Says whether the value has the same meaning as leaving the metric out.
    pub(crate) fn is_undefined(&self) -> bool {
        matches!(self.code, "X" | "ND")
    }
}

/// Returns the metrics of a version in the order of its standard.
pub(crate) fn table(version: CvssVersion) -> &'static [Metric] {
    match version {
        CvssVersion::V2 => v2::METRICS,
        CvssVersion::V30 | CvssVersion::V31 => v3::METRICS,
        CvssVersion::V40 => v4::METRICS,
    }
}

const fn metric(code: &'static str, name: &'static str, group: Group, values: &'static [Value]) -> Metric {
    Metric { code, name, group, values }
}

const fn value(code: &'static str, name: &'static str, meaning: &'static str) -> Value {
    Value { code, name, meaning }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_only_optional_metrics_may_be_undefined() {
        for version in [CvssVersion::V2, CvssVersion::V31, CvssVersion::V40] {
            let table = table(version);
            for (at, metric) in table.iter().enumerate() {
                let same = |other: &Metric| other.code.eq_ignore_ascii_case(metric.code);
                assert!(!table[at + 1..].iter().any(same), "{}", metric.code);
                let undefined = metric.values.iter().filter(|value| value.is_undefined()).count();
                assert_eq!(undefined, usize::from(metric.group != Group::Base), "{}", metric.code);
                for (at, value) in metric.values.iter().enumerate() {
                    let same = |other: &Value| other.code.eq_ignore_ascii_case(value.code);
                    assert!(!metric.values[at + 1..].iter().any(same), "{}:{}", metric.code, value.code);
                    assert!(!value.meaning.is_empty() && !value.name.is_empty());
                }
            }
        }
    }
}
