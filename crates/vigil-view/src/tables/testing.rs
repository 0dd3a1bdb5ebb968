//! Tables: tests with their results, and what testers found.

use std::collections::BTreeMap;

use vigil_case::evidence::{Disposition, ProtocolFinding, TestResult};
use vigil_case::{Case, TestRow, TestState};
use vigil_model::kinds::{Evidence, Pentest, Test};
use vigil_model::{AnyRef, Kind, Record};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{counted, prose, record, refs, said, targets, test_state, threat, written};
use crate::tables::{Audience, embargo};

/// Tests with kind, state and results.
pub fn tests(case: &Case) -> Table {
    let mut table = Table::new("tests", "Tests", "The model states no test.").columns(&[
        ("Test", 1.6),
        ("Kind", 1.0),
        ("Shows", 1.8),
        ("State", 0.9),
        ("Results", 2.0),
        ("Tool", 1.2),
        ("By, independence", 1.4),
        ("Report, day", 1.2),
    ]);
    for test in case.model.tests.values() {
        let row = case.tests.get(test.id());
        table.record(test.subject(), test_row(case, test, row));
    }
    table
}

fn test_row(case: &Case, test: &Test, row: Option<&TestRow>) -> Vec<Cell> {
    let title = test.title.as_deref().map(|title| format!(" {}", prose(title))).unwrap_or_default();
    let requirements = test.verifies.iter().map(|it| record(case, Kind::Requirement, &it.id));
    let threats = test.threats.iter().map(|it| threat(case, &it.text));
    let by = [test.by.as_deref(), test.independence.as_deref()];
    let report = test.report.as_ref().map(Cell::code);
    let day = test.date.map(|day| Cell::text(day.to_string()));
    vec![
        Cell::code(test.id().as_str()).say(title),
        Cell::text(test.kind.word()),
        Cell::list(requirements.chain(threats), NOT_STATED),
        test_state(row.map_or(TestState::Missing, |row| row.state)),
        row.map_or_else(Cell::not_stated, |row| results(case, row)),
        test.tool.as_ref().map_or_else(Cell::not_stated, |tool| {
            Cell::text(
                [Some(&tool.name), tool.version.as_ref()]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        }),
        Cell::list(by.into_iter().flatten().map(|text| Cell::text(prose(text))), NOT_STATED),
        Cell::list(report.into_iter().chain(day), NOT_STATED),
    ]
}

/// Results by how they ended, with their evidence, and those that do not count.
fn results(case: &Case, row: &TestRow) -> Cell {
    let mut by_word: BTreeMap<&str, usize> = BTreeMap::new();
    row.results.iter().for_each(|it| *by_word.entry(it.status.word()).or_default() += 1);
    let counts = by_word.into_iter().map(|(word, count)| Cell::text(format!("{count} {word}")));
    let mut evidence: Vec<_> = row.results.iter().map(|it| &it.evidence).collect();
    evidence.sort();
    evidence.dedup();
    let from = (!evidence.is_empty()).then(|| {
        Cell::text("from ").then(Cell::list(evidence.iter().map(|id| record(case, Kind::Evidence, id)), ""))
    });
    let aside = row.set_aside.first().map(|(_, why)| {
        Cell::text(format!("{} set aside: {}", counted(row.set_aside.len(), "result", "results"), prose(why)))
    });
    Cell::joined(counts.chain(from).chain(aside), "; ", "no result")
}

/// Every result of every test, by name.
pub fn test_results(case: &Case) -> Table {
    let mut table = Table::new("test-results", "Results of tests", "No test of the model has a result.")
        .columns(&[
            ("Test", 0.9),
            ("#Result", 2.6),
            ("How it ended", 1.0),
            ("What it said", 2.2),
            ("Evidence", 1.2),
            ("#Place", 1.6),
            ("Day", 0.9),
        ]);
    for (id, row) in &case.tests {
        for result in &row.results {
            let test = record(case, Kind::Test, id);
            table.row(result_row(case, test, result, None));
        }
        for (result, why) in &row.set_aside {
            let test = record(case, Kind::Test, id);
            table.row(result_row(case, test, result, Some(why)));
        }
    }
    table
}

fn result_row(case: &Case, test: Cell, it: &TestResult, aside: Option<&String>) -> Vec<Cell> {
    let tone = match it.status.word() {
        "passed" => Tone::Good,
        "failed" => Tone::Bad,
        _ => Tone::Warn,
    };
    let ended = Cell::status(it.status.word(), tone);
    let ended = match aside {
        Some(why) => ended.say(format!(", does not count: {}", prose(why))),
        None => ended,
    };
    let message = prose(&it.message);
    vec![
        test,
        Cell::code(&it.name),
        ended,
        Cell::text(if message.is_empty() { "nothing".to_owned() } else { message }),
        record(case, Kind::Evidence, &it.evidence),
        Cell::code(it.place.to_string()),
        Cell::stated(it.date),
    ]
}

/// Imported result files.
pub fn evidence(case: &Case) -> Table {
    let mut table = Table::new(
        "evidence",
        "Evidence",
        "No result file is imported: `evidence/index.toml` holds no record.",
    )
    .columns(&[
        ("#File", 1.8),
        ("Read", 1.0),
        ("Release", 0.8),
        ("Part", 1.2),
        ("#Commit", 1.0),
        ("Tool", 1.0),
        ("Day", 0.9),
        ("#SHA-256", 2.4),
    ]);
    for it in case.model.evidence.values() {
        table.record(it.subject(), evidence_row(case, it));
    }
    table
}

fn evidence_row(case: &Case, it: &Evidence) -> Vec<Cell> {
    let read = case.inputs.contains_key(&format!("evidence/{}", it.from));
    vec![
        Cell::code(&it.from),
        if read { Cell::status("read", Tone::Good) } else { Cell::status("could not be read", Tone::Bad) },
        refs(case, &it.release, NOT_STATED),
        refs(case, &it.component, NOT_STATED),
        commits(it),
        said(it.tool.as_deref()),
        Cell::stated(it.date),
        it.sha256.as_ref().map_or_else(Cell::not_stated, Cell::code),
    ]
}

/// The commits that were tested, or why there are none.
fn commits(it: &Evidence) -> Cell {
    let by_part = it.commits.0.iter().map(|(part, commit)| format!("{} of {}", commit, part.id));
    let all: Vec<String> = it.commit.iter().cloned().chain(by_part).collect();
    match &it.no_commit {
        Some(why) if all.is_empty() => Cell::text(format!("none: {}", prose(why))),
        _ if all.is_empty() => Cell::not_stated(),
        _ => Cell::code(all.join(", ")),
    }
}

/// Penetration tests: who, what, when, how.
pub fn pentests(case: &Case) -> Table {
    let mut table = Table::new("pentests", "Penetration tests", "The model states no penetration test.")
        .columns(&[
            ("#Test", 0.9),
            ("By, independence, expertise", 2.0),
            ("Scope", 1.6),
            ("Days", 1.2),
            ("Methods", 1.4),
            ("Results", 2.0),
            ("Report", 1.2),
            ("Release and build", 1.2),
        ]);
    for it in case.model.pentests.values() {
        table.record(it.subject(), pentest_row(case, it));
    }
    table
}

fn pentest_row(case: &Case, it: &Pentest) -> Vec<Cell> {
    let third = it.third_party.map(|third| if third { "a third party" } else { "not a third party" });
    let who = [it.by.as_deref(), third, it.independence.as_deref(), it.expertise.as_deref()];
    let days = [
        it.from.map(|day| format!("from {day}")),
        it.to.map(|day| format!("to {day}")),
        it.duration.as_ref().map(|effort| format!("effort {effort}")),
    ];
    let original = match it.original {
        Some(true) => "the tester's original",
        Some(false) => "not the tester's original",
        None => "whether it is the original is not stated",
    };
    let report = it
        .report
        .as_ref()
        .map_or_else(Cell::not_stated, |file| Cell::code(file).say(format!(" ({original})")));
    let build = it.build.as_ref().map(Cell::code);
    let release = it.release.as_ref().map(|it| record(case, Kind::Release, &it.id));
    vec![
        Cell::code(it.id().as_str()),
        Cell::joined(who.into_iter().flatten().map(|text| Cell::text(prose(text))), "; ", NOT_STATED),
        targets(case, &it.scope, NOT_STATED),
        Cell::list(days.into_iter().flatten().map(Cell::text), NOT_STATED),
        Cell::list(it.methods.iter().map(|text| Cell::text(prose(text))), NOT_STATED),
        said(it.results.as_deref()),
        report,
        Cell::list(release.into_iter().chain(build), NOT_STATED),
    ]
}

/// What testers found and what is done about it.
pub fn test_findings(case: &Case, audience: Audience) -> Table {
    let empty = "No test report in the evidence states a finding.";
    let mut table = Table::new("test-findings", "What testers found", empty).columns(&[
        ("#Finding", 1.6),
        ("Title", 1.8),
        ("Severity", 0.9),
        ("Disposition", 1.0),
        ("Why", 1.8),
        ("Taken up by", 1.2),
        ("Fix", 1.6),
        ("Found by", 1.0),
    ]);
    let kept = embargo::Kept::from(case, audience);
    for (key, it) in &case.test_findings {
        if !kept.finding(key, it.found.taken_up.as_deref()) {
            table.record(format!("finding.{key}"), finding_row(case, key, it));
        }
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

fn finding_row(case: &Case, key: &str, it: &ProtocolFinding) -> Vec<Cell> {
    let found = &it.found;
    let text = found.text.as_deref().map(|text| format!(": {}", prose(text))).unwrap_or_default();
    let taken_up = found.taken_up.as_deref();
    let named = taken_up.filter(|it| AnyRef::parse(it).is_some());
    let fix = [
        found.release.as_ref().map(|release| format!("release {release}")),
        found.by.as_ref().map(|day| format!("by {day}")),
        found.interim.as_ref().map(|text| format!("devices made before: {}", prose(text))),
        found.reach.as_ref().map(|time| format!("reaches devices in {time}")),
    ];
    vec![
        Cell::code(key),
        Cell::text(format!("{}{text}", prose(&found.title))),
        said(found.severity.as_deref()),
        disposition(found.disposition),
        said(found.because.as_deref()),
        named.map_or_else(|| said(taken_up), |text| written(case, text)),
        Cell::list(fix.into_iter().flatten().map(Cell::text), NOT_STATED),
        said(it.by.as_deref()),
    ]
}

fn disposition(stated: Option<Disposition>) -> Cell {
    let Some(it) = stated else { return Cell::status(NOT_STATED, Tone::Bad) };
    Cell::status(it.word().replace('-', " "), if it.is_gone() { Tone::Good } else { Tone::Warn })
}
