//! Groups from anomalies to known vulnerabilities, and what holds of every rule.

use vigil_case::Case;

use crate::folder::{at, folder, said};

mod every_rule;
mod inventory;
mod lists;
mod matches;
mod plans;
mod real_sboms;
mod records;
mod snapshots;
mod statute;
mod support;
mod tested;

/// A device with one part that has software and a way to the internet.
const DEVICE: &str = r#"[project]
id = "d"
name = "Device"
version = "1.0"
[project.maker]
name = "Acme Devices"
[project.submission]
pathway = "510k"
planned = 2026-09-01
[zone.housing]
run_by = "manufacturer"
[component.pump]
kind = "embedded-linux"
in = "housing"
if = { net = { kind = "internet" } }
"#;

/// The device with more records in `model/it.toml`.
fn with(more: &str) -> Case {
    folder(&[("vigil.toml", DEVICE), ("model/it.toml", more)])
}

/// The only gap of `rule` is on `subject` and points at `place`; these are its parameters.
fn finds(rule: &str, more: &str, subject: &str, place: &str) -> Vec<(String, String)> {
    let case = with(more);
    let said = said(&case, rule);
    let gap = said.gap();
    assert_eq!((gap.subject.as_str(), at(gap).as_str()), (subject, place), "{rule}");
    gap.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// The value of one parameter.
fn value(params: &[(String, String)], name: &str) -> String {
    params.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// `rule` has something to look at and finds nothing wrong with it.
fn passes(rule: &str, more: &str) {
    said(&with(more), rule).passes();
}
