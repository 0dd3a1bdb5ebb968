//! Markdown with a table, for the summary of a CI run or a comment on a change.

use super::{Report, neutral, steps, summary};
use crate::Finding;

pub(super) fn render(findings: &[&Finding], report: &Report<'_>) -> String {
    let mut text = String::new();
    if !findings.is_empty() {
        text.push_str("| | Finding | Where | Next step |\n|---|---|---|---|\n");
        text.extend(findings.iter().map(|finding| row(finding)));
        text.push('\n');
    }
    let lines: Vec<String> = summary::lines(findings, report).lines().map(escaped).collect();
    text + &lines.join("\n\n") + "\n"
}

fn row(finding: &Finding) -> String {
    let place = finding.place.as_ref().map(|place| escaped(&place.to_string())).unwrap_or_default();
    let steps: Vec<String> = steps::of(finding).iter().map(|step| escaped(step)).collect();
    format!(
        "| {} | {}: {} | {place} | {} |\n",
        finding.severity.word(),
        escaped(&finding.code),
        escaped(&finding.message),
        steps.join("<br>")
    )
}

/// Plain text: no markup, no link, no tag and no end of a cell comes from a finding.
fn escaped(plain: &str) -> String {
    let mut text = String::new();
    for c in neutral(plain).chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            // An `@name` would call a person, an address would become a link.
            '@' => text.push_str("&#64;"),
            ':' => text.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    text
}
