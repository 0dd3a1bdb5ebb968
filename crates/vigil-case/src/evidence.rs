//! Evidence: results of tests, matched to the tests of the model by explicit patterns.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Date, Digest, Id, Place, World};
use vigil_exchange::Report;
use vigil_exchange::fuzz::Target;
use vigil_exchange::junit::Status;
use vigil_exchange::protocol::{Found, Protocol};
use vigil_exchange::sarif::Run;
use vigil_finding::Finding;
use vigil_model::Model;
use vigil_model::kinds::{Evidence, Test};

use crate::findings;
use crate::packages::is_inside;

/// Where a test stands. Missing, old, flaky, skipped and wrong version are five different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestState {
    /// Every result passed, for the release under review.
    Passed,
    /// Some result failed.
    Failed,
    /// Some result passed only after failing.
    Flaky,
    /// Results are there, and all were skipped, or some were.
    Skipped,
    /// The only results are of another release or commit.
    WrongVersion,
    /// Its pattern finds no result.
    Missing,
    /// It says nowhere how its results are found.
    NoPattern,
}

impl TestState {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Flaky => "flaky",
            Self::Skipped => "skipped",
            Self::WrongVersion => "wrong version",
            Self::Missing => "no result",
            Self::NoPattern => "no pattern",
        }
    }
}

/// One result that counts for a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// The case, tool, target or entry.
    pub name: String,
    /// How it ended.
    pub status: Status,
    /// What it said when it did not pass.
    pub message: String,
    /// The evidence record.
    pub evidence: Id,
    /// File and line.
    pub place: Place,
    /// The day of the evidence.
    pub date: Option<Date>,
}

/// A test with its results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRow {
    /// Where it stands.
    pub state: TestState,
    /// Results that count.
    pub results: Vec<TestResult>,
    /// Results of another release or commit, and why they do not count.
    pub set_aside: Vec<(TestResult, String)>,
}

/// Something that a tester found, with the file it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolFinding {
    /// The evidence record.
    pub evidence: Id,
    /// The file.
    pub file: String,
    /// Who tested.
    pub by: Option<String>,
    /// What was found.
    pub found: Found,
}

/// What was read of the evidence.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) tests: BTreeMap<Id, TestRow>,
    pub(crate) test_findings: BTreeMap<String, ProtocolFinding>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) inputs: BTreeMap<String, Digest>,
}

struct File<'m> {
    record: &'m Evidence,
    path: String,
    report: Report,
    /// Why it does not count for the release under review.
    other: Option<String>,
}

pub(crate) fn read(world: &dyn World, root: &Path, model: &Model) -> Read {
    let mut read = Read::default();
    let mut files = Vec::new();
    for record in model.evidence.values() {
        files.extend(read_file(world, root, model, record, &mut read));
    }
    for file in &files {
        collect_findings(file, &mut read);
    }
    read.tests = model.tests.iter().map(|(id, test)| (id.clone(), row(test, &files))).collect();
    read
}

fn read_file<'m>(
    world: &dyn World,
    root: &Path,
    model: &'m Model,
    record: &'m Evidence,
    read: &mut Read,
) -> Option<File<'m>> {
    let id = record.meta.id.as_str();
    let place = model.place(record.meta.key("from"));
    let path = format!("evidence/{}", record.from);
    if !is_inside(&record.from) {
        read.findings.push(
            findings::path_leaves_folder("the evidence file", &record.from, &format!("evidence.{id}"))
                .at(place),
        );
        return None;
    }
    let Ok(bytes) = world.read(&root.join(&path)) else {
        read.findings.push(findings::evidence_missing(id, &path).at(place));
        return None;
    };
    let digest = Digest::of_bytes(&bytes);
    read.inputs.insert(path.clone(), digest);
    if let Some(stated) = &record.sha256
        && Digest::parse(stated) != Some(digest)
    {
        let place = model.place(record.meta.key("sha256"));
        read.findings.push(findings::evidence_changed(id, &path, stated, &digest.hex()).at(place));
        return None;
    }
    match vigil_exchange::read(&bytes) {
        Ok(report) => Some(File { record, path, report, other: other_version(model, record) }),
        Err(cause) => {
            read.findings.push(findings::evidence_unreadable(id, &path, &cause.to_string()).at(place));
            None
        }
    }
}

/// A result counts only for its device version and commit.
fn other_version(model: &Model, record: &Evidence) -> Option<String> {
    let version = &model.project.as_ref()?.version.value;
    let release = record.release.as_ref()?;
    if release.id != version.as_str() {
        return Some(format!("it is of release {}, not {version}", release.id));
    }
    let part =
        model.releases.get(version.as_str())?.components.get(record.component.as_ref()?.id.as_str())?;
    let (built, tested) = (part.commit.as_ref()?, record.commit.as_ref()?);
    let same = built.starts_with(tested.as_str()) || tested.starts_with(built.as_str());
    (!same).then(|| format!("it is of commit {tested}, the release is built from {built}"))
}

fn collect_findings(file: &File<'_>, read: &mut Read) {
    let Report::Protocol(protocol) = &file.report else { return };
    for (id, found) in &protocol.findings {
        let finding = ProtocolFinding {
            evidence: file.record.meta.id.clone(),
            file: file.path.clone(),
            by: protocol.by.clone(),
            found: found.clone(),
        };
        read.test_findings.insert(format!("{}#{id}", file.record.from), finding);
    }
}

