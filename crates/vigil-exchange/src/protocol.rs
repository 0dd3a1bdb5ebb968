//! The TOML form for penetration tests and manual protocols: one file, one test, results and findings by id.
//!
//! ```toml
//! [protocol]
//! by = "Acme Security"            # who tested
//! tool = "manual"
//!
//! [result.remote-start]           # a result that a test names as `file.toml#remote-start`
//! status = "passed"               # passed, failed, skipped
//! text = "Start was refused without the key press."
//!
//! [finding.pt-3]                  # something that was found
//! title = "Service banner shows its version"
//! severity = "low"
//! disposition = "deferred"        # fixed, accepted, deferred, not-reproduced
//! because = "..."
//! ```
//!
//! Keys and words that are not known are refused with their line: a misspelt `[findings.pt-3]` must not make a finding disappear.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::junit::Status;
use crate::{ReadError, line_of};

/// A protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// Who tested.
    pub by: Option<String>,
    /// With what.
    pub tool: Option<String>,
    /// Results by id.
    pub results: BTreeMap<String, TestResult>,
    /// Findings by id.
    pub findings: BTreeMap<String, Found>,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// How it ended.
    pub status: Status,
    /// What was seen.
    pub text: String,
}

/// What is done about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// It is corrected.
    Fixed,
    /// It stays, for the reason given.
    Accepted,
    /// It is corrected in a later release.
    Deferred,
    /// It could not be seen again.
    NotReproduced,
}

impl Disposition {
    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::NotReproduced => "not-reproduced",
        }
    }

    /// Whether nothing of the finding is left in the device.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Fixed | Self::NotReproduced)
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Found {
    /// Title.
    pub title: String,
    /// Severity in the tester's words.
    pub severity: Option<String>,
    /// What is done about it.
    pub disposition: Option<Disposition>,
    /// Why.
    pub because: Option<String>,
    /// The release that brings the fix, when it is deferred.
    pub release: Option<String>,
    /// By when.
    #[serde(default, deserialize_with = "plain")]
    pub by: Option<String>,
    /// Whether devices made before get it.
    pub interim: Option<String>,
    /// How long until it has reached the devices.
    pub reach: Option<String>,
    /// The risk, anomaly or own vulnerability that takes it up.
    pub taken_up: Option<String>,
    /// More about it.
    pub text: Option<String>,
}

fn plain<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    Ok(Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    protocol: Option<RawHead>,
    #[serde(default)]
    result: BTreeMap<String, RawResult>,
    #[serde(default)]
    finding: BTreeMap<String, Found>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHead {
    by: Option<String>,
    tool: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResult {
    status: String,
    #[serde(default)]
    text: String,
}

pub(crate) fn looks_like(head: &str) -> bool {
    let heads = ["[protocol]", "[result.", "[finding."];
    head.lines().any(|line| heads.iter().any(|head| line.trim_start().starts_with(head)))
}

/// Reads a protocol.
pub fn read(text: &str) -> Result<Protocol, ReadError> {
    let fault = |cause: String, line| ReadError::Malformed { format: "a TOML protocol", cause, line };
    let raw: Raw = toml::from_str(text).map_err(|error| {
        fault(error.message().to_owned(), error.span().map_or(1, |span| line_of(text, span.start)))
    })?;
    let mut results = BTreeMap::new();
    for (id, result) in raw.result {
        let status = match result.status.as_str() {
            "passed" => Status::Passed,
            "failed" => Status::Failed,
            "skipped" => Status::Skipped,
            other => {
                let at = text.find(&format!("[result.{id}]")).unwrap_or(0);
                return Err(fault(
                    format!("`{other}` is not a status (passed, failed, skipped)"),
                    line_of(text, at),
                ));
            }
        };
        results.insert(id, TestResult { status, text: result.text });
    }
    let (by, tool) = raw.protocol.map_or((None, None), |head| (head.by, head.tool));
    Ok(Protocol { by, tool, results, findings: raw.finding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_and_findings_are_read() {
        let text = "[protocol]\nby = \"A\"\n[result.start]\nstatus = \"passed\"\n[finding.pt-1]\ntitle = \"Banner\"\ndisposition = \"deferred\"\nby = 2027-01-01\n";
        let read = read(text).unwrap();
        assert_eq!(read.results["start"].status, Status::Passed);
        assert_eq!(read.findings["pt-1"].by.as_deref(), Some("2027-01-01"));
    }

    #[test]
    fn a_key_or_a_word_that_is_not_known_is_refused_with_its_line_and_what_is_known() {
        for (text, line, said) in [
            (
                "[protocol]\n[findings.pt-3]\ntitle = \"A\"\n",
                2,
                "unknown field `findings`, expected one of `protocol`, `result`, `finding`",
            ),
            ("[finding.pt-3]\ntitle = \"A\"\ndispositon = \"fixed\"\n", 3, "unknown field `dispositon`"),
            (
                "[finding.pt-3]\ntitle = \"A\"\ndisposition = \"done\"\n",
                3,
                "expected one of `fixed`, `accepted`, `deferred`, `not-reproduced`",
            ),
            (
                "[result.a]\nstatus = \"passed\"\nby = \"B\"\n",
                3,
                "unknown field `by`, expected `status` or `text`",
            ),
            ("[protocol]\ntester = \"B\"\n", 2, "unknown field `tester`, expected `by` or `tool`"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(matches!(fault, ReadError::Malformed { line: at, .. } if at == line), "{text}: {fault}");
            assert!(fault.to_string().contains(said), "{text}: {fault}");
        }
    }

    #[test]
    fn an_unknown_status_is_refused_at_its_line() {
        let fault = read("[protocol]\n[result.x]\nstatus = \"maybe\"\n").unwrap_err();
        assert!(matches!(fault, ReadError::Malformed { line: 2, .. }), "{fault}");
    }
}
