//! Predicates of the group `tests`: what was tested, how, by whom, and what became of what was found.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_case::{TestRow, TestState};
use vigil_model::Record;
use vigil_model::kinds::{Pentest, Requirement, Test, TestKind};

use crate::groups::{Predicate, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

mod chaining;
mod found;
mod threats;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[
    ("chaining", chaining::chaining),
    ("deferral_plan", found::deferral_plan),
    ("finding_disposed", found::finding_disposed),
    ("independence", independence),
    ("kind_present", kind_present),
    ("requirement_verified", requirement_verified),
    ("threat_mitigated", threats::threat_mitigated),
    ("tool_details", tool_details),
];

fn row<'s>(scope: &'s Scope<'_>, test: &Test) -> Option<&'s TestRow> {
    scope.case.tests.get(test.id())
}

fn state(scope: &Scope<'_>, test: &Test) -> TestState {
    row(scope, test).map_or(TestState::NoPattern, |row| row.state)
}

/// Some evidence could be read: without any, what has not passed was not looked at.
pub(crate) fn has_evidence(scope: &Scope<'_>) -> bool {
    let case = scope.case;
    case.model.evidence.values().any(|it| case.inputs.contains_key(&format!("evidence/{}", it.from)))
}

fn no_evidence() -> Judgement {
    Judgement::incomplete("evidence", "no evidence is at hand, so no result of a test is known")
}

/// Each requirement has tests, their patterns find results, and all pass.
fn requirement_verified(scope: &Scope<'_>) -> Vec<Judgement> {
    let requirements = &scope.case.model.requirements;
    if requirements.is_empty() {
        return vec![say::could_not_look("no requirement is stated, so none is shown to be implemented")];
    }
    let mut judgements = Vec::new();
    let mut dark = false;
    for requirement in requirements.values() {
        let tests: Vec<&Test> = verifying(scope, requirement).collect();
        if tests.is_empty() || has_evidence(scope) {
            judgements.push(verified(scope, requirement, &tests));
        } else {
            dark = true;
        }
    }
    if dark {
        judgements.push(no_evidence());
    }
    judgements
}

fn verifying<'s>(scope: &'s Scope<'_>, requirement: &'s Requirement) -> impl Iterator<Item = &'s Test> {
    let tests = scope.case.model.tests.values();
    tests.filter(|test| test.verifies.iter().any(|it| it.id == *requirement.id()))
}

fn verified(scope: &Scope<'_>, requirement: &Requirement, tests: &[&Test]) -> Judgement {
    let failing = tests.iter().filter_map(|test| not_passed(state(scope, test)).map(|how| (test, how)));
    let mut lacks: Vec<String> =
        failing.map(|(test, how)| format!("is verified by test `{}`, {how}", test.id())).collect();
    if tests.is_empty() {
        lacks.push("has no test".to_owned());
    }
    let mut judgement = say::lacking(requirement.id().as_str(), scope.place(requirement.meta.span), &lacks);
    judgement.evidence = tests.iter().map(|test| test.subject()).collect();
    judgement
}

/// What keeps a test from counting, as the end of a sentence.
fn not_passed(state: TestState) -> Option<&'static str> {
    Some(match state {
        TestState::Passed => return None,
        TestState::Failed => "which fails",
        TestState::Flaky => "which passed only after failing",
        TestState::Skipped => "which was skipped in part or whole",
        TestState::Old => "whose results are older than the requirement",
        TestState::WrongVersion => "whose results are of another release or commit",
        TestState::Missing => "which finds no result",
        TestState::NoPattern => "which does not say how its results are found (`find`)",
    })
}

/// A test of each kind has results or a report for the release under review.
fn kind_present(scope: &Scope<'_>) -> Vec<Judgement> {
    let kinds = scope.arg("kind").split(',').map(str::trim).filter(|kind| !kind.is_empty());
    kinds.map(|kind| one_kind(scope, kind)).collect()
}

