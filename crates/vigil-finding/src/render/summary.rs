//! The lines that close a report for people: how many findings, over what, and what could not be looked at.

use super::{Report, neutral};
use crate::{Finding, Severity};

/// How many findings there are of one weight.
pub(super) fn count(findings: &[&Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

/// What could not be looked at, one line each; then the line with the numbers.
pub(super) fn lines(findings: &[&Finding], report: &Report<'_>) -> String {
    let mut text = String::new();
    for sentence in &report.counts.incomplete {
        text.push_str(&format!("incomplete: {}\n", neutral(sentence)));
    }
    text.push_str(&found(findings, report));
    if !report.counts.checked.is_empty() {
        let parts: Vec<String> = report
            .counts
            .checked
            .iter()
            .map(|(what, number)| format!("{} {number}", neutral(what)))
            .collect();
        text.push_str(&format!("; looked at: {}", parts.join(", ")));
    }
    if let Some(day) = report.as_of {
        text.push_str(&format!("; as of {day}"));
    }
    text.push('\n');
    text
}

fn found(findings: &[&Finding], report: &Report<'_>) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match count(findings, severity) {
            0 => None,
            1 => Some(format!("1 {}", severity.word())),
            number => Some(format!("{number} {}s", severity.word())),
        })
        .collect();
    match (parts.is_empty(), report.counts.incomplete.is_empty()) {
        (false, _) => parts.join(", "),
        (true, true) => "no findings".to_owned(),
        (true, false) => "no findings in what could be looked at".to_owned(),
    }
}
