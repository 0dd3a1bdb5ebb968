//! What runs of analysers and fuzzers say for a test. A run that did not look is never one that found nothing.

use vigil_exchange::Report;
use vigil_exchange::fuzz::Target;
use vigil_exchange::junit::Status;
use vigil_exchange::sarif::{Finding, Run};

use super::{File, TestResult, matches, result};

pub(super) fn sarif(file: &File<'_>, tool: &str, rules: &[String]) -> Vec<TestResult> {
    let Report::Sarif(runs) = &file.report else { return Vec::new() };
    runs.iter()
        .filter(|run| run.tool.eq_ignore_ascii_case(tool))
        .map(|run| sarif_run(file, run, rules))
        .collect()
}

/// A run passes when it ran to its end, states its results, and none of the named rules is left unsuppressed.
fn sarif_run(file: &File<'_>, run: &Run, rules: &[String]) -> TestResult {
    let (status, message) = match &run.results {
        _ if run.succeeded == Some(false) => (Status::Failed, "the tool did not run to its end".to_owned()),
        None => (Status::Skipped, "the log holds no list of results, not even an empty one".to_owned()),
        Some(results) => match open(results, rules).as_slice() {
            [] => (Status::Passed, String::new()),
            open => (Status::Failed, format!("{} open results: {}", open.len(), open.join(", "))),
        },
    };
    let version = run.version.as_deref().unwrap_or("version not stated");
    result(file, &format!("{} {version}", run.tool), status, message, 1)
}

/// The rules of the results that are open. A result that names no rule may be of any of them.
fn open<'r>(results: &'r [Finding], rules: &[String]) -> Vec<&'r str> {
    let is_of = |rule: &str| rules.iter().any(|it| is_rule(it, rule));
    let counts = |it: &&Finding| rules.is_empty() || it.rule.as_deref().is_none_or(is_of);
    let weighs = |it: &&Finding| !it.suppressed && ["error", "warning"].contains(&it.level.as_str());
    results
        .iter()
        .filter(weighs)
        .filter(counts)
        .map(|it| it.rule.as_deref().unwrap_or("(rule not stated)"))
        .collect()
}

/// Rules of SARIF may have parts: `CA1000/1` is of `CA1000`.
fn is_rule(asked: &str, found: &str) -> bool {
    found.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn fuzz(file: &File<'_>, target: &str) -> Vec<TestResult> {
    let Report::Fuzz(targets) = &file.report else { return Vec::new() };
    targets.iter().filter(|it| matches(target, &it.name)).map(|it| fuzz_result(file, it)).collect()
}

/// A fuzzing run passes when it executed something, counted its crashes and there were none; an unstated count is not zero.
fn fuzz_result(file: &File<'_>, target: &Target) -> TestResult {
    let (status, message) = match (target.crashes, target.hangs.unwrap_or(0)) {
        (Some(0) | None, 0) if target.executions == 0 => {
            (Status::Skipped, "the fuzzer executed nothing".to_owned())
        }
        (Some(0), 0) => (Status::Passed, String::new()),
        (None, 0) => (Status::Skipped, "the statistics do not state how many crashes were found".to_owned()),
        (None, hangs) => (Status::Failed, format!("{hangs} hangs; how many crashes is not stated")),
        (Some(crashes), hangs) => (Status::Failed, format!("{crashes} crashes and {hangs} hangs")),
    };
    result(
        file,
        &format!("{} ({}, {} executions)", target.name, target.fuzzer, target.executions),
        status,
        message,
        1,
    )
}
