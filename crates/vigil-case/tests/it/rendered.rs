//! What a person sees of a fault.

use vigil_finding::Finding;
use vigil_finding::render::{Counts, Format, Options, Report, render};

use crate::folder::Folder;

#[test]
fn faults_are_shown_with_their_line_a_caret_and_what_was_meant() {
    let mut folder = Folder::infusion();
    let base = folder.case().findings;
    folder.replace("model/components.toml", "platform_by = \"patient\"", "platfrom_by = \"patient\"");
    folder.replace("model/requirements.toml", "[\"oob-pairing\"]", "[\"oob-paring\"]");
    folder.replace("model/risks.toml", "\"tamper@flow.order\"", "\"tamper@flow.oder\"");
    let case = folder.case();
    let findings: Vec<Finding> = case.findings.iter().filter(|it| !base.contains(it)).cloned().collect();
    let report = Report {
        findings: &findings,
        sources: &case.sources,
        tool_version: "0.0.0",
        as_of: Some(case.as_of),
        counts: &Counts::default(),
    };
    insta::assert_snapshot!(render(Format::Human, &report, Options::default()));
}
