//! The code quality report of GitLab CI: a JSON list with one entry a finding.

use serde_json::{Value, json};
use vigil_base::{Digest, canonical};

use super::fingerprint::Fingerprints;
use super::{Report, neutral, neutral::json_safe, steps, summary};
use crate::{Finding, Severity};

pub(super) fn render(findings: &[&Finding], report: &Report<'_>) -> String {
    let mut fingerprints = Fingerprints::default();
    let mut entries: Vec<Value> =
        findings.iter().map(|finding| entry(finding, &fingerprints.of(finding))).collect();
    let missed = report
        .counts
        .incomplete
        .iter()
        .map(|sentence| remark("vigil.incomplete", "blocker", sentence, sentence));
    entries.extend(missed);
    // The format has no place for a summary, and a list without entries would say nothing about what was looked at.
    let lines = summary::lines(findings, report);
    entries.push(remark("vigil.summary", "info", "", lines.lines().next_back().unwrap_or_default()));
    json_safe(&canonical::pretty(&entries).expect("a JSON value with text keys can be written"))
}

fn entry(finding: &Finding, fingerprint: &str) -> Value {
    let help = steps::of(finding).into_iter().map(|step| format!("; {}", neutral(&step)));
    // The format wants a path: a finding without a place stands at what it is about.
    let (path, line) =
        finding.place.as_ref().map_or((&finding.subject, 1), |place| (&place.file, place.line));
    json!({
        "description": neutral(&finding.message).into_owned() + &help.collect::<String>(),
        "check_name": neutral(&finding.code),
        "fingerprint": fingerprint,
        "severity": severity(finding.severity),
        "location": { "path": neutral(path), "lines": { "begin": line.max(1) } },
    })
}

/// An entry about the run as a whole, recognised by its name and `key`.
fn remark(name: &str, severity: &str, key: &str, sentence: &str) -> Value {
    json!({
        "description": neutral(sentence),
        "check_name": name,
        "fingerprint": Digest::of_bytes(format!("{name}\0{key}").as_bytes()).hex(),
        "severity": severity,
        "location": { "path": "vigil.toml", "lines": { "begin": 1 } },
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "info",
        Severity::Warning => "minor",
        Severity::Error => "major",
    }
}
