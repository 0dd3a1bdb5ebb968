//! The document that shows the figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::figures::{Disagreement, Figures, percent};
use crate::run::Run;

const HEAD: &str = "# Quality of matching

Written by `cargo xtask quality`, which measures everything here anew; do not edit. It needs the public test data that
`VIGIL_DATA` names (default `../shared/data`). The same run, over a few ecosystems, is part of every `cargo test`, and
fails where recall falls below the figures in `crates/vigil-quality/data/floor.json`.

*Recall*: of what was expected, the share reported as affected. What is reported as `not-checked` counts as not found.
*Precision*: of what was reported as affected, the share that was expected.
";

/// The document.
pub fn markdown(run: &Run) -> String {
    let mut out = String::from(HEAD);
    let _ = write!(out, "\n## Labelled data\n\n{} records loaded.\n\n", run.records);
    out.push_str("| set | found | open | missed | beyond the labels | rightly silent | not asked | recall | precision | F1 |\n");
    out.push_str("|---|---|---|---|---|---|---|---|---|---|\n");
    for (name, set) in &run.sets {
        let _ = writeln!(
            out,
            "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            set.found,
            set.open,
            set.missed,
            set.wrong,
            set.rightly_silent,
            set.not_asked,
            percent(set.recall()),
            percent(set.precision()),
            percent(set.f1())
        );
    }
    out.push_str(EXPLANATION);
    out.push_str("\n### States of the packages\n\n");
    out.push_str(
        "| set | affected | not-checked | unidentified | not-affected | clear |\n|---|---|---|---|---|---|\n",
    );
    for (name, set) in &run.sets {
        let _ = writeln!(out, "| {name} | {} |", states(set).join(" | "));
    }
    cases(run, &mut out);
    checks(run, &mut out);
    out.push_str("\n## Disagreements with their reasons\n");
    for (name, set) in &run.sets {
        disagreements(name, set, &mut out);
    }
    out
}

const EXPLANATION: &str = "
- *OSV.dev answers*: recorded in the middle of 2026 by the tests of two scanners; the feeds loaded here are of 2024 to
  2026. An id that is not loaded is not asked for. What is reported beyond an answer is not wrong by that alone: the
  answer names a record under the id it has today (`ALPINE-CVE-...`), the feeds here under the one it had.
- *Labels on container images*: of 2019 to 2024, by people. Most speak of binary packages of distributions whose
  feeds are not loaded, and a label does not say which source package one is of: those are not asked.
- *Medical lockfiles*: expected findings computed by an evaluator of its own.
";

fn states(set: &Figures) -> Vec<String> {
    let counts = [
        set.states.affected,
        set.states.not_checked,
        set.states.unidentified,
        set.states.not_affected,
        set.states.clear,
    ];
    let total: usize = counts.iter().sum();
    counts
        .iter()
        .map(|count| format!("{count} ({})", percent(crate::figures::thousandths(*count, total))))
        .collect()
}

fn cases(run: &Run, out: &mut String) {
    out.push_str("\n## Cases of identity\n\n| subject | cases | right |\n|---|---|---|\n");
    let mut subjects: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for outcome in &run.cases {
        let count = subjects.entry(&outcome.case.subject).or_default();
        count.0 += 1;
        count.1 += usize::from(outcome.instead.is_none());
    }
    for (subject, (all, right)) in subjects {
        let _ = writeln!(out, "| {subject} | {all} | {right} |");
    }
    for outcome in &run.cases {
        if let Some(instead) = &outcome.instead {
            let _ = writeln!(out, "\n- {}, {}: {instead}", outcome.case.subject, outcome.case.name);
        }
    }
}

fn checks(run: &Run, out: &mut String) {
    out.push_str("\n## Checks without labels\n\n| claim | tried | failed |\n|---|---|---|\n");
    for check in &run.checks {
        let _ = writeln!(out, "| {} | {} | {} |", check.claim, check.tried, check.failed.len());
    }
    for check in &run.checks {
        for failed in check.failed.iter().take(20) {
            let _ = writeln!(out, "\n- {}: {failed}", check.claim);
        }
    }
}

/// How many examples are shown of each reason.
const MOST_EXAMPLES: usize = 8;

fn disagreements(name: &str, set: &Figures, out: &mut String) {
    if set.disagreements.is_empty() {
        return;
    }
    let mut groups: BTreeMap<(&str, &'static str), Vec<&Disagreement>> = BTreeMap::new();
    for one in &set.disagreements {
        groups.entry((&one.kind, reason(one))).or_default().push(one);
    }
    let _ = writeln!(out, "\n### {name}");
    for ((kind, reason), list) in groups {
        let _ = writeln!(out, "\n**{kind}, {}**: {reason}\n", list.len());
        for one in list.iter().take(MOST_EXAMPLES) {
            let _ = writeln!(out, "- `{}` {}: {}", one.package, one.flaw, one.why);
        }
        if list.len() > MOST_EXAMPLES {
            let _ = writeln!(out, "- and {} more", list.len() - MOST_EXAMPLES);
        }
    }
}

/// The kind of reason: data, version, label.
fn reason(one: &Disagreement) -> &'static str {
    match (one.kind.as_str(), one.why.as_str()) {
        ("missed", "no loaded record of the flaw names the package") => {
            "data: the feeds have the flaw, and none of their records names the package (for Alpine: the release was out of support)"
        }
        ("missed", why) if why.contains("says otherwise") => {
            "data: the record's range has changed since the label was given, or the label follows another source's range"
        }
        ("missed", _) => "identity: the package is not identified",
        ("open", _) => {
            "version: it cannot be read in the order of the ecosystem; said to be open, not silent"
        }
        (_, why) if why.starts_with("osv-cve") => {
            "data: the answer names the same statement under the id it has today, or the record was changed since"
        }
        (_, why) if why.starts_with("go says") => "data: newer than the answer",
        _ => {
            "label: the record's range holds for the version; the label speaks of how the image uses the package, or of another thing of the same name"
        }
    }
}