fn row(test: &Test, files: &[File<'_>]) -> TestRow {
    let (mut results, mut set_aside) = (Vec::new(), Vec::new());
    let Some(find) = &test.find else {
        return TestRow { state: TestState::NoPattern, results, set_aside };
    };
    let mut expected = 0;
    let mut answered = 0;
    let mut take = |found: Vec<(TestResult, Option<String>)>| {
        expected += 1;
        answered += usize::from(found.iter().any(|(_, other)| other.is_none()));
        for (result, other) in found {
            match other {
                None => results.push(result),
                Some(why) => set_aside.push((result, why)),
            }
        }
    };
    if let Some(pattern) = &find.junit {
        take(gather(files, |file| junit(file, &pattern.value)));
    }
    if let Some(sarif) = &find.sarif {
        take(gather(files, |file| sarif_runs(file, &sarif.tool, &sarif.rules)));
    }
    if let Some(target) = &find.fuzz {
        take(gather(files, |file| fuzz(file, target)));
    }
    if let Some(entry) = &find.finding {
        take(gather(files, |file| protocol(file, &entry.value)));
    }
    // Each way that a test names has to answer: one pattern without a hit is a missing result.
    let all_answered = expected > 0 && answered == expected;
    let state = state(&results, all_answered, !set_aside.is_empty(), expected);
    TestRow { state, results, set_aside }
}

fn state(results: &[TestResult], all_answered: bool, some_set_aside: bool, expected: usize) -> TestState {
    let any = |status| results.iter().any(|result| result.status == status);
    if expected == 0 {
        TestState::NoPattern
    } else if any(Status::Failed) {
        TestState::Failed
    } else if !all_answered {
        if some_set_aside { TestState::WrongVersion } else { TestState::Missing }
    } else if any(Status::Flaky) {
        TestState::Flaky
    } else if any(Status::Skipped) {
        TestState::Skipped
    } else {
        TestState::Passed
    }
}

type Hit = (TestResult, Option<String>);

fn gather(files: &[File<'_>], find: impl Fn(&File<'_>) -> Vec<TestResult>) -> Vec<Hit> {
    files.iter().flat_map(|file| find(file).into_iter().map(|result| (result, file.other.clone()))).collect()
}

fn result(file: &File<'_>, name: &str, status: Status, message: String, line: usize) -> TestResult {
    let mut place = Place::start_of(file.path.clone());
    place.line = u32::try_from(line).unwrap_or(1).max(1);
    TestResult {
        name: name.to_owned(),
        status,
        message,
        evidence: file.record.meta.id.clone(),
        place,
        date: file.record.date,
    }
}

fn junit(file: &File<'_>, pattern: &str) -> Vec<TestResult> {
    let Report::Junit(cases) = &file.report else { return Vec::new() };
    let hits = cases.iter().filter(|case| matches(pattern, &case.name));
    hits.map(|case| result(file, &case.name, case.status, case.message.clone(), case.line)).collect()
}

fn sarif_runs(file: &File<'_>, tool: &str, rules: &[String]) -> Vec<TestResult> {
    let Report::Sarif(runs) = &file.report else { return Vec::new() };
    runs.iter()
        .filter(|run| run.tool.eq_ignore_ascii_case(tool))
        .map(|run| sarif_run(file, run, rules))
        .collect()
}

/// A run passes when it ran to its end and no result of the named rules is left unsuppressed.
fn sarif_run(file: &File<'_>, run: &Run, rules: &[String]) -> TestResult {
    let counts = |rule: &str| rules.is_empty() || rules.iter().any(|it| it == rule);
    let open: Vec<&str> = run
        .results
        .iter()
        .filter(|it| !it.suppressed && counts(&it.rule) && ["error", "warning"].contains(&it.level.as_str()))
        .map(|it| it.rule.as_str())
        .collect();
    let (status, message) = if run.succeeded == Some(false) {
        (Status::Failed, "the tool did not run to its end".to_owned())
    } else if open.is_empty() {
        (Status::Passed, String::new())
    } else {
        (Status::Failed, format!("{} open results: {}", open.len(), open.join(", ")))
    };
    let version = run.version.as_deref().unwrap_or("version not stated");
    result(file, &format!("{} {version}", run.tool), status, message, 1)
}

fn fuzz(file: &File<'_>, target: &str) -> Vec<TestResult> {
    let Report::Fuzz(targets) = &file.report else { return Vec::new() };
    targets.iter().filter(|it| matches(target, &it.name)).map(|it| fuzz_result(file, it)).collect()
}

/// A fuzzing run passes when it counted its crashes and there were none; an unstated count is not zero.
fn fuzz_result(file: &File<'_>, target: &Target) -> TestResult {
    let (status, message) = match (target.crashes, target.hangs.unwrap_or(0)) {
        (Some(0), 0) => (Status::Passed, String::new()),
        (None, _) => (Status::Skipped, "the statistics do not state how many crashes were found".to_owned()),
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

fn protocol(file: &File<'_>, entry: &str) -> Vec<TestResult> {
    let Report::Protocol(protocol) = &file.report else { return Vec::new() };
    let Some((path, id)) = entry.split_once('#') else { return Vec::new() };
    if path != file.record.from {
        return Vec::new();
    }
    by_id(file, protocol, id).into_iter().collect()
}

fn by_id(file: &File<'_>, protocol: &Protocol, id: &str) -> Option<TestResult> {
    let it = protocol.results.get(id)?;
    Some(result(file, id, it.status, it.text.clone(), 1))
}

/// Whether `text` fits `pattern`, in which `*` stands for any text.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text_and_nothing_else_does() {
        for (pattern, text, fits) in [
            ("ble::bond::rejects_*", "ble::bond::rejects_old", true),
            ("ble::bond::rejects_*", "ble::bond::accepts", false),
            ("*::x", "a::b::x", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*b", "ab", false),
            ("exact", "exactly", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }
}