fn one_kind(scope: &Scope<'_>, kind: &str) -> Judgement {
    let model = &scope.case.model;
    let of_kind: Vec<&Test> = model.tests.values().filter(|test| test.kind.word() == kind).collect();
    let carried_out = of_kind.iter().filter(|test| is_carried_out(scope, test)).map(|it| it.subject());
    let mut evidence: Vec<String> = carried_out.collect();
    if kind == TestKind::Pentest.word() {
        let done = |it: &&Pentest| {
            for_release(scope, it.release.as_ref().map(|it| &it.id))
                && (it.report.is_some() || say::is_text(it.results.as_ref()))
        };
        evidence.extend(model.pentests.values().filter(done).map(Record::subject));
    }
    let place = of_kind.first().map_or_else(Scope::top, |test| scope.place(test.meta.span));
    let mut judgement = if evidence.is_empty() { Judgement::gap(kind) } else { Judgement::pass(kind) };
    judgement.evidence = evidence;
    judgement.at(place).with("kind", kind)
}

fn for_release(scope: &Scope<'_>, release: Option<&Id>) -> bool {
    release.is_none_or(|it| it.as_str() == scope.case.version())
}

/// Results that count for the release, or a report on it.
fn is_carried_out(scope: &Scope<'_>, test: &Test) -> bool {
    let results = row(scope, test).is_some_and(|row| !row.results.is_empty());
    let on_this = for_release(scope, test.release.as_ref().map(|it| &it.id));
    on_this && (results || say::is_text(test.report.as_ref()))
}

/// Kinds of test that are carried out with a tool.
const WITH_TOOL: [TestKind; 9] = [
    TestKind::Malformed,
    TestKind::Robustness,
    TestKind::Fuzz,
    TestKind::AttackSurface,
    TestKind::Scan,
    TestKind::Composition,
    TestKind::Static,
    TestKind::Dynamic,
    TestKind::Credential,
];

fn tool_details(scope: &Scope<'_>) -> Vec<Judgement> {
    let tests = scope.case.model.tests.values().filter(|test| WITH_TOOL.contains(&test.kind));
    let mut judgements: Vec<Judgement> = tests.map(|test| tool(scope, test)).collect();
    if judgements.is_empty() {
        judgements.push(say::could_not_look("no test of a kind that uses a tool is stated"));
    }
    judgements
}

fn tool(scope: &Scope<'_>, test: &Test) -> Judgement {
    let tool = test.tool.as_ref();
    let absent = say::absent(&[
        ("name", tool.is_some_and(|it| !it.name.trim().is_empty())),
        (
            "version",
            tool.is_some_and(|it| say::is_text(it.version.as_ref())) || version_in_evidence(scope, test),
        ),
        ("settings", tool.is_some_and(|it| say::is_text(it.settings.as_ref()))),
    ]);
    let place = scope.place(test.meta.key("tool"));
    say::missing(test.id().as_str(), place, &absent).resting_on(test.subject())
}

/// Whether the record of imported results names a tool with a number after it.
fn version_in_evidence(scope: &Scope<'_>, test: &Test) -> bool {
    let results = row(scope, test).into_iter().flat_map(|row| &row.results);
    let records: BTreeSet<&Id> = results.map(|it| &it.evidence).collect();
    let numbered = |tool: &String| {
        tool.split_whitespace().skip(1).any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let tools = records.into_iter().filter_map(|id| scope.case.model.evidence.get(id)?.tool.as_ref());
    tools.into_iter().any(numbered)
}

/// Who tested, and how independent of the developers.
fn independence(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let reported = |test: &&Test| {
        let row = row(scope, test);
        let results = row.is_some_and(|row| !row.results.is_empty() || !row.set_aside.is_empty());
        results || say::is_text(test.report.as_ref())
    };
    let mut judgements: Vec<Judgement> = model
        .tests
        .values()
        .filter(reported)
        .map(|it| who(scope, it.id().as_str(), &it.meta, it.by.as_ref(), it.independence.as_ref()))
        .collect();
    judgements.extend(
        model
            .pentests
            .values()
            .map(|it| who(scope, &it.subject(), &it.meta, it.by.as_ref(), it.independence.as_ref())),
    );
    if judgements.is_empty() {
        judgements.push(say::could_not_look("no test has results or a report"));
    }
    judgements
}

fn who(
    scope: &Scope<'_>,
    subject: &str,
    meta: &vigil_model::Meta,
    by: Option<&String>,
    independence: Option<&String>,
) -> Judgement {
    let wanted: Vec<&str> = scope.arg("keys").split(',').map(str::trim).collect();
    let stated = [("by", say::is_text(by)), ("independence", say::is_text(independence))];
    let absent: Vec<&str> = say::absent(&stated).into_iter().filter(|name| wanted.contains(name)).collect();
    say::missing(subject, scope.place(meta.span), &absent).resting_on(subject)
}
