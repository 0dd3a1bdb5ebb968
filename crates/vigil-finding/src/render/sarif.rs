//! SARIF 2.1.0 (OASIS Standard, 27 March 2020), as code scanning services read it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use vigil_base::{Place, canonical};

use super::fingerprint::Fingerprints;
use super::{Report, neutral, neutral::json_safe, steps};
use crate::{Finding, Suggestion};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(findings: &[&Finding], report: &Report<'_>) -> String {
    let rules = Rules::of(findings);
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> =
        findings.iter().map(|finding| result(finding, &rules, fingerprints.of(finding))).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "vigil",
                "version": report.tool_version,
                "rules": rules.describe(findings),
            }},
            // 3.14.17: our columns count characters, not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation(report)],
            "results": results,
            "properties": properties(report),
        }],
    });
    json_safe(&canonical::pretty(&log).expect("a JSON value with text keys can be written"))
}

/// The codes that occur, each with its index in the list of rules.
struct Rules<'a>(BTreeMap<&'a str, usize>);

impl<'a> Rules<'a> {
    fn of(findings: &[&'a Finding]) -> Self {
        let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        Self(codes.into_iter().enumerate().map(|(at, code)| (code, at)).collect())
    }

    fn describe(&self, findings: &[&Finding]) -> Vec<Value> {
        self.0.keys().map(|code| rule(code, findings)).collect()
    }
}

/// A rule as the findings tell of it: its heaviest weight and its source.
fn rule(code: &str, findings: &[&Finding]) -> Value {
    let of_code = || findings.iter().filter(|finding| finding.code == code);
    let level = of_code().map(|finding| finding.severity).max().map_or("none", crate::Severity::word);
    let see = of_code().find_map(|finding| finding.see.as_deref());
    let explain = format!("`vigil explain {code}` tells what it means and what a good answer looks like.");
    json!({
        "id": code,
        "shortDescription": { "text": neutral(code) },
        "fullDescription": { "text": neutral(see.unwrap_or(code)) },
        "help": { "text": explain },
        "defaultConfiguration": { "level": level },
    })
}

fn result(finding: &Finding, rules: &Rules<'_>, fingerprint: String) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rules.0[finding.code.as_str()],
        "level": finding.severity.word(),
        "message": { "text": message(finding) },
        "locations": [location(finding)],
        "partialFingerprints": { "vigil/v1": fingerprint },
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate();
        result["relatedLocations"] = related
            .map(|(at, other)| {
                json!({
                    "id": at + 1,
                    "physicalLocation": physical(&other.place),
                    "message": { "text": neutral(&other.label) },
                })
            })
            .collect();
    }
    if let Some(mend) = &finding.suggestion {
        result["fixes"] = json!([fix(mend)]);
    }
    result
}

/// The fact and the next steps: most viewers show nothing but this text.
fn message(finding: &Finding) -> String {
    let steps = steps::of(finding).into_iter().map(|step| format!("\nhelp: {}", neutral(&step)));
    neutral(&finding.message).into_owned() + &steps.collect::<String>()
}

fn location(finding: &Finding) -> Value {
    let mut logical = vec![json!({ "fullyQualifiedName": neutral(&finding.subject) })];
    let Some(place) = &finding.place else {
        return json!({ "logicalLocations": logical });
    };
    if let Some(pointer) = &place.pointer {
        // 3.33.7: a JSON pointer names a value of a data format.
        logical.push(json!({ "fullyQualifiedName": neutral(pointer), "kind": "value" }));
    }
    json!({ "physicalLocation": physical(place), "logicalLocations": logical })
}

fn physical(place: &Place) -> Value {
    json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region(place) })
}

fn region(place: &Place) -> Value {
    let column = place.column.max(1);
    json!({
        "startLine": place.line.max(1),
        "startColumn": column,
        // 3.30.8: one past the last character.
        "endColumn": column.saturating_add(place.width),
    })
}

fn fix(mend: &Suggestion) -> Value {
    json!({
        "description": { "text": neutral(&steps::in_words(mend, None)) },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&mend.place.file) },
            "replacements": [{
                "deletedRegion": region(&mend.place),
                "insertedContent": { "text": mend.replacement },
            }],
        }],
    })
}

/// A run that could not look everywhere is not a successful one, and says why.
fn invocation(report: &Report<'_>) -> Value {
    let notes: Vec<Value> = report
        .counts
        .incomplete
        .iter()
        .map(|sentence| json!({ "level": "error", "message": { "text": neutral(sentence) } }))
        .collect();
    json!({ "executionSuccessful": notes.is_empty(), "toolExecutionNotifications": notes })
}

fn properties(report: &Report<'_>) -> Value {
    let checked: Vec<Value> = report
        .counts
        .checked
        .iter()
        .map(|(what, number)| json!({ "what": what, "number": number }))
        .collect();
    json!({ "asOf": report.as_of.map(|day| day.to_string()), "checked": checked })
}

/// A path as a URI reference (RFC 3986): everything but unreserved characters and the slash is escaped; a colon
/// in the first part would otherwise be taken for a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_spaces_colons_and_umlauts_becomes_a_uri() {
        assert_eq!(uri("sbom/a b:ü.json"), "sbom/a%20b%3A%C3%BC.json");
        assert_eq!(uri("/tmp/x.json"), "file:///tmp/x.json");
    }
}
