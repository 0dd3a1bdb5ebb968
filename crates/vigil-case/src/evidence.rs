//! Evidence: results of tests, matched to the tests of the model by explicit patterns.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Date, Digest, Id, Place, World};
use vigil_exchange::Report;
use vigil_exchange::junit::Status;
pub use vigil_exchange::protocol::Disposition;
use vigil_exchange::protocol::{Found, Protocol};
use vigil_finding::Finding;
use vigil_model::Model;
use vigil_model::kinds::{Evidence, Test};

use crate::findings;
use crate::packages::is_inside;

pub mod entry;
mod originals;
mod runs;
mod state;
mod version;

pub use state::TestState;

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
    /// Why none of it counts for the release under review.
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
    read.tests = model.tests.iter().map(|(id, test)| (id.clone(), row(model, test, &files))).collect();
    read.findings.extend(originals::check(world, root, model));
    read.findings.extend(read.tests.iter().filter_map(|(id, row)| not_counting(model, id, row)));
    read
}

/// A test whose results do not count says why, once, and each way of not counting has its own code.
fn not_counting(model: &Model, id: &Id, row: &TestRow) -> Option<Finding> {
    let test = model.tests.get(id)?;
    let changed = state::last_change(model, test);
    let finding = findings::test_not_counting(id.as_str(), row, changed.map(|it| (it.requirement, it.on)))?;
    Some(finding.at(model.place(test.meta.key("find"))))
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
        Ok(report) => Some(File { record, path, report, other: version::other(model, record, None) }),
        Err(cause) => {
            read.findings.push(findings::evidence_unreadable(id, &path, &cause.to_string()).at(place));
            None
        }
    }
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

fn row(model: &Model, test: &Test, files: &[File<'_>]) -> TestRow {
    let (mut results, mut set_aside) = (Vec::new(), Vec::new());
    let Some(find) = &test.find else {
        return TestRow { state: TestState::NoPattern, results, set_aside };
    };
    let mut expected = 0;
    let mut answered = 0;
    let mut take = |found: Vec<Hit>| {
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
        take(files.iter().flat_map(|file| junit(model, file, &pattern.value)).collect());
    }
    if let Some(sarif) = &find.sarif {
        take(gather(files, |file| runs::sarif(file, &sarif.tool, &sarif.rules)));
    }
    if let Some(target) = &find.fuzz {
        take(gather(files, |file| runs::fuzz(file, target)));
    }
    if let Some(entry) = &find.finding {
        take(gather(files, |file| protocol(file, &entry.value)));
    }
    // Each way that a test names has to answer: one pattern without a hit is a missing result.
    let changed = state::last_change(model, test);
    let seen = state::Seen {
        results: &results,
        expected,
        answered,
        set_aside: !set_aside.is_empty(),
        changed: changed.as_ref(),
    };
    let state = state::of(&seen);
    TestRow { state, results, set_aside }
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

/// Cases state release and commit in their properties, each for itself.
fn junit(model: &Model, file: &File<'_>, pattern: &str) -> Vec<Hit> {
    let Report::Junit(cases) = &file.report else { return Vec::new() };
    let hits = cases.iter().filter(|case| matches(pattern, &case.name));
    hits.map(|case| {
        let found = result(file, &case.name, case.status, case.message.clone(), case.line);
        (found, version::other(model, file.record, Some(&case.properties)))
    })
    .collect()
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
