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
    /// What it found; absent where the log has no list of results, which is not the same as an empty one.
    pub results: Option<Vec<Finding>>,
    /// Whether the tool says that it ran to its end; absent when it does not say.
    pub succeeded: Option<bool>,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule; absent where the result names none that the log holds.
    pub rule: Option<String>,
    /// `error`, `warning`, `note`, `none`.
    pub level: String,
    /// What it says.
    pub message: String,
    /// File and line, where given.
    pub place: Option<String>,
    /// Whether it is suppressed in the source or by a review that is finished.
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
    #[serde(default)]
    extensions: Vec<RawExtension>,
}

#[derive(Deserialize)]
struct RawExtension {
    #[serde(default)]
    rules: Vec<RawRule>,
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
    rule_index: Option<i64>,
    rule: Option<RawReference>,
    level: Option<String>,
    kind: Option<String>,
    message: RawMessage,
    #[serde(default)]
    locations: Vec<RawLocation>,
    #[serde(default)]
    suppressions: Vec<RawSuppression>,
}

#[derive(Deserialize)]
struct RawSuppression {
    status: Option<String>,
}

/// A reference to a rule: by id, or by its place in the list of a component of the tool.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawReference {
    id: Option<String>,
    index: Option<i64>,
    tool_component: Option<RawComponent>,
}

#[derive(Deserialize)]
struct RawComponent {
    index: Option<i64>,
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
    let RawTool { driver, extensions } = raw.tool;
    let succeeded = match raw.invocations.as_slice() {
        [] => None,
        all => Some(all.iter().all(|it| it.execution_successful)),
    };
    let rules = Rules {
        driver: ids(driver.rules),
        extensions: extensions.into_iter().map(|it| ids(it.rules)).collect(),
    };
    let results =
        raw.results.map(|all| all.into_iter().filter(is_problem).map(|it| result(it, &rules)).collect());
    Run {
        tool: driver.name,
        version: driver.semantic_version.or(driver.version),
        rules: rules.driver,
        results,
        succeeded,
    }
}

fn ids(rules: Vec<RawRule>) -> Vec<String> {
    rules.into_iter().map(|rule| rule.id).collect()
}

/// The ids of the rules that a tool and its extensions know, as results refer to them by their place.
struct Rules {
    driver: Vec<String>,
    extensions: Vec<Vec<String>>,
}

impl Rules {
    /// The id of a result's rule (SARIF 2.1.0, 3.27.5 to 3.27.7): stated, or found by its place.
    fn of(&self, raw: &RawResult) -> Option<String> {
        let reference = raw.rule.as_ref();
        let stated = raw.rule_id.as_ref().or(reference.and_then(|it| it.id.as_ref()));
        stated.cloned().or_else(|| self.at(raw.rule_index.or(reference.and_then(|it| it.index))?, reference))
    }

    fn at(&self, place: i64, reference: Option<&RawReference>) -> Option<String> {
        let component = reference.and_then(|it| it.tool_component.as_ref()?.index);
        // The standard writes -1 where there is no place.
        let list = match component.filter(|it| *it != -1) {
            None => &self.driver,
            Some(extension) => self.extensions.get(usize::try_from(extension).ok()?)?,
        };
        list.get(usize::try_from(place).ok()?).cloned()
    }
}

/// SARIF also records what passed; only `fail` (the default) and `open`, `review` are problems.
fn is_problem(raw: &RawResult) -> bool {
    !matches!(raw.kind.as_deref(), Some("pass" | "notApplicable" | "informational"))
}

/// A result is suppressed when every suppression is accepted, which is what one without a status is (3.27.23, 3.35.3): what is
/// under review or was rejected leaves it open.
fn is_suppressed(all: &[RawSuppression]) -> bool {
    !all.is_empty() && all.iter().all(|it| matches!(it.status.as_deref(), None | Some("accepted")))
}

fn result(raw: RawResult, rules: &Rules) -> Finding {
    let place = raw.locations.first().and_then(|it| it.physical_location.as_ref()).and_then(|it| {
        let file = it.artifact_location.as_ref()?.uri.clone()?;
        let line = it.region.as_ref().and_then(|region| region.start_line);
        Some(line.map_or(file.clone(), |line| format!("{file}:{line}")))
    });
    Finding {
        rule: rules.of(&raw),
        suppressed: is_suppressed(&raw.suppressions),
        level: raw.level.unwrap_or_else(|| "warning".to_owned()),
        message: raw.message.text.unwrap_or_default(),
        place,
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
        let results = runs[0].results.as_ref().unwrap();
        assert_eq!(results.len(), 1);
        assert_eq!(results[0].place.as_deref(), Some("src/a.c:7"));
        assert!(results[0].suppressed);
        assert_eq!(runs[0].succeeded, Some(true));
    }

    /// The results of one run of a tool with two rules and an extension with one more.
    fn results(each: &str) -> Vec<Finding> {
        let text = format!(
            r#"{{"runs":[{{"tool":{{"driver":{{"name":"scan","rules":[{{"id":"R1"}},{{"id":"R2"}}]}},
                "extensions":[{{"name":"more","rules":[{{"id":"X1"}}]}}]}},"results":[{each}]}}]}}"#
        );
        read(&text).unwrap().remove(0).results.unwrap()
    }

    #[test]
    fn only_accepted_suppressions_suppress() {
        for (suppressions, suppressed) in [
            ("[]", false),
            (r#"[{"kind":"inSource"}]"#, true),
            (r#"[{"kind":"external","status":"accepted"}]"#, true),
            (r#"[{"kind":"external","status":"underReview"}]"#, false),
            (r#"[{"kind":"external","status":"rejected"}]"#, false),
            (r#"[{"kind":"inSource"},{"kind":"external","status":"rejected"}]"#, false),
        ] {
            let found = results(&format!(r#"{{"message":{{}},"suppressions":{suppressions}}}"#));
            assert_eq!(found[0].suppressed, suppressed, "{suppressions}");
        }
    }

    #[test]
    fn a_rule_is_found_by_id_reference_and_place() {
        for (named, rule) in [
            (r#""ruleId":"R9","ruleIndex":1"#, Some("R9")),
            (r#""ruleIndex":1"#, Some("R2")),
            (r#""rule":{"id":"R1"}"#, Some("R1")),
            (r#""rule":{"index":1}"#, Some("R2")),
            (r#""rule":{"index":0,"toolComponent":{"index":0}}"#, Some("X1")),
            (r#""ruleIndex":7"#, None),
            (r#""ruleIndex":-1"#, None),
        ] {
            let found = results(&format!(r#"{{"message":{{}},{named}}}"#));
            assert_eq!(found[0].rule.as_deref(), rule, "{named}");
        }
    }

    #[test]
    fn a_log_without_a_list_of_results_is_not_one_with_an_empty_list() {
        let bare = r#"{"runs":[{"tool":{"driver":{"name":"scan"}}}]}"#;
        assert_eq!(read(bare).unwrap()[0].results, None);
        assert_eq!(results(""), []);
    }

    #[test]
    fn json_that_is_not_sarif_is_refused() {
        assert!(matches!(read("{\"bomFormat\":\"CycloneDX\"}"), Err(ReadError::Malformed { .. })));
    }
}
