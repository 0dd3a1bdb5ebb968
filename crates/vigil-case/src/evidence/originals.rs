//! Original reports that tests and penetration tests name: they are there, and kept with their digest.

use std::collections::BTreeSet;
use std::path::Path;

use vigil_base::World;
use vigil_finding::Finding;
use vigil_model::{Model, Record};

use crate::findings;
use crate::packages::is_inside;

/// Ends of file names: a report that has none of them is a document number.
const FILES: &[&str] =
    &["pdf", "docx", "doc", "odt", "xlsx", "html", "htm", "md", "txt", "toml", "xml", "json", "zip"];

/// What is wrong with the reports that are named.
pub(super) fn check(world: &dyn World, root: &Path, model: &Model) -> Vec<Finding> {
    let indexed: BTreeSet<&str> = model.evidence.values().map(|it| it.from.as_str()).collect();
    let tests = model.tests.values().map(|it| (it.subject(), &it.report, &it.meta));
    let pentests = model.pentests.values().map(|it| (it.subject(), &it.report, &it.meta));
    let mut found = Vec::new();
    for (subject, report, meta) in tests.chain(pentests) {
        let Some(report) = report.as_deref().filter(|it| is_file(it)) else { continue };
        if indexed.contains(report) {
            continue;
        }
        let finding = if !is_inside(report) {
            findings::path_leaves_folder("the report", report, &subject)
        } else if world.exists(&root.join("evidence").join(report)) {
            findings::report_without_digest(&subject, report)
        } else {
            findings::report_missing(&subject, report)
        };
        found.push(finding.at(model.place(meta.key("report"))));
    }
    found
}

fn is_file(report: &str) -> bool {
    let end = report.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    end.is_some_and(|end| FILES.contains(&end.as_str()))
}
