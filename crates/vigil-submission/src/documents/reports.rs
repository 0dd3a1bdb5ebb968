//! 03 risk management report, 10 anomalies, 14 trace, 15 metrics.

use std::collections::BTreeMap;

use vigil_case::{Case, TestState};
use vigil_check::Outcome as Judged;
use vigil_document::{Block, Definition, Inline};
use vigil_threat::Outcome;
use vigil_view::tables;

use super::Content;
use crate::convert;
use crate::parts::{Maker, anchored, gap, plain};

/// Counts of threats by outcome.
fn outcome_counts(case: &Case) -> BTreeMap<Outcome, usize> {
    let mut counts = BTreeMap::new();
    for threat in case.threats.all.values() {
        *counts.entry(threat.outcome).or_insert(0) += 1;
    }
    counts
}

pub(super) fn risk_report(maker: &Maker<'_>) -> Content {
    let mut content = Content::default();
    content.section(1, "summary", "Summary", maker.prose("risk-management-report", 1));
    content.push(Block::heading(1, "figures", "Figures"));
    content.push(Block::Definitions(figures(maker)));
    content.push(Block::heading(1, "conclusion", "Methods and conclusion on residual risk"));
    let report = maker.case.model.risk_report.as_ref();
    for (title, text) in [
        ("Methods and processes", report.and_then(|it| it.methods.as_deref())),
        ("Conclusion on the overall residual risk", report.and_then(|it| it.conclusion.as_deref())),
    ] {
        content.push(Block::heading(2, title.to_lowercase().replace(' ', "-"), title));
        content.push(text.map_or_else(
            || gap("Not stated", "The model has no such statement under `[risk-report]`."),
            |it| Block::paragraph(it.trim()),
        ));
    }
    content.section(
        1,
        "elements",
        "What was checked, by element of the guidance",
        plain(&tables::judgements_by_element(maker.judged, maker.catalogue)),
    );
    content.push(Block::heading(1, "open", "Open points"));
    content.push(Block::paragraph("What the checks found open on the day of this document. A point closes when the model answers it, never by editing this list."));
    content.extend(plain(&tables::judgements(maker.judged, maker.catalogue)));
    content.section(1, "inputs", "What this was made from", plain(&tables::inputs(maker.case)));
    content
}

fn figures(maker: &Maker<'_>) -> Vec<Definition> {
    let case = maker.case;
    let line = |term: &str, text: String| Definition {
        term: vec![Inline::text(term)],
        body: vec![Block::paragraph(text)],
    };
    let threats: Vec<String> = outcome_counts(case)
        .into_iter()
        .map(|(outcome, count)| format!("{count} {}", outcome.word()))
        .collect();
    let accepted = case.risks.values().filter(|row| row.accepted() == Some(true)).count();
    let passed = case.tests.values().filter(|row| row.state == TestState::Passed).count();
    let open = case.flaws.iter().filter(|row| row.is_open()).count();
    let flaws = if case.snapshot.is_some() {
        format!("{} known vulnerabilities of packages, {open} of them undecided", case.flaws.len())
    } else {
        "not looked up: no matches were made".to_owned()
    };
    let counts = maker.judged.counts();
    let judged: Vec<String> =
        Judged::ALL.iter().map(|outcome| format!("{} {}", counts.get(*outcome), outcome.word())).collect();
    vec![
        line("Threats", format!("{}: {}", case.threats.all.len(), threats.join(", "))),
        line(
            "Risks",
            format!(
                "{}, of which {accepted} have everything that the acceptance policy asks for",
                case.risks.len()
            ),
        ),
        line(
            "Controls and requirements",
            format!("{} controls, {} requirements", case.model.controls.len(), case.model.requirements.len()),
        ),
        line("Tests", format!("{}, of which {passed} passed for the release under review", case.tests.len())),
        line("Packages", format!("{} in {} components", case.packages.len(), case.sboms.len())),
        line("Known vulnerabilities", flaws),
        line("Unresolved anomalies", case.model.anomalies.len().to_string()),
        line("Judgements", judged.join(", ")),
    ]
}

pub(super) fn anomalies(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.section(1, "criteria", "How anomalies were judged", maker.prose("anomalies", 1));
    if let Some(criteria) = case.model.anomaly_list.as_ref().and_then(|it| it.criteria.as_ref()) {
        content.push(Block::paragraph(criteria.trim()));
    }
    let table = tables::anomalies(case);
    content.section(1, "anomalies", "Unresolved anomalies", anchored(&table));
    content.sheets = vec![convert::sheet("Anomalies", &table)];
    content
}

pub(super) fn traceability(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.push(maker.answers(
        "From each threat to the risk that takes it up, the controls, the requirements and the passing tests. A link that is missing is named in its place.",
        &["G26.T1f", "G26.RM.8"],
    ));
    let gaps = case.trace.chains.values().filter(|chain| !chain.gaps.is_empty()).count();
    content.push(Block::paragraph(format!(
        "{} threats, {gaps} of them with a link that is missing.",
        case.trace.chains.len()
    )));
    let table = tables::trace(case);
    content.section(1, "matrix", "Matrix", anchored(&table));
    content.csv = Some(convert::sheet("Trace", &table));
    content.sheets = vec![
        convert::sheet("Trace", &table),
        convert::sheet("Threats", &tables::threats(case)),
        convert::sheet("Controls", &tables::controls(case)),
        convert::sheet("Requirements", &tables::requirements(case)),
        convert::sheet("Tests", &tables::tests(case)),
    ];
    content
}

pub(super) fn metrics(maker: &Maker<'_>) -> Content {
    let mut content = Content::default();
    content.section(1, "method", "How the metrics are taken", maker.prose("metrics", 1));
    content.push(maker.answers("The three metrics of section V.A.6, counted from the dates of the decisions. A metric without dates has no value, not the value zero.", &["G26.LC.4", "G26.LC.5", "G26.LC.6"]));
    content.section(1, "metrics", "Metrics", plain(&tables::metrics(maker.case)));
    content.section(1, "releases", "Releases in the field", anchored(&tables::releases(maker.case)));
    content
}
