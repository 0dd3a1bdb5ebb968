//! JUnit XML, as CI systems show it: one test case for each code and subject.

use std::collections::BTreeMap;

use super::{Options, Report, neutral, steps, summary};
use crate::Finding;

pub(super) fn render(findings: &[&Finding], report: &Report<'_>, options: Options) -> String {
    let cases = by_code_and_subject(findings);
    let fails = |group: &Vec<&Finding>| group.iter().any(|finding| finding.severity >= options.fail_on);
    let failures = cases.values().filter(|group| fails(group)).count();
    // The case about coverage is always there: a suite without cases would read as "nothing was wrong".
    let errors = usize::from(!report.counts.incomplete.is_empty());
    let numbers = format!("tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\"", cases.len() + 1);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"vigil\" {numbers}>\n\
         <testsuite name=\"vigil\" {numbers} skipped=\"0\">\n{}",
        properties(report)
    );
    xml.push_str(&coverage(findings, report));
    for ((code, subject), group) in &cases {
        xml.push_str(&case(code, subject, group, options));
    }
    xml.push_str("</testsuite>\n</testsuites>\n");
    xml
}

type Cases<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a Finding>>;

fn by_code_and_subject<'a>(findings: &[&'a Finding]) -> Cases<'a> {
    let mut cases = Cases::new();
    for finding in findings {
        cases.entry((&finding.code, &finding.subject)).or_default().push(finding);
    }
    cases
}

fn properties(report: &Report<'_>) -> String {
    let mut all = vec![("vigil.version".to_owned(), report.tool_version.to_owned())];
    all.extend(report.as_of.map(|day| ("as-of".to_owned(), day.to_string())));
    all.extend(report.counts.checked.iter().map(|(what, number)| (what.clone(), number.to_string())));
    let lines = all.iter().map(|(name, value)| {
        format!("<property name=\"{}\" value=\"{}\"/>\n", escaped(name), escaped(value))
    });
    format!("<properties>\n{}</properties>\n", lines.collect::<String>())
}

/// What was looked at; an error when something could not be.
fn coverage(findings: &[&Finding], report: &Report<'_>) -> String {
    let missed = report
        .counts
        .incomplete
        .iter()
        .map(|sentence| format!("<error type=\"incomplete\" message=\"{}\"/>\n", escaped(sentence)));
    format!(
        "<testcase classname=\"vigil\" name=\"everything asked was looked at\">\n{}<system-out>{}</system-out>\n\
         </testcase>\n",
        // The common schema allows one error a case; the rest stands in the output.
        missed.take(1).collect::<String>(),
        text(&summary::lines(findings, report))
    )
}

fn case(code: &str, subject: &str, group: &[&Finding], options: Options) -> String {
    let place = group.iter().find_map(|finding| finding.place.as_ref());
    let place =
        place.map(|p| format!(" file=\"{}\" line=\"{}\"", escaped(&p.file), p.line)).unwrap_or_default();
    let mut xml =
        format!("<testcase classname=\"{}\" name=\"{}\"{place}>\n", escaped(code), escaped(subject));
    let (failing, passing): (Vec<&Finding>, Vec<&Finding>) =
        group.iter().partition(|finding| finding.severity >= options.fail_on);
    for finding in &failing {
        xml.push_str(&format!(
            "<failure type=\"{}\" message=\"{}\">{}</failure>\n",
            finding.severity.word(),
            escaped(&finding.message),
            text(&body(finding))
        ));
    }
    if !passing.is_empty() {
        let bodies: String = passing.iter().map(|finding| body(finding)).collect();
        xml.push_str(&format!("<system-out>{}</system-out>\n", text(&bodies)));
    }
    xml + "</testcase>\n"
}

/// The finding as lines of text.
fn body(finding: &Finding) -> String {
    let mut lines = vec![format!("{}[{}]: {}", finding.severity.word(), finding.code, finding.message)];
    lines.extend(finding.place.as_ref().map(|place| format!("  --> {place}")));
    lines.extend(steps::of(finding).iter().map(|step| format!("  = help: {step}")));
    lines.extend(finding.see.iter().map(|see| format!("  = see: {see}")));
    let lines: Vec<_> = lines.iter().map(|line| neutral(line)).collect();
    lines.join("\n") + "\n"
}

/// Text for an attribute: XML 1.0 has no way at all to write most control characters, so they become visible.
fn escaped(plain: &str) -> String {
    text(&neutral(plain)).replace('"', "&quot;")
}

/// Text between tags; its line feeds are ours.
fn text(plain: &str) -> String {
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
