//! Workflow commands of GitHub Actions: `::error file=F,line=L::message`.

use super::{Report, neutral, steps, summary};
use crate::{Finding, Severity};

pub(super) fn render(findings: &[&Finding], report: &Report<'_>) -> String {
    let mut text: String = findings.iter().map(|finding| command(finding)).collect();
    for sentence in &report.counts.incomplete {
        text.push_str(&format!("::error title=incomplete::{}\n", message(&neutral(sentence))));
    }
    text + &summary::lines(findings, report)
}

fn command(finding: &Finding) -> String {
    let mut properties = Vec::new();
    if let Some(place) = &finding.place {
        let end = place.column.saturating_add(place.width);
        properties.push(format!("file={}", property(&place.file)));
        properties.push(format!("line={},col={},endColumn={end}", place.line, place.column));
    }
    properties.push(format!("title={}", property(&finding.code)));
    let help = steps::of(finding).into_iter().map(|step| format!("\nhelp: {}", neutral(&step)));
    let said =
        format!("{} ({})", neutral(&finding.message), neutral(&finding.subject)) + &help.collect::<String>();
    format!("::{} {}::{}\n", word(finding.severity), properties.join(","), message(&said))
}

/// The three levels that the service knows.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A message ends with its line: line feeds are escaped, and with them the sign of escaping.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// In a property the separators are escaped, too, so that a file name cannot set another property.
fn property(text: &str) -> String {
    message(&neutral(text)).replace(':', "%3A").replace(',', "%2C")
}
