//! SARIF 2.1 logs of analysers: tool, rules that ran, results.

use serde::Deserialize;

use crate::ReadError;

/// One run of a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Name of the tool.
    pub tool: String,
    /// Its version.
    pub version: Option<String>,
    /// Ids of the rules that it knows.
    pub rules: Vec<String>,
    /// What it found.
    pub results: Vec<Finding>,
    /// Whether the tool says that it ran to its end; absent when it does not say.
    pub succeeded: Option<bool>,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// `error`, `warning`, `note`, `none`.
    pub level: String,
    /// What it says.
    pub message: String,
    /// File and line, where given.
    pub place: Option<String>,
    /// Whether it is suppressed in the source or by review.
    pub suppressed: bool,
}

#[derive(Deserialize)]
struct Log {
    runs: Vec<RawRun>,
}

#[derive(Deserialize)]
struct RawRun {
    tool: RawTool,
    results: Option<Vec<RawResult>>,
    #[serde(default)]
    invocations: Vec<RawInvocation>,
}

#[derive(Deserialize)]
struct RawTool {
    driver: RawDriver,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawDriver {
    name: String,
    version: Option<String>,
    semantic_version: Option<String>,
    #[serde(default)]
    rules: Vec<RawRule>,
}

#[derive(Deserialize)]
struct RawRule {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawInvocation {
    execution_successful: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawResult {
    rule_id: Option<String>,
    level: Option<String>,
    kind: Option<String>,
    message: RawMessage,
    #[serde(default)]
    locations: Vec<RawLocation>,
    #[serde(default)]
    suppressions: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct RawMessage {
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawLocation {
    physical_location: Option<RawPhysical>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPhysical {
    artifact_location: Option<RawArtifact>,
    region: Option<RawRegion>,
}

#[derive(Deserialize)]
struct RawArtifact {
    uri: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRegion {
    start_line: Option<u64>,
}

/// Reads the runs of a SARIF log. serde_json limits the depth of nesting.
pub fn read(text: &str) -> Result<Vec<Run>, ReadError> {
    let log: Log = serde_json::from_str(text).map_err(|error| ReadError::Malformed {
        format: "SARIF 2.1",
        cause: error.to_string(),
        line: error.line(),
    })?;
    Ok(log.runs.into_iter().map(run).collect())
}

fn run(raw: RawRun) -> Run {
    let driver = raw.tool.driver;
    let succeeded = match raw.invocations.as_slice() {
        // A run without results and without a word on its success cannot be taken for a clean one.
        [] => None,
        all => Some(all.iter().all(|it| it.execution_successful) && raw.results.is_some()),
    };
    Run {
        tool: driver.name,
        version: driver.semantic_version.or(driver.version),
        rules: driver.rules.into_iter().map(|rule| rule.id).collect(),
        results: raw.results.unwrap_or_default().into_iter().filter(is_problem).map(result).collect(),
        succeeded,
    }
}

/// SARIF also records what passed; only `fail` (the default) and `open`, `review` are problems.
fn is_problem(raw: &RawResult) -> bool {
    !matches!(raw.kind.as_deref(), Some("pass" | "notApplicable" | "informational"))
}

fn result(raw: RawResult) -> Finding {
    let place = raw.locations.first().and_then(|it| it.physical_location.as_ref()).and_then(|it| {
        let file = it.artifact_location.as_ref()?.uri.clone()?;
        let line = it.region.as_ref().and_then(|region| region.start_line);
        Some(line.map_or(file.clone(), |line| format!("{file}:{line}")))
    });
    Finding {
        rule: raw.rule_id.unwrap_or_default(),
        level: raw.level.unwrap_or_else(|| "warning".to_owned()),
        message: raw.message.text.unwrap_or_default(),
        place,
        suppressed: !raw.suppressions.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_rule_place_and_suppression() {
        let text = r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"scan","version":"1.2","rules":[{"id":"R1"}]}},
            "invocations":[{"executionSuccessful":true}],
            "results":[{"ruleId":"R1","level":"error","message":{"text":"bad"},"suppressions":[{"kind":"external"}],
              "locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a.c"},"region":{"startLine":7}}}]},
              {"ruleId":"R1","kind":"pass","message":{"text":"fine"}}]}]}"#;
        let runs = read(text).unwrap();
        assert_eq!(runs[0].results.len(), 1);
        assert_eq!(runs[0].results[0].place.as_deref(), Some("src/a.c:7"));
        assert!(runs[0].results[0].suppressed);
        assert_eq!(runs[0].succeeded, Some(true));
    }

    #[test]
    fn json_that_is_not_sarif_is_refused() {
        assert!(matches!(read("{\"bomFormat\":\"CycloneDX\"}"), Err(ReadError::Malformed { .. })));
    }
}
