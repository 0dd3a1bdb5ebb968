//! For programs: one canonical document, or one canonical object a line.
//!
//! The shape is published as `schemas/findings.schema.json`; a change of meaning raises the schema version.

use serde_json::{Value, json};
use vigil_base::canonical;

use super::{Report, neutral::json_safe, summary::count};
use crate::{Finding, Severity};

/// Raised when a field changes its meaning or goes away; new fields do not raise it.
const SCHEMA_VERSION: u32 = 1;

/// Everything in one document.
pub(super) fn document(findings: &[&Finding], report: &Report<'_>) -> String {
    let mut document = summary(findings, report);
    document["findings"] = json!(findings);
    json_safe(&canonical::pretty(&document).expect("a JSON value with text keys can be written"))
}

/// One line a finding, the summary last, so that a cut-off file can be told from a complete one.
pub(super) fn lines(findings: &[&Finding], report: &Report<'_>) -> String {
    let each = findings.iter().map(|finding| json!({ "finding": finding }));
    let last = json!({ "summary": summary(findings, report) });
    let mut text = String::new();
    for value in each.chain([last]) {
        text.push_str(&canonical::compact(&value).expect("a JSON value with text keys can be written"));
        text.push('\n');
    }
    json_safe(&text)
}

fn summary(findings: &[&Finding], report: &Report<'_>) -> Value {
    let checked: Vec<Value> = report
        .counts
        .checked
        .iter()
        .map(|(what, number)| json!({ "what": what, "number": number }))
        .collect();
    json!({
        "schema_version": SCHEMA_VERSION,
        "tool": { "name": "vigil", "version": report.tool_version },
        "as_of": report.as_of.map(|day| day.to_string()),
        "totals": {
            "error": count(findings, Severity::Error),
            "warning": count(findings, Severity::Warning),
            "note": count(findings, Severity::Note),
        },
        "checked": checked,
        "incomplete": report.counts.incomplete,
    })
}
