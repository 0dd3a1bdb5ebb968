//! One line a finding, in the shape that editors jump from: `file:line:column: error[code]: message`.

use super::{Report, neutral, summary};
use crate::Finding;

pub(super) fn render(findings: &[&Finding], report: &Report<'_>) -> String {
    let mut text: String = findings.iter().map(|finding| line(finding)).collect();
    text.push_str(&summary::lines(findings, report));
    text
}

fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    let text = format!("{place}{}[{}]: {}", finding.severity.word(), finding.code, finding.message);
    format!("{}\n", neutral(&text))
}
