//! Why a text is not a CVSS vector; every message names the metric.

use crate::CvssVersion;

/// Why a text is not a CVSS vector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// The text is longer than any vector.
    #[error("a CVSS vector is not longer than 1024 bytes, this text has {bytes}")]
    TooLong {
        /// Length of the text.
        bytes: usize,
    },
    /// The text begins with a version that is not known.
    #[error("CVSS version `{version}` is not known; 2.0, 3.0, 3.1 and 4.0 are")]
    UnknownVersion {
        /// The version as written.
        version: String,
    },
    /// A part is not of the form `metric:value`.
    #[error("`{part}` is not of the form `metric:value`, as in `AV:N`")]
    NotAMetric {
        /// The part as written.
        part: String,
    },
    /// A metric does not exist in this version.
    #[error("CVSS {version} has no metric `{metric}`")]
    UnknownMetric {
        /// The version of the vector.
        version: CvssVersion,
        /// The metric as written.
        metric: String,
    },
    /// A metric has a value that it cannot have.
    #[error("metric {metric} ({name}) cannot be `{value}`; it is one of {allowed}")]
    WrongValue {
        /// The short name of the metric.
        metric: &'static str,
        /// The name of the metric.
        name: &'static str,
        /// The value as written.
        value: String,
        /// The values that the metric can have.
        allowed: String,
    },
    /// A metric is given twice.
    #[error("metric {metric} is given twice")]
    Duplicate {
        /// The short name of the metric.
        metric: &'static str,
    },
    /// A base metric is missing.
    #[error("base metric {metric} ({name}) is missing")]
    Missing {
        /// The short name of the metric.
        metric: &'static str,
        /// The name of the metric.
        name: &'static str,
    },
    /// The scoring library refused a vector that the tables allow.
    #[error("the vector cannot be scored: {0}")]
    Unscored(#[source] cvss::Error),
}
